"""A stock movement: pieces of a product that came, went, or were counted without a document."""

from dataclasses import dataclass
from datetime import date

from salondesk.core.ids import Id
from salondesk.domain.record import MergeRule, Noun, Record, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class StockMovement(Record):
    """Pieces in thousandths, negative where they went; entered once and never changed.

    ``source`` tells that the same movement was entered before: ``stock/KEY`` of a command, ``import/stock/CODE`` of a
    taken-over product. A count is the difference it found.
    """

    product_id: Id
    qty_milli: int
    reason: str
    at: int
    business_date: date
    by: Id
    source: str


STOCK_MOVEMENT = Noun(
    "stock_movement",
    StockMovement,
    Scope.BRANCH,
    {"": MergeRule.ONCE},
    order="at",
    refs={"product_id": "product", "by": "user"},
)
