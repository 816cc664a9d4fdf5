"""Refunds an invoice by a credit note: off what is owed first, then to the payments it came from."""

from dataclasses import dataclass, replace

from salondesk.core.errors import ConflictError, UserError
from salondesk.core.fold import clean_line
from salondesk.core.ids import Id
from salondesk.core.message import Message, N_
from salondesk.core.timespan import legal_date, offset_min
from salondesk.domain.access import Override, Permission
from salondesk.domain.sale.invoice import DocumentKind, Invoice, InvoiceLine, OriginalDocument
from salondesk.domain.sale.ticket import Tender, TenderKind
from salondesk.engine.credit import plan_refund
from salondesk.engine.fiscal import rules_for
from salondesk.engine.pricing import bill_adjustments
from salondesk.engine.tax import category_totals
from salondesk.engine.tendering import Settlement
from salondesk.services.context import Command, Outcome, Work
from salondesk.services.executor import Handler, Handlers
from salondesk.services.sale.card_numbers import refuse_card_number
from salondesk.services.sale.checkout import SaleDone, issue, issued_at, open_session, queue_print
from salondesk.services.sale.payments import payments_of, take_payments


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundLine:
    """A line of the invoice and how much of it, in thousandths."""

    n: int
    qty_milli: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundInvoice(Command[SaleDone]):
    """Credit lines of an invoice, or (no lines named) all that is left of it: a void.

    ``shown`` is what was shown to go back, as negative tenders; None where nobody was shown it.
    """

    invoice_id: Id
    reason: str
    lines: tuple[RefundLine, ...] = ()
    shown: tuple[Tender, ...] | None = None
    override: Override | None = None


def refund_invoice(command: RefundInvoice, work: Work) -> Outcome[SaleDone]:
    """Issue the credit note; the value is a SaleDone whose payable is negative.

    Raises ConflictError when other money goes back than was shown, UserError when nothing is left or the till is closed.
    """
    reason = clean_line(command.reason, 200)
    if not reason:
        raise UserError(Message(N_("Please give a reason for the refund.")))
    refuse_card_number(reason)
    original = work.uow.invoices.get(command.invoice_id)
    if original.kind is not DocumentKind.INVOICE:
        raise UserError(Message(N_("A credit note cannot be refunded.")))
    session = open_session(work)
    earlier = work.uow.invoices.credits_of(original.id)
    payments = payments_of(work, original.id)
    plan = plan_refund(
        original,
        earlier,
        payments,
        {line.n: line.qty_milli for line in command.lines},
        due_minor=work.uow.settlements.due_of(original.id),
        cash_step_minor=work.shop.cash_step_minor,
    )
    if command.shown is not None and command.shown != plan.tenders:
        raise ConflictError(Message(N_("What goes back has changed since it was shown. Please look again.")))
    _require_cash(work, session.id, plan.settlement)
    later = [one for one in payments if one.taken_with is None]
    at = max(issued_at(work), *(payment.at for payment in later), 0)
    note = _note(
        work, command, original, earlier, lines=plan.lines, settlement=plan.settlement, reason=reason, at=at
    )
    note = replace(
        note,
        session_id=session.id,
        business_date=session.business_date,
        on_account_minor=-plan.off_debt_minor,
    )
    note = issue(work, note)
    take_payments(work, original, [*earlier, note], later)
    job = queue_print(work, "invoice", note.id)
    value = SaleDone(
        invoice_id=note.id,
        number=note.number,
        currency=note.currency,
        payable_minor=note.payable_minor,
        change_minor=0,
        print_job_id=job.id,
    )
    return Outcome(value, Message(N_("Credit note {number} saved"), {"number": note.number}))


def _require_cash(work: Work, session_id: Id, settlement: Settlement) -> None:
    cash = -sum(t.amount_minor for t in settlement.tenders if t.kind is TenderKind.CASH)
    if cash > 0 and work.uow.sessions.cash_of(session_id) < cash:
        raise UserError(
            Message(N_("There is not enough cash in the drawer for this refund. Put some in first."))
        )


def _note(
    work: Work,
    command: RefundInvoice,
    original: Invoice,
    earlier: list[Invoice],
    *,
    lines: tuple[InvoiceLine, ...],
    settlement: Settlement,
    reason: str,
    at: int,
) -> Invoice:
    series = work.uow.series.open_for(work.actor.till_id, DocumentKind.CREDIT_NOTE)
    day = legal_date(at, work.branch.zone)
    gross = sum(line.gross_minor for line in lines)
    value_before = original.gross_minor + sum(n.gross_minor for n in earlier)
    approver = work.used_override and work.uow.users.find(work.used_override.approver_id)
    return replace(
        original,
        id=work.new_id(),
        till_id=work.actor.till_id,
        series_id=series.id,
        kind=DocumentKind.CREDIT_NOTE,
        number=series.number(series.next_seq),
        seq=series.next_seq,
        issued_at=at,
        offset_min=offset_min(at, work.branch.zone),
        zone=work.branch.zone,
        legal_date=day,
        supply_date=original.supply_date,
        till_code=series.till_code,
        cashier_id=work.user.id,
        cashier=work.user.names,
        seller=work.shop.as_party(),
        ticket_id=None,
        lines=lines,
        tax_totals=category_totals(row for line in lines for row in line.taxes),
        list_minor=sum(line.list_minor for line in lines),
        discount_minor=sum(line.line_discount_minor + line.bill_discount_minor for line in lines),
        discount_reason="",
        net_minor=sum(line.net_minor for line in lines),
        tax_minor=sum(line.tax_minor for line in lines),
        gross_minor=gross,
        rounding_minor=settlement.rounding_minor,
        payable_minor=gross + settlement.rounding_minor,
        tenders=settlement.tenders,
        original=OriginalDocument(
            id=original.id,
            number=original.number,
            legal_date=original.legal_date,
            value_before_minor=value_before,
            value_after_minor=value_before + gross,
        ),
        reason=reason,
        approver=approver.names if approver else None,
        footer=work.shop.footer,
        fiscal=rules_for(work.shop.country).name,
        adjustments=bill_adjustments(line.adjustments for line in lines),
        prev_hash=series.last_hash,
        hash="",
    )


HANDLERS: Handlers = {RefundInvoice: Handler(refund_invoice, Permission.SALE_REFUND, SaleDone)}
