"""The price of one on a bill's line: as the list has it, or another with its reason. The limit is the till's business."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from salondesk.core.message import N_
from salondesk.domain.sale.ticket import TicketLine
from salondesk.ui.format import formatter
from salondesk.ui.i18n import Retranslated, _, fill
from salondesk.ui.kit.buttons import button
from salondesk.ui.kit.form import FormRow
from salondesk.ui.kit.inputs import MoneyEdit
from salondesk.ui.kit.layout import column, row
from salondesk.ui.kit.reason import ReasonChoice

REASONS = (
    N_("Longer or thicker hair"),
    N_("More work or product"),
    N_("Agreed with the client"),
    N_("Less done than planned"),
    N_("Wrong price on the list"),
)
_MORE, _LESS = REASONS.index("Longer or thicker hair"), REASONS.index("Agreed with the client")


class PriceEdit(Retranslated, QWidget):
    """``amount_row`` goes beside the quantity; this widget, with the reason, shows only while the price is another.

    Signals: changed() whenever price or reason is another.
    """

    changed = Signal()

    def __init__(self, line: TicketLine, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line, self._currency = line, currency
        self.amount = MoneyEdit(currency)
        self.amount.set_minor(line.unit_price_minor)
        self.amount_row = FormRow(self.amount)
        self.choice = ReasonChoice(REASONS)
        if line.price_change is not None:
            self.choice.set_reason(line.price_change.reason)
        self.back = button("quiet", self._on_back)
        self.setLayout(column(row(None, self.back), self.choice, gap=4))
        self.amount.amount_changed.connect(lambda _minor: self._update())
        self.choice.changed.connect(self.changed)
        self.retranslate()
        self._update()

    def retranslate(self) -> None:
        self.amount_row.set_text(_("Price of one"))
        listed = formatter().money(self._line.list_price_minor, self._currency)
        self.back.setText(fill(_("Back to the list price, {price}"), price=listed))

    def unit_price_minor(self) -> int:
        """Return the price of one in minor units; the line's own while what is typed is no amount."""
        minor = self.amount.minor()
        return self._line.unit_price_minor if minor is None else minor

    def is_listed(self) -> bool:
        """Tell whether it is the price list's price."""
        return self.unit_price_minor() == self._line.list_price_minor

    def reason(self) -> str:
        """Return why it is another, "" for the list's price."""
        return "" if self.is_listed() else self.choice.reason()

    def is_ready(self) -> bool:
        """Tell whether there is a price, with a reason where it needs one."""
        return self.amount.minor() is not None and (self.is_listed() or bool(self.reason()))

    def _on_back(self) -> None:
        self.amount.set_minor(self._line.list_price_minor)
        self.amount.setFocus()

    def _update(self) -> None:
        minor = self.unit_price_minor()
        self.choice.propose(_MORE if minor > self._line.list_price_minor else _LESS)
        self.setVisible(not self.is_listed())
        self.changed.emit()
