"""The fiscal documents of some days as a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from salondesk.core.ids import Id
from salondesk.domain.access import Permission
from salondesk.domain.settlement import SettlementState
from salondesk.services.reads.query import Query


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
    state: SettlementState | None = None
    """Where an invoice's family stands; None of a credit note."""


@dataclass(frozen=True, slots=True)
class InvoiceList(Query[list[InvoiceRow]]):
    """The documents of business dates first..last, oldest first."""

    needs = (Permission.SALE_VIEW,)
    """For who may see sales."""

    first: date
    last: date
