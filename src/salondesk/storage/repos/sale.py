"""Tickets."""

from salondesk.core.ids import Id
from salondesk.domain.sale.ticket import LineShare, Ticket, TicketLine
from salondesk.storage.mapping import Child, Rows
from salondesk.storage.repos.base import Journal, RecordRepo

_SHARE = Rows(LineShare, "ticket_line_share")
_LINE = Rows(TicketLine, "ticket_line", children=[Child("shares", _SHARE)])
TICKET = Rows(Ticket, "ticket", children=[Child("lines", _LINE)])


class TicketRepo(RecordRepo[Ticket]):
    """Tickets inside a unit of work."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(journal, "ticket", TICKET)

    def open_for_booking(self, booking_id: Id) -> Ticket | None:
        """Return the booking's open ticket."""
        found = self.where("booking_id = ? AND status = 'open' AND deleted_at IS NULL", (booking_id,))
        return found[0] if found else None
