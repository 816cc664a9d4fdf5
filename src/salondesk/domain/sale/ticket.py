"""The open bill: a ticket, its lines and its discounts. A paid one becomes an invoice, see invoice."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from salondesk.core import snapshot
from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.domain.catalog import PriceBasis
from salondesk.domain.record import Draft, Log, MergeRule, Noun, Part, Record, Scope


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


def is_open(ticket: Ticket) -> bool:
    """Tell whether a bill is still being made up: the change log holds it once it is closed or dropped."""
    return ticket.status is TicketStatus.OPEN


def noted(before: Ticket | None, after: Ticket) -> Mapping[str, Any] | None:
    """Return what the change log notes of an edit of an open bill as plain values, None where there is nothing to note.

    Noted is what could hide takings: a discount or another price given or taken back, a line that bore either removed,
    a bill with lines dropped.

    ``discount`` is the bill's, before and after. ``lines`` holds, by the line's id (hex), the lines whose discount or
    price changed, those removed that bore either, and all of a bill that is dropped: each with item, quantity in
    thousandths, unit price in minor units, discount and price change, before and after; None where there is no line.
    """
    if before is None:
        return None
    gone = after.status is TicketStatus.DROPPED
    was, now = _by_id(before), {} if gone else _by_id(after)
    lines = {
        line_id: [_told(was.get(line_id)), _told(now.get(line_id))]
        for line_id in {**was, **now}
        if _is_noted(was.get(line_id), now.get(line_id), gone)
    }
    note: dict[str, Any] = {"lines": lines} if lines else {}
    if gone and note:
        note["dropped"] = True
    if before.discount != after.discount or (gone and before.discount is not None):
        note["discount"] = [
            snapshot.to_plain(before.discount),
            None if gone else snapshot.to_plain(after.discount),
        ]
    return note or None


def _by_id(ticket: Ticket) -> dict[str, TicketLine]:
    return {line.id.hex(): line for line in ticket.lines}


def _is_noted(before: TicketLine | None, after: TicketLine | None, dropped: bool) -> bool:
    if dropped:
        return True
    bore = (None, None) if before is None else (before.discount, before.price_change)
    bears = (None, None) if after is None else (after.discount, after.price_change)
    return bore != bears


def _told(line: TicketLine | None) -> dict[str, Any] | None:
    if line is None:
        return None
    return {
        "item": line.item_id.hex(),
        "qty_milli": line.qty_milli,
        "unit_price_minor": line.unit_price_minor,
        "discount": snapshot.to_plain(line.discount),
        "price_change": snapshot.to_plain(line.price_change),
    }


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
    log=Log.DRAFT,
    draft=Draft(is_open, noted),
    personal=frozenset({"buyer_name", "buyer_tax_number", "buyer_address"}),
    refs={"till_id": "till", "booking_id": "booking", "client_id": "client", "opened_by": "user"},
)
