"""Erases a client for good: card, free texts and what the change log said; documents stay.

An invoice names its buyer, and the law wants it kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from salondesk.core.errors import UserError
from salondesk.core.ids import Id
from salondesk.core.message import Message, N_
from salondesk.domain.access import Permission
from salondesk.domain.booking import Booking, BookingStatus
from salondesk.domain.client.card import Client
from salondesk.domain.sale.ticket import Ticket, TicketStatus
from salondesk.services.context import Command, Outcome, Work
from salondesk.services.executor import Handler, Handlers


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """How many records were blanked beside the card."""

    visits: int
    bills: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseClient(Command[Erased]):
    """Blank a client's card, and the free texts of her visits and bills; nothing brings them back.

    ``preview``: only say how much it would be.
    """

    client_id: Id
    preview: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseAgain(Command[int]):
    """Erase clients that were erased before a backup was put back which still knows them; the value is how many."""

    client_ids: tuple[Id, ...]


def is_erased(client: Client) -> bool:
    """Tell whether a card was blanked."""
    return client.deleted_at is not None and not client.name


def erase_client(command: EraseClient, work: Work) -> Outcome[Erased]:
    """Erase; the value says how much.

    Raises UserError for a client who is not there, has visits ahead, an open bill, or money owed either way.
    """
    client = work.uow.clients.find(command.client_id)
    if client is None or is_erased(client):
        raise UserError.gone()
    visits, bills = work.uow.bookings.of_client(client.id), work.uow.tickets.of_client(client.id)
    _refuse_what_is_open(work, client, visits, bills)
    done = Erased(visits=len(visits), bills=len(bills))
    if command.preview:
        return Outcome(done, unchanged=True)
    _erase(work, client, visits, bills)
    return Outcome(done, Message(N_("Client erased")))


def erase_again(command: EraseAgain, work: Work) -> Outcome[int]:
    """Erase those who are there; an open bill of theirs is dropped, for it was closed after the backup was made."""
    known = [client for i in command.client_ids if (client := work.uow.clients.find(i)) is not None]
    left = [client for client in known if not is_erased(client)]
    for client in left:
        _erase(work, client, work.uow.bookings.of_client(client.id), work.uow.tickets.of_client(client.id))
    return Outcome(len(left), Message(N_("Client erased")), unchanged=not left)


def _refuse_what_is_open(
    work: Work, client: Client, visits: Iterable[Booking], bills: Iterable[Ticket]
) -> None:
    if any(_is_ahead(visit, work.now_ms) for visit in visits):
        raise UserError(Message(N_("This client has visits ahead. Cancel them first.")))
    if any(bill.status is TicketStatus.OPEN for bill in bills):
        raise UserError(Message(N_("This client has an open bill. Close or drop it first.")))
    if any(family.due_minor for family in work.uow.settlements.for_client(client.id)):
        raise UserError(Message(N_("This client has an invoice that is not settled. Settle it first.")))


def _is_ahead(visit: Booking, now_ms: int) -> bool:
    """Tell whether a visit is still to come, or not over."""
    return visit.holds_time and visit.status is not BookingStatus.DONE and visit.span.end_ms > now_ms


def _erase(work: Work, client: Client, visits: Iterable[Booking], bills: Iterable[Ticket]) -> None:
    for visit in visits:
        work.uow.bookings.erase(visit)
    for bill in bills:
        ended = bill
        if bill.status is TicketStatus.OPEN:  # a draft that is erased would go on unheard of
            ended = work.uow.tickets.save(bill, bill.dropped())
        work.uow.tickets.erase(ended)
    work.uow.clients.erase(replace(client, deleted_at=work.now_ms))


HANDLERS: Handlers = {
    EraseClient: Handler(erase_client, Permission.CLIENT_ERASE, Erased),
    EraseAgain: Handler(
        erase_again, Permission.UPKEEP, int
    ),  # a restore must not fail for want of another right
}
