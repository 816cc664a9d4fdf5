"""The totals of a bill: discounts, tax on top or inside, and the total in large figures."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from salondesk.domain.sale.invoice import CategoryTotal
from salondesk.domain.sale.ticket import Discount
from salondesk.engine.pricing import PricedTicket
from salondesk.ui.format import formatter
from salondesk.ui.i18n import Retranslated, _, fill, language
from salondesk.ui.kit.layout import column, label, row
from salondesk.ui.sale.ticket_model import discount_text

_END = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MOST_ROWS = 8


class TotalsView(Retranslated, QWidget):
    """Amounts are the engine's; nothing is added up here."""

    def __init__(self, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._currency = currency
        self._priced: PricedTicket | None = None
        self._discount: Discount | None = None
        self._rows = [(label("muted"), label("muted")) for _number in range(_MOST_ROWS)]
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for number, (title, value) in enumerate(self._rows):
            value.setAlignment(_END)
            grid.addWidget(title, number, 0)
            grid.addWidget(value, number, 1)
        self._total_title, self.total_label = label("title"), label("display")
        self.total_label.setAlignment(_END)
        self._inside = label("small")
        self._inside.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setLayout(column(grid, row(self._total_title, None, self.total_label), self._inside, gap=4))
        self.retranslate()

    def retranslate(self) -> None:
        self._total_title.setText(_("Total"))
        self._show()

    def show_price(self, priced: PricedTicket | None, discount: Discount | None) -> None:
        """Show a priced bill; ``discount`` is the one on the whole bill."""
        self._priced, self._discount = priced, discount
        self._show()

    def rows_shown(self) -> list[tuple[str, str]]:
        """Return the rows above the total."""
        return [(title.text(), value.text()) for title, value in self._rows if title.isVisibleTo(self)]

    def inside_text(self) -> str:
        """Return what is said of the tax inside."""
        return self._inside.text()

    def _show(self) -> None:
        priced, shown = self._priced, formatter()
        rows = self._lines(priced) if priced is not None and priced.lines else []
        for number, (title, value) in enumerate(self._rows):
            used = number < len(rows)
            title.setVisible(used)
            value.setVisible(used)
            if used:
                title.setText(rows[number][0])
                value.setText(shown.amount(rows[number][1], self._currency))
        money = shown.money(priced.gross_minor if priced else 0, self._currency)
        self.total_label.setText(money)
        self.total_label.setAccessibleName(fill(_("Total {amount}"), amount=money))
        self._inside.setText(self._inside_words(priced) if priced is not None else "")

    def _lines(self, priced: PricedTicket) -> list[tuple[str, int]]:
        rows = []
        if priced.discount_minor:
            rows.append((_("Before discount"), priced.list_minor))
            only_on_bill = self._discount is not None and not priced.line_discount_minor
            name = _("Discount")
            if only_on_bill and self._discount is not None:
                name = discount_text(self._discount, self._currency)
            rows.append((name, -priced.discount_minor))
        if _tax_on_top(priced):
            rows.append((_("Before tax"), priced.net_minor))
            rows += [(_tax_name(tax), tax.amount_minor) for tax in priced.tax_totals]
        return rows[:_MOST_ROWS]

    def _inside_words(self, priced: PricedTicket) -> str:
        if _tax_on_top(priced) or not priced.tax_minor:
            return ""
        names = " + ".join(_tax_name(tax) for tax in priced.tax_totals if tax.amount_minor)
        money = formatter().money(priced.tax_minor, self._currency)
        return fill(_("{tax} inside: {amount}"), tax=names, amount=money)


def _tax_on_top(priced: PricedTicket) -> bool:
    return priced.gross_minor != priced.list_minor - priced.discount_minor


def _tax_name(tax: CategoryTotal) -> str:
    return f"{tax.names.pick(language())} {formatter().percent(tax.rate_ppm)}"
