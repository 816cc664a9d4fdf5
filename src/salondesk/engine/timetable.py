"""Expand opening hours, weekly shifts and absences to Stretches of the dates that some time touches.

Screen and transaction share it, so that they judge by the same hours: instants of every date touched, also of dates
before, whose shift passes midnight. All instants are UTC milliseconds.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache

from salondesk.core.timespan import DAY_MIN, TimeSpan, business_date, instant_of, legal_date, wall_instant
from salondesk.domain.shop import OpeningHours
from salondesk.domain.staff import Shift, TimeOff, TimeOffKind
from salondesk.engine.proposals import BRANCH, Stretch, StretchKind
from salondesk.engine.worktime import opening, shifts_on

"""How many days ahead the diary is open."""
_ALWAYS = TimeSpan(-(2**53), 2**53)
_KINDS = {kind.value: kind for kind in StretchKind}


def bookable(now_ms: int, zone: str, cutoff_min: int, *, days: int) -> TimeSpan:
    """Return when a visit may start: from the beginning of today's business date to the end of that ``days`` later."""
    return _dates_from(business_date(now_ms, zone, cutoff_min), zone, cutoff_min, days)


@lru_cache(maxsize=8)
def _dates_from(today: date, zone: str, cutoff_min: int, days: int) -> TimeSpan:
    after = today + timedelta(days=days + 1)
    return TimeSpan(wall_instant(today, cutoff_min, zone), wall_instant(after, cutoff_min, zone))


def stretches_in(
    spans: Iterable[TimeSpan],
    zone: str,
    *,
    hours: Sequence[OpeningHours],
    shifts: Mapping[bytes, Sequence[Shift]],
    absences: Iterable[TimeOff],
) -> list[Stretch]:
    """Return the branch's open hours and people's shifts and breaks on every date that ``spans`` touch, and absences.

    An absence without a person is cut out of the opening hours: the branch is closed then. ``shifts`` has the weekly
    pattern of each person asked for; somebody without one does not work. A branch that has no opening hours at all has
    not said when it is open, and is closed by such an absence alone.
    """
    spans = tuple(spans)
    found: list[Stretch] = []
    if not hours:
        found.append(Stretch(BRANCH, StretchKind.OPEN, _ALWAYS.start_ms, _ALWAYS.end_ms))
    latest = max(
        [h.end_min for h in hours] + [s.end_min for pattern in shifts.values() for s in pattern], default=0
    )
    for day in _dates(spans, zone, latest):
        for start, end in opening(hours, day, zone):
            found.append(
                Stretch(BRANCH, StretchKind.OPEN, instant_of(day, start, zone), instant_of(day, end, zone))
            )
        for person, pattern in shifts.items():
            for kind, start, end, _label in shifts_on(pattern, day, zone):
                found.append(
                    Stretch(person, _KINDS[kind], instant_of(day, start, zone), instant_of(day, end, zone))
                )
    if len(spans) == 1:  # one visit's time: what lies beside it would only be sorted in vain
        first, last = spans[0].start_ms, spans[0].end_ms
        found = [s for s in found if s.start < last and s.end > first]
    closed = []
    for away in absences:
        if away.staff_id is None:
            closed.append(away)
        else:
            found.append(absence(away, away.staff_id))
    return _without(found, closed) if closed else found


def absence(away: TimeOff, person: bytes) -> Stretch:
    """Return a person's absence as the engine sees it: a break of its own, or leave of whatever kind."""
    kind = StretchKind.BREAK if away.kind == TimeOffKind.BREAK else StretchKind.LEAVE
    return Stretch(person, kind, away.start_at, away.end_at)


def _without(stretches: Iterable[Stretch], closed: Iterable[TimeOff]) -> list[Stretch]:
    """Return stretches with the times at which the branch is closed cut out of its opening hours."""
    found = list(stretches)
    for away in closed:
        kept: list[Stretch] = []
        for s in found:
            if s.holder != BRANCH or s.end <= away.start_at or s.start >= away.end_at:
                kept.append(s)
                continue
            ends = ((s.start, away.start_at), (away.end_at, s.end))
            kept += [s._replace(start=start, end=end) for start, end in ends if start < end]
        found = kept
    return found


def _dates(spans: Iterable[TimeSpan], zone: str, latest_end_min: int) -> list[date]:
    """Return the dates whose stretches may reach into the spans, when none ends after ``latest_end_min``.

    One more is taken before them: a wall time that the clocks skip comes later than it says.
    """
    before = latest_end_min // DAY_MIN + 1
    found = set[date]()
    for span in spans:
        day, last = legal_date(span.start_ms, zone) - timedelta(days=before), legal_date(span.end_ms, zone)
        while day <= last:
            found.add(day)
            day += timedelta(days=1)
    return sorted(found)
