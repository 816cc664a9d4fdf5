"""Takes money for an invoice that was left on account, whole or in part, into today's session."""

from dataclasses import dataclass

from salondesk.core.errors import ConflictError, UserError
from salondesk.core.ids import Id
from salondesk.core.message import Message, N_
from salondesk.domain.access import Permission
from salondesk.domain.sale.invoice import DocumentKind, Invoice
from salondesk.domain.sale.payment import ALLOCATION, PAYMENT, Payment
from salondesk.domain.sale.ticket import Tender
from salondesk.domain.till import TillSession
from salondesk.engine.tendering import Offered, settle
from salondesk.services.context import Command, Outcome, Work
from salondesk.services.executor import Handler, Handlers
from salondesk.services.sale.checkout import check_slip, issued_at, kept, open_session


@dataclass(frozen=True, slots=True, kw_only=True)
class DebtPaid:
    """What the counter shows after money came for an older invoice; minor units. ``due_minor`` is still owed."""

    invoice_id: Id
    number: str
    paid_minor: int
    due_minor: int
    change_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PayInvoice(Command[DebtPaid]):
    """Take ``amount_minor`` for an invoice; ``shown_due_minor`` is what was shown as owed. Cash gets change."""

    invoice_id: Id
    shown_due_minor: int
    amount_minor: int
    offered: tuple[Offered, ...]


def pay_invoice(command: PayInvoice, work: Work) -> Outcome[DebtPaid]:
    """Enter the payments and put them to the invoice; the value is a DebtPaid.

    Cash is rounded to the coin where it pays the whole rest, never for a part. Raises ConflictError when something else
    is owed than was shown, UserError when nothing is, for more than is owed, or when the till is closed.
    """
    root = work.uow.invoices.get(command.invoice_id)
    if root.kind is not DocumentKind.INVOICE:
        raise UserError(Message(N_("A credit note is not paid; its invoice is.")))
    session = open_session(work)
    due = work.uow.settlements.due_of(root.id)
    if due <= 0:
        raise UserError(Message(N_("Nothing is owed on this invoice.")))
    if due != command.shown_due_minor:
        raise ConflictError(Message(N_("What is owed has changed since it was shown. Please look again.")))
    if not 0 < command.amount_minor <= due:
        raise UserError(Message(N_("A payment is more than nothing and at most what is owed.")))
    for offer in command.offered:
        check_slip(offer)
    step = work.shop.cash_step_minor if command.amount_minor == due else 0
    settlement = settle(command.amount_minor, command.offered, cash_step_minor=step)
    at = _entered_at(work, root)
    for tender in settlement.tenders:
        rounding = settlement.rounding_minor if tender is settlement.tenders[-1] else 0
        _enter(work, root, session, kept(tender), rounding_minor=rounding, at=at)
    value = DebtPaid(
        invoice_id=root.id,
        number=root.number,
        paid_minor=command.amount_minor,
        due_minor=due - command.amount_minor,
        change_minor=settlement.change_minor,
    )
    return Outcome(value, Message(N_("Payment for {number} taken"), {"number": root.number}))


def _entered_at(work: Work, root: Invoice) -> int:
    """Return the instant of the payment: after every document of the family that there is, never with one."""
    newest = max(one.issued_at for one in (root, *work.uow.invoices.credits_of(root.id)))
    return max(issued_at(work), newest + 1)


def _enter(
    work: Work, root: Invoice, session: TillSession, tender: Tender, *, rounding_minor: int, at: int
) -> None:
    payment = Payment(
        id=work.new_id(),
        branch_id=work.actor.branch_id,
        session_id=session.id,
        kind=tender.kind,
        amount_minor=tender.amount_minor,
        tendered_minor=tender.tendered_minor,
        change_minor=tender.change_minor,
        rounding_minor=rounding_minor,
        approval=tender.approval,
        last4=tender.last4,
        reference=tender.reference,
        client_id=root.client_id,
        at=at,
        business_date=session.business_date,
        by=work.actor.user_id,
    )
    work.uow.repo(PAYMENT).save(None, payment)
    work.uow.repo(ALLOCATION).save(None, payment.put_to(root.id, work.new_id()))


HANDLERS: Handlers = {PayInvoice: Handler(pay_invoice, Permission.SALE_CHECKOUT, DebtPaid)}
