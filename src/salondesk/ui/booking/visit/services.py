"""The services of the visit in the side panel: each with its person and price; one more, or one fewer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QWidget

from salondesk.domain.booking import Booking, BookingLine
from salondesk.services.reads.catalog.items import ItemRow
from salondesk.services.reads.staff.people import StaffRow
from salondesk.ui.booking.visit.words import line_detail, service_name
from salondesk.ui.format import formatter
from salondesk.ui.i18n import Retranslated, _, fill, language
from salondesk.ui.items.service_picker import ServicePicker
from salondesk.ui.kit.buttons import IconButton, button
from salondesk.ui.kit.choice import choose
from salondesk.ui.kit.layout import column, label, row


class VisitServices(Retranslated, QWidget):
    """Signals: added(ItemRow, staff id): one more service is wanted; dropped(line id)."""

    added = Signal(object, bytes)
    dropped = Signal(bytes)

    def __init__(self, currency: str, zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._currency, self._zone = currency, zone
        self._services: dict[bytes, ItemRow] = {}
        self._staff: dict[bytes, StaffRow] = {}
        self._booking: Booking | None = None
        self._editable = False
        self._lines = column(gap=8)
        self._more = button("quiet", self.open_picker, icon_name="plus")
        self.person = QComboBox()
        self.add_button = button("", self._on_add)
        self.picker = ServicePicker(currency)
        self.picker.picked.connect(lambda _row: self.add_button.setFocus())
        self._forget = IconButton("x", self.close_picker)
        self._box = QWidget()
        second = row(self.person, self.add_button, self._forget, gap=6)
        second.setStretch(0, 1)
        self._box.setLayout(column(self.picker, second, gap=6))
        self._box.hide()
        self.setLayout(column(self._lines, row(self._more, None), self._box, gap=8))
        self.retranslate()

    def retranslate(self) -> None:
        self._more.setText(_("Add a service"))
        self.add_button.setText(_("Add"))
        self.person.setAccessibleName(_("Person"))
        self._forget.set_hint(_("Close"), "Esc")
        self._fill_people()
        if self._booking is not None:
            self.show_visit(self._booking, editable=self._editable)

    def set_choices(self, services: Sequence[ItemRow], staff: Sequence[StaffRow]) -> None:
        """Say what services and people there are."""
        self._services = {s.item_id: s for s in services}
        self._staff = {s.staff_id: s for s in staff}
        self.picker.set_services(services)
        self._fill_people()
        if self._booking is not None:
            self.show_visit(self._booking, editable=self._editable)

    def show_visit(self, booking: Booking, *, editable: bool) -> None:
        """Show a visit's lines."""
        if self._booking is None or self._booking.id != booking.id:
            self.close_picker()
        self._booking, self._editable = booking, editable
        while (item := self._lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for line in booking.lines:
            self._lines.addWidget(self._shown(line, removable=editable and len(booking.lines) > 1))
        self._more.setVisible(editable and not self._box.isVisibleTo(self))

    def _shown(self, line: BookingLine, *, removable: bool) -> QWidget:
        name = service_name(line, self._services)
        title = label("strong", name, wrap=True)
        detail = label("muted", line_detail(line, self._staff, self._zone), wrap=True)
        price = label("", formatter().amount(line.price_minor, self._currency))
        texts = column(title, detail, gap=2)
        holder = QWidget()
        whole = row(texts, price, gap=6)
        whole.setStretch(0, 1)
        whole.setAlignment(price, Qt.AlignmentFlag.AlignTop)
        if removable:
            off = IconButton("trash-2", lambda: self.dropped.emit(line.id), token="text.muted")
            off.set_hint(fill(_("Take {service} off"), service=name))
            whole.addWidget(off, 0, Qt.AlignmentFlag.AlignTop)
        holder.setLayout(whole)
        return holder

    def open_picker(self) -> None:
        """Ask for one more service, with the person of the last one unless another is chosen."""
        if self._booking is None:
            return
        self.picker.choose(None)
        choose(self.person, self._booking.lines[-1].staff_id)
        self._more.hide()
        self._box.show()
        self.picker.setFocus()

    def close_picker(self) -> None:
        """Add nothing."""
        had = self._box.isVisibleTo(self)
        self.picker.hide_rows()
        self._box.hide()
        self._more.setVisible(self._editable)
        if had:
            self._more.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._box.isVisible():
            self.close_picker()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._box.isVisible():
            self._on_add()
        else:
            super().keyPressEvent(event)

    def _fill_people(self) -> None:
        wanted = self.person.currentData()
        self.person.clear()
        for one in self._staff.values():
            self.person.addItem(one.names.pick(language()), one.staff_id)
        choose(self.person, wanted)

    def _on_add(self) -> None:
        service = self.picker.service()
        if service is None:
            self.picker.setFocus()
            self.picker.ask()
            return
        self.close_picker()
        self.added.emit(service, self.person.currentData())
