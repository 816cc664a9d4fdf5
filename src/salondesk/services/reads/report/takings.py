"""The documents that the takings of some days are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from salondesk.domain.access import Permission
from salondesk.domain.sale.invoice import Invoice
from salondesk.services.reads.query import Query


@dataclass(frozen=True, slots=True)
class TakingsDocuments(Query[list[Invoice]]):
    """The documents of business dates first..last whole, oldest first."""

    needs = (Permission.REPORT_TAKINGS,)
    """For who may see the takings."""

    first: date
    last: date
