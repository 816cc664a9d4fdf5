"""One fiscal document with the credit notes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from salondesk.core.ids import Id
from salondesk.domain.access import Permission
from salondesk.domain.sale.invoice import Invoice
from salondesk.domain.sale.payment import Payment
from salondesk.domain.settlement import Settlement
from salondesk.services.reads.query import Query


class InvoiceFamily(NamedTuple):
    """A document as it was issued, the credit notes of it, oldest first, and where an invoice stands.

    ``payments`` is all the money that came for an invoice and went back, oldest first; ``settlement`` its family's row.
    Both are empty of a credit note, whose invoice has them.
    """

    document: Invoice
    credits: tuple[Invoice, ...]
    unprinted_job_id: Id | None
    """The print job that has not brought it to paper yet; None once it has."""
    payments: tuple[Payment, ...] = ()
    settlement: Settlement | None = None


@dataclass(frozen=True, slots=True)
class InvoiceById(Query[InvoiceFamily]):
    """A document of this branch by its id. Raises UserError when there is none."""

    needs = (Permission.SALE_VIEW, Permission.SALE_CHECKOUT)
    """For who may see sales, and for who makes them."""

    invoice_id: Id
