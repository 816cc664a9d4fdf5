"""Hours, shifts and absences of the dates some time touches, as instants; and when a visit may start."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from salondesk.core.ids import Id
from salondesk.core.timespan import MINUTE_MS, TimeSpan, to_local, wall_instant
from salondesk.domain.shop import OpeningHours
from salondesk.domain.staff import Shift, ShiftKind, TimeOff, TimeOffKind
from salondesk.engine.conflicts import BRANCH, Stretch, StretchKind
from salondesk.engine.timetable import absence, bookable, stretches_in
from tests.unit.engine.conflict_shops import DAYS, SEED, real_case

DUBAI = "Asia/Dubai"
FRIDAY = date(2026, 11, 20)
NOURA = b"noura"


def at(minute: int, day: date = FRIDAY, zone: str = DUBAI) -> int:
    return wall_instant(day, minute, zone)


def shift(weekday: int, start: int, end: int, kind: ShiftKind = ShiftKind.WORK) -> Shift:
    return Shift(id=Id(b""), weekday=weekday, start_min=start, end_min=end, kind=kind)


def expanded(
    *spans: tuple[int, int],
    shifts: tuple[Shift, ...] = (),
    hours: tuple[OpeningHours, ...] = (),
    absences: tuple[TimeOff, ...] = (),
) -> list[Stretch]:
    found = stretches_in(
        [TimeSpan(*span) for span in spans], DUBAI, hours=hours, shifts={NOURA: shifts}, absences=absences
    )
    return [s for s in found if hours or s.holder != BRANCH]


def test_the_shift_of_the_night_before_reaches_past_midnight() -> None:
    thursday = shift(3, 960, 1_680)
    assert Stretch(NOURA, StretchKind.SHIFT, at(-480), at(240)) in expanded(
        (at(60), at(120)), shifts=(thursday,)
    )


def test_a_span_past_midnight_has_the_shifts_of_both_dates_each_once() -> None:
    week = (shift(4, 960, 1_440), shift(5, 0, 120), shift(5, 60, 90, ShiftKind.BREAK))
    found = expanded((at(1_400), at(1_470)), (at(1_480), at(1_490)), shifts=week)
    assert found == [
        Stretch(NOURA, StretchKind.SHIFT, at(960), at(1_440)),
        Stretch(NOURA, StretchKind.SHIFT, at(1_440), at(1_560)),
        Stretch(NOURA, StretchKind.BREAK, at(1_500), at(1_530)),
    ]


def test_a_branch_without_opening_hours_is_never_closed_one_with_some_is_on_other_days() -> None:
    span = TimeSpan(at(600), at(660))
    (always,) = stretches_in([span], DUBAI, hours=(), shifts={}, absences=())
    assert (always.holder, always.kind) == (BRANCH, StretchKind.OPEN)
    assert always.start < 0 < at(600_000) < always.end
    assert expanded((at(600), at(660)), hours=(OpeningHours(weekday=0, start_min=0, end_min=1_440),)) == []
    friday = OpeningHours(weekday=4, start_min=540, end_min=1_500)
    assert expanded((at(1_450), at(1_460)), hours=(friday,)) == [
        Stretch(BRANCH, StretchKind.OPEN, at(540), at(1_500))
    ]


@pytest.mark.parametrize("kind", TimeOffKind)
def test_an_absence_is_leave_but_a_break_is_a_break(kind: TimeOffKind) -> None:
    away = TimeOff(id=Id(b""), branch_id=Id(b""), staff_id=Id(NOURA), start_at=5, end_at=9, kind=kind)
    is_break = kind is TimeOffKind.BREAK
    seen = absence(away, NOURA)
    assert seen == Stretch(NOURA, StretchKind.BREAK if is_break else StretchKind.LEAVE, 5, 9)
    assert seen in expanded((at(0), at(1)), absences=(away,))


@pytest.mark.parametrize("kind", TimeOffKind)
def test_an_absence_of_nobody_is_cut_out_of_the_opening_hours(kind: TimeOffKind) -> None:
    closed = TimeOff(
        id=Id(b""), branch_id=Id(b""), staff_id=None, start_at=at(600), end_at=at(660), kind=kind
    )
    friday = OpeningHours(weekday=4, start_min=540, end_min=1_200)
    assert expanded((at(540), at(1_200)), hours=(friday,), absences=(closed,)) == [
        Stretch(BRANCH, StretchKind.OPEN, at(540), at(600)),
        Stretch(BRANCH, StretchKind.OPEN, at(660), at(1_200)),
    ]


def test_minute_by_minute_the_branch_is_open_but_for_absences_of_nobody() -> None:
    assert all(real_case(seed)[0].closes_right(stretches_in) for seed in range(SEED, SEED + 60))


def steady(zone: str, instant: int) -> bool:
    """Tell whether no clock changes within two hours of an instant, so that wall time has one meaning."""
    hours = [to_local(instant + n * 60 * MINUTE_MS, zone).utcoffset() for n in (-2, 2)]
    return hours[0] == hours[1]


def works(pattern: tuple[Shift, ...], kind: ShiftKind, zone: str, instant: int) -> bool:
    """Ask the wall clock: is this minute in a shift of today, of yesterday, of the days before?"""
    local = to_local(instant, zone)
    for back in range(4):
        day, minute = local.date() - timedelta(days=back), local.hour * 60 + local.minute + back * 1_440
        if any(
            s.kind is kind and s.weekday == day.weekday() and s.start_min <= minute < s.end_min
            for s in pattern
        ):
            return True
    return False


def test_minute_by_minute_the_shifts_are_those_of_the_wall_clock() -> None:
    rng, judged = random.Random(SEED), 0
    for seed in range(SEED, SEED + 60):
        shop, _ = real_case(seed)
        start = wall_instant(shop.day, rng.randrange(-600, 1_800), shop.zone)
        span = TimeSpan(start, start + rng.randrange(30, 600) * MINUTE_MS)
        found = stretches_in([span], shop.zone, hours=(), shifts=shop.shifts, absences=())
        for person, pattern in shop.shifts.items():
            for kind, word in ((ShiftKind.WORK, StretchKind.SHIFT), (ShiftKind.BREAK, StretchKind.BREAK)):
                own = [s for s in found if (s.holder, s.kind) == (person, word)]
                for instant in range(span.start_ms, span.end_ms, 5 * MINUTE_MS):
                    if steady(shop.zone, instant):
                        judged += 1
                        expected = works(pattern, kind, shop.zone, instant)
                        assert any(s.start <= instant < s.end for s in own) is expected, (seed, instant)
    assert judged > 5_000


@pytest.mark.parametrize(("zone", "day"), DAYS)
def test_a_visit_may_start_from_this_business_date_to_the_last_of_the_horizon(zone: str, day: date) -> None:
    window = TimeSpan(at(240, day, zone), at(240, day + timedelta(days=31), zone))
    for now in (240, 720, 1_439, 1_440 + 239):
        assert bookable(at(now, day, zone), zone, 240, days=30) == window
    assert bookable(at(1_440 + 240, day, zone), zone, 240, days=30).start_ms == at(
        240, day + timedelta(days=1), zone
    )
    assert bookable(at(720, day, zone), zone, 0, days=400).end_ms == at(0, day + timedelta(days=401), zone)
