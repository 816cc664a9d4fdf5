"""Fiscal documents: what a tax invoice or tax credit note says, once and for ever.

An invoice is a snapshot: every name, price and tax is copied, so that it prints
the same in ten years. It is never changed or deleted; a mistake is mended by a
credit note. All amounts are minor units of ``currency``. A credit note carries
*negative* amounts and quantities (it mirrors its sale); paper shows them positive.
Field lists: UAE VAT Executive Regulation Art. 59 and 60 (Cabinet Decision 52/2017 as amended).
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from salondesk.core import snapshot
from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.domain.catalog import PriceBasis
from salondesk.domain.record import Log, MergeRule, Noun, Scope
from salondesk.domain.sale.adjustment import Adjustment
from salondesk.domain.sale.ticket import LineKind, PriceChange, Tender


class DocumentKind(StrEnum):
    """The kinds that have a running number per till."""

    INVOICE = "INV"
    CREDIT_NOTE = "CRN"
    Z_REPORT = "Z"


class InvoiceForm(StrEnum):
    """A *full* tax invoice names its buyer (Art. 59(1)); a *simplified* one need not (Art. 59(2))."""

    FULL = "full"
    SIMPLIFIED = "simplified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Seller or buyer as printed."""

    names: LocalText
    address: LocalText = LocalText()
    tax_number: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxRow:
    """One tax on one line: base and amount in minor units, rate in millionths."""

    key: str
    names: LocalText
    category: str
    rate_ppm: int
    base_minor: int
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryTotal:
    """One tax over the whole document.

    ``amount_minor`` is the sum of the rounded lines (what the paper says, VATP006);
    ``category_amount_minor`` is the base times the rate rounded once (what an
    e-invoice says); their difference is kept, not hidden.
    """

    key: str
    names: LocalText
    category: str
    rate_ppm: int
    base_minor: int
    amount_minor: int
    category_amount_minor: int

    @property
    def difference_minor(self) -> int:
        """Line-rounded minus category-rounded tax."""
        return self.amount_minor - self.category_amount_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffShare:
    """Who did the line, and their part of its net amount in minor units."""

    staff_id: Id
    names: LocalText
    net_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLine:
    """One sold line. ``list_minor`` = unit price x quantity; then discounts; then tax inside or on top.

    ``unit_price_minor`` is the price charged; where that is not the price list's, ``price_change`` keeps the list's
    and why. Paper shows the price charged.
    """

    n: int
    kind: LineKind
    item_id: Id
    code: str
    names: LocalText
    staff: tuple[StaffShare, ...]
    qty_milli: int
    unit_price_minor: int
    basis: PriceBasis
    list_minor: int
    line_discount_minor: int
    bill_discount_minor: int
    discount_reason: str
    net_minor: int
    tax_minor: int
    gross_minor: int
    taxes: tuple[TaxRow, ...]
    note: str = ""
    original_n: int = 0
    """On a credit note: the number of the line it credits."""
    price_change: PriceChange | None = field(default=None, metadata=snapshot.LATER)
    adjustments: tuple[Adjustment, ...] = field(default=(), metadata=snapshot.LATER)
    """What changed its price, in order: the price by the list x quantity less their sum is left before tax."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalDocument:
    """On a credit note: the invoice it corrects, with its value before and after this note (Art. 60)."""

    id: Id
    number: str
    legal_date: date
    value_before_minor: int
    value_after_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """A tax invoice or tax credit note, whole.

    ``gross_minor`` = net + tax; ``payable_minor`` = gross + cash rounding = sum of tenders + ``on_account_minor``.
    ``legal_date`` is the calendar date it bears, ``business_date`` the trading day
    whose Z counts it. ``hash`` covers the document and ``prev_hash``, the hash of
    the document before it in the same series.
    """

    id: Id
    branch_id: Id
    till_id: Id
    series_id: Id
    session_id: Id
    kind: DocumentKind
    form: InvoiceForm
    number: str
    seq: int
    currency: str
    issued_at: int
    offset_min: int
    zone: str
    legal_date: date
    supply_date: date
    business_date: date
    till_code: str
    cashier_id: Id
    cashier: LocalText
    seller: Party
    buyer: Party | None
    client_id: Id | None
    client_name: str
    ticket_id: Id | None
    booking_id: Id | None
    lines: tuple[InvoiceLine, ...]
    tax_totals: tuple[CategoryTotal, ...]
    list_minor: int
    discount_minor: int
    discount_reason: str
    net_minor: int
    tax_minor: int
    gross_minor: int
    rounding_minor: int
    payable_minor: int
    tenders: tuple[Tender, ...]
    original: OriginalDocument | None = None
    reason: str = ""
    approver: LocalText | None = None
    footer: LocalText = LocalText()
    fiscal: str = field(default="", metadata=snapshot.LATER)
    """The name of the fiscal rules it follows (engine/fiscal); empty where it was made before documents named them."""
    adjustments: tuple[Adjustment, ...] = field(default=(), metadata=snapshot.LATER)
    """What was taken off the whole bill; each line holds its part. Empty also where it was made before they were kept."""
    on_account_minor: int = field(default=0, metadata=snapshot.LATER)
    """What is paid later; on a credit note, below zero, what it takes off that debt instead of giving money back."""
    prev_hash: str = ""
    hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberSeries:
    """The running numbers of one till, generation and kind: ``T1A-INV-000123``.

    Restoring a backup closes the series and opens the next letter, so that no
    number is ever used twice. ``next_seq`` grows inside the sale's transaction.
    """

    id: Id
    branch_id: Id
    till_id: Id
    kind: DocumentKind
    till_code: str
    generation: str
    next_seq: int
    last_hash: str
    closed_at: int | None = None
    closed_reason: str = ""
    dup_of: Id | None = field(default=None, metadata=snapshot.LATER)
    """The series that had till, generation and kind before: a copied computer gives numbers that are already given."""

    def number(self, seq: int) -> str:
        """Return the printed number of the ``seq``-th document of this series."""
        return f"{self.till_code}{self.generation}-{self.kind.value}-{seq:06d}"


def document_hash(document: object) -> str:
    """Return the SHA-256 (hex) of a document's canonical JSON; it covers ``prev_hash``, so the series is a chain.

    Call it on a document whose own ``hash`` is empty.
    """
    return hashlib.sha256(snapshot.dumps(document).encode()).hexdigest()


NUMBER_SERIES = Noun(
    "number_series",
    NumberSeries,
    Scope.BRANCH,
    {"": MergeRule.OWNER},
    unlogged=frozenset({"next_seq", "last_hash"}),  # the series' documents say both
    refs={"till_id": "till", "dup_of": "number_series"},
)
INVOICE = Noun(
    "invoice",
    Invoice,
    Scope.BRANCH,
    {"": MergeRule.ONCE},
    log=Log.HASH,
    refs={
        "till_id": "till",
        "series_id": "number_series",
        "session_id": "till_session",
        "cashier_id": "user",
        "client_id": "client",
        "ticket_id": "ticket",
        "booking_id": "booking",
        "original_id": "invoice",
        "dup_of": "invoice",
    },
)
