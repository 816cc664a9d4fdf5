"""The bill of a visit: whether it holds the visit, and what becomes of an open one on a cancellation."""

from enum import StrEnum

from salondesk.core.errors import UserError
from salondesk.core.ids import Id
from salondesk.core.message import Message, N_
from salondesk.domain.access import Override, Permission
from salondesk.services.context import Work


class OpenBill(StrEnum):
    """What becomes of the open bill of a visit that is called off: given up, or kept without the visit."""

    DROP = "drop"
    KEEP = "keep"


class OpenBillUndecided(UserError):
    """The visit has an open bill, and nobody said what becomes of it; the same command with an answer goes on."""

    def __init__(self) -> None:
        super().__init__(
            Message(N_("This visit has an open bill. Drop the bill, or keep it without the visit."))
        )


def is_billed(work: Work, booking_id: Id) -> bool:
    """Tell whether an invoice of the visit has a line that was not given back: see domain/settlement."""
    return any(row.bills_its_visit for row in work.uow.settlements.for_booking(booking_id))


def refuse_billed(work: Work, booking_id: Id) -> None:
    """Raise UserError for a visit that is billed: its invoice is refunded first."""
    if is_billed(work, booking_id):
        raise UserError(Message(N_("This visit is paid. Refund its invoice first.")))


def release_open_bill(
    work: Work, booking_id: Id, answer: OpenBill | None, override: Override | None
) -> Message | None:
    """Drop the open bill of a visit that is called off, or keep it without the visit; return the words for it.

    None when it has no open bill. Raises OpenBillUndecided without an answer, PermissionRefused for someone who may
    not sell.
    """
    ticket = work.uow.tickets.open_for_booking(booking_id)
    if ticket is None:
        return None
    if answer is None:
        raise OpenBillUndecided
    work.require(Permission.SALE_CHECKOUT, override)
    if answer is OpenBill.DROP:
        work.uow.tickets.save(ticket, ticket.dropped())
        return Message(N_("Its open bill was dropped."))
    work.uow.tickets.save(ticket, ticket.without_visit())
    return Message(N_("Its open bill is kept without the visit."))


def refuse_open_bill(work: Work, booking_id: Id) -> None:
    """Raise UserError for a visit with an open bill, where nobody can be asked what becomes of it."""
    if work.uow.tickets.open_for_booking(booking_id) is not None:
        raise UserError(Message(N_("This visit has an open bill. Drop the bill first, or cancel the visit.")))
