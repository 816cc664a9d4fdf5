"""The SQL of VisitById: the booking with its client, other visits and the invoice that bills it."""

from salondesk.core.ids import Id
from salondesk.domain.client.card import CLIENT
from salondesk.domain.settlement import Settlement
from salondesk.services.reads.booking.visit import VisitById, VisitCard
from salondesk.storage.driver import Connection
from salondesk.storage.mapping import rows_of
from salondesk.storage.queries.documents import settlement_of
from salondesk.storage.queries.lent import Lent
from salondesk.storage.queries.visits import booking_seen, visits_of


def answer(db: Lent, query: VisitById) -> VisitCard:
    """Return a visit with its client, the client's other visits of that day, and the last one before it."""
    connection, booking = db.connection, booking_seen(db, query.booking_id, query.staff_id)
    bill = _billed(connection, booking.id)
    if booking.client_id is None:
        return VisitCard(booking, billed_by=bill[0], settlement=bill[1])
    client = rows_of(CLIENT).load(connection, booking.client_id)
    if client is None:
        return VisitCard(booking, billed_by=bill[0], settlement=bill[1])
    around = visits_of(
        connection,
        "b.client_id = ?1 AND b.deleted_at IS NULL AND b.status NOT IN ('cancelled', 'rejected')"
        f" AND b.business_date = '{booking.business_date.isoformat()}'",
        client.id,
    )
    before = visits_of(
        connection,
        "b.client_id = ?1 AND b.deleted_at IS NULL AND b.status IN ('done', 'in_service', 'arrived')"
        f" AND b.business_date < '{booking.business_date.isoformat()}' ORDER BY b.business_date DESC LIMIT 1",
        client.id,
    )
    missed = connection.execute(
        "SELECT count(*) FROM booking WHERE client_id = ? AND status = 'no_show' AND deleted_at IS NULL",
        (client.id,),
    ).fetchone()[0]
    others = sorted((v for v in around if v.booking_id != booking.id), key=lambda v: v.start_at)
    return VisitCard(booking, client, tuple(others), before[0] if before else None, missed, *bill)


def _billed(connection: Connection, booking_id: Id) -> tuple[str, Settlement | None]:
    """Return number and settlement of the invoice that bills a visit; none where all its lines were given back."""
    row = connection.execute(
        "SELECT i.number, i.id FROM settlement m JOIN invoice i ON i.id = m.root_id"
        " WHERE m.booking_id = ? AND m.lines_left > 0 ORDER BY i.issued_at DESC LIMIT 1",
        (booking_id,),
    ).fetchone()
    return ("", None) if row is None else (str(row[0]), settlement_of(connection, Id(row[1])))
