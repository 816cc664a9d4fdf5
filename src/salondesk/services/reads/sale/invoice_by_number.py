"""A fiscal document found by the number that is printed on it."""

from __future__ import annotations

from dataclasses import dataclass

from salondesk.domain.access import Permission
from salondesk.domain.sale.invoice import Invoice
from salondesk.services.reads.query import Query


@dataclass(frozen=True, slots=True)
class InvoiceByNumber(Query[Invoice | None]):
    """A document of this branch by its whole number; None when no document bears it."""

    needs = (Permission.SALE_VIEW,)
    """For who may see sales."""

    number: str
