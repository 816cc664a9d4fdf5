"""Shifts, breaks, leave and opening hours as stretches of a day's column."""

from __future__ import annotations

from datetime import date

import pytest

from salondesk.core.ids import Id
from salondesk.core.timespan import instant_of
from salondesk.domain.shop import OpeningHours
from salondesk.domain.staff import Shift, ShiftKind, TimeOff, TimeOffKind
from salondesk.engine.worktime import Stretch, absences_on, covers, opening, shifts_on

ID = Id(bytes(16))
DUBAI, TORONTO = "Asia/Dubai", "America/Toronto"
FRIDAY = date(2026, 11, 20)


def shift(
    start: int, end: int, *, kind: ShiftKind = ShiftKind.WORK, weekday: int = 4, **valid: date
) -> Shift:
    return Shift(id=ID, weekday=weekday, start_min=start, end_min=end, kind=kind, **valid)


def test_the_branch_is_open_on_its_weekdays_earliest_first() -> None:
    hours = [
        OpeningHours(weekday=4, start_min=960, end_min=1_680),
        OpeningHours(weekday=4, start_min=540, end_min=720),
        OpeningHours(weekday=5, start_min=0, end_min=60),
    ]
    assert opening(hours, FRIDAY, DUBAI) == [(540, 720), (960, 1_680)]
    assert opening(hours, date(2026, 11, 22), DUBAI) == []


def test_shifts_and_breaks_of_the_weekday_stand_in_order() -> None:
    week = [
        shift(780, 840, kind=ShiftKind.BREAK),
        shift(600, 1_320),
        shift(600, 1_320, weekday=5),
    ]
    assert shifts_on(week, FRIDAY, DUBAI) == [Stretch("shift", 600, 1_320), Stretch("break", 780, 840)]


@pytest.mark.parametrize(
    ("valid", "works"),
    [
        ({"valid_from": FRIDAY}, True),
        ({"valid_to": FRIDAY}, True),
        ({"valid_from": date(2026, 11, 21)}, False),
        ({"valid_to": date(2026, 11, 19)}, False),
    ],
)
def test_a_shift_holds_between_its_dates(valid: dict[str, date], works: bool) -> None:
    assert bool(shifts_on([shift(600, 1_320, **valid)], FRIDAY, DUBAI)) is works


def test_wall_times_stay_wall_times_when_the_clocks_change() -> None:
    sunday = date(2026, 3, 8)
    (found,) = shifts_on([shift(540, 1_020, weekday=6)], sunday, TORONTO)
    assert (found.start_min, found.end_min) == (480, 960)


def test_leave_and_a_dated_break_become_stretches_that_may_pass_the_day() -> None:
    def off(start: int, end: int, kind: TimeOffKind) -> TimeOff:
        return TimeOff(
            id=ID,
            branch_id=ID,
            staff_id=ID,
            start_at=instant_of(FRIDAY, start, DUBAI),
            end_at=instant_of(FRIDAY, end, DUBAI),
            kind=kind,
            reason="dentist",
        )

    assert absences_on(
        [off(-60, 2_000, TimeOffKind.SICK), off(700, 730, TimeOffKind.BREAK)], FRIDAY, DUBAI
    ) == [
        Stretch("leave", -60, 2_000, "dentist"),
        Stretch("break", 700, 730, "dentist"),
    ]


@pytest.mark.parametrize(
    ("stretches", "start", "end", "covered"),
    [
        ([(0, 100)], 0, 100, True),
        ([(0, 100)], 0, 101, False),
        ([(10, 100)], 9, 50, False),
        ([(50, 100), (0, 50)], 10, 90, True),
        ([(0, 50), (51, 100)], 10, 90, False),
        ([(0, 60), (10, 20), (40, 100)], 10, 90, True),
        ([], 0, 1, False),
        ([], 5, 5, True),
        ([(0, 3)], 5, 9, False),
    ],
)
def test_a_stretch_is_covered_by_the_union(
    stretches: list[tuple[int, int]], start: int, end: int, covered: bool
) -> None:
    assert covers(stretches, start, end) is covered
