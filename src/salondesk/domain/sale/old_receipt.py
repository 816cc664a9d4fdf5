"""Receipts taken over from the system used before: history, outside every series, Z and stock account."""

from dataclasses import dataclass
from datetime import date

from salondesk.core.ids import Id
from salondesk.domain.record import MergeRule, Noun, Part, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class OldTax:
    """A tax as the old system printed it: key and amount in its own decimals, as text, unrounded."""

    key: str
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OldReceiptLine:
    """One line; ``source_key`` tells a second import of the same file that it is known. Net in minor units."""

    id: Id
    source_key: str
    client_id: Id | None
    staff_id: Id | None
    item_id: Id | None
    description: str
    qty_milli: int
    net_minor: int
    taxes: tuple[int, ...]
    """Each tax as SalonDesk rounds it, in the order of the tax code's components."""
    old_taxes: tuple[OldTax, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OldReceipt:
    """A receipt under its old number."""

    id: Id
    branch_id: Id
    number: str
    date: date
    net_minor: int
    tax_minor: int
    currency: str
    created_at: int
    lines: tuple[OldReceiptLine, ...]


OLD_RECEIPT = Noun(
    "old_receipt",
    OldReceipt,
    Scope.BRANCH,
    {"": MergeRule.ONCE},
    parts=(
        Part(
            "lines",
            OldReceiptLine,
            "old_receipt_line",
            "receipt_id",
            refs={"client_id": "client", "staff_id": "staff", "item_id": "service|product"},
        ),
    ),
)
