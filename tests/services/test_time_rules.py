"""Bad times by every path: at 04:00, on leave, in the past, in 2051; what warns, what is refused, what is lifted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from salondesk.core.errors import ConflictError, SlotTaken, UserError
from salondesk.core.message import Message
from salondesk.core.settings import Setting
from salondesk.core.timespan import MINUTE_MS
from salondesk.domain import settings
from salondesk.domain.access import Override, Permission
from salondesk.domain.booking import (
    Booking,
    BookingLine,
    BookingStatus,
    Claim,
    HolderKind,
    Segment,
    SegmentKind,
)
from salondesk.domain.change import ChangeSet
from salondesk.domain.staff import TimeOff, TimeOffKind
from salondesk.services.booking.visits import (
    BookVisit,
    EditBooking,
    MoveBooking,
    RequestedLine,
    ResizeLine,
    SetStatus,
)
from salondesk.services.client.card import NewClient
from salondesk.services.imports.loading import LoadRecords
from salondesk.services.reads.booking.board import LATE, DiaryBoard
from salondesk.services.reads.booking.visit import VisitById
from salondesk.services.reads.read_desk import ReadDesk
from salondesk.services.shop.setting import ChangeSetting
from salondesk.services.staff.time_off import AddTimeOff, EditTimeOff
from tests.support.shop import NOW_MS, TODAY, StaffedShop

HOUR_MS = 60 * MINUTE_MS
FAR = date(2051, 11, 20)
LEAVE, OUTSIDE, CLOSED = "On leave.", "Outside working hours.", "The shop is closed then."
PAST, HORIZON = (
    "This is before today.",
    "This is further ahead than the diary is open. Please check the year.",
)


@pytest.fixture
def said(shop: StaffedShop) -> Iterator[list[Message]]:
    """What the window says of each commit, newest last."""
    heard: list[Message] = []

    def hear(changes: ChangeSet) -> None:
        if changes.label is not None:
            heard.append(changes.label)

    shop.hub.subscribe(hear)
    yield heard


def keys(message: object) -> list[str]:
    """The sentences of a message that joins several."""
    assert isinstance(message, Message)
    if message.key in ("{what}. {warning}", "{first} {second}"):
        return [key for part in message.params.values() for key in keys(part)]
    return [message.key]


def on_leave(shop: StaffedShop, start: str = "14:00", hours: int = 2) -> None:
    away = TimeOff(
        id=shop.new_id(), branch_id=shop.console.branch_id, staff_id=shop.people["MONA"], start_at=shop.at(start),
        end_at=shop.at(start) + hours * HOUR_MS, kind=TimeOffKind.SICK,
    )  # fmt: skip
    shop.run(LoadRecords(key=shop.new_id(), time_off=(away,)), shop.console)


def move(shop: StaffedShop, booking: Booking, by_ms: int, override: Override | None = None) -> Booking:
    moved: Booking = shop.run(
        MoveBooking(
            key=shop.new_id(), booking_id=booking.id, expected_version=booking.version, line_id=None, delta_ms=by_ms,
            override=override,
        )
    )  # fmt: skip
    return moved


def status(shop: StaffedShop, booking: Booking, wanted: BookingStatus, reason: str = "") -> Booking:
    command = SetStatus(
        key=shop.new_id(),
        booking_id=booking.id,
        expected_version=booking.version,
        status=wanted,
        reason=reason,
    )
    changed: Booking = shop.run(command)
    return changed


@pytest.mark.parametrize(
    ("at", "day", "words"),
    [
        ("12:00", TODAY, []),
        ("04:00", TODAY, [OUTSIDE, CLOSED]),
        ("14:30", TODAY, [LEAVE]),
        ("12:00", TODAY - timedelta(days=1), [PAST]),
        ("12:00", date(2015, 11, 20), [PAST]),
        ("09:00", TODAY, []),
    ],
)
def test_a_bad_time_is_booked_and_said(
    shop: StaffedShop, said: list[Message], at: str, day: date, words: list[str]
) -> None:
    on_leave(shop)
    shop.book(at=at, day=day)
    assert keys(said[-1]) == ["Booked for {time}", *words]


def test_a_year_that_is_too_far_is_refused_and_lifted_by_who_may(shop: StaffedShop) -> None:
    with pytest.raises(SlotTaken) as refused:
        shop.book(day=FAR)
    assert keys(refused.value.message) == [HORIZON]
    assert refused.value.permission == Permission.BOOKING_HORIZON
    made = shop.book(day=FAR, override=shop.approval(Permission.BOOKING_HORIZON, "wedding"))
    assert made.business_date == FAR
    assert made.override is not None and made.override.reason == "wedding"


def change(shop: StaffedShop, setting: Setting[Any], text: str) -> None:
    shop.run(ChangeSetting(key=shop.new_id(), setting=setting.key, text=text), shop.manager)


def test_the_shop_says_how_much_a_rule_weighs(shop: StaffedShop, said: list[Message]) -> None:
    on_leave(shop)
    change(shop, settings.ON_LEAVE, "refuse")
    with pytest.raises(UserError) as refused:
        shop.book(at="14:30")
    assert keys(refused.value.message) == [LEAVE] and not isinstance(refused.value, SlotTaken)
    change(shop, settings.ON_LEAVE, "info")
    shop.book(at="14:30")
    assert keys(said[-1]) == ["Booked for {time}"]
    change(shop, settings.IN_THE_PAST, "refuse")
    with pytest.raises(SlotTaken) as lifted:
        shop.book(at="12:00", day=TODAY - timedelta(days=1))
    assert lifted.value.permission == Permission.BOOKING_PAST
    change(shop, settings.HORIZON_DAYS, "30")
    shop.book(at="12:00", day=TODAY + timedelta(days=30))
    with pytest.raises(SlotTaken):
        shop.book(at="12:00", day=TODAY + timedelta(days=31))
    change(shop, settings.TOO_FAR, "warn")
    shop.book(at="12:00", day=FAR)
    assert keys(said[-1])[1:] == [HORIZON]


def test_an_approval_for_another_right_lifts_nothing(shop: StaffedShop) -> None:
    with pytest.raises(SlotTaken):
        shop.book(day=FAR, override=shop.approval(Permission.BOOKING_OVERLAP))


def test_two_refusals_need_an_approver_who_holds_both_rights(shop: StaffedShop) -> None:
    shop.book(day=FAR, override=shop.approval(Permission.BOOKING_HORIZON))
    with pytest.raises(SlotTaken) as refused:
        shop.book(at="11:15", day=FAR)
    assert keys(refused.value.message) == ["{person} is busy from {start} to {end} with {client}.", HORIZON]
    assert refused.value.permission == Permission.BOOKING_OVERLAP
    half = shop.approval(Permission.BOOKING_OVERLAP)
    with shop.unit() as uow:
        user = uow.users.get(shop.manager.user_id)
        role = uow.roles.get(user.role_id)
        taken = role.permissions - {Permission.BOOKING_HORIZON}
        uow.roles.save(role, replace(role, permissions=taken))
        uow.commit()
    with pytest.raises(SlotTaken) as refused:
        shop.book(at="11:15", day=FAR, override=half)
    assert refused.value.permission == Permission.BOOKING_HORIZON
    with shop.unit() as uow:
        role = uow.roles.get(user.role_id)
        uow.roles.save(role, replace(role, permissions=taken | {Permission.BOOKING_HORIZON}))
        uow.commit()
    shop.book(at="11:15", day=FAR, override=shop.approval(Permission.BOOKING_OVERLAP))


def test_one_person_twice_in_a_visit_is_refused_for_good(shop: StaffedShop) -> None:
    line = RequestedLine(
        service_id=shop.services["CUT"].id, staff_id=shop.people["MONA"], start_at=shop.at("12:00")
    )
    command = BookVisit(
        key=shop.new_id(), lines=(line, line), override=shop.approval(Permission.BOOKING_OVERLAP)
    )
    with pytest.raises(UserError) as refused:
        shop.run(command)
    assert not isinstance(refused.value, SlotTaken)


def test_a_move_a_pull_and_another_service_are_warned_of(shop: StaffedShop, said: list[Message]) -> None:
    on_leave(shop)
    booking = move(shop, shop.book(at="11:00"), 3 * HOUR_MS)
    assert keys(said[-1]) == ["Moved to {time}", LEAVE]
    booking = move(shop, booking, -24 * HOUR_MS)
    assert keys(said[-1]) == ["Moved to {date}, {time}", PAST]
    booking = move(shop, booking, 24 * HOUR_MS + 6 * HOUR_MS)
    span = booking.span
    command = ResizeLine(
        key=shop.new_id(), booking_id=booking.id, expected_version=booking.version, line_id=booking.lines[0].id,
        start_at=span.start_ms, end_at=shop.at("21:30"),
    )  # fmt: skip
    booking = shop.run(command)
    assert keys(said[-1]) == ["Now {minutes} minutes", OUTSIDE, CLOSED]
    more = RequestedLine(
        service_id=shop.services["CUT"].id, staff_id=shop.people["LINA"], start_at=shop.at("22:00")
    )
    shop.run(
        EditBooking(
            key=shop.new_id(), booking_id=booking.id, expected_version=booking.version, note="", client_id=None,
            add=(more,),
        )
    )  # fmt: skip
    assert keys(said[-1]) == ["Booking changed", OUTSIDE, CLOSED]
    with pytest.raises(SlotTaken):
        move(shop, shop.book(at="9:00", person="HIND"), 9_000 * 24 * HOUR_MS)


def test_serving_a_visit_in_a_bad_place_says_nothing_new(shop: StaffedShop, said: list[Message]) -> None:
    booking = shop.book(at="04:00")
    for wanted in (BookingStatus.ARRIVED, BookingStatus.IN_SERVICE, BookingStatus.DONE):
        booking = status(shop, booking, wanted)
        assert len(keys(said[-1])) == 1


def test_a_cancelled_visit_comes_back_as_if_it_were_new(shop: StaffedShop, said: list[Message]) -> None:
    booking = status(shop, shop.book(at="14:30"), BookingStatus.CANCELLED, "ill")
    on_leave(shop)
    booking = status(shop, booking, BookingStatus.BOOKED)
    assert keys(said[-1]) == ["Set to booked", LEAVE]
    booking = status(shop, booking, BookingStatus.CANCELLED, "ill")
    shop.book(at="14:45")
    with pytest.raises(SlotTaken):
        status(shop, booking, BookingStatus.BOOKED)


def test_an_undo_is_warned_of_what_came_since(shop: StaffedShop, said: list[Message]) -> None:
    move(shop, shop.book(at="14:00"), -3 * HOUR_MS)
    on_leave(shop)
    shop.executor.undo(shop.reception)
    assert keys(said[-1]) == ["Taken back: {what}", LEAVE]


def test_an_undo_is_refused_where_somebody_has_been_booked_since(shop: StaffedShop) -> None:
    booking = move(shop, shop.book(at="14:00"), -3 * HOUR_MS)
    shop.time.move_to(NOW_MS + 1)
    other = shop.again()
    other.book(at="14:15")
    other.close()
    with pytest.raises(SlotTaken):
        shop.executor.undo(shop.reception)
    assert shop.value("SELECT version FROM booking WHERE id = ?", booking.id) == booking.version


def test_an_approved_overlap_is_put_back_after_it_was_moved_away(shop: StaffedShop) -> None:
    shop.book(at="11:00")
    shop.time.move_to(NOW_MS + 1)
    over = shop.book(at="11:30", override=shop.approval(Permission.BOOKING_OVERLAP, "bride"))
    shop.time.move_to(NOW_MS + 2)
    move(shop, over, 4 * HOUR_MS)
    shop.executor.undo(shop.reception)
    assert shop.value("SELECT min(start_at) FROM claim WHERE booking_id = ?", over.id) == over.span.start_ms
    far = shop.book(day=FAR, override=shop.approval(Permission.BOOKING_HORIZON, "wedding"))
    move(shop, far, -9_000 * 24 * HOUR_MS)
    shop.executor.undo(shop.reception)
    assert shop.value("SELECT min(start_at) FROM claim WHERE booking_id = ?", far.id) == far.span.start_ms


def test_managers_of_a_new_shop_may_lift_what_the_engine_refuses(shop: StaffedShop) -> None:
    with shop.unit() as uow:
        roles = uow.roles.all()
    for role in roles:
        held = {Permission.BOOKING_PAST, Permission.BOOKING_HORIZON} <= role.permissions
        assert held == (role.key == "manager")


# ------------------------------------------------------------ a line of several segments


@pytest.fixture
def colour(shop: StaffedShop) -> Booking:
    """Colour with Mona: from eleven for half an hour, again from noon; she is free in between."""
    service = shop.services["COLOUR"]
    segments = tuple(
        Segment(
            id=shop.new_id(), kind=SegmentKind.ACTIVE, start_at=shop.at(start), end_at=shop.at(end),
            claims=(Claim(id=shop.new_id(), holder_kind=HolderKind.STAFF, holder_id=shop.people["MONA"]),),
        )
        for start, end in (("11:00", "11:30"), ("12:00", "12:30"))
    )  # fmt: skip
    line = BookingLine(
        id=shop.new_id(), service_id=service.id, staff_id=shop.people["MONA"], price_minor=service.price_minor,
        basis=service.basis, segments=segments,
    )  # fmt: skip
    booking = Booking(
        id=shop.new_id(), branch_id=shop.console.branch_id, client_id=None, status=BookingStatus.BOOKED,
        business_date=TODAY, lines=(line,),
    )  # fmt: skip
    shop.run(LoadRecords(key=shop.new_id(), bookings=(booking,)), shop.console)
    loaded = shop.ask(VisitById(booking.id)).booking
    return loaded


def pulled(shop: StaffedShop, booking: Booking, n: int, start: str, end: str) -> list[tuple[int, int]]:
    (line,) = booking.lines
    command = ResizeLine(
        key=shop.new_id(), booking_id=booking.id, expected_version=booking.version, line_id=line.id,
        segment_id=line.segments[n].id if n < 2 else shop.new_id(), start_at=shop.at(start), end_at=shop.at(end),
    )  # fmt: skip
    changed: Booking = shop.run(command)
    return [(s.start_at, s.end_at) for s in changed.lines[0].segments]


def test_the_gap_of_a_colour_is_booked_for_somebody_else(shop: StaffedShop, colour: Booking) -> None:
    shop.book("MONA", "MANI", at="11:30")
    with pytest.raises(SlotTaken):
        shop.book("MONA", "TEST", at="12:15")


def test_one_segment_is_pulled_and_what_follows_moves_along(shop: StaffedShop, colour: Booking) -> None:
    moved = [(shop.at("11:00"), shop.at("11:45")), (shop.at("12:15"), shop.at("12:45"))]
    assert pulled(shop, colour, 0, "11:00", "11:45") == moved


def test_a_pulled_segment_that_meets_somebody_is_refused(shop: StaffedShop, colour: Booking) -> None:
    shop.book("MONA", "TEST", at="12:30")
    with pytest.raises(SlotTaken):
        pulled(shop, colour, 0, "11:00", "11:45")
    with pytest.raises(ConflictError):
        pulled(shop, colour, 2, "11:00", "11:45")


def test_the_whole_colour_is_moved_with_its_gap(shop: StaffedShop, colour: Booking) -> None:
    moved = move(shop, colour, HOUR_MS)
    assert [s.start_at for s in moved.lines[0].segments] == [shop.at("12:00"), shop.at("13:00")]


def test_the_branch_says_when_a_visit_is_late_on_the_board(shop: StaffedShop) -> None:
    shop.book(at="09:40")  # it is ten now
    shop.book("LINA", at="09:50")
    reads = ReadDesk(shop.queries, shop.clock)

    def late() -> list[bool]:
        board = reads.ask(shop.reception, DiaryBoard(TODAY))
        return sorted(bool(block.flags & LATE) for block in board.blocks)

    assert late() == [True, True]
    change(shop, settings.LATE_MINUTES, "15")
    assert late() == [False, True]


# ------------------------------------------------------------ an absence that is entered


def absent(shop: StaffedShop, person: str | None, start: str, end: str) -> TimeOff:
    command = AddTimeOff(
        key=shop.new_id(), staff_id=shop.people[person] if person else None, start_at=shop.at(start),
        end_at=shop.at(end), kind=TimeOffKind.LEAVE,
    )  # fmt: skip
    made: TimeOff = shop.run(command, shop.manager)
    return made


def counted(message: Message) -> tuple[object, ...] | None:
    """How many visits an absence was warned of, and whose the first is."""
    warning = message.params.get("warning")
    if warning is None:
        return None
    assert isinstance(warning, Message)
    return warning.count, warning.params["time"].isoformat("minutes"), warning.params["client"]  # type: ignore[attr-defined]


def test_an_absence_says_which_visits_stand_in_it(
    shop: StaffedShop, said: list[Message], colour: Booking
) -> None:
    shop.book("MONA", "CUT", at="16:00", client=NewClient(name="Noura"))
    shop.book("LINA", "CUT", at="16:00", client=NewClient(name="Fatima"))
    absent(shop, "HIND", "10:00", "20:00")
    assert counted(said[-1]) is None
    absent(shop, "MONA", "16:15", "17:00")
    assert counted(said[-1]) == (1, "16:00", "Noura")
    away = absent(shop, "MONA", "08:00", "09:00")
    assert counted(said[-1]) is None, "what is over is no news"
    change_it = {"end_at": (away.end_at, shop.at("18:00"))}
    shop.run(EditTimeOff(key=shop.new_id(), row_id=away.id, changes=change_it), shop.manager)
    assert counted(said[-1]) is not None and counted(said[-1])[0] == 2, "her colour and her cut"  # type: ignore[index]


def test_a_closed_branch_counts_everybodys_visits_once(shop: StaffedShop, said: list[Message]) -> None:
    shop.book("MONA", "CUT", at="16:00", client=NewClient(name="Noura"))
    shop.book("LINA", "CUT", at="15:30", client=NewClient(name="Fatima"))
    absent(shop, None, "15:00", "17:00")
    assert counted(said[-1]) == (2, "15:30", "Fatima")


def test_the_gap_of_a_visit_is_no_visit_of_an_absence(
    shop: StaffedShop, said: list[Message], colour: Booking
) -> None:
    absent(shop, "MONA", "11:30", "12:00")
    assert counted(said[-1]) is None
    absent(shop, "MONA", "11:30", "12:05")
    assert counted(said[-1]) is not None
