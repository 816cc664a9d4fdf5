"""The status machine of a booking, and its lines moved and stretched."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from salondesk.core.errors import UserError
from salondesk.core.ids import Id
from salondesk.core.timespan import MINUTE_MS, TimeSpan
from salondesk.domain.booking import (
    RELEASED,
    TRANSITIONS,
    Booking,
    BookingLine,
    BookingStatus,
    Claim,
    HolderKind,
    Segment,
    SegmentKind,
)
from salondesk.domain.catalog import PriceBasis

NOON = 1_795_161_600_000


def an_id(n: int) -> Id:
    return Id(n.to_bytes(16, "big"))


def a_line(n: int = 1, *, start: int = 0, minutes: int = 30, staff: int = 7) -> BookingLine:
    claims = (
        Claim(id=an_id(n + 200), holder_kind=HolderKind.STAFF, holder_id=an_id(staff)),
        Claim(id=an_id(n + 300), holder_kind=HolderKind.RESOURCE, holder_id=an_id(99)),
    )
    start_at = NOON + start * MINUTE_MS
    segment = Segment(
        id=an_id(n + 100),
        kind=SegmentKind.ACTIVE,
        start_at=start_at,
        end_at=start_at + minutes * MINUTE_MS,
        claims=claims,
    )
    return BookingLine(
        id=an_id(n),
        service_id=an_id(50),
        staff_id=an_id(staff),
        price_minor=10_000,
        basis=PriceBasis.INSIDE,
        segments=(segment,),
    )


def a_booking(status: BookingStatus = BookingStatus.BOOKED, *lines: BookingLine) -> Booking:
    return Booking(
        id=an_id(1_000),
        branch_id=an_id(1),
        client_id=None,
        status=status,
        business_date=date(2026, 11, 20),
        lines=lines or (a_line(),),
    )


@pytest.mark.parametrize("old", BookingStatus)
@pytest.mark.parametrize("new", BookingStatus)
def test_only_the_steps_of_the_machine_are_taken(old: BookingStatus, new: BookingStatus) -> None:
    booking = a_booking(old)
    if new in TRANSITIONS[old]:
        assert booking.with_status(new, reason="ill").status is new
    else:
        with pytest.raises(UserError):
            booking.with_status(new, reason="ill")


def test_nothing_is_a_dead_end() -> None:
    assert set(TRANSITIONS) == set(BookingStatus)
    assert all(TRANSITIONS.values())
    assert all(old not in steps for old, steps in TRANSITIONS.items())


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_cancellation_has_a_reason(reason: str) -> None:
    with pytest.raises(UserError):
        a_booking().with_status(BookingStatus.CANCELLED, reason=reason)


def test_the_reason_stays_with_the_cancellation_and_goes_when_it_is_booked_again() -> None:
    cancelled = a_booking().with_status(BookingStatus.CANCELLED, reason="ill")
    assert cancelled.cancel_reason == "ill"
    assert cancelled.with_status(BookingStatus.BOOKED).cancel_reason == ""


@pytest.mark.parametrize("status", BookingStatus)
def test_released_and_removed_bookings_hold_no_time(status: BookingStatus) -> None:
    assert a_booking(status).holds_time is (status not in RELEASED)
    assert not replace(a_booking(status), deleted_at=NOON).holds_time


def test_a_visit_spans_from_its_first_line_to_its_last() -> None:
    booking = a_booking(BookingStatus.BOOKED, a_line(1, start=30), a_line(2, start=0, minutes=90))
    assert booking.span == TimeSpan(NOON, NOON + 90 * MINUTE_MS)
    assert booking.lines[0].span == TimeSpan(NOON + 30 * MINUTE_MS, NOON + 60 * MINUTE_MS)


def test_a_moved_line_takes_its_segments_along_and_claims_the_new_person_only() -> None:
    moved = a_line().moved(delta_ms=15 * MINUTE_MS, staff_id=an_id(8))
    assert moved.span == TimeSpan(NOON + 15 * MINUTE_MS, NOON + 45 * MINUTE_MS)
    assert moved.staff_id == an_id(8)
    assert [claim.holder_id for claim in moved.segments[0].claims] == [an_id(8), an_id(99)]


def test_a_line_moved_in_time_keeps_its_person_and_comes_back() -> None:
    line = a_line()
    moved = line.moved(delta_ms=MINUTE_MS)
    assert moved.staff_id == line.staff_id
    assert moved.moved(delta_ms=-MINUTE_MS) == line


def test_a_moved_visit_takes_its_lines_along_and_changes_the_person_of_those_asked_for() -> None:
    booking = a_booking(BookingStatus.BOOKED, a_line(1), a_line(2, start=30))
    (first, second), mine = booking.lines, booking.lines[0].staff_id
    later = booking.moved(delta_ms=MINUTE_MS)
    assert later.lines == (first.moved(delta_ms=MINUTE_MS), second.moved(delta_ms=MINUTE_MS))
    assert {line.staff_id for line in booking.moved(delta_ms=0, staff_id=an_id(8)).lines} == {an_id(8)}
    other = booking.with_line(second.moved(delta_ms=0, staff_id=an_id(6)))
    moved = other.moved(delta_ms=0, staff_id=an_id(8), from_staff_id=mine)
    assert [line.staff_id for line in moved.lines] == [an_id(8), an_id(6)]


def test_a_line_is_stretched_to_five_minutes_at_least() -> None:
    line = a_line().resized(start_at=NOON, end_at=NOON + 5 * MINUTE_MS)
    assert line.span.minutes == 5
    with pytest.raises(UserError):
        line.resized(start_at=NOON, end_at=NOON + 5 * MINUTE_MS - 1)


def test_a_line_is_found_and_replaced_by_its_id() -> None:
    booking = a_booking(BookingStatus.BOOKED, a_line(1), a_line(2))
    changed = replace(a_line(2), price_minor=5)
    after = booking.with_line(changed)
    assert after.line(an_id(2)) == changed
    assert after.line(an_id(1)) == booking.line(an_id(1))
    with pytest.raises(KeyError):
        booking.line(an_id(3))
