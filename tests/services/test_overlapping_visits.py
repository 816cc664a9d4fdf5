"""Visits that overlap others: approved once, or taken over as they were; from then on they are visits like any other."""

from __future__ import annotations

import pytest

from salondesk.core.errors import SlotTaken
from salondesk.domain.access import Permission
from salondesk.domain.booking import Booking, BookingStatus
from salondesk.services.booking.visits import EditBooking, MoveBooking, ResizeLine, SetStatus
from tests.support.shop import StaffedShop

MINUTE_MS = 60_000


@pytest.fixture
def overlapping(shop: StaffedShop) -> Booking:
    """A visit at 11:30 that overlaps another at 11:00, approved by the manager."""
    shop.book(at="11:00")
    return shop.book(at="11:30", override=shop.approval(Permission.BOOKING_OVERLAP, reason="bride"))


def step(shop: StaffedShop, booking: Booking, status: BookingStatus) -> Booking:
    made: Booking = shop.run(
        SetStatus(
            key=shop.new_id(),
            booking_id=booking.id,
            expected_version=booking.version,
            status=status,
            reason="ill",
        )
    )
    return made


def resized(shop: StaffedShop, booking: Booking, minutes: int) -> Booking:
    span = booking.span
    made: Booking = shop.run(
        ResizeLine(
            key=shop.new_id(),
            booking_id=booking.id,
            expected_version=booking.version,
            line_id=booking.lines[0].id,
            start_at=span.start_ms,
            end_at=span.end_ms + minutes * MINUTE_MS,
        )
    )
    return made


def test_an_approved_overlap_arrives_and_is_served_without_another_approval(
    shop: StaffedShop, overlapping: Booking
) -> None:
    for status in (
        BookingStatus.CONFIRMED,
        BookingStatus.ARRIVED,
        BookingStatus.IN_SERVICE,
        BookingStatus.DONE,
    ):
        overlapping = step(shop, overlapping, status)
    assert overlapping.status is BookingStatus.DONE
    assert overlapping.override is not None and overlapping.override.reason == "bride"


def test_the_note_of_an_overlapping_visit_is_kept_and_taken_back(
    shop: StaffedShop, overlapping: Booking
) -> None:
    noted: Booking = shop.run(
        EditBooking(
            key=shop.new_id(),
            booking_id=overlapping.id,
            expected_version=overlapping.version,
            note="veil at noon",
            client_id=overlapping.client_id,
        )
    )
    assert noted.note == "veil at noon"
    shop.executor.undo(shop.reception)
    assert shop.value("SELECT note FROM booking WHERE id = ?", overlapping.id) == ""


def test_an_overlapping_visit_is_shortened_freely_and_lengthened_with_approval(
    shop: StaffedShop, overlapping: Booking
) -> None:
    shorter = resized(shop, overlapping, -15)
    shop.book(at="12:15", override=shop.approval(Permission.BOOKING_OVERLAP, reason="twins"))
    with pytest.raises(SlotTaken):
        resized(shop, shorter, 60)


def test_an_overlapping_visit_moved_onto_somebody_else_is_asked_for_again(
    shop: StaffedShop, overlapping: Booking
) -> None:
    with pytest.raises(SlotTaken):
        shop.run(
            MoveBooking(
                key=shop.new_id(),
                booking_id=overlapping.id,
                expected_version=overlapping.version,
                line_id=None,
                delta_ms=-15 * MINUTE_MS,
            )
        )


def test_a_cancelled_visit_has_given_its_time_away(shop: StaffedShop) -> None:
    first = shop.book(at="11:00")
    gone = step(shop, first, BookingStatus.CANCELLED)
    shop.book(at="11:15")
    with pytest.raises(SlotTaken):
        step(shop, gone, BookingStatus.BOOKED)
