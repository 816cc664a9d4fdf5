"""Charges another price than the price list's for a line of a bill, with its reason."""

from dataclasses import dataclass, replace

from salondesk.core.errors import UserError
from salondesk.core.fold import clean_line
from salondesk.core.ids import Id
from salondesk.core.message import Message, N_
from salondesk.domain.access import Override, Permission
from salondesk.domain.sale.ticket import PriceChange, Ticket, TicketLine
from salondesk.services.context import Outcome, Work
from salondesk.services.executor import Handler, Handlers
from salondesk.services.sale import ticket as tickets
from salondesk.services.sale.card_numbers import refuse_card_number

MOST_PRICE_MINOR = 10**11


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePrice(tickets.TicketCommand[Ticket]):
    """Charge a unit price (minor units, in the line's basis) and say why; None goes back to the price list's."""

    line_id: Id
    unit_price_minor: int | None
    reason: str = ""
    override: Override | None = None


def change_price(command: ChangePrice, work: Work) -> Outcome[Ticket]:
    """Change the price of a line; the value is the ticket.

    Raises PermissionRefused when it is lowered beyond the limit of whoever lowers
    it, UserError without a reason or for a price below nothing.
    """
    before = tickets.current(work, command.ticket_id, command.expected_version)
    after = tickets.with_line(before, command.line_id, lambda line: _priced_anew(line, command, work))
    if after == before:
        return Outcome(before, unchanged=True)
    tickets.require_within_limit(work, after, tickets.price(work, after))
    back = any(line.id == command.line_id and line.price_change is None for line in after.lines)
    label = Message(N_("Price of the list again")) if back else Message(N_("Price changed"))
    return Outcome(work.uow.tickets.save(before, after), label)


def _priced_anew(line: TicketLine, command: ChangePrice, work: Work) -> TicketLine:
    price = command.unit_price_minor
    if price is None or price == line.list_price_minor:
        return replace(line, unit_price_minor=line.list_price_minor, price_change=None)
    if price < 0:
        raise UserError(Message(N_("A price is never below nothing.")))
    if price > MOST_PRICE_MINOR:
        raise UserError(Message(N_("This price is too large.")))
    reason = clean_line(command.reason, 200)
    if not reason:
        raise UserError(Message(N_("Please give a reason for the price.")))
    refuse_card_number(reason)
    change = PriceChange(
        list_price_minor=line.list_price_minor,
        reason=reason,
        by=work.actor.user_id,
        approver_id=tickets.approver(work, command.override),
    )
    return replace(line, unit_price_minor=price, price_change=change)


HANDLERS: Handlers = {ChangePrice: Handler(change_price, Permission.SALE_PRICE, Ticket)}
