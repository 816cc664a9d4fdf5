"""A visit at a glance, beside its block: shown while the pointer rests on it or on Space. It never takes the
keyboard; its buttons are for the pointer, the diary's keys do the same.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QWidget

from salondesk.domain.access import Permission
from salondesk.domain.booking import RELEASED
from salondesk.services.reads.booking.visit import VisitCard
from salondesk.services.reads.catalog.items import ItemRow
from salondesk.services.reads.staff.people import StaffRow
from salondesk.ui.booking.visit.words import (
    NEXT,
    facts,
    line_detail,
    paid_text,
    service_name,
    status_name,
    step_name,
    when,
)
from salondesk.ui.format import formatter
from salondesk.ui.i18n import Retranslated, _, is_rtl
from salondesk.ui.kit.buttons import button
from salondesk.ui.kit.feedback import Banner, announce
from salondesk.ui.kit.layout import Panel, column, label, row
from salondesk.ui.workplace import Workplace

_WIDTH = 328


class GlanceCard(Retranslated, Panel):
    """Signals: step_requested(), checkout_requested(), pointer_left()."""

    step_requested = Signal()
    checkout_requested = Signal()
    pointer_left = Signal()

    def __init__(self, work: Workplace, parent: QWidget) -> None:
        super().__init__(parent, raised=True, margin=14)
        self._work, self._room = work, parent
        self._services: dict[bytes, ItemRow] = {}
        self._staff: dict[bytes, StaffRow] = {}
        self.setFixedWidth(_WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._status, self._when = label("section"), label("muted")
        self._name, self._phone = label("large", wrap=True), label("muted")
        self._alert = Banner("danger", closable=False)
        self._lines, self._facts = label("", wrap=True), label("muted", wrap=True)
        self._note = label("", wrap=True)
        self._step = button("primary", self.step_requested.emit)
        self._checkout = button("", self.checkout_requested.emit)
        for action in (self._step, self._checkout):
            action.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._keys = label("small", wrap=True)
        self.body.setSpacing(6)
        self.body.addLayout(row(self._status, None, self._when))
        for part in (self._name, self._phone, self._alert, self._lines, self._note, self._facts):
            self.body.addWidget(part)
        self.body.addLayout(column(row(self._step, self._checkout, None), self._keys, gap=6))
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(_("Visit at a glance"))
        self._checkout.setText(_("Check out"))
        self._keys.setText(_("A arrived · S start · P check out · M move · X cancel"))

    def set_choices(self, services: list[ItemRow], staff: list[StaffRow]) -> None:
        """Say what services and people are called."""
        self._services = {s.item_id: s for s in services}
        self._staff = {s.staff_id: s for s in staff}

    def show_visit(self, card: VisitCard, beside: QRect) -> None:
        """Show a visit beside a rectangle of the screen, without taking the focus."""
        booking, client, may, zone = card.booking, card.client, self._work.may, self._work.branch.zone
        said = (status_name(booking.status), paid_text(card, self._work.shop.currency))
        self._status.setText(" · ".join(part for part in said if part))
        self._when.setText(when(booking, zone))
        self._name.setText(client.name if client is not None else _("Walk-in"))
        phone = (client.phone or client.phone_raw) if client is not None else ""
        _put(self._phone, formatter().phone(phone) if phone else "")
        self._alert.setVisible(client is not None and bool(client.alert))
        if client is not None and client.alert:
            self._alert.say(client.alert)
        lines = [
            f"{service_name(line, self._services)}\n{line_detail(line, self._staff, zone)}"
            for line in booking.lines
        ]
        _put(self._lines, "\n".join(lines))
        _put(self._note, booking.note)
        _put(self._facts, "\n".join(facts(card, zone)))
        step = NEXT.get(booking.status)
        can_step = may(Permission.BOOKING_STATUS) and step is not None
        self._step.setVisible(can_step)
        if step is not None:
            self._step.setText(step_name(step))
        pays = booking.status not in RELEASED and not card.is_billed
        self._checkout.setVisible(pays and may(Permission.SALE_CHECKOUT))
        self._keys.setVisible(can_step)
        self._place(beside)
        self.show()
        self.raise_()
        announce(self, ", ".join(part for part in (self._name.text(), *lines, *facts(card, zone)) if part))

    def _place(self, beside: QRect) -> None:
        # A card of wrapped labels knows its height only for its width.
        self.body.activate()
        height = (
            self.body.heightForWidth(_WIDTH) if self.body.hasHeightForWidth() else self.sizeHint().height()
        )
        self.resize(_WIDTH, max(height, self.minimumSizeHint().height()))
        corner = self._room.mapFromGlobal(beside.topLeft())
        area, gap = self._room.rect(), 6
        after, before = corner.x() + beside.width() + gap, corner.x() - _WIDTH - gap
        fits_after, fits_before = after + _WIDTH <= area.width() - 8, before >= 8
        x = before if (is_rtl() and fits_before) or not fits_after else after
        y = min(max(corner.y(), 8), max(8, area.height() - self.height() - 8))
        self.move(QPoint(max(8, min(x, area.width() - _WIDTH - 8)), y))

    def leaveEvent(self, event: QEvent) -> None:
        self.pointer_left.emit()
        super().leaveEvent(event)


def _put(where: QWidget, text: str) -> None:
    where.setVisible(bool(text))
    where.setText(text)  # type: ignore[attr-defined]  # a label
