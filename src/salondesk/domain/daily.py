"""Daily roll-ups: the figures of a trading day by one dimension, added up from documents.

Reports read them instead of documents, and of receipts of the system used before. They are derived: a transaction
adds its documents, and the whole table can be made anew at any time.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from salondesk.core.ids import Id
from salondesk.domain.sale.invoice import DocumentKind


class Origin(StrEnum):
    """Whether a figure comes from this program's documents or from receipts of the system used before."""

    TILL = "till"
    RECEIPT = "receipt"


class Dim(StrEnum):
    """What a row's ``key`` names: nothing, a tender, a tax, a person, an item, the hour of issue, or what a debt did."""

    ALL = "all"
    TENDER = "tender"
    TAX = "tax"
    STAFF = "staff"
    ITEM = "item"
    HOUR = "hour"
    DEBT = "debt"


DEBT_LEFT, DEBT_PAID = "left", "paid"
"""Keys of debts: left on account with a document (a credit note takes off), and paid of one later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Daily:
    """One figure of a day: amounts in minor units, quantities in thousandths, credits negative as documents have them.

    All but the last seven fields are its identity. ``kind`` is invoice or credit note. ``n`` counts documents (all, tax,
    hour, debt left), tenders, a person's parts of lines, lines (item), or payments (debt paid). ``key`` by dimension: "" ·
    the tender · see ``engine/rollups.tax_key`` · the person's id in hexadecimal, "" for nobody named · the item's id
    likewise · the wall-clock hour in two digits · ``DEBT_LEFT`` or ``DEBT_PAID``.
    """

    branch_id: Id
    origin: Origin
    kind: DocumentKind
    dim: Dim
    date: date
    key: str
    n: int = 0
    qty_milli: int = 0
    list_minor: int = 0
    discount_minor: int = 0
    net_minor: int = 0
    tax_minor: int = 0
    gross_minor: int = 0
