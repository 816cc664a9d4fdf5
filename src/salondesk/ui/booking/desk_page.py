"""The front-desk board: due, waiting, in service, to pay. Also the check before closing the day."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from salondesk.core.timespan import to_local
from salondesk.domain.access import Permission
from salondesk.domain.booking import Booking, BookingStatus
from salondesk.services.booking import SetStatus
from salondesk.services.read_models import DeskBoard, DeskRow
from salondesk.ui.booking.arrival import ArrivalBanner
from salondesk.ui.format import formatter
from salondesk.ui.i18n import Retranslated, _, language
from salondesk.ui.kit.buttons import button
from salondesk.ui.kit.layout import Panel, column, label, row, scrolling
from salondesk.ui.room import RoomPage
from salondesk.ui.workplace import Workplace

_S = BookingStatus
STAGES = ("due", "waiting", "in_service", "to_pay")
_LATE_MS = 5 * 60_000
_AT_ONCE = 6
"""Cards made in one go."""


class DeskCard(Panel):
    """One visit on the board; Enter or its button takes the next step. Signals: stepped(), opened()."""

    stepped = Signal()
    opened = Signal()

    def __init__(self, visit: DeskRow, step: str, work: Workplace) -> None:
        super().__init__(margin=12)
        self.visit = visit
        shown, lang = formatter(), language()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        time = shown.clock_time(to_local(visit.start_at, work.branch.zone))
        late = visit.status in ("booked", "confirmed") and visit.start_at + _LATE_MS < work.clock.now_ms()
        name = visit.client or _("Walk-in")
        services = (
            "، ".join(s.pick(lang) for s in visit.services)
            if lang == "ar"
            else ", ".join(s.pick(lang) for s in visit.services)
        )
        people = " · ".join(p.pick(lang) for p in visit.staff)
        head = row(label("strong", time), label("error", _("Late")) if late else None, None)
        self.body.setSpacing(4)
        self.body.addLayout(head)
        self.body.addWidget(label("large", name, wrap=True))
        self.body.addWidget(label("muted", f"{services}\n{people}", wrap=True))
        if visit.alert:
            self.body.addWidget(label("error", visit.alert, wrap=True))
        self.step = button("primary" if visit.status == "done" else "", self.stepped.emit)
        self.step.setText(step)
        if not step:
            self.step.hide()  # never shown by hand before it has a parent: it would be a window for a moment
        self.step.setAccessibleName(f"{step}: {name}")
        self.body.addWidget(self.step)
        self.setAccessibleName(f"{time} {name}, {services}, {people}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stepped.emit()
        elif event.key() == Qt.Key.Key_Space:
            self.opened.emit()
        else:
            super().keyPressEvent(event)


class _Lane(QFrame):
    """A stage's column of cards."""

    def __init__(self) -> None:
        super().__init__()
        self.title, self.count = label("title"), label("muted")
        self.box = QVBoxLayout()
        self.box.setContentsMargins(0, 0, 6, 0)
        self.box.setSpacing(8)
        self.box.addStretch(1)
        self.cards: list[DeskCard] = []
        self._order: dict[DeskRow, int] = {}
        holder = QWidget()
        holder.setLayout(self.box)
        area = scrolling(holder)
        self.empty: QLabel = label("muted", wrap=True)
        whole = column(row(self.title, self.count, None), self.empty, area, gap=8, margin=12)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.setProperty("panel", "true")

    def begin(self, visits: Sequence[DeskRow]) -> list[DeskRow]:
        """Keep the cards that still say the same and take the others away; return the visits that need one."""
        wanted = set(visits)
        for card in list(self.cards):
            if card.visit not in wanted:
                self.cards.remove(card)
                self.box.removeWidget(card)
                card.hide()
                card.deleteLater()
        known = {card.visit for card in self.cards}
        self.count.setText(formatter().number(len(visits)))
        self.empty.setVisible(not visits)
        self._order = {visit: n for n, visit in enumerate(visits)}
        return [visit for visit in visits if visit not in known]

    def add(self, card: DeskCard) -> None:
        """Put a card into its place."""
        place = sum(1 for other in self.cards if self._order[other.visit] < self._order[card.visit])
        self.cards.insert(place, card)
        self.box.insertWidget(place, card)

    def forget(self) -> None:
        """Take every card away: they speak another language now."""
        self.begin(())


class DeskPage(RoomPage):
    """The board of today."""

    watches = frozenset({"booking", "invoice", "client"})

    def __init__(self, work: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(work, parent)
        self._bar = DeskBar()
        self.lanes = {stage: _Lane() for stage in STAGES}
        line = row(*self.lanes.values(), gap=12, margin=12)
        for n in range(len(STAGES)):
            line.setStretch(n, 1)
        self.arrival = ArrivalBanner()
        whole = column(self.arrival, line, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._wanted: list[tuple[_Lane, DeskRow]] = []
        self._building = QTimer(self)
        self._building.timeout.connect(self._build_some)
        self.retranslate()

    def header(self) -> QWidget:
        return self._bar

    def retranslate(self) -> None:
        titles = (_("Due"), _("Waiting"), _("In service"), _("To pay"))
        empty = (
            _("Nobody is due any more today."),
            _("Nobody is waiting."),
            _("Nobody is being served."),
            _("Everything is paid."),
        )
        for lane, title, nothing in zip(self.lanes.values(), titles, empty, strict=True):
            lane.title.setText(title)
            lane.empty.setText(nothing)
            lane.setAccessibleName(title)
            lane.forget()
        self._bar.show_day(self.work.today())
        self.mark_stale()

    def refresh(self) -> None:
        """Read the board."""
        me, reads, day = self.work.me, self.work.reads, self.work.today()
        self._bar.show_day(day)
        self.work.ask(self, lambda: reads.desk(me, day), self._on_board)

    def _on_board(self, board: DeskBoard) -> None:
        self._wanted = [
            (lane, visit) for stage, lane in self.lanes.items() for visit in lane.begin(getattr(board, stage))
        ]
        self._building.start(0)

    def _build_some(self) -> None:
        """Make a few cards at a time: a full morning must not keep the window from answering."""
        for lane, visit in self._wanted[:_AT_ONCE]:
            lane.add(self._card(visit))
        del self._wanted[:_AT_ONCE]
        if not self._wanted:
            self._building.stop()

    def _card(self, visit: DeskRow) -> DeskCard:
        text, call = self._step_of(visit)
        card = DeskCard(visit, text, self.work)
        card.stepped.connect(call)
        card.opened.connect(lambda: self.route_requested.emit("diary", visit.booking_id))
        return card

    def _step_of(self, visit: DeskRow) -> tuple[str, Callable[[], None]]:
        """Return the next step of a visit: its word and what it does."""
        if visit.status == "done":
            if not self.work.may(Permission.SALE_CHECKOUT):
                return "", _nothing
            return _("Check out"), lambda: self.route_requested.emit("sale", visit.booking_id)
        if not self.work.may(Permission.BOOKING_STATUS):
            return "", _nothing
        if visit.status == "arrived":
            return _("Start service"), lambda: self._set(visit, _S.IN_SERVICE)
        if visit.status == "in_service":
            if self.work.may(Permission.SALE_CHECKOUT):
                return _("Check out"), lambda: self.route_requested.emit("sale", visit.booking_id)
            return _("Done"), lambda: self._set(visit, _S.DONE)
        if visit.status == "pending":
            return _("Accept"), lambda: self._set(visit, _S.BOOKED)
        return _("Arrived"), lambda: self._set(visit, _S.ARRIVED)

    def _set(self, visit: DeskRow, status: BookingStatus) -> None:
        command = SetStatus(
            key=self.work.key(), booking_id=visit.booking_id, expected_version=visit.version, status=status
        )

        def done(_booking: Booking) -> None:
            if status is _S.ARRIVED and visit.alert:
                self.arrival.say_of(visit.client, visit.alert)

        self.work.do(self, command, done, lambda _error: self.refresh())


class DeskBar(Retranslated, QWidget):
    """The board's part of the top bar: its name and today's date."""

    def __init__(self) -> None:
        super().__init__()
        self._title, self._date = label("title"), label("muted")
        self._day: date | None = None
        self.setLayout(row(self._title, self._date, None, gap=12))
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(_("Front desk"))
        if self._day is not None:
            self.show_day(self._day)

    def show_day(self, day: date) -> None:
        """Say which day."""
        self._day = day
        self._date.setText(formatter().date(day, "full"))


def _nothing() -> None:
    """Where there is no next step."""
