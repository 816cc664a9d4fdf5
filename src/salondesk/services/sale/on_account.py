"""Sells on account: who may let a client pay later, and up to how much she may owe."""

from dataclasses import dataclass, replace

from salondesk.core.errors import UserError
from salondesk.core.ids import Id
from salondesk.core.message import Message, N_
from salondesk.domain.access import Override, Permission
from salondesk.domain.client.card import Client
from salondesk.services.context import Command, Outcome, Work
from salondesk.services.executor import Handler, Handlers

MOST_CREDIT_MINOR = 10**11


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCreditLimit(Command[Client]):
    """Say how much a client may owe at most, minor units; 0 for nothing. What she owes already stays owed."""

    client_id: Id
    limit_minor: int


def set_credit_limit(command: SetCreditLimit, work: Work) -> Outcome[Client]:
    """Set it; the value is the client. Raises UserError for a limit below nothing."""
    if not 0 <= command.limit_minor <= MOST_CREDIT_MINOR:
        raise UserError(Message(N_("A credit limit is nothing or more.")))
    before = work.uow.clients.get(command.client_id)
    if before.credit_limit_minor == command.limit_minor:
        return Outcome(before, unchanged=True)
    after = work.uow.clients.save(before, replace(before, credit_limit_minor=command.limit_minor))
    return Outcome(after, Message(N_("Credit limit changed")))


def require_on_account(
    work: Work, client_id: Id | None, rest_minor: int, gross_minor: int, override: Override | None
) -> None:
    """Hold a rest that is paid later to the seller's right and the client's limit, with what she owes already.

    Raises PermissionRefused without the right, UserError for a bill of nobody, more than the bill, or beyond the limit,
    which nobody can lift: it is raised first.
    """
    if not 0 < rest_minor <= gross_minor:
        raise UserError(Message(N_("What is paid later is more than nothing and at most the whole bill.")))
    if client_id is None:
        raise UserError(Message(N_("Only a client who is named on the bill can pay later.")))
    client = work.uow.clients.get(client_id)
    if work.uow.settlements.owed_by(client_id) + rest_minor > client.credit_limit_minor:
        raise UserError(
            Message(N_("{client} would owe more than her credit limit."), {"client": client.name})
        )
    said = Message(
        N_("You may not let a client pay later. Someone with the right can approve it with a PIN.")
    )
    work.require(Permission.SALE_ON_ACCOUNT, override, said)


HANDLERS: Handlers = {SetCreditLimit: Handler(set_credit_limit, Permission.SALE_ON_ACCOUNT, Client)}
