"""The documents that the takings of some days are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from salondesk.domain.access import Actor, Permission
from salondesk.domain.sale.invoice import Invoice
from salondesk.services.reads.query import Held, Query, require


@dataclass(frozen=True, slots=True)
class TakingsDocuments(Query[list[Invoice]]):
    """The documents of business dates first..last whole, oldest first."""

    first: date
    last: date

    def allow(self, held: Held, me: Actor) -> TakingsDocuments:
        """For who may see the takings."""
        require(held, Permission.REPORT_TAKINGS)
        return self
