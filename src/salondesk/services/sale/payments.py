"""Takes payments: what was taken or given back with a document is entered and put to its invoice."""

from collections.abc import Sequence
from dataclasses import replace

from salondesk.core.ids import Id
from salondesk.domain.sale.invoice import Invoice
from salondesk.domain.sale.payment import ALLOCATION, PAYMENT, Payment
from salondesk.domain.sale.ticket import Tender
from salondesk.engine.tender_payments import tender_payments
from salondesk.services.context import Work


def later_payments(work: Work, root_id: Id) -> list[Payment]:
    """Return the money that came for an invoice after it was issued, oldest first."""
    found = [work.uow.repo(PAYMENT).get(put.payment_id) for put in work.uow.allocations.of_invoice(root_id)]
    return sorted((one for one in found if one.taken_with is None), key=lambda one: (one.at, one.id))


def tender_of(payment: Payment) -> Tender:
    """Return a payment as the tender that a document would have kept of it."""
    return Tender(
        kind=payment.kind,
        amount_minor=payment.amount_minor,
        tendered_minor=payment.tendered_minor,
        change_minor=payment.change_minor,
        approval=payment.approval,
        last4=payment.last4,
        reference=payment.reference,
    )


def take_payments(
    work: Work, invoice: Invoice, notes: Sequence[Invoice] = (), later: Sequence[Payment] = ()
) -> None:
    """Enter a payment and its allocation for each tender of a family's newest document.

    ``notes`` are the invoice's credit notes, ``later`` the money that came for it since, oldest first. What a note gives
    back ``reverses`` the payment it came with.
    """
    newest = notes[-1] if notes else invoice
    for payment, allocation in tender_payments(invoice, notes, later):
        if payment.taken_with == newest.id:
            work.uow.repo(PAYMENT).save(None, replace(payment, source=""))
            work.uow.repo(ALLOCATION).save(None, allocation)
