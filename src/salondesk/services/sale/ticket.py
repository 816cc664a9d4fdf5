"""The open bill: from a booking or empty, its lines, discounts and buyer. Saved at each edit."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from salondesk.core.errors import ConflictError, UserError
from salondesk.core.fold import clean_line
from salondesk.core.ids import Id
from salondesk.core.message import Message, N_
from salondesk.core.money import MILLI, PPM
from salondesk.domain.access import LimitKey, Override, Permission
from salondesk.domain.booking import Booking
from salondesk.domain.catalog import Product, Service, TaxCode
from salondesk.domain.sale.ticket import (
    Discount,
    DiscountKind,
    LineKind,
    LineShare,
    Ticket,
    TicketLine,
    TicketStatus,
)
from salondesk.engine.fiscal import plain_buyer_number, rules_for
from salondesk.engine.limits import passes_limit
from salondesk.engine.pricing import PricedTicket, adjusted, price_ticket
from salondesk.services.context import Command, Outcome, T_co, Work
from salondesk.services.executor import Handler, Handlers
from salondesk.services.sale.card_numbers import refuse_card_number
from salondesk.services.visit_bill import is_billed

PERCENT = PPM // 100
MOST_LINES = 999
MOST_QTY_MILLI = 9_999 * MILLI


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTicket(Command[Ticket]):
    """Begin a bill: for a booking (its open one is found again), or empty for someone at the counter."""

    booking_id: Id | None = None
    client_id: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketCommand(Command[T_co]):
    """An edit of an open bill, made on the version the person was looking at."""

    ticket_id: Id
    expected_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AddItem(TicketCommand[Ticket]):
    """Put a service or product on the bill; quantity in thousandths."""

    kind: LineKind
    item_id: Id
    qty_milli: int = MILLI
    staff_id: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanCode(TicketCommand[Ticket]):
    """Put the product with this bar code, or code, on the bill; once more adds one."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditLine(TicketCommand[Ticket]):
    """Give a line another quantity, other people or another note."""

    line_id: Id
    qty_milli: int
    shares: tuple[LineShare, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveLine(TicketCommand[Ticket]):
    """Take a line off the bill."""

    line_id: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveDiscount(TicketCommand[Ticket]):
    """Give (or with None take back) a discount on a line, or on the bill when ``line_id`` is None."""

    line_id: Id | None
    discount: Discount | None
    override: Override | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetBuyer(TicketCommand[Ticket]):
    """Say whose bill it is, and who wants a full tax invoice."""

    client_id: Id | None
    full_invoice: bool = False
    buyer_name: str = ""
    buyer_tax_number: str = ""
    buyer_address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DropTicket(TicketCommand[None]):
    """Give up an open bill."""


def tax_codes_of(work: Work, ticket: Ticket) -> dict[Id, TaxCode]:
    """Return the tax codes a ticket's lines need."""
    return {c: work.uow.tax_codes.get(c) for c in {line.tax_code_id for line in ticket.lines}}


def price(work: Work, ticket: Ticket) -> PricedTicket:
    """Price a ticket with the tax codes in force."""
    return price_ticket(ticket.lines, ticket.discount, tax_codes=tax_codes_of(work, ticket))


def current(work: Work, ticket_id: Id, expected_version: int) -> Ticket:
    """Return an open ticket as the person saw it. Raises ConflictError or UserError otherwise."""
    ticket = work.uow.tickets.get(ticket_id)
    if ticket.status is not TicketStatus.OPEN:
        raise UserError(Message(N_("This bill is closed.")))
    if ticket.version != expected_version:
        raise ConflictError.meanwhile()
    return ticket


def require_within_limit(
    work: Work, ticket: Ticket, priced: PricedTicket, override: Override | None = None
) -> None:
    """Hold the discounts and lowered prices nobody approved to the giver's limit, alone and together.

    Asked when one is given and again when the bill is paid, since taking lines
    off makes a fixed amount weigh more. Raises PermissionRefused beyond the limit.
    """
    limit = work.limit(LimitKey.DISCOUNT_PPM)
    if not passes_limit(adjusted(ticket.lines, ticket.discount, priced), limit):
        return
    said = Message(
        N_(
            "You may take at most {limit}% off the list price. Someone with the right can approve more with a PIN."
        ),
        {"limit": limit / PERCENT if limit % PERCENT else limit // PERCENT},
    )
    work.require(Permission.SALE_DISCOUNT_BEYOND, override, said)


def open_ticket(command: OpenTicket, work: Work) -> Outcome[Ticket]:
    """Begin or find a bill; the value is the ticket."""
    booking, client_id = None, command.client_id
    lines: tuple[TicketLine, ...] = ()
    if command.booking_id is not None:
        known = work.uow.tickets.open_for_booking(command.booking_id)
        if known is not None:
            return Outcome(known, unchanged=True)
        booking = work.uow.bookings.get(command.booking_id)
        if not booking.holds_time:
            raise UserError(Message(N_("This visit is cancelled. Set it to booked again first.")))
        if is_billed(work, booking.id):
            raise UserError(Message(N_("This visit is paid already.")))
        client_id = booking.client_id
        lines = _lines_of(work, booking)
    ticket = Ticket(
        id=work.new_id(),
        branch_id=work.actor.branch_id,
        till_id=work.actor.till_id,
        status=TicketStatus.OPEN,
        business_date=work.today,
        booking_id=command.booking_id,
        client_id=client_id,
        lines=lines,
        opened_by=work.actor.user_id,
    )
    if booking is not None:
        work.uow.dates.add(booking.business_date)
    return Outcome(work.uow.tickets.save(None, ticket), Message(N_("Bill opened")))


def _lines_of(work: Work, booking: Booking) -> tuple[TicketLine, ...]:
    lines = []
    for booked in booking.lines:
        service = work.uow.services.find(booked.service_id)
        if service is None:
            raise UserError.gone()
        lines.append(
            TicketLine(
                id=work.new_id(),
                kind=LineKind.SERVICE,
                item_id=service.id,
                code=service.code,
                names=service.names,
                unit_price_minor=booked.price_minor,
                basis=booked.basis,
                tax_code_id=service.tax_code_id,
                booking_line_id=booked.id,
                shares=(LineShare(staff_id=booked.staff_id, share_ppm=PPM),),
            )
        )
    return tuple(lines)


def _edit(
    command: TicketCommand[Ticket], work: Work, change: Callable[[Ticket], Ticket], label: Message
) -> Outcome[Ticket]:
    before = current(work, command.ticket_id, command.expected_version)
    after = change(before)
    if len(after.lines) > MOST_LINES:
        raise UserError(Message(N_("A bill has at most 999 lines.")))
    price(work, after)
    return Outcome(work.uow.tickets.save(before, after), label)


def add_item(command: AddItem, work: Work) -> Outcome[Ticket]:
    """Add an item; the value is the ticket."""
    item: Service | Product
    if command.kind is LineKind.SERVICE:
        item = work.uow.services.get(command.item_id)
    else:
        item = work.uow.products.get(command.item_id)
    if command.staff_id is not None:
        work.uow.staff.get(command.staff_id)
    label = Message(N_("{item} added"), {"item": item.names})
    return _edit(command, work, lambda t: _with_item(work, t, command.kind, item, command), label)


def _with_item(
    work: Work, ticket: Ticket, kind: LineKind, item: Service | Product, command: AddItem
) -> Ticket:
    _check_qty(command.qty_milli)
    if kind is LineKind.PRODUCT:
        for line in ticket.lines:
            as_listed = line.discount is None and line.price_change is None and not line.note
            if line.item_id == item.id and as_listed:
                more = replace(line, qty_milli=line.qty_milli + command.qty_milli)
                _check_qty(more.qty_milli)
                return replace(ticket, lines=tuple(more if x is line else x for x in ticket.lines))
    shares = (LineShare(staff_id=command.staff_id, share_ppm=PPM),) if command.staff_id else ()
    new = TicketLine(
        id=work.new_id(),
        kind=kind,
        item_id=item.id,
        code=item.code,
        names=item.names,
        unit_price_minor=item.price_minor,
        basis=item.basis,
        tax_code_id=item.tax_code_id,
        qty_milli=command.qty_milli,
        shares=shares,
    )
    return replace(ticket, lines=(*ticket.lines, new))


def scan_code(command: ScanCode, work: Work) -> Outcome[Ticket]:
    """Add the scanned product; the value is the ticket."""
    code = clean_line(command.code, 80)
    found = work.uow.products.find_code(code)
    if found is None:
        raise UserError(Message(N_("No product has the code {code}."), {"code": code}))
    inner = AddItem(
        key=command.key,
        ticket_id=command.ticket_id,
        expected_version=command.expected_version,
        kind=LineKind.PRODUCT,
        item_id=found.id,
    )
    return add_item(inner, work)


def edit_line(command: EditLine, work: Work) -> Outcome[Ticket]:
    """Change a line; the value is the ticket."""
    _check_qty(command.qty_milli)
    if command.shares and sum(s.share_ppm for s in command.shares) != PPM:
        raise UserError(Message(N_("The parts of the people on a line must add up to the whole.")))
    if any(s.share_ppm <= 0 for s in command.shares):
        raise UserError(Message(N_("The parts of the people on a line must add up to the whole.")))
    for share in command.shares:
        work.uow.staff.get(share.staff_id)
    refuse_card_number(command.note)

    def change(line: TicketLine) -> TicketLine:
        return replace(
            line, qty_milli=command.qty_milli, shares=command.shares, note=clean_line(command.note, 200)
        )

    return _edit(command, work, lambda t: with_line(t, command.line_id, change), Message(N_("Line changed")))


def remove_line(command: RemoveLine, work: Work) -> Outcome[Ticket]:
    """Remove a line; the value is the ticket."""

    def change(ticket: Ticket) -> Ticket:
        return replace(ticket, lines=tuple(x for x in ticket.lines if x.id != command.line_id))

    return _edit(command, work, change, Message(N_("Line removed")))


def give_discount(command: GiveDiscount, work: Work) -> Outcome[Ticket]:
    """Give or take back a discount; the value is the ticket. Raises PermissionRefused beyond the giver's limit."""
    discount = command.discount
    if discount is not None:
        _check_discount(discount)
        refuse_card_number(discount.reason)
        discount = replace(
            discount,
            reason=clean_line(discount.reason, 200),
            by=work.actor.user_id,
            approver_id=approver(work, command.override),
        )

    def change(ticket: Ticket) -> Ticket:
        if command.line_id is None:
            return replace(ticket, discount=discount)
        return with_line(ticket, command.line_id, lambda line: replace(line, discount=discount))

    before = current(work, command.ticket_id, command.expected_version)
    after = change(before)
    require_within_limit(work, after, price(work, after))
    label = Message(N_("Discount given")) if discount else Message(N_("Discount taken back"))
    return Outcome(work.uow.tickets.save(before, after), label)


def approver(work: Work, override: Override | None) -> Id | None:
    """Return who answers for a discount or a price: the approver, or the giver where she may give any.

    A bill she brought down can then be closed by someone with a smaller limit.
    """
    if override is not None and work.approved(Permission.SALE_DISCOUNT_BEYOND, override):
        return override.approver_id
    return work.actor.user_id if work.may(Permission.SALE_DISCOUNT_BEYOND) else None


def _check_discount(discount: Discount) -> None:
    if not discount.reason.strip():
        raise UserError(Message(N_("Please give a reason for the discount.")))
    most = PPM if discount.kind is DiscountKind.PERCENT else 10**12
    if not 0 < discount.value <= most:
        raise UserError(Message(N_("A discount is more than nothing and at most the whole amount.")))


def set_buyer(command: SetBuyer, work: Work) -> Outcome[Ticket]:
    """Set client and buyer; the value is the ticket. Raises UserError for a tax number that is wrong for this country."""
    if command.client_id is not None:
        work.uow.clients.get(command.client_id)
    refuse_card_number(command.buyer_name, command.buyer_address)
    wrong = rules_for(work.shop.country).buyer_number_problem(command.buyer_tax_number)
    if wrong is not None:
        raise UserError(wrong)

    def change(ticket: Ticket) -> Ticket:
        return replace(
            ticket,
            client_id=command.client_id,
            full_invoice=command.full_invoice,
            buyer_name=clean_line(command.buyer_name, 200),
            buyer_tax_number=clean_line(plain_buyer_number(command.buyer_tax_number), 30),
            buyer_address=clean_line(command.buyer_address, 300),
        )

    return _edit(command, work, change, Message(N_("Buyer changed")))


def drop_ticket(command: DropTicket, work: Work) -> Outcome[None]:
    """Give up the bill."""
    before = current(work, command.ticket_id, command.expected_version)
    work.uow.tickets.save(before, before.dropped())
    return Outcome(None, Message(N_("Bill dropped")))


def with_line(ticket: Ticket, line_id: Id, change: Callable[[TicketLine], TicketLine]) -> Ticket:
    """Return the ticket with one line changed. Raises ConflictError when it is no longer there."""
    if all(line.id != line_id for line in ticket.lines):
        raise ConflictError.meanwhile()
    return replace(ticket, lines=tuple(change(x) if x.id == line_id else x for x in ticket.lines))


def _check_qty(qty_milli: int) -> None:
    if not 0 < qty_milli <= MOST_QTY_MILLI:
        raise UserError(Message(N_("The quantity must be above zero and below 10,000.")))


_SELL = Permission.SALE_CHECKOUT
HANDLERS: Handlers = {
    OpenTicket: Handler(open_ticket, _SELL, Ticket),
    AddItem: Handler(add_item, _SELL, Ticket),
    ScanCode: Handler(scan_code, _SELL, Ticket),
    EditLine: Handler(edit_line, _SELL, Ticket),
    RemoveLine: Handler(remove_line, _SELL, Ticket),
    GiveDiscount: Handler(give_discount, Permission.SALE_DISCOUNT, Ticket),
    SetBuyer: Handler(set_buyer, _SELL, Ticket),
    DropTicket: Handler(drop_ticket, _SELL),
}
