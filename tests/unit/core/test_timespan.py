"""Instants, diary minutes and business dates, over nights and changes of the clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salondesk.core.timespan import (
    MINUTE_MS,
    TimeSpan,
    business_date,
    day_start,
    instant_of,
    iso_local,
    legal_date,
    minute_of,
    offset_min,
    to_instant,
    to_local,
    wall_instant,
    wall_to_diary,
    zone,
)

DUBAI, TORONTO, CAIRO = "Asia/Dubai", "America/Toronto", "Africa/Cairo"
ZONES = st.sampled_from([DUBAI, TORONTO, CAIRO, "Asia/Riyadh", "Europe/London", "Australia/Lord_Howe"])
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
SPRING, AUTUMN = date(2026, 3, 8), date(2026, 11, 1)  # Toronto skips 02:00-03:00, and has 01:00-02:00 twice


def at(text: str, zone_name: str = DUBAI) -> int:
    return to_instant(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone_name)))


@pytest.mark.parametrize(
    ("other", "meets"),
    [((10, 20), True), ((15, 16), True), ((0, 10), False), ((20, 30), False), ((0, 30), True)],
)
def test_spans_that_only_touch_do_not_overlap(other: tuple[int, int], meets: bool) -> None:
    assert TimeSpan(10, 20).overlaps(TimeSpan(*other)) is meets
    assert TimeSpan(*other).overlaps(TimeSpan(10, 20)) is meets


def test_a_span_counts_whole_minutes() -> None:
    assert TimeSpan(0, 90 * MINUTE_MS + 59_999).minutes == 90


def test_an_instant_has_a_wall_time_and_comes_back() -> None:
    instant = at("2026-11-20T14:30")
    assert instant == 1_795_170_600_000
    assert to_local(instant, DUBAI).strftime("%H:%M") == "14:30"
    assert to_instant(to_local(instant, DUBAI)) == instant
    assert iso_local(instant, DUBAI) == "2026-11-20T14:30:00+04:00"
    assert (offset_min(instant, DUBAI), offset_min(instant, TORONTO)) == (240, -300)


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        zone("Asia/Atlantis")


@pytest.mark.parametrize(
    ("wall", "cutoff", "day"),
    [
        ("2026-11-20T23:59", 240, date(2026, 11, 20)),
        ("2026-11-21T00:00", 240, date(2026, 11, 20)),
        ("2026-11-21T03:59", 240, date(2026, 11, 20)),
        ("2026-11-21T04:00", 240, date(2026, 11, 21)),
        ("2026-11-21T00:00", 0, date(2026, 11, 21)),
    ],
)
def test_the_trading_day_ends_at_the_cut_off(wall: str, cutoff: int, day: date) -> None:
    assert business_date(at(wall), DUBAI, cutoff) == day


def test_a_document_after_midnight_bears_the_calendar_date() -> None:
    assert legal_date(at("2026-11-21T01:30"), DUBAI) == date(2026, 11, 21)


def test_the_night_after_is_past_minute_1440() -> None:
    assert minute_of(at("2026-11-21T02:00"), date(2026, 11, 20), DUBAI) == 1_560
    assert instant_of(date(2026, 11, 20), 1_560, DUBAI) == at("2026-11-21T02:00")
    assert wall_instant(date(2026, 11, 20), 1_560, DUBAI) == at("2026-11-21T02:00")
    assert minute_of(at("2026-11-19T23:30"), date(2026, 11, 20), DUBAI) == -30


def test_on_the_day_the_clocks_skip_an_hour_the_diary_has_23() -> None:
    assert day_start(SPRING + timedelta(days=1), TORONTO) - day_start(SPRING, TORONTO) == 23 * 60 * MINUTE_MS
    assert wall_to_diary(SPRING, 9 * 60, TORONTO) == 8 * 60
    assert wall_to_diary(SPRING, 60, TORONTO) == 60
    assert to_local(wall_instant(SPRING, 150, TORONTO), TORONTO).strftime("%H:%M") == "03:30"


def test_on_the_day_an_hour_comes_twice_the_diary_has_25_and_the_first_counts() -> None:
    assert wall_to_diary(AUTUMN, 9 * 60, TORONTO) == 10 * 60
    assert wall_to_diary(AUTUMN, 90, TORONTO) == 90
    assert minute_of(day_start(AUTUMN + timedelta(days=1), TORONTO), AUTUMN, TORONTO) == 25 * 60


@given(DAYS, ZONES, st.integers(-1_440, 2_880))
def test_diary_minutes_and_instants_are_inverse_everywhere(day: date, zone_name: str, minute: int) -> None:
    assert minute_of(instant_of(day, minute, zone_name), day, zone_name) == minute


@given(DAYS, ZONES, st.integers(0, 24 * 60 - 1), st.integers(0, 360))
def test_an_instant_belongs_to_its_day_or_the_one_before(
    day: date, zone_name: str, minute: int, cutoff: int
) -> None:
    instant = wall_instant(day, minute, zone_name)
    trading, legal = business_date(instant, zone_name, cutoff), legal_date(instant, zone_name)
    assert legal - trading in (timedelta(0), timedelta(days=1))
    assert cutoff or legal == trading


@given(DAYS, ZONES)
def test_the_offset_leads_from_utc_to_the_wall(day: date, zone_name: str) -> None:
    instant = wall_instant(day, 12 * 60, zone_name)
    wall = to_local(instant + offset_min(instant, zone_name) * MINUTE_MS, "UTC")
    assert (wall.date(), wall.hour, wall.minute) == (day, 12, 0)
