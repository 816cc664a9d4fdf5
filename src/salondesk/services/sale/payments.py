"""Takes payments: what was taken or given back with a document is entered and put to its invoice."""

from collections.abc import Sequence
from dataclasses import replace

from salondesk.domain.sale.invoice import Invoice
from salondesk.domain.sale.payment import ALLOCATION, PAYMENT
from salondesk.engine.tender_payments import tender_payments
from salondesk.services.context import Work


def take_payments(work: Work, invoice: Invoice, notes: Sequence[Invoice] = ()) -> None:
    """Enter a payment and its allocation for each tender of a family's newest document.

    ``notes`` are the invoice's credit notes, oldest first. What a note gives back ``reverses`` the payment it came with.
    """
    newest = notes[-1] if notes else invoice
    for payment, allocation in tender_payments(invoice, notes):
        if payment.taken_with == newest.id:
            work.uow.repo(PAYMENT).save(None, replace(payment, source=""))
            work.uow.repo(ALLOCATION).save(None, allocation)
