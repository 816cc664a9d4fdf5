"""Allocations, found by the invoice they settle."""

from salondesk.core.ids import Id
from salondesk.domain.sale.payment import ALLOCATION, Allocation
from salondesk.storage.repos.base import Journal, RecordRepo


class AllocationRepo(RecordRepo[Allocation]):
    """Allocations inside a unit of work."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(journal, ALLOCATION)

    def of_invoice(self, invoice_id: Id) -> list[Allocation]:
        """Return what was put to an invoice and taken back from it, oldest first."""
        return self.where("document_id = ? ORDER BY at, id", (invoice_id,))
