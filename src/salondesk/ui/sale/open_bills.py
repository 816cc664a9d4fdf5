"""The top bar of the sale: the bills that are open at this till, parked and resumed with one tap."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QMenu, QPushButton, QWidget

from salondesk.core.ids import Id
from salondesk.core.timespan import to_local
from salondesk.services.reads.sale.open_bills import TicketRow
from salondesk.ui.format import formatter
from salondesk.ui.i18n import Retranslated, _, _n, fill
from salondesk.ui.kit.buttons import button
from salondesk.ui.kit.layout import label, row
from salondesk.ui.sale.catalogue import plain

MOST_SHOWN = 5


class OpenBillsBar(Retranslated, QWidget):
    """Signals: bill_chosen(Id); new_bill_requested(); invoices_requested()."""

    bill_chosen = Signal(object)
    new_bill_requested = Signal()
    invoices_requested = Signal()

    def __init__(self, zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._rows: list[TicketRow] = []
        self._current: Id | None = None
        self._title = label("title")
        self.more_button = button("quiet")
        self.more_menu = QMenu(self)
        self.more_button.setMenu(self.more_menu)
        self.more_button.hide()
        self._chips: list[tuple[QPushButton, Id]] = []
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._strip = row(gap=6)
        self.new_button = button("quiet", self.new_bill_requested.emit, icon_name="plus")
        self.invoices_button = button("quiet", self.invoices_requested.emit, icon_name="receipt")
        self.setLayout(
            row(
                self._title,
                self._strip,
                self.more_button,
                self.new_button,
                None,
                self.invoices_button,
                gap=10,
            )
        )
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(_("Checkout"))
        self.new_button.setText(_("New bill"))
        self.invoices_button.setText(_("Invoices"))
        self.invoices_button.setToolTip("F7")
        self.show_bills(self._rows, self._current)

    def show_bills(self, rows: Sequence[TicketRow], current: Id | None) -> None:
        """Show the open bills, the newest first; empty ones that nobody works on are left out."""
        self._rows, self._current = list(rows), current
        kept = [r for r in rows if r.lines or r.booking_id or r.ticket_id == current]
        # The bill on the counter is always among those that are shown.
        ordered = sorted(kept, key=lambda r: r.ticket_id != current) if len(kept) > MOST_SHOWN else kept
        shown, hidden = ordered[:MOST_SHOWN], ordered[MOST_SHOWN:]
        while len(self._chips) > len(shown):
            chip, _ticket = self._chips.pop()
            self._strip.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        while len(self._chips) < len(shown):
            self._chips.append((self._new_chip(len(self._chips)), Id(b"")))
        for n, bill in enumerate(shown):
            chip = self._chips[n][0]
            self._chips[n] = (chip, bill.ticket_id)
            name, opened = self._said(bill)
            chip.setText(plain(f"{formatter().name(name)}  {opened}"))
            chip.setToolTip(_n("{n} line", "{n} lines", bill.lines))
            chip.setAccessibleName(fill(_("Open bill of {client}, {time}"), client=name, time=opened))
            chip.setChecked(bill.ticket_id == current)
        self._show_more(hidden)

    def _said(self, bill: TicketRow) -> tuple[str, str]:
        opened = formatter().clock_time(to_local(bill.created_at, self._zone))
        name = bill.client_name or _("Walk-in")
        return (f"{name[:17]}…" if len(name) > 18 else name), opened

    def _show_more(self, hidden: Sequence[TicketRow]) -> None:
        self.more_menu.clear()
        self.more_button.setVisible(bool(hidden))
        self.more_button.setText(_n("and {n} more", "and {n} more", len(hidden)))
        for bill in hidden:
            name, opened = self._said(bill)
            action = self.more_menu.addAction(plain(f"{formatter().name(name)}  {opened}"))
            action.triggered.connect(
                lambda _checked=False, chosen=bill.ticket_id: self.bill_chosen.emit(chosen)
            )

    def set_current(self, ticket_id: Id | None) -> None:
        """Another bill is on the counter."""
        if ticket_id != self._current:
            self.show_bills(self._rows, ticket_id)

    def chips(self) -> list[tuple[QPushButton, Id]]:
        """Return the chips and whose bill each is."""
        return list(self._chips)

    def _new_chip(self, number: int) -> QPushButton:
        chip = QPushButton()
        chip.setCheckable(True)
        chip.setAutoDefault(False)
        chip.setProperty("segment", True)
        chip.setProperty("edge", "both")
        chip.clicked.connect(lambda _checked=False: self._on_chip(number))
        self._strip.addWidget(chip)
        return chip

    def _on_chip(self, number: int) -> None:
        chip, ticket_id = self._chips[number]
        chip.setChecked(True)
        self.bill_chosen.emit(ticket_id)
