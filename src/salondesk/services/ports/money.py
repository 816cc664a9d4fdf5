"""What use cases need of settlements, allocations, roll-ups, numbers and the ledger, as Protocols."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from salondesk.core.ids import Id
from salondesk.domain.daily import Daily
from salondesk.domain.ledger import LedgerEntry
from salondesk.domain.sale.invoice import DocumentKind, NumberSeries
from salondesk.domain.sale.payment import Allocation
from salondesk.domain.settlement import Settlement
from salondesk.services.ports.repository import Repository


class SettlementRepository(Protocol):
    """One derived row per invoice family."""

    def save(self, row: Settlement) -> None:
        """Write a family's row in the place of the one it had."""
        ...

    def due_of(self, root_id: Id) -> int:
        """Return what is still owed on an invoice, minor units; below zero what is to be given back."""
        ...

    def owed_by(self, client_id: Id) -> int:
        """Return what a client owes on all her invoices, minor units; what is to be given back takes nothing off."""
        ...

    def for_booking(self, booking_id: Id) -> list[Settlement]:
        """Return the families that bill, or billed, a visit, oldest first."""
        ...

    def for_client(self, client_id: Id) -> list[Settlement]:
        """Return the families that were billed to a client, oldest first."""
        ...


class AllocationRepository(Repository["Allocation"], Protocol):
    """Allocations, and those of an invoice."""

    def of_invoice(self, invoice_id: Id) -> list[Allocation]:
        """Return what was put to an invoice and taken back from it, oldest first."""
        ...


class DailyRepository(Protocol):
    """Daily roll-ups."""

    def add(self, rows: Iterable[Daily]) -> None:
        """Add rows to the figures that are there."""
        ...


class SeriesRepository(Protocol):
    """Running numbers."""

    def open_for(self, till_id: Id, kind: DocumentKind) -> NumberSeries:
        """Return the series in use. Raises BugError when the till has none."""
        ...

    def add(self, series: NumberSeries) -> None:
        """Open a series."""
        ...

    def advance(self, series: NumberSeries, document_hash: str) -> None:
        """Use up the series' next number for the document of that hash."""
        ...

    def close(self, series: NumberSeries, *, at: int, reason: str) -> None:
        """Close a series for ever."""
        ...


class LedgerRepository(Protocol):
    """Entries and balances."""

    def post(self, entries: Sequence[LedgerEntry]) -> None:
        """Add entries, and their amounts to the balances. Raises BugError when its source key was posted already."""
        ...

    def balance(self, account: str, holder_id: Id) -> int:
        """Return the sum of a holder's entries."""
        ...
