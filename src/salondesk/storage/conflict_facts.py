"""Loads the facts of engine/conflicts: held claims, hours and absences, for a board or a proposal.

Reads and write transactions share it, each on its own connection, so that screen and service judge by the same facts.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter, itemgetter

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.core.timespan import DAY_MIN, MINUTE_MS, TimeSpan, instant_of
from salondesk.domain.shop import Branch
from salondesk.domain.staff import TimeOff, TimeOffKind
from salondesk.engine.proposals import Held, ProposedSegment
from salondesk.engine.timetable import bookable, stretches_in
from salondesk.services.reads.booking.board import DayBoard
from salondesk.services.reads.booking.conflict_facts import ConflictFacts, VisitLine, policy_of
from salondesk.storage.driver import Connection
from salondesk.storage.stored_text import local_text, shifts_of

LONGEST_MS = DAY_MIN * MINUTE_MS
"""No segment is longer than a day, so a range of starts finds every overlap."""

_HELD = """
SELECT k.holder_id, k.start_at, k.end_at, k.booking_id, s.line_id, coalesce(c.name, '')
FROM claim k
JOIN booking_segment s ON s.id = k.segment_id
JOIN booking b ON b.id = k.booking_id
LEFT JOIN client c ON c.id = b.client_id
WHERE k.held = 1 AND k.holder_id IN ({}) AND k.start_at < ? AND k.start_at > ? AND k.end_at > ?
"""
_PEOPLE = """
SELECT id, names,
       (SELECT json_group_array(json_array(weekday, start_min, end_min, kind, valid_from, valid_to) ORDER BY pos)
        FROM shift WHERE staff_id = staff.id)
FROM staff WHERE id IN ({})
"""
_ABSENCES = """
SELECT id, staff_id, start_at, end_at, kind, reason FROM time_off
WHERE branch_id = ? AND start_at < ? AND end_at > ? AND deleted_at IS NULL
"""
_CHANGED = "SELECT key, value FROM setting WHERE level = 'shop' AND deleted_at IS NULL"
_VISITS = """
WITH shown(id) AS (
    SELECT booking_id FROM booking_segment WHERE branch_id = ?1 AND start_at >= ?2 AND start_at < ?3 UNION SELECT ?4
)
SELECT l.booking_id, l.id, l.staff_id, s.kind, s.start_at, s.end_at, s.id, k.holder_id
FROM shown
JOIN booking b ON b.id = shown.id
JOIN booking_line l ON l.booking_id = b.id
JOIN booking_segment s ON s.line_id = l.id
LEFT JOIN claim k ON k.segment_id = s.id
WHERE b.status NOT IN ('cancelled', 'rejected', 'no_show') AND b.deleted_at IS NULL
ORDER BY l.booking_id, l.pos, s.start_at, s.id, k.pos
"""
"""The whole visits of which a line starts in a window, and one more; a cancelled one holds no time."""


def conflict_facts(
    connection: Connection,
    branch: Branch,
    spans: Sequence[TimeSpan],
    holders: Collection[bytes],
    *,
    now_ms: int,
) -> ConflictFacts:
    """Return what is taken of the holders in any of the spans, their hours there, and the branch's.

    A holder that is no person is a resource, of which there is one unless its record says otherwise.
    """
    asked = sorted(holders)
    marks = ",".join("?" * len(asked))
    held = {
        Held._make(row)
        for span in (spans if asked else ())  # a visit that is called off asks for nobody
        for row in connection.execute(
            _HELD.format(marks), (*asked, span.end_ms, span.start_ms - LONGEST_MS, span.start_ms)
        )
    }
    people = connection.execute(_PEOPLE.format(marks), asked).fetchall()
    names: dict[bytes, LocalText] = {person: local_text(stored) for person, stored, _pattern in people}
    capacity: dict[bytes, int] = {}
    if len(people) < len(asked):
        for resource, stored, most in connection.execute(
            f"SELECT id, names, capacity FROM resource WHERE id IN ({marks})", asked
        ):
            names[resource], capacity[resource] = local_text(stored), most
    persons = {person for person, _names, _pattern in people}
    policy, days = policy_of(dict(connection.execute(_CHANGED).fetchall()))
    dates = bookable(now_ms, branch.zone, branch.cutoff_min, days=days)
    return ConflictFacts(
        held=tuple(held),
        stretches=tuple(
            stretches_in(
                spans,
                branch.zone,
                hours=branch.hours,
                shifts={person: shifts_of(pattern) for person, _names, pattern in people},
                absences=_absences(connection, branch, spans, persons),
            )
        ),
        resources={holder: capacity.get(holder, 1) for holder in asked if holder not in persons},
        names=names,
        earliest=dates.start_ms,
        horizon=dates.end_ms,
        zone=branch.zone,
        policy=policy,
    )


def _absences(
    connection: Connection, branch: Branch, spans: Sequence[TimeSpan], persons: Collection[bytes]
) -> Iterable[TimeOff]:
    if not spans:
        return
    hull = (branch.id, max(s.end_ms for s in spans), min(s.start_ms for s in spans))
    for row_id, staff, start_at, end_at, kind, reason in connection.execute(_ABSENCES, hull):
        if staff is None or staff in persons:
            yield TimeOff(
                id=Id(row_id), branch_id=branch.id, staff_id=staff, start_at=start_at, end_at=end_at,
                kind=TimeOffKind(kind), reason=reason,
            )  # fmt: skip


def board_facts(
    connection: Connection,
    branch: Branch,
    board: DayBoard,
    *,
    only: Id | None,
    with_booking: Id | None,
    now_ms: int,
) -> ConflictFacts:
    """Return the facts of every place a gesture on ``board`` can propose, with the visits on it.

    ``only`` leaves out everybody else's time: whoever sees her own column alone is judged by that. ``with_booking``
    is a visit of another board that is brought along.
    """
    first = date.fromisoformat(board.date_iso)
    last = first + timedelta(days=6) if board.kind == "week" else first

    def instants(start: int, end: int) -> TimeSpan:
        return TimeSpan(instant_of(first, start, branch.zone), instant_of(last, end, branch.zone))

    frame = instants(board.day_start_min, board.day_end_min)
    shown = instants(branch.cutoff_min, DAY_MIN + branch.cutoff_min)
    rows = connection.execute(
        _VISITS, (branch.id, shown.start_ms, shown.end_ms, with_booking or b"")
    ).fetchall()
    visits = {visit: _lines(list(found)) for visit, found in groupby(rows, itemgetter(0))}
    if only is not None:
        visits = {v: lines for v, lines in visits.items() if any(line.is_of(only) for line in lines)}
    holders: set[bytes] = {only} if only is not None else {row[7] for row in rows if row[7] is not None}
    if only is None:
        holders.update(row[0] for row in connection.execute("SELECT id FROM staff WHERE deleted_at IS NULL"))
    facts = conflict_facts(connection, branch, _reached(frame, visits.values()), holders, now_ms=now_ms)
    return facts._replace(visits=visits)


def _lines(
    rows: list[tuple[bytes, bytes, bytes, str, int, int, bytes, bytes | None]],
) -> tuple[VisitLine, ...]:
    found = []
    for (line, staff), claims in groupby(rows, itemgetter(1, 2)):
        segments = []
        for (kind, start, end, _segment), held in groupby(claims, itemgetter(3, 4, 5, 6)):
            holders = tuple(row[7] for row in held if row[7] is not None)
            segments.append(ProposedSegment(line, kind, start, end, holders))
        found.append(VisitLine(line, staff, tuple(segments)))
    return tuple(found)


def _reached(frame: TimeSpan, visits: Iterable[tuple[VisitLine, ...]]) -> list[TimeSpan]:
    """Return the time that gestures within a frame can propose for whole visits: apart, earliest first.

    A line goes anywhere in the frame and takes the others along, as far before and behind it as the visit is long.
    Visits spread over more than that, and one from another date, are covered where their lines stand.
    """
    length = frame.end_ms - frame.start_ms
    longest, spans = 0, []
    for lines in visits:
        segments = [segment for line in lines for segment in line.segments]
        start, end = min(s.start for s in segments), max(s.end for s in segments)
        longest = max(longest, min(end - start, length))
        if end - start > length or start < frame.start_ms or end > frame.end_ms:
            around = length if end - start > length else 0
            spans += [TimeSpan(s.start - around, s.end + around) for s in segments]
    return _apart([TimeSpan(frame.start_ms - longest, frame.end_ms + longest), *spans])


def _apart(spans: Iterable[TimeSpan]) -> list[TimeSpan]:
    found: list[TimeSpan] = []
    for span in sorted(spans, key=attrgetter("start_ms")):
        if found and span.start_ms <= found[-1].end_ms:
            found[-1] = TimeSpan(found[-1].start_ms, max(found[-1].end_ms, span.end_ms))
        else:
            found.append(span)
    return found
