"""The SQL of DaySheetLines: one person's lines of a business date."""

from typing import Any

from salondesk.core.errors import UserError
from salondesk.core.localtext import LocalText
from salondesk.core.message import Message, N_
from salondesk.domain.segments import held_range
from salondesk.services.reads.report.day_sheet import DaySheetLines, PersonDay, SheetRow
from salondesk.services.reads.staff.people import PeopleOfDiary
from salondesk.storage.queries.lent import Lent
from salondesk.storage.queries.staff import people

_LINES = """
SELECT l.id, EXISTS (SELECT 1 FROM claim k WHERE k.segment_id = s.id AND k.holder_id = ?3),
       EXISTS (SELECT 1 FROM claim k WHERE k.segment_id = s.id AND k.holder_kind = 'staff'), s.start_at, s.end_at,
       coalesce(c.name, ''), v.names, b.status, coalesce(c.phone, ''), b.note, coalesce(c.alert, '')
FROM booking b JOIN booking_line l ON l.booking_id = b.id
JOIN booking_segment s ON s.line_id = l.id JOIN service v ON v.id = l.service_id
LEFT JOIN client c ON c.id = b.client_id
WHERE b.branch_id = ?1 AND b.business_date = ?2 AND b.deleted_at IS NULL AND b.status NOT IN ('cancelled', 'rejected')
AND (EXISTS (
    SELECT 1 FROM booking_segment x JOIN claim k ON k.segment_id = x.id WHERE x.line_id = l.id AND k.holder_id = ?3
) OR l.staff_id = ?3 AND NOT EXISTS (
    SELECT 1 FROM booking_segment x JOIN claim k ON k.segment_id = x.id WHERE x.line_id = l.id AND k.holder_kind = 'staff'
))
ORDER BY s.start_at, s.pos
"""
"""The segments of lines that keep a person busy, and of her own that keep nobody."""


def answer(db: Lent, query: DaySheetLines) -> PersonDay:
    """Return the person's name and lines, earliest first; cancelled ones are left out."""
    found = people.answer(db, PeopleOfDiary(query.day, query.staff_id))
    if not found:
        raise UserError(Message(N_("There is no such person.")))
    rows = db.connection.execute(
        _LINES, (db.place.branch_id, query.day.isoformat(), query.staff_id)
    ).fetchall()
    lines: dict[bytes, list[Any]] = {}
    for row in rows:
        lines.setdefault(row[0], []).append(row)
    made = sorted(map(_sheet_row, lines.values()), key=lambda row: row.start_at)
    return PersonDay(found[0].names, tuple(made))


def _sheet_row(parts: list[Any]) -> SheetRow:
    """Make one row of a line's segments, which come earliest first: from the person's first one to her last."""
    mine, anybodys = [bool(part[1]) for part in parts], [bool(part[2]) for part in parts]
    if not any(anybodys):
        mine = [True] * len(parts)
    first, last = held_range(mine, anybodys)
    at, gaps = parts[first][3], list[tuple[int, int]]()
    for part, hers in zip(parts[first : last + 1], mine[first : last + 1], strict=True):
        if hers:
            if part[3] > at:
                gaps.append((at, part[3]))
            at = max(at, part[4])
    ends = max(part[4] for part in parts[first : last + 1])
    if ends > at:
        gaps.append((at, ends))
    client, services, status, phone, note, alert = parts[0][5:]
    return SheetRow(
        parts[first][3], ends, client, LocalText.from_json(services), status, phone, note, alert, tuple(gaps)
    )
