"""The visit beside the diary: what, who, when, how far; its actions, and the client's card. Never hides the
calendar. Its parts are visit_client, visit_services, visit_note and visit_history.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from salondesk.core.ids import Id
from salondesk.domain.access import Permission
from salondesk.domain.booking import RELEASED, Booking, BookingStatus
from salondesk.services.booking.visits import EditBooking, RequestedLine, SetStatus
from salondesk.services.reads.booking.visit import VisitById, VisitCard
from salondesk.services.reads.catalog.items import ItemRow
from salondesk.services.reads.staff.people import StaffRow
from salondesk.services.visit_bill import OpenBillUndecided
from salondesk.ui.booking.visit.client import VisitClient
from salondesk.ui.booking.visit.history import VisitHistory
from salondesk.ui.booking.visit.note import NoteEdit
from salondesk.ui.booking.visit.open_bill import ask_open_bill
from salondesk.ui.booking.visit.services import VisitServices
from salondesk.ui.booking.visit.words import NEXT, paid_text, status_name, step_name, when
from salondesk.ui.format import formatter
from salondesk.ui.i18n import Retranslated, _, fill
from salondesk.ui.kit.buttons import IconButton, button
from salondesk.ui.kit.dialog import ReasonDialog
from salondesk.ui.kit.feedback import EmptyState
from salondesk.ui.kit.layout import Rule, column, label, restyle, row, scrolling
from salondesk.ui.workplace import Workplace

_S = BookingStatus


class SidePanel(Retranslated, QFrame):
    """Signals: checkout_requested(booking id); invoice_requested(number); closed(); left(): Esc, the
    diary has the keyboard again; arrived(client's name, alert): a client with an alert is here.
    """

    checkout_requested = Signal(bytes)
    invoice_requested = Signal(str)
    closed = Signal()
    left = Signal()
    arrived = Signal(str, str)

    def __init__(self, work: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._card: VisitCard | None = None
        self.setProperty("panel", "true")
        self.setFixedWidth(324)
        self._status, self._when = label("section"), label("title", wrap=True)
        self._reason = label("muted", wrap=True)
        self._close = IconButton("x", self.clear)
        self.client = VisitClient(work)
        self.services = VisitServices(work.shop.currency, work.branch.zone)
        self.note = NoteEdit()
        self.history = VisitHistory(work)
        self.next_button = button("primary", self.advance)
        self.checkout_button = button("primary", self.check_out)
        self._invoice = button("quiet", self.open_invoice, icon_name="receipt-text")
        self._confirm = button("", lambda: self.set_status(_S.CONFIRMED))
        self._no_show = button("quiet", lambda: self.set_status(_S.NO_SHOW))
        self._cancel = button("quiet", self.ask_cancel)
        self._back = button("quiet", lambda: self.set_status(_S.BOOKED))
        self._empty = EmptyState("calendar-days")
        self._body = QWidget()
        self._body.setLayout(self._built())
        self._area = scrolling(self._body, framed=False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.addWidget(self._area)
        outer.addWidget(self._empty)
        self.client.client_chosen.connect(self.set_client)
        self.client.edited.connect(self.reload)
        self.services.added.connect(self._on_service_added)
        self.services.dropped.connect(self._on_service_dropped)
        self.note.changed.connect(self.set_note)
        self.note.left.connect(self.left)
        self.retranslate()
        self.clear()

    def _built(self) -> QVBoxLayout:
        return column(
            row(self._status, None, self._close),
            self._when,
            self._reason,
            self.client,
            Rule(),
            self.services,
            self.note,
            Rule(),
            self.next_button,
            self.checkout_button,
            self._invoice,
            row(self._confirm, self._no_show),
            row(self._cancel, self._back),
            self.history,
            None,
            gap=10,
            margin=16,
        )

    def retranslate(self) -> None:
        self.setAccessibleName(_("Visit"))
        self._close.set_hint(_("Close"))
        self.checkout_button.setText(_("Check out"))
        self._confirm.setText(_("Confirmed"))
        self._no_show.setText(_("No-show"))
        self._cancel.setText(_("Cancel visit…"))
        self._back.setText(_("Back to booked"))
        self._empty.set_texts(
            _("No visit chosen"), _("Choose a visit to see it here, or click a free time to book one.")
        )
        if self._card is not None:
            self._draw(self._card)

    def set_choices(self, services: list[ItemRow], staff: list[StaffRow]) -> None:
        """Say what services and people are called."""
        self.services.set_choices(services, staff)

    def booking(self) -> Booking | None:
        """Return the visit that is shown."""
        return self._card.booking if self._card is not None else None

    def status_text(self) -> str:
        """Return what is said of how far the visit is."""
        return self._status.text()

    def clear(self) -> None:
        """Show nothing."""
        self._card = None
        self._area.hide()
        self._empty.show()
        self.closed.emit()

    def show_visit(self, card: VisitCard) -> None:
        """Show a visit and its client."""
        self._card = card
        self._draw(card)
        self._empty.hide()
        self._area.show()

    def show_booking(self, booking: Booking) -> None:
        """Show a visit as a command left it; its client is read again."""
        card = self._card
        if card is not None and card.booking.id == booking.id and card.booking.client_id == booking.client_id:
            self.show_visit(replace(card, booking=booking))
        self._read(booking.id)

    def reload(self) -> None:
        """Read the visit again."""
        if self._card is not None:
            self._read(self._card.booking.id)

    def _read(self, booking_id: Id) -> None:
        me, reads = self._work.me, self._work.reads
        self._work.ask(self, lambda: reads.ask(me, VisitById(booking_id)), self.show_visit)

    def take_focus(self) -> None:
        """Give the keyboard to the visit: its next step, or the first thing that can be reached."""
        for part in (self.next_button, self.checkout_button, self._close):
            if part.isVisible():
                part.setFocus()
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # -- drawing

    def _draw(self, card: VisitCard) -> None:
        booking, may = card.booking, self._work.may
        paid = paid_text(card, self._work.shop.currency)
        self._status.setText(" · ".join(part for part in (status_name(booking.status), paid) if part))
        self._when.setText(when(booking, self._work.branch.zone))
        self._reason.setText(formatter().name(booking.cancel_reason) if booking.cancel_reason else "")
        self._reason.setVisible(bool(booking.cancel_reason))
        self.client.show_visit(card)
        editable = may(Permission.BOOKING_BOOK) and booking.status not in RELEASED
        self.services.show_visit(booking, editable=editable and booking.status is not _S.DONE)
        self.note.show_note(booking.note, booking.id, editable=may(Permission.BOOKING_BOOK))
        self.history.show_visit(booking)
        self._draw_actions(card)

    def _draw_actions(self, card: VisitCard) -> None:
        booking, may = card.booking, self._work.may
        status, change = booking.status, may(Permission.BOOKING_STATUS)
        step = NEXT.get(status)
        self.next_button.setVisible(change and step is not None)
        if step is not None:
            self.next_button.setText(step_name(step))
        alive = status not in RELEASED
        pays = status in (_S.IN_SERVICE, _S.DONE)
        restyle(self.checkout_button, "kind", "primary" if pays else "")
        restyle(self.next_button, "kind", "" if pays else "primary")
        self.checkout_button.setVisible(alive and not card.is_billed and may(Permission.SALE_CHECKOUT))
        self._invoice.setVisible(bool(card.billed_by) and may(Permission.SALE_VIEW))
        self._invoice.setText(fill(_("Invoice {number}"), number=card.billed_by))
        early = status in (_S.PENDING, _S.BOOKED)
        self._confirm.setVisible(change and early)
        self._no_show.setVisible(change and status in (_S.BOOKED, _S.CONFIRMED, _S.ARRIVED))
        self._cancel.setVisible(may(Permission.BOOKING_CANCEL) and alive and status is not _S.DONE)
        self._back.setVisible(change and status in (*RELEASED, _S.ARRIVED, _S.CONFIRMED))

    # -- actions

    def advance(self) -> None:
        """Take the usual next step."""
        booking = self.booking()
        if booking is not None and (step := NEXT.get(booking.status)) is not None:
            self.set_status(step)

    def set_status(self, status: BookingStatus, reason: str = "") -> None:
        """Say how far the visit is."""
        booking = self.booking()
        if booking is None:
            return
        self._do_status(
            SetStatus(
                key=self._work.key(),
                booking_id=booking.id,
                expected_version=booking.version,
                status=status,
                reason=reason,
            )
        )

    def _do_status(self, command: SetStatus) -> None:
        def answer(error: Exception) -> bool:
            if not isinstance(error, OpenBillUndecided):
                return False
            ask_open_bill(self.window(), lambda said: self._do_status(replace(command, open_bill=said)))
            return True

        self._work.do(self, command, self._on_status, answers=answer)

    def _on_status(self, booking: Booking) -> None:
        client = self._card.client if self._card is not None else None
        self.show_booking(booking)
        if (
            booking.status is _S.ARRIVED
            and client is not None
            and client.id == booking.client_id
            and client.alert
        ):
            self.arrived.emit(client.name, client.alert)

    def ask_cancel(self) -> None:
        """Ask why, then cancel."""
        dialog = ReasonDialog(
            [_("Client cancelled"), _("Client is ill"), _("We had to cancel"), _("Booked by mistake")],
            self.window(),
            danger=True,
        )
        dialog.set_texts(_("Cancel this visit?"), "", _("Cancel the visit"), _("Keep it"))
        dialog.accepted.connect(lambda: self.set_status(_S.CANCELLED, dialog.reason()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def check_out(self) -> None:
        """Take the visit to the till; of one that is paid, show its invoice."""
        card = self._card
        if card is not None and not card.is_billed:
            self.checkout_requested.emit(card.booking.id)
        else:
            self.open_invoice()

    def open_invoice(self) -> None:
        """Show the invoice that paid for the visit, if there is one."""
        if self._card is not None and self._card.billed_by:
            self.invoice_requested.emit(self._card.billed_by)

    def set_note(self, text: str) -> None:
        """Change the visit's note."""
        self._edit(note=text)

    def set_client(self, client_id: bytes) -> None:
        """Say that the visit is somebody else's."""
        self._edit(client_id=Id(client_id))

    def _on_service_added(self, service: ItemRow, staff_id: bytes) -> None:
        booking = self.booking()
        if booking is not None:
            request = RequestedLine(
                service_id=service.item_id,
                staff_id=Id(staff_id),
                start_at=booking.span.end_ms,
                minutes=service.minutes,
                requested=staff_id not in [line.staff_id for line in booking.lines],
            )
            self._edit(add=(request,))

    def _on_service_dropped(self, line_id: bytes) -> None:
        self._edit(drop=(Id(line_id),))

    def _edit(self, **changes: Any) -> None:
        booking = self.booking()
        if booking is None:
            return
        request: dict[str, Any] = {"note": booking.note, "client_id": booking.client_id, **changes}
        command = EditBooking(
            key=self._work.key(), booking_id=booking.id, expected_version=booking.version, **request
        )
        again: Callable[[Exception], None] = lambda _error: self.reload()  # noqa: E731 - a name for the type
        self._work.do(self, command, self.show_booking, again)
