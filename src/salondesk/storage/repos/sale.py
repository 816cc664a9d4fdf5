"""Tickets."""

from salondesk.core.ids import Id
from salondesk.domain.sale.ticket import TICKET, Ticket
from salondesk.storage.repos.base import Journal, RecordRepo


class TicketRepo(RecordRepo[Ticket]):
    """Tickets inside a unit of work."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(journal, TICKET)

    def open_for_booking(self, booking_id: Id) -> Ticket | None:
        """Return the booking's open ticket."""
        found = self.where("booking_id = ? AND status = 'open' AND deleted_at IS NULL", (booking_id,))
        return found[0] if found else None

    def of_client(self, client_id: Id) -> list[Ticket]:
        """Return the bills made up for a client, whatever became of them."""
        return self.where("client_id = ? ORDER BY id", (client_id,))
