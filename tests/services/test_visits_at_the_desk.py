"""What the counter sees of one visit, and walk-ins who are here already."""

from __future__ import annotations

import pytest

from salondesk.core.errors import PermissionRefused
from salondesk.domain.booking import Booking, BookingStatus
from salondesk.services.booking.visits import BookVisit, MoveBooking, RequestedLine, SetStatus
from salondesk.services.client.card import EditClient, NewClient
from salondesk.services.reads.booking.history import VisitSteps
from salondesk.services.reads.booking.visit import VisitById
from salondesk.services.reads.client.card import ClientById
from salondesk.services.reads.read_desk import ReadDesk
from tests.support.shop import StaffedShop


def desk(shop: StaffedShop) -> ReadDesk:
    return ReadDesk(shop.queries, shop.clock)


def walk_in(shop: StaffedShop) -> BookVisit:
    line = RequestedLine(
        service_id=shop.services["CUT"].id, staff_id=shop.people["MONA"], start_at=shop.at("10:00")
    )
    return BookVisit(key=shop.new_id(), lines=(line,), arrived=True)


def with_alert(shop: StaffedShop, booking: Booking, alert: str) -> None:
    assert booking.client_id is not None
    client = shop.ask(ClientById(booking.client_id)).client
    shop.run(
        EditClient(
            key=shop.new_id(),
            client_id=client.id,
            expected_version=client.version,
            name=client.name,
            phone=client.phone,
            email="",
            lang="",
            notes="",
            alert=alert,
        )
    )


def test_a_walk_in_is_booked_and_here_in_one_step(shop: StaffedShop) -> None:
    booking: Booking = shop.run(walk_in(shop))
    assert booking.status is BookingStatus.ARRIVED
    shop.executor.undo(shop.reception)
    assert shop.value("SELECT count(*) FROM booking WHERE deleted_at IS NULL") == 0


def test_who_may_not_book_may_not_take_a_walk_in(shop: StaffedShop) -> None:
    with pytest.raises(PermissionRefused):
        shop.run(walk_in(shop), shop.stylist)


def test_a_visit_shows_the_client_the_same_day_and_the_visit_before(shop: StaffedShop) -> None:
    who = NewClient(name="Noura", phone="0501234567")
    first = shop.book("MONA", "CUT", at="11:00", client=who)
    with_alert(shop, first, "Nut allergy")
    line = RequestedLine(
        service_id=shop.services["MANI"].id, staff_id=shop.people["LINA"], start_at=shop.at("13:00")
    )
    other: Booking = shop.run(BookVisit(key=shop.new_id(), lines=(line,), client_id=first.client_id))
    seen = desk(shop).ask(shop.reception, VisitById(first.id))
    assert seen.client is not None and seen.client.alert == "Nut allergy" and seen.client.phone
    assert [v.booking_id for v in seen.same_day] == [other.id]


def test_a_stylist_sees_the_name_and_the_alert_of_her_client_but_no_phone(shop: StaffedShop) -> None:
    mine = shop.book("MONA", "CUT", at="11:00", client=NewClient(name="Noura", phone="0501234567"))
    with_alert(shop, mine, "Nut allergy")
    seen = desk(shop).ask(shop.stylist, VisitById(mine.id))
    assert seen.client is not None and (seen.client.name, seen.client.alert) == ("Noura", "Nut allergy")
    assert seen.client.phone == "" and seen.client.phone_raw == ""
    other = shop.book("LINA", "CUT", at="11:00")
    with pytest.raises(PermissionRefused):
        desk(shop).ask(shop.stylist, VisitById(other.id))
    with pytest.raises(PermissionRefused):
        desk(shop).ask(shop.stylist, VisitSteps(other.id))


def test_the_history_says_who_moved_a_visit_from_where_and_when(shop: StaffedShop) -> None:
    made = shop.book("MONA", "CUT", at="11:00")
    moved: Booking = shop.run(
        MoveBooking(
            key=shop.new_id(),
            booking_id=made.id,
            expected_version=made.version,
            line_id=made.lines[0].id,
            delta_ms=3_600_000,
            staff_id=shop.people["LINA"],
        )
    )
    shop.run(
        SetStatus(
            key=shop.new_id(),
            booking_id=made.id,
            expected_version=moved.version,
            status=BookingStatus.CANCELLED,
            reason="Client is ill",
        ),
        shop.manager,
    )
    booked, step, ended = desk(shop).ask(shop.reception, VisitSteps(made.id))
    assert booked.op == "add" and booked.who.en == "Rana" and booked.origin == "test"
    assert step.start_at == (shop.at("11:00"), shop.at("12:00"))
    assert step.staff is not None and [n.en for n in step.staff] == ["Mona", "Lina"]
    assert ended.status == ("booked", "cancelled") and ended.reason == "Client is ill"
    assert ended.who.en == "Sara"


def test_of_a_whole_visit_only_the_lines_of_the_person_dragged_change_hands(shop: StaffedShop) -> None:
    requests = tuple(
        RequestedLine(service_id=shop.services[code].id, staff_id=shop.people[who], start_at=shop.at(at))
        for code, who, at in (("CUT", "MONA", "11:00"), ("MANI", "LINA", "11:45"))
    )
    made: Booking = shop.run(BookVisit(key=shop.new_id(), lines=requests))
    moved: Booking = shop.run(
        MoveBooking(
            key=shop.new_id(),
            booking_id=made.id,
            expected_version=made.version,
            line_id=None,
            delta_ms=0,
            staff_id=shop.people["HIND"],
            from_staff_id=shop.people["MONA"],
        )
    )
    assert [line.staff_id for line in moved.lines] == [shop.people["HIND"], shop.people["LINA"]]


def test_two_steps_on_one_booking_are_taken_back_and_done_again_in_turn(shop: StaffedShop) -> None:
    made = shop.book("MONA", "CUT", at="11:00")

    def moved(version: int) -> Booking:
        command = MoveBooking(
            key=shop.new_id(),
            booking_id=made.id,
            expected_version=version,
            line_id=None,
            delta_ms=900_000,
        )
        result: Booking = shop.run(command)
        return result

    start = lambda: shop.value("SELECT start_at FROM booking_segment")  # noqa: E731 - asked again and again
    moved(moved(made.version).version)
    assert start() == shop.at("11:30")
    for expected in ("11:15", "11:00"):
        shop.executor.undo(shop.reception)
        assert start() == shop.at(expected)
    for expected in ("11:15", "11:30"):
        shop.executor.redo(shop.reception)
        assert start() == shop.at(expected)


@pytest.mark.parametrize(
    ("who", "days", "said"),
    [
        ("MONA", 0, "Moved to {time}"),
        ("MONA", 1, "Moved to {date}, {time}"),
        ("LINA", 0, "Moved to {person}, {time} (same price and length)"),
        ("LINA", 1, "Moved to {person}, {date}, {time} (same price and length)"),
    ],
)
def test_a_move_says_to_whom_and_to_which_day_and_what_stayed(
    shop: StaffedShop, who: str, days: int, said: str
) -> None:
    made = shop.book("MONA", "CUT", at="11:00")
    command = MoveBooking(
        key=shop.new_id(),
        booking_id=made.id,
        expected_version=made.version,
        line_id=made.lines[0].id,
        delta_ms=900_000 + days * 86_400_000,
        staff_id=shop.people[who],
    )
    moved: Booking = shop.run(command)
    assert moved.lines[0].price_minor == made.lines[0].price_minor
    assert moved.lines[0].span.minutes == made.lines[0].span.minutes
    step = shop.executor.undo(shop.reception)
    assert step is not None and step.key == said
