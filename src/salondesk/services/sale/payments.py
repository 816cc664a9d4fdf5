"""Takes payments: what was taken or given back with a document is entered and put to its invoice."""

from collections.abc import Sequence
from dataclasses import replace

from salondesk.core.ids import Id
from salondesk.domain.sale.invoice import Invoice
from salondesk.domain.sale.payment import ALLOCATION, PAYMENT, Payment
from salondesk.engine.tender_payments import tender_payments
from salondesk.services.context import Work


def payments_of(work: Work, root_id: Id) -> list[Payment]:
    """Return the money that came for an invoice and went back from it, oldest first."""
    puts = work.uow.allocations.of_invoice(root_id)
    return sorted(
        (work.uow.repo(PAYMENT).get(put.payment_id) for put in puts), key=lambda one: (one.at, one.id)
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
