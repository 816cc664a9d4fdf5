"""The fiscal documents of some days as a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from salondesk.core.ids import Id
from salondesk.domain.access import Actor, Permission
from salondesk.services.reads.query import Held, Query, require


class InvoiceRow(NamedTuple):
    """A fiscal document in a list."""

    invoice_id: Id
    number: str
    kind: str
    issued_at: int
    legal_date: date
    client_name: str
    gross_minor: int
    payable_minor: int
    currency: str
    unprinted_job_id: Id | None = None
    """The print job that has not brought it to paper yet; None once it has."""


@dataclass(frozen=True, slots=True)
class InvoiceList(Query[list[InvoiceRow]]):
    """The documents of business dates first..last, oldest first."""

    first: date
    last: date

    def allow(self, held: Held, me: Actor) -> InvoiceList:
        """For who may see sales."""
        require(held, Permission.SALE_VIEW)
        return self
