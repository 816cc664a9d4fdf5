"""Closes a ticket: invoice, number, payments, finished booking and print job in one transaction."""

from dataclasses import dataclass, replace
from datetime import date

from salondesk.core.errors import ConflictError, UserError
from salondesk.core.fold import clean_line
from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.core.message import Message, N_
from salondesk.core.money import allocate
from salondesk.core.timespan import legal_date, offset_min
from salondesk.domain.access import Override, Permission
from salondesk.domain.booking import Booking, BookingStatus
from salondesk.domain.paper import PrintJob, PrintState
from salondesk.domain.sale.adjustment import Adjustment
from salondesk.domain.sale.invoice import (
    DocumentKind,
    Invoice,
    InvoiceForm,
    InvoiceLine,
    Party,
    StaffShare,
    document_hash,
)
from salondesk.domain.sale.ticket import Tender, TenderKind, Ticket, TicketLine, TicketStatus
from salondesk.domain.settings import PRINT_LANG, PRINT_PAPER
from salondesk.domain.till import TillSession
from salondesk.engine.fiscal import form_of, rules_for
from salondesk.engine.pricing import PricedLine, PricedTicket, adjusted, bill_adjustments
from salondesk.engine.tendering import Offered, Settlement, settle
from salondesk.services.context import Command, Outcome, Work
from salondesk.services.executor import Handler, Handlers
from salondesk.services.sale import ticket as tickets
from salondesk.services.sale.card_numbers import refuse_card_number
from salondesk.services.sale.on_account import require_on_account
from salondesk.services.sale.payments import take_payments
from salondesk.services.visit_bill import is_billed

CLOCK_SLACK_MS = 10 * 60_000
"""How far the clock may stand behind the last document before it must be put right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleDone:
    """What the counter shows after a sale or refund; amounts in minor units."""

    invoice_id: Id
    number: str
    currency: str
    payable_minor: int
    change_minor: int
    print_job_id: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseTicket(Command[SaleDone]):
    """Take the money and close the bill. ``shown_gross_minor`` is the total the cashier saw before cash rounding.

    ``on_account_minor`` is what the client pays later.
    """

    ticket_id: Id
    expected_version: int
    shown_gross_minor: int
    offered: tuple[Offered, ...]
    override: Override | None = None
    on_account_minor: int = 0


def close_ticket(command: CloseTicket, work: Work) -> Outcome[SaleDone]:
    """Close the bill into an invoice; the value is a SaleDone.

    Raises ConflictError when the bill or its price changed since it was shown,
    UserError when the till is closed, the money does not cover it or the rest may not be left on account.
    """
    ticket = tickets.current(work, command.ticket_id, command.expected_version)
    if not ticket.lines:
        raise UserError(Message(N_("There is nothing on this bill yet.")))
    visit = _visit_of(work, ticket)
    session = open_session(work)
    priced = tickets.price(work, ticket)
    if priced.gross_minor != command.shown_gross_minor:
        raise ConflictError(
            Message(N_("The price has changed since it was shown. Please look at the bill again."))
        )
    for offer in command.offered:
        check_slip(offer)
    later, override = command.on_account_minor, command.override
    checks = [lambda: tickets.require_within_limit(work, ticket, priced, override)]
    if later:
        checks.append(lambda: require_on_account(work, ticket.client_id, later, priced.gross_minor, override))
    work.require_all(*checks)
    settlement = settle(
        priced.gross_minor - later, command.offered, cash_step_minor=work.shop.cash_step_minor
    )
    draft = replace(_invoice(work, ticket, session, priced, settlement), on_account_minor=later)
    invoice = issue(work, draft)
    take_payments(work, invoice)
    work.uow.tickets.save(ticket, replace(ticket, status=TicketStatus.CLOSED))
    if visit is not None:
        _finish(work, visit)
    job = queue_print(work, "invoice", invoice.id)
    done = SaleDone(
        invoice_id=invoice.id,
        number=invoice.number,
        currency=invoice.currency,
        payable_minor=invoice.payable_minor,
        change_minor=settlement.change_minor,
        print_job_id=job.id,
    )
    return Outcome(done, Message(N_("Invoice {number} saved"), {"number": invoice.number}))


def open_session(work: Work) -> TillSession:
    """Return the till's session of today. Raises UserError when it is closed, or open since an earlier day."""
    session = work.uow.sessions.open_for(work.actor.till_id)
    if session is None:
        raise UserError(Message(N_("The till is closed. Open it with a counted float first.")))
    if session.business_date < work.today:
        raise UserError(
            Message(
                N_("The till is still open from {date}. Count and close it first."),
                {"date": session.business_date},
            )
        )
    return session


def check_slip(offer: Offered) -> None:
    """Raise UserError for money without the slip that its kind has, or with the number of a card on it."""
    refuse_card_number(offer.approval, offer.last4, offer.reference)
    if offer.kind is TenderKind.CARD:
        if not offer.approval.strip():
            raise UserError(Message(N_("Please enter the approval code of the card terminal's slip.")))
        if not (offer.last4.isascii() and offer.last4.isdigit() and len(offer.last4) == 4):
            raise UserError(Message(N_("Please enter the last four digits of the card, no more.")))
    if offer.kind is TenderKind.TRANSFER and not offer.reference.strip():
        raise UserError(Message(N_("Please enter the reference of the bank transfer.")))


def _form(work: Work, ticket: Ticket, gross_minor: int) -> InvoiceForm:
    """Return the form that the country's rules want. Raises UserError where the buyer is not told well enough for it."""
    form = form_of(ticket, work.shop, gross_minor)
    if rules_for(work.shop.country).missing_of_buyer(form, _buyer(ticket)):
        raise UserError(Message(N_("A full tax invoice needs the buyer's name and address.")))
    return form


def _buyer(ticket: Ticket) -> Party | None:
    if not (ticket.buyer_name or ticket.buyer_tax_number):
        return None
    return Party(
        names=LocalText(en=ticket.buyer_name),
        address=LocalText(en=ticket.buyer_address),
        tax_number=ticket.buyer_tax_number,
    )


def issued_at(work: Work) -> int:
    """Return the instant a document bears: now, and never before the till's last document.

    Raises UserError when the clock stands more than ten minutes behind it.
    """
    last = work.uow.invoices.last_issued_at(work.actor.till_id)
    if last is not None and work.now_ms < last - CLOCK_SLACK_MS:
        raise UserError(
            Message(
                N_("This computer's clock is behind the last invoice. Put the clock right; the bill is kept.")
            )
        )
    return max(work.now_ms, last or 0)


def _invoice(
    work: Work, ticket: Ticket, session: TillSession, priced: PricedTicket, settlement: Settlement
) -> Invoice:
    series = work.uow.series.open_for(work.actor.till_id, DocumentKind.INVOICE)
    at = issued_at(work)
    client = work.uow.clients.find(ticket.client_id) if ticket.client_id else None
    day = legal_date(at, work.branch.zone)
    lines = _invoice_lines(work, ticket, priced)
    return Invoice(
        id=work.new_id(),
        branch_id=work.actor.branch_id,
        till_id=work.actor.till_id,
        series_id=series.id,
        session_id=session.id,
        kind=DocumentKind.INVOICE,
        form=_form(work, ticket, priced.gross_minor),
        number=series.number(series.next_seq),
        seq=series.next_seq,
        currency=work.shop.currency,
        issued_at=at,
        offset_min=offset_min(at, work.branch.zone),
        zone=work.branch.zone,
        legal_date=day,
        supply_date=_supply_date(work, ticket, day),
        business_date=session.business_date,
        till_code=series.till_code,
        cashier_id=work.user.id,
        cashier=work.user.names,
        seller=work.shop.as_party(),
        buyer=_buyer(ticket),
        client_id=ticket.client_id,
        client_name=client.name if client else "",
        ticket_id=ticket.id,
        booking_id=ticket.booking_id,
        lines=lines,
        tax_totals=priced.tax_totals,
        list_minor=priced.list_minor,
        discount_minor=priced.discount_minor,
        discount_reason=ticket.discount.reason if ticket.discount else "",
        net_minor=priced.net_minor,
        tax_minor=priced.tax_minor,
        gross_minor=priced.gross_minor,
        rounding_minor=settlement.rounding_minor,
        payable_minor=priced.gross_minor + settlement.rounding_minor,
        tenders=tuple(kept(t) for t in settlement.tenders),
        footer=work.shop.footer,
        fiscal=rules_for(work.shop.country).name,
        adjustments=bill_adjustments(line.adjustments for line in lines),
        prev_hash=series.last_hash,
    )


def kept(tender: Tender) -> Tender:
    """Return a tender with what its slip says as documents keep it."""
    return replace(
        tender, approval=clean_line(tender.approval, 20), reference=clean_line(tender.reference, 60)
    )


def _supply_date(work: Work, ticket: Ticket, today: date) -> date:
    """Return the date of supply: the visit's own calendar date when it was on an earlier day, else today."""
    booking = work.uow.bookings.find(ticket.booking_id) if ticket.booking_id else None
    if booking is None:
        return today
    return min(today, legal_date(booking.span.start_ms, work.branch.zone))


def _invoice_lines(work: Work, ticket: Ticket, priced: PricedTicket) -> tuple[InvoiceLine, ...]:
    with_adjustments = adjusted(ticket.lines, ticket.discount, priced)
    return tuple(
        _invoice_line(work, n, line, p, changed.adjustments)
        for n, (line, p, changed) in enumerate(
            zip(ticket.lines, priced.lines, with_adjustments, strict=True), 1
        )
    )


def _invoice_line(
    work: Work, n: int, line: TicketLine, p: PricedLine, adjustments: tuple[Adjustment, ...]
) -> InvoiceLine:
    shares: tuple[StaffShare, ...] = ()
    if line.shares:
        parts = allocate(p.net_minor, [s.share_ppm for s in line.shares])
        shares = tuple(
            StaffShare(staff_id=s.staff_id, names=work.uow.staff.get(s.staff_id).names, net_minor=part)
            for s, part in zip(line.shares, parts, strict=True)
        )
    return InvoiceLine(
        n=n,
        kind=line.kind,
        item_id=line.item_id,
        code=line.code,
        names=line.names,
        staff=shares,
        qty_milli=line.qty_milli,
        unit_price_minor=line.unit_price_minor,
        basis=line.basis,
        list_minor=p.list_minor,
        line_discount_minor=p.line_discount_minor,
        bill_discount_minor=p.bill_discount_minor,
        discount_reason=line.discount.reason if line.discount else "",
        net_minor=p.net_minor,
        tax_minor=p.tax_minor,
        gross_minor=p.gross_minor,
        taxes=p.taxes,
        note=line.note,
        price_change=line.price_change,
        adjustments=adjustments,
    )


def issue(work: Work, document: Invoice) -> Invoice:
    """Give the document its hash, use up its number and write it; return it as it was written."""
    series = work.uow.series.open_for(document.till_id, document.kind)
    if series.next_seq != document.seq or series.last_hash != document.prev_hash:
        raise ConflictError(
            Message(N_("The price has changed since it was shown. Please look at the bill again."))
        )
    document = replace(document, hash=document_hash(document))
    work.uow.series.advance(series, document.hash)
    work.uow.invoices.add(document)
    work.uow.dates.add(document.business_date)
    return document


def _visit_of(work: Work, ticket: Ticket) -> Booking | None:
    """Return the visit a bill is for. Raises UserError for one that was called off or that another invoice bills."""
    if ticket.booking_id is None:
        return None
    booking = work.uow.bookings.get(ticket.booking_id)
    if not booking.holds_time:
        raise UserError(
            Message(N_("The visit of this bill was called off. Set it to booked again, or drop the bill."))
        )
    if is_billed(work, booking.id):
        raise UserError(Message(N_("This visit is paid already.")))
    return booking


def _finish(work: Work, booking: Booking) -> None:
    """Set a visit that is paid to done; one that was still pending is accepted by it."""
    work.uow.dates.add(booking.business_date)
    if booking.status is BookingStatus.DONE:
        return
    accepted = (
        booking.with_status(BookingStatus.BOOKED) if booking.status is BookingStatus.PENDING else booking
    )
    work.uow.bookings.save(booking, accepted.with_status(BookingStatus.DONE))


def queue_print(work: Work, kind: str, document_id: Id) -> PrintJob:
    """Queue the print of a new document, on the till's paper and in the shop's language of receipts.

    Printing happens after the commit and never holds it up.
    """
    job = PrintJob(
        id=work.new_id(),
        branch_id=work.actor.branch_id,
        document_kind=kind,
        document_id=document_id,
        paper=work.setting(PRINT_PAPER),
        lang=work.setting(PRINT_LANG),
        copy=False,
        state=PrintState.QUEUED,
        created_at=work.now_ms,
        updated_at=work.now_ms,
    )
    work.uow.prints.add_job(job)
    return job


HANDLERS: Handlers = {CloseTicket: Handler(close_ticket, Permission.SALE_CHECKOUT, SaleDone)}
