"""The open bill: a ticket, its lines and its discounts. A paid one becomes an invoice, see invoice."""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from salondesk.core import snapshot
from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.domain.catalog import PriceBasis
from salondesk.domain.record import MergeRule, Noun, Part, Record, Scope


class TicketStatus(StrEnum):
    """``open`` tickets reopen after a crash; ``closed`` ones have an invoice; ``dropped`` ones were given up."""

    OPEN = "open"
    CLOSED = "closed"
    DROPPED = "dropped"


class LineKind(StrEnum):
    """What a line sells."""

    SERVICE = "service"
    PRODUCT = "product"


class DiscountKind(StrEnum):
    """How a discount's ``value`` is read: millionths of the amount, or minor units."""

    PERCENT = "percent"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """A reduction the shop gives, with the reason it must have, who gave it and who approved it beyond her limit."""

    kind: DiscountKind
    value: int
    reason: str
    approver_id: Id | None = None
    by: Id | None = field(default=None, metadata=snapshot.LATER)
    """None on bills of a program that did not keep it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineShare:
    """A person's part of a line, in millionths; the shares of a line sum to 1,000,000."""

    staff_id: Id
    share_ppm: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceChange:
    """Why a line is charged otherwise than the price list says: more or less, by whom, and who approved it.

    ``list_price_minor`` is the list's own unit price in minor units, in the line's basis.
    """

    list_price_minor: int
    reason: str
    by: Id
    approver_id: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketLine:
    """One line of a bill: unit price charged in minor units with its basis, quantity in thousandths."""

    id: Id
    kind: LineKind
    item_id: Id
    code: str
    names: LocalText
    unit_price_minor: int
    basis: PriceBasis
    tax_code_id: Id
    qty_milli: int = 1_000
    discount: Discount | None = None
    note: str = ""
    booking_line_id: Id | None = None
    shares: tuple[LineShare, ...] = ()
    price_change: PriceChange | None = None

    @property
    def list_price_minor(self) -> int:
        """The unit price of the price list, whatever is charged; minor units in the line's basis."""
        return self.unit_price_minor if self.price_change is None else self.price_change.list_price_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket(Record):
    """A bill being made up. Saved at every edit; it holds no money until it is closed into an invoice."""

    till_id: Id
    status: TicketStatus
    business_date: date
    booking_id: Id | None = None
    client_id: Id | None = None
    lines: tuple[TicketLine, ...] = ()
    discount: Discount | None = None
    opened_by: Id | None = None
    full_invoice: bool = False
    buyer_name: str = ""
    buyer_tax_number: str = ""
    buyer_address: str = ""

    def dropped(self) -> "Ticket":
        """Return the bill given up."""
        return replace(self, status=TicketStatus.DROPPED)

    def without_visit(self) -> "Ticket":
        """Return the bill as one of the counter: what it sells stays, the visit it came from is not named any more."""
        return replace(
            self, booking_id=None, lines=tuple(replace(line, booking_line_id=None) for line in self.lines)
        )


class TenderKind(StrEnum):
    """How money arrives. Card means an external terminal: the number of the card is never entered."""

    CASH = "cash"
    CARD = "card"
    TRANSFER = "transfer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tender:
    """Money taken (or, negative, given back). ``amount_minor`` settles the bill; cash also knows what was handed over.

    ``approval`` and ``last4`` come from the card terminal's slip; ``reference`` from a transfer.
    """

    kind: TenderKind
    amount_minor: int
    tendered_minor: int = 0
    change_minor: int = 0
    approval: str = ""
    last4: str = ""
    reference: str = ""


_SHARES = Part("shares", LineShare, "ticket_line_share", "ticket_line_id", refs={"staff_id": "staff"})
_LINES = Part(
    "lines",
    TicketLine,
    "ticket_line",
    "ticket_id",
    parts=(_SHARES,),
    refs={"item_id": "service|product", "tax_code_id": "tax_code", "booking_line_id": "booking"},
)
TICKET = Noun(
    "ticket",
    Ticket,
    Scope.LOCAL,
    {"": MergeRule.LOCAL},
    parts=(_LINES,),
    personal=frozenset({"buyer_name", "buyer_tax_number", "buyer_address"}),
    refs={"till_id": "till", "booking_id": "booking", "client_id": "client", "opened_by": "user"},
)
