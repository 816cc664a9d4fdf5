"""A fiscal document found by the number that is printed on it."""

from __future__ import annotations

from dataclasses import dataclass

from salondesk.domain.access import Actor, Permission
from salondesk.domain.sale.invoice import Invoice
from salondesk.services.reads.query import Held, Query, require


@dataclass(frozen=True, slots=True)
class InvoiceByNumber(Query[Invoice | None]):
    """A document by its whole number; None when no document bears it."""

    number: str

    def allow(self, held: Held, me: Actor) -> InvoiceByNumber:
        """For who may see sales."""
        require(held, Permission.SALE_VIEW)
        return self
