"""The SQL of BillById, made from the bill's entry."""

from salondesk.domain.sale.ticket import TICKET, Ticket
from salondesk.services.reads.sale.bill import BillById
from salondesk.storage.mapping import rows_of
from salondesk.storage.queries.lent import Lent


def answer(db: Lent, query: BillById) -> Ticket | None:
    """Return the bill with its lines; None when it is gone, or another branch's."""
    found = rows_of(TICKET).load(db.connection, query.ticket_id)
    return found if found is not None and found.branch_id == db.place.branch_id else None
