"""A bill's lines as a table: quantity, what and who, amount. Amounts are the engine's; nothing is added up here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.core.money import MILLI
from salondesk.domain.sale.ticket import Discount, DiscountKind, LineShare, PriceChange, TicketLine
from salondesk.engine.pricing import PricedLine, PricedTicket, list_price
from salondesk.ui.format import formatter
from salondesk.ui.i18n import _, fill, language

_Index = QModelIndex | QPersistentModelIndex
QTY, ITEM, AMOUNT = range(3)
ROW_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class TapeRow:
    """One line as it is shown; amounts in minor units."""

    line: TicketLine
    quantity: str
    title: str
    detail: str
    more: str
    """What has no room beside the detail: the discount of a line whose price was changed, and its note."""
    amount: str
    struck: str
    """What the line would have come to by the price list, or before its discount; "" where that is what it comes to."""


def people_text(shares: tuple[LineShare, ...], people: Mapping[Id, LocalText]) -> str:
    """Say who did a line: "Mona", or "Mona 60% + Sara 40%"."""
    named = [(people.get(share.staff_id, LocalText()).pick(language()), share.share_ppm) for share in shares]
    if len(named) < 2:
        return formatter().name(named[0][0]) if named else ""
    return " + ".join(f"{formatter().name(name)} {formatter().percent(ppm)}" for name, ppm in named)


def discount_text(discount: Discount, currency: str) -> str:
    """Say how much is given and why: "−10% · Regular client"."""
    shown = formatter()
    if discount.kind is DiscountKind.PERCENT:
        off = shown.percent(discount.value)
    else:
        off = shown.money(discount.value, currency)
    return fill(_("{off} off, {reason}"), off=off, reason=discount.reason)


def price_text(change: PriceChange | None, currency: str) -> str:
    """Say what the list asks for one, and why a line is charged otherwise; "" where it is not."""
    if change is None:
        return ""
    listed = formatter().amount(change.list_price_minor, currency)
    return fill(_("List {price}, {reason}"), price=listed, reason=change.reason)


class TicketModel(QAbstractTableModel):
    """Rows of the till roll."""

    def __init__(self, currency: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._currency = currency
        self.rows: list[TapeRow] = []

    def put(
        self, lines: tuple[TicketLine, ...], priced: PricedTicket | None, people: Mapping[Id, LocalText]
    ) -> None:
        """Show a bill; amounts stay empty while it is not priced."""
        prices = priced.lines if priced is not None else (None,) * len(lines)
        rows = [self._row(line, price, people) for line, price in zip(lines, prices, strict=True)]
        if [row.line.id for row in rows] == [row.line.id for row in self.rows]:
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, AMOUNT))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def _row(self, line: TicketLine, price: PricedLine | None, people: Mapping[Id, LocalText]) -> TapeRow:
        shown = formatter()
        parts = [people_text(line.shares, people)]
        if line.qty_milli != MILLI:
            parts.append(fill(_("{price} each"), price=shown.amount(line.unit_price_minor, self._currency)))
        parts.append(price_text(line.price_change, self._currency))
        more = parts if line.price_change is None else []
        if line.discount is not None:
            more.append(discount_text(line.discount, self._currency))
        if line.note:
            more.append(shown.name(line.note))
        charged = price.list_minor if price else 0
        after = charged - price.line_discount_minor if price else 0
        listed = list_price(line.list_price_minor, line.qty_milli) if price else 0
        before = listed if listed != after else charged
        return TapeRow(
            line=line,
            quantity=shown.quantity(line.qty_milli),
            title=line.names.pick(language()),
            detail=" · ".join(part for part in parts if part),
            more=" · ".join(more) if more is not parts else "",
            amount=shown.amount(after, self._currency) if price else "",
            struck=shown.amount(before, self._currency) if after != before else "",
        )

    def row_of(self, line_id: Id) -> int:
        """Return the row of a line, -1 when it is not there."""
        return next((n for n, row in enumerate(self.rows) if row.line.id == line_id), -1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else 3

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return (row.quantity, row.title, row.amount)[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(
                part for part in (row.title, row.quantity, row.detail, row.more, row.amount) if part
            )
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == ITEM:
            return "\n".join(part for part in (row.detail, row.more) if part)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("Quantity"), _("Item"), _("Amount"))[section]
        return None
