"""The SQL of OpenBills."""

from salondesk.core.ids import Id
from salondesk.services.reads.sale.open_bills import OpenBills, TicketRow
from salondesk.storage.queries.lent import Lent


def answer(db: Lent, query: OpenBills) -> list[TicketRow]:
    """Return the till's open bills, newest first."""
    del query
    rows = db.connection.execute(
        "SELECT t.id, t.booking_id, coalesce(c.name, ''), (SELECT count(*) FROM ticket_line l WHERE l.ticket_id = t.id),"
        " t.created_at FROM ticket t LEFT JOIN client c ON c.id = t.client_id"
        " WHERE t.till_id = ? AND t.status = 'open' AND t.deleted_at IS NULL ORDER BY t.created_at DESC",
        (db.place.till_id,),
    ).fetchall()
    return [TicketRow(Id(row[0]), Id(row[1]) if row[1] else None, *row[2:]) for row in rows]
