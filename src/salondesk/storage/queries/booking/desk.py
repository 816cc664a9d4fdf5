"""The SQL of DeskDay: who is due, waiting, in service, to pay."""

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.services.reads.booking.desk import DeskBoard, DeskDay, DeskRow
from salondesk.storage.queries.billed import BILLED
from salondesk.storage.queries.lent import Lent

_ROWS = f"""
SELECT b.id, b.version, coalesce(c.name, ''), coalesce(c.alert, ''), b.status, min(s.start_at), v.names, p.names,
       l.price_minor, b.source = 'import' AND b.status = 'done' OR {BILLED.format(booking="b.id")}
FROM booking b
JOIN booking_line l ON l.booking_id = b.id
JOIN booking_segment s ON s.line_id = l.id
JOIN service v ON v.id = l.service_id
JOIN staff p ON p.id = l.staff_id
LEFT JOIN client c ON c.id = b.client_id
WHERE b.branch_id = ? AND b.business_date = ? AND b.deleted_at IS NULL
GROUP BY l.id
ORDER BY min(s.start_at), l.pos
"""
"""A row a line: what it costs, it costs once, however many segments it has."""
_STAGE = {
    "pending": "due", "booked": "due", "confirmed": "due", "arrived": "waiting", "in_service": "in_service",
    "done": "to_pay",
}  # fmt: skip


def answer(db: Lent, query: DeskDay) -> DeskBoard:
    """Return the day's bookings by stage, earliest first; a paid one is on none."""
    made: dict[bytes, DeskRow] = {}
    paid: set[bytes] = set()
    for (
        booking_id,
        version,
        client,
        alert,
        status,
        start,
        service,
        person,
        price,
        is_billed,
    ) in db.connection.execute(_ROWS, (db.place.branch_id, query.day.isoformat())):
        if is_billed:
            paid.add(booking_id)
        row = made.get(booking_id) or DeskRow(
            Id(booking_id), version, client, alert, start, status, (), (), 0
        )
        made[booking_id] = row._replace(
            services=(*row.services, LocalText.from_json(service)),
            staff=tuple(dict.fromkeys((*row.staff, LocalText.from_json(person)))),
            price_minor=row.price_minor + price,
        )
    stages: dict[str, list[DeskRow]] = {"due": [], "waiting": [], "in_service": [], "to_pay": []}
    for row in made.values():
        stage = _STAGE.get(row.status)
        if stage is not None and row.booking_id not in paid:
            stages[stage].append(row)
    return DeskBoard(**{stage: tuple(rows) for stage, rows in stages.items()})
