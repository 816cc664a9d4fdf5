"""Payments and allocations made of the tenders of an invoice and its credit notes.

The ids are derived from document and tender, so that every machine that makes them makes the same ones.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from salondesk.core.ids import Id, derived_id
from salondesk.domain.sale.invoice import Invoice
from salondesk.domain.sale.payment import Allocation, Payment
from salondesk.domain.sale.ticket import Tender, TenderKind

Taken = tuple[Payment, Allocation]
_Slip = tuple[TenderKind, str, str, str]


def tender_payments(
    invoice: Invoice, notes: Sequence[Invoice] = (), later: Sequence[Payment] = ()
) -> tuple[Taken, ...]:
    """Return a payment and its allocation for each tender of a family, in order of documents and tenders.

    ``notes`` are the invoice's credit notes, oldest first. Each allocation is the whole payment less its rounding, put
    to the invoice. Tender N of a document becomes ``source`` ``NUMBER/tN``. The document's rounding goes to its cash
    tender; where a credit is rounded to nothing, and so has none, to an empty cash payment ``NUMBER/r``. What a note
    gave back ``reverses`` the first payment of the same slip with something left, also among those that came ``later``
    for the invoice alone (oldest first), as far as they had come when the note was issued.
    """
    made = list(_of_document(invoice, invoice.id))
    left = [(payment, payment.amount_minor) for payment, _ in made]
    waiting = list(later)
    for note in notes:
        while waiting and waiting[0].at <= note.issued_at:
            left.append((waiting[0], waiting.pop(0).amount_minor))
        for payment, allocation in _of_document(note, invoice.id):
            found = _source(left, payment) if payment.amount_minor < 0 else None
            if found is not None:
                source, rest = left[found]
                left[found] = (source, rest + payment.amount_minor)
                payment = replace(payment, reverses=source.id)
            made.append((payment, allocation))
    return tuple(made)


def _of_document(document: Invoice, root_id: Id) -> Iterator[Taken]:
    cash = [n for n, tender in enumerate(document.tenders) if tender.kind is TenderKind.CASH]
    for n, tender in enumerate(document.tenders):
        rounding = document.rounding_minor if cash and n == cash[-1] else 0
        yield _taken(document, root_id, tender, part=f"t{n}", rounding_minor=rounding)
    if document.rounding_minor and not cash:
        nothing = Tender(kind=TenderKind.CASH, amount_minor=0)
        yield _taken(document, root_id, nothing, part="r", rounding_minor=document.rounding_minor)


def _taken(document: Invoice, root_id: Id, tender: Tender, *, part: str, rounding_minor: int) -> Taken:
    at, key = document.issued_at, document.id.hex()
    payment = Payment(
        id=derived_id(at, "payment", key, part),
        branch_id=document.branch_id,
        session_id=document.session_id,
        kind=tender.kind,
        amount_minor=tender.amount_minor,
        tendered_minor=tender.tendered_minor,
        change_minor=tender.change_minor,
        rounding_minor=rounding_minor,
        approval=tender.approval,
        last4=tender.last4,
        reference=tender.reference,
        client_id=document.client_id,
        taken_with=document.id,
        at=at,
        business_date=document.business_date,
        by=document.cashier_id,
        source=f"{document.number}/{part}",
    )
    return payment, payment.put_to(root_id, derived_id(at, "allocation", key, part))


def _slip(payment: Payment) -> _Slip:
    return payment.kind, payment.approval, payment.last4, payment.reference


def _source(left: Sequence[tuple[Payment, int]], back: Payment) -> int | None:
    """Return the place of the payment that ``back`` gives back."""
    same = (n for n, (payment, rest) in enumerate(left) if rest > 0 and _slip(payment) == _slip(back))
    return next(same, None)
