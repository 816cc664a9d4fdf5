"""The front-desk board: who is due, waiting, in service, to pay."""

from datetime import date
from typing import Any

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.services.reads.read_models import DeskBoard, DeskRow, SheetRow
from salondesk.storage.driver import Connection
from salondesk.storage.queries.billed import BILLED

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


def desk_board(connection: Connection, branch_id: Id, day: date) -> DeskBoard:
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
    ) in connection.execute(_ROWS, (branch_id, day.isoformat())):
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


def day_lines(connection: Connection, branch_id: Id, staff_id: Id, day: date) -> list[SheetRow]:
    """Return one person's lines of a business date, earliest first; cancelled ones are left out."""
    rows = connection.execute(
        "SELECT l.id, s.kind, s.start_at, s.end_at, coalesce(c.name, ''), v.names, b.status, coalesce(c.phone, ''), b.note,"
        " coalesce(c.alert, '') FROM booking b JOIN booking_line l ON l.booking_id = b.id"
        " JOIN booking_segment s ON s.line_id = l.id JOIN service v ON v.id = l.service_id"
        " LEFT JOIN client c ON c.id = b.client_id"
        " WHERE b.branch_id = ? AND b.business_date = ? AND l.staff_id = ? AND b.deleted_at IS NULL"
        " AND b.status NOT IN ('cancelled', 'rejected') ORDER BY s.start_at",
        (branch_id, day.isoformat(), staff_id),
    ).fetchall()
    lines: dict[bytes, list[Any]] = {}
    for row in rows:
        lines.setdefault(row[0], []).append(row)
    return [_sheet_row(parts) for parts in lines.values()]


def _sheet_row(parts: list[Any]) -> SheetRow:
    """Make one row of a line's segments, which come earliest first."""
    end, gaps = parts[0][2], list[tuple[int, int]]()
    for _line, kind, start_at, end_at, *_rest in parts:
        if kind == "processing":
            continue
        if start_at > end:
            gaps.append((end, start_at))
        end = max(end, end_at)
    last = max(part[3] for part in parts)
    if last > end:
        gaps.append((end, last))
    client, services, status, phone, note, alert = parts[0][4:]
    return SheetRow(
        parts[0][2], last, client, LocalText.from_json(services), status, phone, note, alert, tuple(gaps)
    )
