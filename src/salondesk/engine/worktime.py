"""When a person works on a date: weekly shifts less breaks, and dated absences, in diary minutes. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from salondesk.core.timespan import minute_of, wall_to_diary
from salondesk.domain.shop import OpeningHours
from salondesk.domain.staff import Shift, ShiftKind, TimeOff


class Stretch(NamedTuple):
    """A stretch of a day's column: ``shift``, ``break``, ``leave`` or ``closed``, in diary minutes."""

    kind: str
    start_min: int
    end_min: int
    label: str = ""


def opening(hours: Iterable[OpeningHours], day: date, zone: str) -> list[tuple[int, int]]:
    """Return when the branch is open on ``day``, earliest first; empty when it is closed."""
    weekday = day.weekday()
    return sorted(
        (wall_to_diary(day, h.start_min, zone), wall_to_diary(day, h.end_min, zone))
        for h in hours
        if h.weekday == weekday
    )


def shifts_on(shifts: Iterable[Shift], day: date, zone: str) -> list[Stretch]:
    """Return a person's shifts and breaks of ``day``."""
    found, weekday = [], day.weekday()
    for shift in shifts:
        if shift.weekday != weekday:
            continue
        if (shift.valid_from and day < shift.valid_from) or (shift.valid_to and day > shift.valid_to):
            continue
        kind = "shift" if shift.kind is ShiftKind.WORK else "break"
        found.append(
            Stretch(kind, wall_to_diary(day, shift.start_min, zone), wall_to_diary(day, shift.end_min, zone))
        )
    return sorted(found, key=lambda s: (s.start_min, s.kind))


def absences_on(absences: Iterable[TimeOff], day: date, zone: str) -> list[Stretch]:
    """Return dated absences as stretches of the column of ``day``; they may begin before it or end after it.

    One without a person is a time at which the branch is closed.
    """
    return [
        Stretch(
            "closed" if a.staff_id is None else "break" if a.kind == "break" else "leave",
            minute_of(a.start_at, day, zone),
            minute_of(a.end_at, day, zone),
            a.reason,
        )
        for a in absences
    ]


def covers(open_stretches: Sequence[tuple[int, int]], start_min: int, end_min: int) -> bool:
    """Tell whether the whole of start..end lies inside the union of the open stretches."""
    at = start_min
    for begin, end in sorted(open_stretches):
        if begin > at:
            return False
        if end > at:
            at = end
        if at >= end_min:
            return True
    return at >= end_min
