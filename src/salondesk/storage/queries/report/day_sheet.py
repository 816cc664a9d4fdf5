"""The SQL of DaySheetLines: one person's lines of a business date."""

from typing import Any

from salondesk.core.errors import UserError
from salondesk.core.localtext import LocalText
from salondesk.core.message import Message, N_
from salondesk.services.reads.report.day_sheet import DaySheetLines, PersonDay, SheetRow
from salondesk.services.reads.staff.people import PeopleOfDiary
from salondesk.storage.queries.lent import Lent
from salondesk.storage.queries.staff import people


def answer(db: Lent, query: DaySheetLines) -> PersonDay:
    """Return the person's name and lines, earliest first; cancelled ones are left out."""
    found = people.answer(db, PeopleOfDiary(query.day, query.staff_id))
    if not found:
        raise UserError(Message(N_("There is no such person.")))
    rows = db.connection.execute(
        "SELECT l.id, s.kind, s.start_at, s.end_at, coalesce(c.name, ''), v.names, b.status, coalesce(c.phone, ''), b.note,"
        " coalesce(c.alert, '') FROM booking b JOIN booking_line l ON l.booking_id = b.id"
        " JOIN booking_segment s ON s.line_id = l.id JOIN service v ON v.id = l.service_id"
        " LEFT JOIN client c ON c.id = b.client_id"
        " WHERE b.branch_id = ? AND b.business_date = ? AND l.staff_id = ? AND b.deleted_at IS NULL"
        " AND b.status NOT IN ('cancelled', 'rejected') ORDER BY s.start_at",
        (db.place.branch_id, query.day.isoformat(), query.staff_id),
    ).fetchall()
    lines: dict[bytes, list[Any]] = {}
    for row in rows:
        lines.setdefault(row[0], []).append(row)
    return PersonDay(found[0].names, tuple(_sheet_row(parts) for parts in lines.values()))


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
