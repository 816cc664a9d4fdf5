"""Checks that the payments taken with a document are what its tenders say, put to its invoice."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from salondesk.core import snapshot
from salondesk.core.message import Message, N_
from salondesk.domain.record import Record
from salondesk.domain.sale.invoice import Invoice
from salondesk.domain.sale.payment import ALLOCATION, PAYMENT, Payment
from salondesk.engine.tender_payments import Taken, tender_payments
from salondesk.services.shop.problem import Problem
from salondesk.storage.driver import Connection
from salondesk.storage.mapping import rows_of

RULE = "payment"
R = TypeVar("R", bound=Record)
# The plus keeps SQLite from going through all payments that ever came later, for each document.
_LATER = (
    "id IN (SELECT payment_id FROM allocation WHERE document_id = ?) AND +taken_with IS NULL ORDER BY at, id"
)
"""What came for an invoice after it was issued, oldest first."""


def problems_of(connection: Connection, document: Invoice) -> Iterator[Problem]:
    """Yield what is wrong with the payments taken with a document and with their allocations.

    The document's hash covers its tenders, so that no payment needs one of its own.
    """
    wanted = sorted(_wanted(connection, document), key=lambda taken: taken[0].id)
    payments = rows_of(PAYMENT).load_where(connection, "taken_with = ? ORDER BY id", (document.id,))
    put = [
        allocation
        for payment, _ in wanted
        for allocation in rows_of(ALLOCATION).load_where(
            connection, "payment_id = ? ORDER BY id", (payment.id,)
        )
    ]
    if (
        len(payments) != len(wanted)
        or len(put) != len(wanted)
        or not all(
            _same_payment(had, payment) and _same(one, allocation)
            for had, one, (payment, allocation) in zip(payments, put, wanted, strict=True)
        )
    ):
        yield Problem(
            RULE,
            document.number,
            Message(N_("The payments of this document are not what was taken with it.")),
        )


def _same_payment(had: Payment, wanted: Payment) -> bool:
    """Tell whether a payment is what a document says; only one that an upgrade took over tells where it came from."""
    return had.source in ("", wanted.source) and _same(had, replace(wanted, source=had.source))


def _same(had: R, wanted: R) -> bool:
    """Tell whether a record is as it was entered, once; when that was, no document says."""
    return had.created_at == had.updated_at and had == replace(
        wanted, version=1, created_at=had.created_at, updated_at=had.created_at
    )


def _wanted(connection: Connection, document: Invoice) -> list[Taken]:
    """Return the payments and allocations of a document; those of a credit note reverse payments of its family."""
    family: Sequence[Invoice] = ()
    root = document
    if document.original is not None:
        rows = connection.execute(
            "SELECT snapshot FROM invoice WHERE id = ?1 OR original_id = ?1 ORDER BY original_id IS NOT NULL,"
            " issued_at, seq",
            (document.original.id,),
        ).fetchall()
        root, *family = (snapshot.loads(Invoice, text) for (text,) in rows)
    later: Sequence[Payment] = ()
    if family:
        later = rows_of(PAYMENT).load_where(connection, _LATER, (root.id,))
    return [taken for taken in tender_payments(root, family, later) if taken[0].taken_with == document.id]
