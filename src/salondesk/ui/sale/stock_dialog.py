"""The stock of one product: goods that came in, or a count and why it differs."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from salondesk.core.message import N_
from salondesk.core.money import MILLI
from salondesk.domain.catalog import MOST_STOCK_MILLI
from salondesk.services.catalog.stock import CountStock, ReceiveStock
from salondesk.services.context import Command
from salondesk.services.reads.catalog.items import ItemRow
from salondesk.ui.format import formatter
from salondesk.ui.i18n import _, fill, language
from salondesk.ui.kit.buttons import SegmentedControl
from salondesk.ui.kit.dialog import StandardDialog
from salondesk.ui.kit.form import FormRow
from salondesk.ui.kit.layout import label
from salondesk.ui.kit.reason import ReasonChoice
from salondesk.ui.kit.spins import NumberSpin
from salondesk.ui.workplace import Workplace

RECEIVED, COUNTED = "received", "counted"
REASONS = {
    RECEIVED: (N_("Delivery"), N_("From another branch"), N_("Taken back from a client")),
    COUNTED: (
        N_("Broken or spoiled"),
        N_("Used in the salon"),
        N_("Opened as a tester"),
        N_("Cannot be found"),
    ),
}


class StockDialog(StandardDialog):
    """Shows what is on hand; read ``command`` once accepted."""

    def __init__(self, item: ItemRow, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=400)
        self._item = item
        self._on_hand = item.stock_milli or 0
        self.way = SegmentedControl([RECEIVED, COUNTED])
        self.way.chosen.connect(lambda _key: self._on_way())
        self.pieces = NumberSpin()
        self.pieces.setDecimals(3 if self._on_hand % MILLI else 0)
        self.pieces.setRange(0, MOST_STOCK_MILLI // MILLI)
        self.pieces.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pieces.valueChanged.connect(lambda _value: self._update())
        self._pieces_row = FormRow(self.pieces)
        self.outcome = label("large", wrap=True)
        self.reasons = {way: ReasonChoice(usual) for way, usual in REASONS.items()}
        for part in (self.way, self._pieces_row, self.outcome, *self.reasons.values()):
            self.body.addWidget(part)
        for choice in self.reasons.values():
            choice.changed.connect(self._update)
        self.retranslate()
        self._on_way()

    def retranslate(self) -> None:
        on_hand = fill(_("On hand: {quantity}"), quantity=formatter().quantity(self._on_hand))
        self.set_texts(self._item.names.pick(language()), on_hand, _("Save"))
        self.way.set_texts([_("Goods received"), _("Stock count")])
        self._pieces_row.set_text(_("Pieces"))
        self._update()

    def _on_way(self) -> None:
        counts = self.way.current() == COUNTED
        self.pieces.setValue(max(self._on_hand, 0) / MILLI if counts else 0)
        self._update()
        self.pieces.setFocus()
        self.pieces.selectAll()

    def _difference(self) -> int:
        pieces = self._pieces_milli()
        return pieces - self._on_hand if self.way.current() == COUNTED else pieces

    def _pieces_milli(self) -> int:
        return round(self.pieces.value() * MILLI)

    def _update(self) -> None:
        difference = self._difference()
        for way, choice in self.reasons.items():
            choice.setVisible(way == self.way.current() and (way == RECEIVED or bool(difference)))
        self.outcome.setText(self._words(difference))
        self.accept_button.setEnabled(bool(difference) and bool(self.reasons[self.way.current()].reason()))
        self.fit()

    def _words(self, difference: int) -> str:
        shown = formatter()
        if self.way.current() == RECEIVED:
            return fill(
                _("On hand afterwards: {quantity}"), quantity=shown.quantity(self._on_hand + difference)
            )
        if not difference:
            return _("The count is right.")
        amount = shown.quantity(abs(difference))
        if difference < 0:
            return fill(_("{quantity} fewer than on hand"), quantity=amount)
        return fill(_("{quantity} more than on hand"), quantity=amount)

    def command(self, work: Workplace) -> Command[None]:
        """Return what was entered as the command it stands for."""
        reason = self.reasons[self.way.current()].reason()
        key, product_id, pieces = work.key(), self._item.item_id, self._pieces_milli()
        if self.way.current() == RECEIVED:
            return ReceiveStock(key=key, product_id=product_id, qty_milli=pieces, reason=reason)
        return CountStock(
            key=key, product_id=product_id, counted_milli=pieces, shown_milli=self._on_hand, reason=reason
        )


def ask_stock(work: Workplace, item: ItemRow, page: QWidget) -> None:
    """Let somebody put the stock of a product right, over ``page``."""
    dialog = StockDialog(item, page)
    dialog.accepted.connect(lambda: work.do(page, dialog.command(work)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
