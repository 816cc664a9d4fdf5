"""The small card on a free slot: client, service, Enter. Everything else is optional."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from salondesk.core.fold import digits
from salondesk.core.ids import Id
from salondesk.core.timespan import MINUTE_MS, instant_of
from salondesk.domain.segments import PartLengths, shortest_minutes, stretches_of
from salondesk.engine.proposals import Proposal, ProposedSegment, new_segments
from salondesk.services.booking.visits import BookVisit, RequestedLine
from salondesk.services.client.card import NewClient
from salondesk.services.reads.catalog.items import ItemRow
from salondesk.services.reads.client.search import ClientHit
from salondesk.services.reads.staff.people import StaffRow
from salondesk.ui.booking.gesture.verdict_banner import VerdictBanner
from salondesk.ui.format import formatter
from salondesk.ui.i18n import Retranslated, _, fill, language
from salondesk.ui.items.service_picker import ServicePicker
from salondesk.ui.kit.buttons import IconButton, button
from salondesk.ui.kit.choice import choose
from salondesk.ui.kit.feedback import Banner
from salondesk.ui.kit.inputs import PhoneEdit
from salondesk.ui.kit.layout import Panel, column, label, row
from salondesk.ui.kit.picker import PickerRow
from salondesk.ui.people.client_picker import ClientPicker
from salondesk.ui.workplace import Workplace


class _ServiceLine(QWidget):
    """A service and its person. Signals: chosen(), removed()."""

    chosen = Signal()
    removed = Signal()

    def __init__(
        self, currency: str, services: Sequence[ItemRow], staff: Sequence[StaffRow], person: Id
    ) -> None:
        super().__init__()
        self._wanted = person
        self.picker = ServicePicker(currency, services)
        self.picker.picked.connect(lambda _row: self.chosen.emit())
        self.person = QComboBox()
        self.set_choices(services, staff)
        self.remove = IconButton("x", self.removed.emit)
        line = row(self.picker, self.person, self.remove, gap=6)
        line.setStretch(0, 1)
        self.setLayout(line)
        self.words()

    def set_choices(self, services: Sequence[ItemRow], staff: Sequence[StaffRow]) -> None:
        """Say what there is to choose from; it may be read only after the card is open."""
        wanted = self.person.currentData() or self._wanted
        self.person.clear()
        for one in staff:
            self.person.addItem(one.names.pick(language()), one.staff_id)
        choose(self.person, wanted)
        self.picker.set_services(services)

    def words(self) -> None:
        """Set the texts."""
        self.person.setAccessibleName(_("Person"))
        self.remove.set_hint(_("Take this service off"))

    def service(self) -> ItemRow | None:
        """Return what was chosen."""
        return self.picker.service()


class BookCard(Retranslated, Panel):
    """Books a visit.

    Signals: booked(Booking); closed().
    """

    booked = Signal(object)
    closed = Signal()

    def __init__(self, work: Workplace, parent: QWidget) -> None:
        super().__init__(parent, raised=True, margin=16)
        self._work, self._room = work, parent
        self._services: list[ItemRow] = []
        self._staff: list[StaffRow] = []
        self._day, self._start_min, self._length = date(2000, 1, 1), 0, 0
        self._arrived = self._sending = False
        self._person = Id(b"")
        self.lines: list[_ServiceLine] = []
        self.setFixedWidth(420)
        self._when = label("title")
        self._close = IconButton("x", self.close_card)
        self.client = ClientPicker(work)
        self.client.picked.connect(self._on_client)
        self.client.create_requested.connect(self._on_new_client)
        self.client.cleared.connect(self._forget_client)
        self._alert = Banner("danger", closable=False)
        self._alert.hide()
        self.phone = PhoneEdit()
        self.phone.hide()
        self.phone.returnPressed.connect(self._to_service)
        self._service_box = column(gap=6)
        self.more = button("quiet", self._add_line)
        self.note = QLineEdit()
        self.verdict = VerdictBanner(work)
        self.verdict.judged.connect(self._refit)
        self.confirm = button("primary", self._book)
        self.body.addLayout(row(self._when, None, self._close))
        for part in (self.client, self.phone, self._alert):
            self.body.addWidget(part)
        self.body.addLayout(self._service_box)
        self.body.addLayout(row(self.more, None))
        self.body.addWidget(self.note)
        self.body.addWidget(self.verdict)
        self.body.addLayout(row(None, self.confirm))
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        self._close.set_hint(_("Close"), "Esc")
        self.phone.setPlaceholderText(_("Phone"))
        self.phone.setAccessibleName(_("Phone"))
        self.more.setText(_("Add another service"))
        self.note.setPlaceholderText(_("Note (optional)"))
        self.note.setAccessibleName(_("Note"))
        self.confirm.setText(_("Book"))
        self.setAccessibleName(_("New booking"))
        for line in self.lines:
            line.words()

    def services(self) -> list[ServicePicker]:
        """Return the pickers of the services, in order."""
        return [line.picker for line in self.lines]

    def set_choices(self, services: Sequence[ItemRow], staff: Sequence[StaffRow]) -> None:
        """Say what can be booked and with whom."""
        self._services, self._staff = list(services), list(staff)
        for line in self.lines:
            line.set_choices(services, staff)

    def open_at(self, day: date, start_min: int, person: Id, *, length: int, at: QPoint) -> None:
        """Show the card for a slot, at a point of the parent."""
        self._open(day, start_min, person, length=length, at=at)
        self._arrived = False
        self.confirm.setText(_("Book"))
        self.client.setFocus()

    def open_walk_in(self, day: date, start_min: int, person: Id, *, at: QPoint) -> None:
        """Show the card for somebody who stands at the counter: the service is all it needs."""
        self._open(day, start_min, person, length=0, at=at)
        self._arrived = True
        self._when.setText(f"{_('Walk-in')}: {self._when.text()}")
        self.confirm.setText(_("Book, arrived"))
        self._to_service()

    def _open(self, day: date, start_min: int, person: Id, *, length: int, at: QPoint) -> None:
        self._day, self._start_min, self._person, self._length = day, start_min, person, length
        who = next((s.names.pick(language()) for s in self._staff if s.staff_id == person), "")
        time = formatter().time(start_min)
        self._when.setText(fill(_("{time} with {person}"), time=time, person=who) if who else time)
        for line in self.lines:
            line.hide()
            line.deleteLater()
        self.lines = []
        self._forget_client()
        self.client.choose(None)
        self.note.clear()
        self._sending = False
        self.verdict.forget()
        self._add_line()
        self.adjustSize()
        self._place(at)
        self.show()
        self.raise_()

    def _place(self, at: QPoint) -> None:
        area = self._room.rect()
        size = self.size()
        x = min(max(at.x(), 8), area.width() - self.width() - 8)
        y = min(max(at.y(), 8), max(8, area.height() - size.height() - 8))
        self.move(x, y)

    def close_card(self) -> None:
        """Give up."""
        self.client.hide_rows()
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_card()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._book()
        else:
            super().keyPressEvent(event)

    # -- client

    def _on_client(self, found: PickerRow) -> None:
        hit: ClientHit = found.key
        self.phone.hide()
        if hit.alert:
            self._alert.say(hit.alert)
        self._alert.setVisible(bool(hit.alert))
        self._refit()
        self._to_service()

    def _on_new_client(self, _text: str) -> None:
        self.phone.show()
        typed = digits(self.client.text())
        self.phone.set_e164("")
        if typed and len(typed) >= 5:
            self.phone.setText(typed)
        self._refit()
        self.phone.setFocus()

    def _forget_client(self) -> None:
        self._alert.hide()
        self.phone.hide()
        self.phone.clear()
        self._refit()

    def _refit(self) -> None:
        self.adjustSize()
        layout = self.layout()
        if layout is not None and layout.hasHeightForWidth():  # a warning that wraps
            layout.activate()
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))
        self._place(self.pos())

    # -- services

    def _add_line(self) -> None:
        line = _ServiceLine(self._work.shop.currency, self._services, self._staff, self._person)
        line.chosen.connect(self.confirm.setFocus)
        line.chosen.connect(self._judge)
        line.person.currentIndexChanged.connect(lambda _index: self._judge())
        line.removed.connect(lambda: self._drop_line(line))
        self.lines.append(line)
        self._service_box.addWidget(line)
        line.show()  # at once: the card's height counts only what is not hidden
        self.lines[0].remove.setVisible(len(self.lines) > 1)
        self._set_tab_order()
        if len(self.lines) > 1:
            line.picker.setFocus()
        self._refit()
        self._judge()

    def _set_tab_order(self) -> None:
        """Walk the services where they stand: a field made later would come after the last button."""
        stops: list[QWidget] = [self.phone]
        for line in self.lines:
            stops += [line.picker, line.person, line.remove]
        for before, after in pairwise([*stops, self.more, self.note, self.confirm]):
            self.setTabOrder(before, after)

    def _drop_line(self, line: _ServiceLine) -> None:
        self.lines.remove(line)
        line.hide()
        line.deleteLater()
        self.lines[0].remove.setVisible(len(self.lines) > 1)
        self._refit()
        self._judge()

    def _to_service(self) -> None:
        self.lines[0].picker.setFocus()

    # -- booking

    def _book(self) -> None:
        if self._sending:
            return
        missing = next((line for line in self.lines if line.service() is None), None)
        if missing is not None:
            missing.picker.setFocus()
            missing.picker.ask()
            return
        picked = self.client.chosen()
        name = self.client.text().strip()
        new = None
        if picked is None and name:
            new = NewClient(name=name, phone=self.phone.text(), lang=self._work.me.lang)
        command = BookVisit(
            key=self._work.key(),
            lines=self._requests(),
            client_id=picked.key.client_id if picked else None,
            new_client=new,
            note=self.note.text(),
            arrived=self._arrived,
        )
        # The button stays enabled: a disabled one would hand the keyboard to whatever stands behind the card.
        self._sending = True
        self._work.do(self, command, self._on_booked, self._on_failed)

    def _judge(self) -> None:
        """Ask what booking this would be answered; a service that is not chosen yet takes a slot."""
        segments = list[ProposedSegment]()
        for n, (line, minutes, start) in enumerate(self._times()):
            service = line.service()
            stretches = stretches_of(service.parts if service else PartLengths(), start, minutes)
            segments += new_segments(bytes([n]), stretches, line.person.currentData() or b"")
        self.verdict.ask(Proposal(b"", tuple(segments)))

    def _times(self) -> Iterator[tuple[_ServiceLine, int, int]]:
        """Yield each line with its minutes and start, one after another.

        A drawn stretch is the first one's length, if its service can be so short.
        """
        at = instant_of(self._day, self._start_min, self._work.branch.zone)
        for n, line in enumerate(self.lines):
            service = line.service()
            minutes = service.minutes if service is not None else self._work.branch.slot_min
            if n == 0 and self._length:
                minutes = max(self._length, shortest_minutes(service.parts) if service is not None else 0)
            yield line, minutes, at
            at += minutes * MINUTE_MS

    def _requests(self) -> tuple[RequestedLine, ...]:
        """Return the services as they are to be booked; each has been chosen."""
        requests = []
        for line, minutes, start in self._times():
            service = line.service()
            assert service is not None  # the caller asked for the missing ones
            requests.append(
                RequestedLine(
                    service_id=service.item_id,
                    staff_id=Id(line.person.currentData()),
                    start_at=start,
                    minutes=minutes,
                    requested=line.person.currentData() != self._person,
                )
            )
        return tuple(requests)

    def _on_failed(self, _error: Exception) -> None:
        self._sending = False

    def _on_booked(self, booking: object) -> None:
        self._sending = False
        self.hide()
        self.booked.emit(booking)
