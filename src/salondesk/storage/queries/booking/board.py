"""The SQL of DiaryBoard: a day or a week of the diary as values to paint."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from operator import attrgetter
from typing import Any

from salondesk.core.ids import Id
from salondesk.core.timespan import DAY_MIN, MINUTE_MS, business_date, day_start, instant_of, minute_of
from salondesk.domain.segments import held_range
from salondesk.domain.settings import LATE_MINUTES
from salondesk.domain.shop import Branch
from salondesk.domain.staff import Shift, TimeOff, TimeOffKind
from salondesk.engine.worktime import absences_on, opening, shifts_on
from salondesk.services.reads.booking import board as b
from salondesk.storage.driver import Connection
from salondesk.storage.queries.billed import OWING
from salondesk.storage.queries.lent import DayTitle, Lent
from salondesk.storage.stored_text import local_text, shifts_of

_START, _END = attrgetter("start_min"), attrgetter("end_min")

_BLOCKS = f"""
SELECT l.id, s.booking_id, l.staff_id, (s.start_at - ?1) / 60000, (s.end_at - ?1) / 60000, b.status,
       coalesce(c.name, ''), v.names, v.colour,
       (b.note <> '') * 1 + (coalesce(c.alert, '') <> '') * 2 + (l.requested <> 0) * 8
       + (b.override IS NOT NULL) * 128
       + CASE {OWING.format(booking="s.booking_id")} WHEN 0 THEN 32 WHEN 1 THEN 4096
              ELSE (b.status = 'done' AND b.source <> 'import') * 16 END
       + (s.start_at < ?2 AND s.end_at > ?3 AND b.status IN ('booked', 'confirmed')) * 64,
       b.version, b.status NOT IN ('done', 'cancelled', 'rejected', 'no_show'), s.several, s.pos, s.id,
       CASE WHEN s.several THEN (
           SELECT group_concat(hex(k.holder_id)) FROM claim k WHERE k.segment_id = s.id AND k.holder_kind = 'staff'
       ) END
FROM booking_segment s
JOIN booking_line l ON l.id = s.line_id
JOIN booking b ON b.id = s.booking_id
JOIN service v ON v.id = l.service_id
LEFT JOIN client c ON c.id = b.client_id
WHERE s.branch_id = ?4 AND s.start_at >= ?5 AND s.start_at < ?6 + 21600000 AND (s.start_at < ?6 OR s.pos > 0)
AND b.deleted_at IS NULL
"""
"""The columns are BoardBlock's fields in their order: what SQLite can say, Python need not. Last comes what joins a
line of several segments or people, which may run on for six hours after the day's last start.
"""
_HERS = """
AND (l.staff_id = ?7 OR s.several AND EXISTS (
    SELECT 1 FROM booking_segment x JOIN claim k ON k.segment_id = x.id WHERE x.line_id = l.id AND k.holder_id = ?7
))
"""


def answer(db: Lent, query: b.DiaryBoard) -> b.DayBoard:
    """Return the board: of a day the column of every bookable person, of a week a column a day."""
    return _week(db, query) if query.days == b.WEEK else _day(db, query)


def _day(db: Lent, query: b.DiaryBoard) -> b.DayBoard:
    connection, branch, now_ms = db.connection, db.branch(), db.now_ms
    day, staff_id, lang = query.first, query.staff_id, query.lang
    people = _people(connection, branch, staff_id, day, 1)
    absences = _absences(connection, branch, day, day)
    closed = absences.get(None, ())
    hours = opening(branch.hours, day, branch.zone)
    first, last = _frame(hours)
    origin, said = day_start(day, branch.zone), _Said(lang)
    blocks = _blocks(
        connection, branch, origin, (branch.cutoff_min, DAY_MIN + branch.cutoff_min), lang=lang, now_ms=now_ms,
        late_ms=_late_ms(connection, branch), staff_id=staff_id,
    )  # fmt: skip
    if blocks:
        first = min(first, min(map(_START, blocks)) // 60 * 60)
        last = max(last, -(-max(map(_END, blocks)) // 60) * 60)
    frame, alike = (first, last), dict[str, tuple[b.BoardShade, ...]]()

    def shades(person: Id, pattern: str) -> tuple[b.BoardShade, ...]:
        away = (*absences.get(person, ()), *closed)
        if away:
            return _shades(shifts_of(pattern), away, day, branch, hours, frame)
        found = alike.get(pattern)
        if found is None:
            found = alike[pattern] = _shades(shifts_of(pattern), (), day, branch, hours, frame)
        return found

    columns = tuple(
        b.BoardColumn(person, said[names], said[title], colour, shades(person, pattern))
        for person, names, title, colour, pattern in people
    )
    now_min = minute_of(now_ms, day, branch.zone)
    shown = business_date(now_ms, branch.zone, branch.cutoff_min) == day
    return b.DayBoard(
        date_iso=day.isoformat(),
        day_start_min=first,
        day_end_min=last,
        slot_min=branch.slot_min,
        columns=columns,
        blocks=tuple(blocks),
        now_min=now_min if shown and first <= now_min < last else None,
    )


def _week(db: Lent, query: b.DiaryBoard) -> b.DayBoard:
    connection, branch, now_ms = db.connection, db.branch(), db.now_ms
    first_day, staff_id, lang = query.first, query.staff_id, query.lang
    days = [first_day + timedelta(days=n) for n in range(7)]
    people = _people(connection, branch, staff_id, first_day, 7)
    absences = _absences(connection, branch, days[0], days[-1])
    frames = [_frame(opening(branch.hours, day, branch.zone)) for day in days]
    first, last = min(f for f, _ in frames), max(e for _, e in frames)
    whose: dict[bytes, str] = {
        person: local_text(names).pick(lang) for person, names, _title, _colour, _pattern in people
    }
    blocks: list[b.BoardBlock] = []
    late_ms = _late_ms(connection, branch)
    for day in days:
        found = _blocks(
            connection, branch, day_start(day, branch.zone), (branch.cutoff_min, DAY_MIN + branch.cutoff_min),
            lang=lang, now_ms=now_ms, late_ms=late_ms, staff_id=staff_id,
        )  # fmt: skip
        key = day.isoformat().encode()
        if len(people) > 1:  # the column is nobody's: each block says whose it is
            blocks += [
                x._replace(column_key=key, services=f"{whose[x.staff_id]} · {x.services}")
                if x.staff_id in whose
                else x._replace(column_key=key)
                for x in found
            ]
        else:
            blocks += [x._replace(column_key=key) for x in found]
    if blocks:
        first = min(first, min(map(_START, blocks)) // 60 * 60)
        last = max(last, -(-max(map(_END, blocks)) // 60) * 60)
    today = business_date(now_ms, branch.zone, branch.cutoff_min)
    columns = tuple(_day_column(day, people, absences, branch, (first, last), db.day_title) for day in days)
    now_min = minute_of(now_ms, today, branch.zone)
    return b.DayBoard(
        date_iso=first_day.isoformat(),
        day_start_min=first,
        day_end_min=last,
        slot_min=branch.slot_min,
        columns=columns,
        blocks=tuple(blocks),
        now_min=now_min if today in days and first <= now_min < last else None,
        kind="week",
        today_key=today.isoformat().encode() if today in days else None,
    )


_Person = tuple[Id, str, str, str, str]
"""A row of people: id, names and title as stored, colour, and the pattern of the shifts (see ``_shifts``)."""


def _day_column(
    day: date,
    people: list[_Person],
    absences: dict[Id | None, list[TimeOff]],
    branch: Branch,
    frame: tuple[int, int],
    titles: DayTitle,
) -> b.BoardColumn:
    hours = opening(branch.hours, day, branch.zone)
    closed = absences.get(None, ())
    each = tuple(
        (
            person_id,
            _shades(shifts_of(pattern), (*absences.get(person_id, ()), *closed), day, branch, hours, frame),
        )
        for person_id, _names, _title, _colour, pattern in people
    )
    if len(each) == 1:
        shades = each[0][1]
    else:
        shades = tuple(b.BoardShade("shift", start, end) for start, end in hours) or (
            b.BoardShade("closed", frame[0], frame[1]),
        )
        shades += _absent(closed, day, branch, frame)
    title, subtitle = titles(day)
    return b.BoardColumn(
        key=day.isoformat().encode(),
        title=title,
        subtitle=subtitle,
        shades=shades,
        people=each if len(each) > 1 else (),
    )


def _frame(hours: list[tuple[int, int]]) -> tuple[int, int]:
    """Return the whole hours the ruler shows around opening time; a closed day shows nine to nine."""
    if not hours:
        return 9 * 60, 21 * 60
    first = min(start for start, _ in hours) // 60 * 60
    last = -(-max(end for _, end in hours) // 60) * 60
    return first, last


_PEOPLE = """
SELECT id, names, title, colour,
       (SELECT json_group_array(json_array(weekday, start_min, end_min, kind, valid_from, valid_to) ORDER BY pos)
        FROM shift WHERE staff_id = staff.id AND (?2 IS NULL OR weekday = ?2))
FROM staff WHERE (?1 IS NULL OR id = ?1) AND (
    (active = 1 AND bookable = 1 AND deleted_at IS NULL AND (last_day IS NULL OR last_day >= ?3))
    OR EXISTS (SELECT 1 FROM claim WHERE holder_id = staff.id AND held = 1 AND start_at >= ?4 AND start_at < ?5)
) ORDER BY sort, code
"""


def _people(
    connection: Connection, branch: Branch, staff_id: Id | None, first: date, days: int
) -> list[_Person]:
    """Return the people of one date or of seven with their shifts (of one date: that weekday's).

    Somebody who has left, or is booked no more, still has a column where visits wait: they must not be lost from sight.
    """
    start = instant_of(first, branch.cutoff_min, branch.zone)
    end = instant_of(first + timedelta(days=days - 1), DAY_MIN + branch.cutoff_min, branch.zone)
    weekday = first.weekday() if days == 1 else None
    asked = (staff_id, weekday, first.isoformat(), start, end)
    found: list[_Person] = connection.execute(_PEOPLE, asked).fetchall()
    return found


def _absences(
    connection: Connection, branch: Branch, first: date, last: date
) -> dict[Id | None, list[TimeOff]]:
    """Return the absences that touch some dates, by person; those of nobody are the branch's: it is closed then."""
    start = day_start(first, branch.zone)
    end = day_start(last + timedelta(days=2), branch.zone)
    found: dict[Id | None, list[TimeOff]] = {}
    for row_id, staff, start_at, end_at, kind, reason in connection.execute(
        "SELECT id, staff_id, start_at, end_at, kind, reason FROM time_off"
        " WHERE branch_id = ? AND start_at < ? AND end_at > ? AND deleted_at IS NULL ORDER BY start_at",
        (branch.id, end, start),
    ):
        found.setdefault(staff, []).append(
            TimeOff(
                id=row_id, branch_id=branch.id, staff_id=staff, start_at=start_at, end_at=end_at,
                kind=TimeOffKind(kind), reason=reason,
            )
        )  # fmt: skip
    return found


def _shades(
    shifts: Iterable[Shift],
    absences: Sequence[TimeOff],
    day: date,
    branch: Branch,
    hours: list[tuple[int, int]],
    frame: tuple[int, int],
) -> tuple[b.BoardShade, ...]:
    first, last = frame
    stretches = shifts_on(shifts, day, branch.zone)
    if not hours and not stretches:
        return (b.BoardShade("closed", first, last),)
    found = tuple(map(b.BoardShade._make, stretches))
    return found + _absent(absences, day, branch, frame) if absences else found


def _absent(
    absences: Sequence[TimeOff], day: date, branch: Branch, frame: tuple[int, int]
) -> tuple[b.BoardShade, ...]:
    """Return the shades of absences within a column's frame."""
    first, last = frame
    return tuple(
        b.BoardShade(s.kind, max(s.start_min, first), min(s.end_min, last), s.label)
        for s in absences_on(absences, day, branch.zone)
        if s.start_min < last and s.end_min > first
    )


def _late_ms(connection: Connection, branch: Branch) -> int:
    """Return how far behind the start a client counts as late."""
    row = connection.execute(
        "SELECT value FROM setting WHERE level_id = ? AND key = ? AND deleted_at IS NULL",
        (branch.id, LATE_MINUTES.key),
    ).fetchone()
    return LATE_MINUTES.stored(row and row[0]) * MINUTE_MS


def _blocks(
    connection: Connection,
    branch: Branch,
    origin: int,
    window: tuple[int, int],
    *,
    lang: str,
    now_ms: int,
    late_ms: int,
    staff_id: Id | None,
) -> list[b.BoardBlock]:
    """Return the lines that start in a window of minutes after ``origin`` (the column's midnight)."""
    first, last = origin + window[0] * MINUTE_MS, origin + window[1] * MINUTE_MS
    parameters = [
        origin,
        now_ms - late_ms,
        now_ms - DAY_MIN * MINUTE_MS,
        branch.id,
        first,
        last,
    ]
    sql = _BLOCKS
    if staff_id is not None:
        sql, parameters = sql + _HERS, [*parameters, staff_id]
    make, said = b.BoardBlock._make, _Said(lang)
    rows = connection.execute(sql, parameters).fetchall()
    # unpacked by name: slices of a row would make three lists for each of hundreds of lines
    found = [
        make((
            line, visit, person, start, end, status, client, said[names], colour, flags, version, open_ != 0, (), person,
            False,
        ))
        for line, visit, person, start, end, status, client, names, colour, flags, version, open_, _s, _pos, _id, _held in (
            rows
        )
    ]  # fmt: skip
    return list(_joined(found, rows, staff_id)) if any(row[_SEVERAL] for row in rows) else found


_SEVERAL, _POS, _SEGMENT, _PEOPLE_HELD = 12, 13, 14, 15
"""Where a row says what joins a line."""


def _joined(blocks: list[b.BoardBlock], rows: list[Any], only: Id | None) -> Iterator[b.BoardBlock]:
    """Yield a block for each person of each line; a line whose first segment is not among the rows stands on the day
    before. ``only`` asks for one person's.
    """
    lines: dict[bytes, list[tuple[b.BoardBlock, Any]]] = {}
    for block, row in zip(blocks, rows, strict=True):
        if row[_SEVERAL]:
            lines.setdefault(block.line_id, []).append((block, row))
        else:
            yield block
    for parts in lines.values():
        if any(row[_POS] == 0 for _block, row in parts):
            parts.sort(key=lambda part: part[0].start_min)
            for made in _of_people([block for block, _row in parts], [row for _block, row in parts]):
                if only is None or made.staff_id == only:
                    yield made


def _of_people(parts: list[b.BoardBlock], rows: list[Any]) -> Iterator[b.BoardBlock]:
    """Yield a line's block for each person whom its segments, earliest first, keep busy: first the main one."""
    owner = parts[0].staff_id
    held = [
        {bytes.fromhex(h) for h in row[_PEOPLE_HELD].split(",")} if row[_PEOPLE_HELD] else set()
        for row in rows
    ]
    people = sorted(
        {person for holders in held for person in holders} or {owner}, key=lambda p: (p != owner, p)
    )
    anybodys = [bool(holders) for holders in held]
    for n, person in enumerate(people):
        mine = [person in holders for holders in held] if any(anybodys) else [True] * len(parts)
        first, last = held_range(mine, anybodys)
        segments = tuple(
            b.BoardSegment(row[_SEGMENT], part.start_min, part.end_min, not hers)
            for part, row, hers in zip(parts, rows, mine, strict=True)
        )
        yield parts[0]._replace(
            column_key=person, staff_id=person, helps=n > 0, start_min=parts[first].start_min,
            end_min=max(part.end_min for part in parts[first : last + 1]),
            segments=segments if len(segments) > 1 else (),
        )  # fmt: skip


class _Said(dict[str, str]):
    """Names in one language by their stored text: a day has hundreds of lines and a dozen services."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._lang = lang

    def __missing__(self, stored: str) -> str:
        found = self[stored] = local_text(stored).pick(self._lang)
        return found
