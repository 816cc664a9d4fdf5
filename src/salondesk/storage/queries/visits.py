"""Visits of this branch as several questions read them: one booking, and rows of a client's visits."""

from salondesk.core.errors import UserError
from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.domain.access import Permission
from salondesk.domain.booking import BOOKING, Booking
from salondesk.services.reads.booking.visit import VisitRow
from salondesk.services.reads.query import refusal
from salondesk.storage.driver import Connection
from salondesk.storage.mapping import rows_of
from salondesk.storage.queries.lent import Lent


def booking_seen(db: Lent, booking_id: Id, staff_id: Id | None) -> Booking:
    """Return a booking of this branch, with ``staff_id`` one that has a line of theirs, or needs them.

    Raises UserError when it is gone or another branch's, PermissionRefused when all its lines are others' alone.
    """
    booking = rows_of(BOOKING).load(db.connection, booking_id)
    if booking is None or booking.deleted_at is not None or booking.branch_id != db.place.branch_id:
        raise UserError.gone()
    if staff_id is not None and all(staff_id not in line.people for line in booking.lines):
        raise refusal(Permission.DIARY_VIEW)
    return booking


def visits_of(connection: Connection, where: str, value: object) -> list[VisitRow]:
    """Return the visits an SQL condition on ``b`` (booking) picks, each with its services and people."""
    found = connection.execute(f"SELECT b.id, b.status FROM booking b WHERE {where}", (value,)).fetchall()
    visits = []
    for booking_id, status in found:
        lines = connection.execute(
            "SELECT v.names, p.names, l.price_minor, min(s.start_at) FROM booking_line l"
            " JOIN booking_segment s ON s.line_id = l.id JOIN service v ON v.id = l.service_id"
            " JOIN staff p ON p.id = l.staff_id WHERE l.booking_id = ? GROUP BY l.id ORDER BY l.pos",
            (booking_id,),
        ).fetchall()
        if lines:
            visits.append(
                VisitRow(
                    Id(booking_id),
                    min(line[3] for line in lines),
                    status,
                    tuple(LocalText.from_json(line[0]) for line in lines),
                    tuple(dict.fromkeys(LocalText.from_json(line[1]) for line in lines)),
                    sum(line[2] for line in lines),
                )
            )
    return visits
