"""The visit beside the diary: what, who, when, how far; its actions, and the client's card. Never hides the calendar."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from salondesk.core.timespan import legal_date, to_local
from salondesk.domain.access import Permission
from salondesk.domain.booking import RELEASED, Booking, BookingStatus
from salondesk.services.booking import EditBooking, SetStatus
from salondesk.services.read_models import ClientCard, ItemRow, StaffRow
from salondesk.ui.booking.client_form import ClientForm
from salondesk.ui.booking.looks import look_of
from salondesk.ui.format import formatter
from salondesk.ui.i18n import Retranslated, _, language
from salondesk.ui.kit.buttons import IconButton, button
from salondesk.ui.kit.dialog import ReasonDialog
from salondesk.ui.kit.feedback import Banner, EmptyState
from salondesk.ui.kit.layout import Rule, column, label, row
from salondesk.ui.workplace import Workplace

_S = BookingStatus
_NEXT = {
    _S.PENDING: _S.BOOKED,
    _S.BOOKED: _S.ARRIVED,
    _S.CONFIRMED: _S.ARRIVED,
    _S.ARRIVED: _S.IN_SERVICE,
    _S.IN_SERVICE: _S.DONE,
}
"""The step a visit usually takes next: one key or one click."""


class SidePanel(Retranslated, QFrame):
    """Signals: checkout_requested(booking id), closed()."""

    checkout_requested = Signal(bytes)
    closed = Signal()

    def __init__(self, work: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._booking: Booking | None = None
        self._card: ClientCard | None = None
        self._services: dict[bytes, ItemRow] = {}
        self._staff: dict[bytes, StaffRow] = {}
        self.setProperty("panel", "true")
        self.setFixedWidth(324)
        self._status, self._when = label("section"), label("title")
        self._client, self._phone = label("head", wrap=True), label("muted")
        self._phone.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._alert = Banner("danger", closable=False)
        self._close = IconButton("x", self.clear)
        self._history = label("muted", wrap=True)
        self._lines = column(gap=8)
        self._note = label("", wrap=True)
        self._next = button("primary", self._advance)
        self._checkout = button("primary", self._check_out)
        self._confirm = button("", lambda: self.set_status(_S.CONFIRMED))
        self._no_show = button("quiet", lambda: self.set_status(_S.NO_SHOW))
        self._cancel = button("quiet", self._ask_cancel)
        self._back = button("quiet", lambda: self.set_status(_S.BOOKED))
        self._edit = button("quiet", self._show_form)
        self._form = ClientForm(work)
        self._form.hide()
        self._form.saved.connect(self._on_client_saved)
        self._form.cancelled.connect(self._form.hide)
        self._empty = EmptyState("calendar-days")
        self._body = QWidget()
        self._body.setLayout(self._built())
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.addWidget(area)
        outer.addWidget(self._empty)
        self._area = area
        self.retranslate()
        self.clear()

    def _built(self) -> QVBoxLayout:
        return column(
            row(self._status, None, self._close),
            self._when,
            self._client,
            self._phone,
            self._alert,
            self._history,
            Rule(),
            self._lines,
            self._note,
            Rule(),
            self._next,
            self._checkout,
            row(self._confirm, self._no_show),
            row(self._cancel, self._back),
            self._edit,
            self._form,
            None,
            gap=10,
            margin=16,
        )

    def retranslate(self) -> None:
        self.setAccessibleName(_("Visit"))
        self._close.set_hint(_("Close"))
        self._checkout.setText(_("Check out"))
        self._confirm.setText(_("Confirmed"))
        self._no_show.setText(_("No-show"))
        self._cancel.setText(_("Cancel visit…"))
        self._back.setText(_("Back to booked"))
        self._edit.setText(_("Edit client"))
        self._empty.set_texts(
            _("No visit chosen"), _("Choose a visit to see it here, or click a free time to book one.")
        )
        if self._booking is not None:
            self._draw(self._booking)

    def set_choices(self, services: list[ItemRow], staff: list[StaffRow]) -> None:
        """Say what services and people are called."""
        self._services = {s.item_id: s for s in services}
        self._staff = {s.staff_id: s for s in staff}

    def booking(self) -> Booking | None:
        """Return the visit that is shown."""
        return self._booking

    def clear(self) -> None:
        """Show nothing."""
        self._booking, self._card = None, None
        self._area.hide()
        self._empty.show()
        self.closed.emit()

    def show_booking(self, booking: Booking) -> None:
        """Show a visit; the client's card follows as soon as it is read."""
        same = self._booking is not None and self._booking.client_id == booking.client_id
        self._booking = booking
        if not same:
            self._card = None
            self._form.hide()
        self._draw(booking)
        self._empty.hide()
        self._area.show()
        if booking.client_id is not None and self._work.may(Permission.CLIENT_VIEW):
            me, client_id, reads = self._work.me, booking.client_id, self._work.reads
            self._work.ask(self, lambda: reads.client_card(me, client_id), self._on_card)

    def _on_card(self, card: ClientCard) -> None:
        if self._booking is not None and self._booking.client_id == card.client.id:
            self._card = card
            self._draw(self._booking)

    # -- drawing

    def _draw(self, booking: Booking) -> None:
        shown, zone = formatter(), self._work.branch.zone
        self._status.setText(look_name(booking.status))
        start, end = (to_local(at, zone) for at in (booking.span.start_ms, booking.span.end_ms))
        self._when.setText(
            f"{shown.date(booking.business_date, 'day')}  {shown.clock_time(start)} – {shown.clock_time(end)}"
        )
        self._draw_client(booking)
        while (item := self._lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for line in booking.lines:
            service, person = self._services.get(line.service_id), self._staff.get(line.staff_id)
            title = label("strong", service.names.pick(language()) if service else "", wrap=True)
            times = (
                f"{shown.clock_time(to_local(line.span.start_ms, zone))}, {shown.duration(line.span.minutes)}"
            )
            who = person.names.pick(language()) if person else ""
            detail = label("muted", f"{times} · {who}", wrap=True)
            price = label("", shown.amount(line.price_minor, self._work.shop.currency))
            holder = QWidget()
            holder.setLayout(row(column(title, detail, gap=2), None, price))
            self._lines.addWidget(holder)
        self._note.setText(booking.note)
        self._note.setVisible(bool(booking.note))
        self._draw_actions(booking)

    def _draw_client(self, booking: Booking) -> None:
        card = self._card
        if booking.client_id is None:
            self._client.setText(_("Walk-in"))
        elif card is not None:
            self._client.setText(card.client.name)
        self._phone.setText(formatter().phone(card.client.phone) if card and card.client.phone else "")
        self._phone.setVisible(bool(self._phone.text()))
        alert = card.client.alert if card else ""
        if alert:
            self._alert.say(alert)
        self._alert.setVisible(bool(alert))
        parts = []
        if card is not None:
            past = [v for v in card.visits if v.booking_id != booking.id]
            if past:
                parts.append(
                    _("Last visit")
                    + ": "
                    + formatter().date(legal_date(past[0].start_at, self._work.branch.zone), "day")
                )
            if card.no_shows:
                parts.append(_("No-shows") + ": " + formatter().number(card.no_shows))
            if card.client.notes:
                parts.append(card.client.notes)
        self._history.setText("\n".join(parts))
        self._history.setVisible(bool(parts))

    def _draw_actions(self, booking: Booking) -> None:
        may = self._work.may
        status, change = booking.status, may(Permission.BOOKING_STATUS)
        step = _NEXT.get(status)
        self._next.setVisible(change and step is not None)
        if step is not None:
            self._next.setText(_STEP_TEXT[step]())
        alive = status not in RELEASED
        self._checkout.setVisible(alive and may(Permission.SALE_CHECKOUT))
        early = status in (_S.PENDING, _S.BOOKED)
        self._confirm.setVisible(change and early)
        self._no_show.setVisible(change and status in (_S.BOOKED, _S.CONFIRMED, _S.ARRIVED))
        self._cancel.setVisible(may(Permission.BOOKING_CANCEL) and alive and status is not _S.DONE)
        self._back.setVisible(change and status in (*RELEASED, _S.ARRIVED, _S.CONFIRMED))
        self._edit.setVisible(may(Permission.CLIENT_EDIT) and self._card is not None)

    # -- actions

    def advance(self) -> None:
        """Take the usual next step."""
        self._advance()

    def _advance(self) -> None:
        if self._booking is not None and (step := _NEXT.get(self._booking.status)) is not None:
            self.set_status(step)

    def set_status(self, status: BookingStatus, reason: str = "") -> None:
        """Say how far the visit is."""
        booking = self._booking
        if booking is None:
            return
        command = SetStatus(
            key=self._work.key(),
            booking_id=booking.id,
            expected_version=booking.version,
            status=status,
            reason=reason,
        )
        self._work.do(self, command, self.show_booking)

    def _ask_cancel(self) -> None:
        dialog = ReasonDialog(
            [_("Client cancelled"), _("Client is ill"), _("We had to cancel"), _("Booked by mistake")],
            self.window(),
            danger=True,
        )
        dialog.set_texts(_("Cancel this visit?"), "", _("Cancel the visit"), _("Keep it"))
        dialog.accepted.connect(lambda: self.set_status(_S.CANCELLED, dialog.reason()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_cancel(self) -> None:
        """Ask why, then cancel."""
        self._ask_cancel()

    def _check_out(self) -> None:
        if self._booking is not None:
            self.checkout_requested.emit(self._booking.id)

    def set_note(self, text: str) -> None:
        """Change the visit's note."""
        booking = self._booking
        if booking is not None:
            command = EditBooking(
                key=self._work.key(),
                booking_id=booking.id,
                expected_version=booking.version,
                note=text,
                client_id=booking.client_id,
            )
            self._work.do(self, command, self.show_booking)

    def _show_form(self) -> None:
        if self._card is not None:
            self._form.show_client(self._card.client)
            self._form.show()

    def _on_client_saved(self) -> None:
        self._form.hide()
        if self._booking is not None:
            self.show_booking(self._booking)


def look_name(status: BookingStatus) -> str:
    """Return a status in words."""
    return _(look_of(status.value, 0).name)  # noqa: INT001 - marked in looks


_STEP_TEXT = {
    _S.BOOKED: lambda: _("Accept"),
    _S.ARRIVED: lambda: _("Arrived"),
    _S.IN_SERVICE: lambda: _("Start service"),
    _S.DONE: lambda: _("Done"),
}
