"""The drawer and its day: sessions, petty cash, and the X and Z reports."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from salondesk.core import snapshot
from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.domain.record import Log, MergeRule, Noun, Record, Scope
from salondesk.domain.sale.invoice import CategoryTotal, Party
from salondesk.domain.sale.ticket import TenderKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Till(Record):
    """One drawer and its series of numbers. ``generation`` is the letter now in use."""

    code: str
    names: LocalText
    generation: str = "A"


@dataclass(frozen=True, slots=True, kw_only=True)
class TillSession(Record):
    """From the counted float to the counted close. Keeps the business date of its opening for ever."""

    till_id: Id
    business_date: date
    opened_at: int
    opened_by: Id
    float_minor: int
    closed_at: int | None = None
    closed_by: Id | None = None
    expected_minor: int | None = None
    counted_minor: int | None = None
    difference_reason: str = ""
    z_id: Id | None = None


class MovementKind(StrEnum):
    """Petty cash: money put into the drawer or taken out of it."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True, kw_only=True)
class CashMovement(Record):
    """One petty-cash entry; ``amount_minor`` is always positive, ``kind`` tells the direction. Never edited."""

    session_id: Id
    kind: MovementKind
    amount_minor: int
    reason: str
    at: int
    by: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class TenderFigure:
    """Takings of one tender: sales positive, refunds negative, minor units."""

    kind: TenderKind
    sales_minor: int
    refunds_minor: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFigure:
    """A person's or a category's part of the takings, before tax."""

    names: LocalText
    net_minor: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementRow:
    """A petty-cash entry as the report prints it."""

    at: int
    kind: MovementKind
    amount_minor: int
    reason: str
    by: LocalText


@dataclass(frozen=True, slots=True, kw_only=True)
class TillReport:
    """The figures of a till session: an X while it is open, the frozen Z once it is closed.

    An X has an empty ``number`` and None for ``closed_at``, ``counted_minor`` and
    ``difference_minor``. Amounts are minor units; refunds are negative.
    ``grand_total_minor`` is the sum of all gross takings of the till up to and
    including this session.
    """

    id: Id
    branch_id: Id
    till_id: Id
    session_id: Id
    number: str
    seq: int
    currency: str
    zone: str
    business_date: date
    made_at: int
    opened_at: int
    closed_at: int | None
    opened_by: LocalText
    closed_by: LocalText
    till_code: str
    seller: Party
    float_minor: int
    cash_sales_minor: int
    cash_refunds_minor: int
    cash_in_minor: int
    cash_out_minor: int
    expected_minor: int
    counted_minor: int | None
    difference_minor: int | None
    difference_reason: str
    invoice_count: int
    first_invoice: str
    last_invoice: str
    credit_count: int
    first_credit: str
    last_credit: str
    list_minor: int
    discount_minor: int
    net_minor: int
    tax_minor: int
    gross_minor: int
    rounding_minor: int
    grand_total_minor: int
    tax_totals: tuple[CategoryTotal, ...]
    tenders: tuple[TenderFigure, ...]
    by_staff: tuple[NamedFigure, ...]
    by_kind: tuple[NamedFigure, ...]
    movements: tuple[MovementRow, ...]
    fiscal: str = field(default="", metadata=snapshot.LATER)
    """The name of the fiscal rules it follows, as on documents."""
    on_account_minor: int = field(default=0, metadata=snapshot.LATER)
    """What the session's documents left to be paid later, less what they took off such debts."""
    debts_paid_minor: int = field(default=0, metadata=snapshot.LATER)
    """What came in for earlier documents; it is among the tenders."""
    prev_hash: str = ""
    hash: str = ""


TILL = Noun(
    "till",
    Till,
    Scope.SHOP,
    {"name": MergeRule.NEWEST, "": MergeRule.ASK},
    groups={"name": ("names",)},
    order="code",
)
TILL_SESSION = Noun(
    "till_session",
    TillSession,
    Scope.BRANCH,
    {"": MergeRule.OWNER},
    order="opened_at",
    refs={"till_id": "till", "opened_by": "user", "closed_by": "user", "z_id": "z_report"},
)
CASH_MOVEMENT = Noun(
    "cash_movement",
    CashMovement,
    Scope.BRANCH,
    {"": MergeRule.ONCE},
    order="at",
    refs={"session_id": "till_session", "by": "user"},
)
Z_REPORT = Noun(
    "z_report",
    TillReport,
    Scope.BRANCH,
    {"": MergeRule.ONCE},
    log=Log.HASH,
    refs={
        "till_id": "till",
        "session_id": "till_session",
        "series_id": "number_series",
        "dup_of": "z_report",
    },
)
