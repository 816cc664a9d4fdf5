"""A service of parts keeps them through every way in which a visit is booked, moved, changed and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from salondesk.core.errors import SlotTaken, UserError
from salondesk.core.ids import Id
from salondesk.core.timespan import MINUTE_MS
from salondesk.domain.booking import Booking, BookingLine, Claim, HolderKind
from salondesk.services.booking.visits import (
    BookVisit,
    EditBooking,
    MoveBooking,
    RequestedLine,
    ResizeLine,
)
from salondesk.services.catalog.edit import EditService
from salondesk.services.editing import InvalidFields
from salondesk.services.imports.visits import imported_line
from salondesk.services.reads.booking.board import BoardBlock, DiaryBoard, by_line
from salondesk.services.reads.booking.desk import DeskDay
from salondesk.services.reads.booking.visit import VisitById
from salondesk.services.reads.catalog.items import ItemList
from salondesk.services.reads.read_desk import ReadDesk
from salondesk.services.reads.report.day_sheet import DaySheetLines
from tests.support.shop import StaffedShop

Parts = list[tuple[str, int, int]]
HOUR = 60


@pytest.fixture
def colour(shop: StaffedShop) -> StaffedShop:
    """The shop whose colour is 45 minutes of work, half an hour of processing and a quarter to finish."""
    service = shop.services["COLOUR"]
    changes: Mapping[str, tuple[object, object]] = {"processing_min": (0, 30), "finishing_min": (0, 15)}
    shop.run(EditService(key=shop.new_id(), row_id=service.id, changes=changes), shop.manager)
    return shop


def parts(line: BookingLine, start_ms: int) -> Parts:
    """Return a line's segments by kind and minutes after an instant, and that the processing alone holds nobody."""
    for segment in line.segments:
        people = [c.holder_id for c in segment.claims]
        assert people == ([] if segment.kind == "processing" else [line.staff_id])
    return [
        (s.kind.value, (s.start_at - start_ms) // MINUTE_MS, (s.end_at - start_ms) // MINUTE_MS)
        for s in line.segments
    ]


WHOLE: Parts = [("active", 0, 45), ("processing", 45, 75), ("finishing", 75, 90)]


def again(shop: StaffedShop, visit: Booking) -> Booking:
    with shop.unit() as uow:
        return uow.bookings.get(visit.id)


def handed_over(shop: StaffedShop, visit: Booking) -> Booking:
    """Let Lina finish what Mona began."""
    line = visit.lines[0]
    last = line.segments[-1]
    claim = Claim(id=shop.new_id(), holder_kind=HolderKind.STAFF, holder_id=shop.people["LINA"])
    changed = replace(line, segments=(*line.segments[:-1], replace(last, claims=(claim,))))
    with shop.unit() as uow:
        saved = uow.bookings.save(visit, visit.with_line(changed))
        uow.commit()
    return saved


def blocks_of(shop: StaffedShop, visit: Booking) -> dict[str, BoardBlock]:
    board = shop.ask(DiaryBoard(shop.today(), lang="en"))
    names = {person: code for code, person in shop.people.items()}
    return {names[Id(b.column_key)]: b for b in board.blocks if b.booking_id == visit.id}


def test_a_visit_is_booked_with_the_parts_of_its_service(colour: StaffedShop) -> None:
    visit = colour.book("MONA", "COLOUR", at="11:00")
    assert parts(visit.lines[0], colour.at("11:00")) == WHOLE
    (row,) = [r for r in colour.ask(ItemList("service")) if r.code == "COLOUR"]
    assert row.parts == (0, 30, 15, 0)


def test_another_length_is_another_active_part_and_never_less_than_five_minutes(colour: StaffedShop) -> None:
    def booked(minutes: int) -> Booking:
        line = RequestedLine(
            service_id=colour.services["COLOUR"].id, staff_id=colour.people["MONA"], start_at=colour.at("11:00"),
            minutes=minutes,
        )  # fmt: skip
        made: Booking = colour.run(BookVisit(key=colour.new_id(), lines=(line,)))
        return made

    with pytest.raises(UserError, match="at least"):
        booked(49)
    assert parts(booked(50).lines[0], colour.at("11:00"))[:2] == [("active", 0, 5), ("processing", 5, 35)]


def test_who_is_free_meanwhile_is_booked_in_the_gap_and_not_a_minute_beyond(colour: StaffedShop) -> None:
    colour.book("MONA", "COLOUR", at="11:00")
    colour.book("MONA", "MANI", at="11:45")
    with pytest.raises(SlotTaken):
        colour.book("MONA", "TEST", at="12:15")
    with pytest.raises(SlotTaken):
        colour.book("MONA", "TEST", at="11:40")


def test_the_parts_stay_through_moves_a_change_of_services_and_undo(colour: StaffedShop) -> None:
    visit = colour.book("MONA", "COLOUR", at="11:00")
    moved = colour.run(
        MoveBooking(
            key=colour.new_id(), booking_id=visit.id, expected_version=visit.version, line_id=visit.lines[0].id,
            delta_ms=HOUR * MINUTE_MS, staff_id=colour.people["LINA"], from_staff_id=colour.people["MONA"],
        )
    )  # fmt: skip
    assert moved.lines[0].staff_id == colour.people["LINA"]
    assert parts(moved.lines[0], colour.at("12:00")) == WHOLE
    wanted = RequestedLine(
        service_id=colour.services["COLOUR"].id, staff_id=colour.people["HIND"], start_at=colour.at("15:00")
    )
    changed = colour.run(
        EditBooking(
            key=colour.new_id(), booking_id=visit.id, expected_version=moved.version, note="", client_id=None,
            add=(wanted,), drop=(moved.lines[0].id,),
        )
    )  # fmt: skip
    assert parts(changed.lines[0], colour.at("15:00")) == WHOLE
    colour.executor.undo(colour.reception)
    assert parts(again(colour, visit).lines[0], colour.at("12:00")) == WHOLE
    colour.executor.undo(colour.reception)
    back = again(colour, visit)
    assert back.lines[0].staff_id == colour.people["MONA"]
    assert parts(back.lines[0], colour.at("11:00")) == WHOLE


def test_a_resize_is_not_taken_back_over_who_was_booked_into_the_gap_since(colour: StaffedShop) -> None:
    visit = colour.book("MONA", "COLOUR", at="11:00")
    line = visit.lines[0]
    longer = colour.run(
        ResizeLine(
            key=colour.new_id(), booking_id=visit.id, expected_version=visit.version, line_id=line.id,
            start_at=colour.at("12:45"), end_at=line.segments[2].end_at, segment_id=line.segments[2].id,
        )
    )  # fmt: skip
    assert parts(longer.lines[0], colour.at("11:00")) == [
        ("active", 0, 45), ("processing", 45, 105), ("finishing", 105, 120),
    ]  # fmt: skip
    other = colour.again()
    other.book("MONA", "CUT", at="11:45")
    other.close()
    with pytest.raises(SlotTaken):
        colour.executor.undo(colour.reception)
    assert again(colour, visit).version == longer.version


def test_an_imported_visit_has_the_parts_where_its_length_leaves_room(colour: StaffedShop) -> None:
    with colour.unit() as uow:
        service = uow.services.get(colour.services["COLOUR"].id)
    start, person = colour.at("11:00"), colour.people["MONA"]

    def imported(minutes: int) -> Parts:
        line = imported_line(colour.new_id(), service, person, start_at=start, minutes=minutes)
        return parts(line, start)

    assert imported(90) == WHOLE
    assert imported(30) == [("active", 0, 30)]


def test_the_parts_of_a_service_are_held_to_rules(colour: StaffedShop) -> None:
    service = colour.services["COLOUR"]
    for changes in ({"processing_min": (30, 481)}, {"cleanup_min": (0, -5)}, {"minutes": (90, 49)}):
        with pytest.raises(InvalidFields):
            colour.run(EditService(key=colour.new_id(), row_id=service.id, changes=changes), colour.manager)


# ------------------------------------------------------------ a line that two people serve


def test_a_line_has_a_block_a_row_and_a_sheet_for_each_person_it_keeps_busy(colour: StaffedShop) -> None:
    visit = handed_over(colour, colour.book("MONA", "COLOUR", at="11:00"))
    blocks = blocks_of(colour, visit)
    assert {code: (b.start_min, b.end_min, b.helps, b.gaps) for code, b in blocks.items()} == {
        "MONA": (660, 705, False, ()),
        "LINA": (735, 750, True, ()),
    }
    assert (blocks["MONA"].key, blocks["LINA"].key) == (
        visit.lines[0].id, visit.lines[0].id + colour.people["LINA"],
    )  # fmt: skip
    board = colour.ask(DiaryBoard(colour.today(), lang="en"))
    ((main, both),) = [found for found in by_line(board) if found[0].booking_id == visit.id]
    assert (main.start_min, main.end_min, main.gaps) == (660, 750, ((705, 735),))
    assert [b.column_key for b in both] == [colour.people["MONA"], colour.people["LINA"]]
    (row,) = colour.ask(DeskDay(colour.today())).due
    assert (len(row.services), row.price_minor) == (1, visit.lines[0].price_minor)
    for code, ends in (("MONA", ("11:00", "11:45")), ("LINA", ("12:15", "12:30"))):
        (line,) = colour.ask(DaySheetLines(colour.people[code], colour.today())).rows
        assert (line.start_at, line.end_at, line.gaps) == (*map(colour.at, ends), ())
    week = colour.ask(DiaryBoard(colour.today(), 7, lang="en"))
    said = sorted(b.services for b in week.blocks if b.booking_id == visit.id)
    assert said == ["Lina · Colour", "Mona · Colour"]


def test_two_people_at_once_each_have_the_whole_of_it(colour: StaffedShop) -> None:
    visit = colour.book("MONA", "CUT", at="11:00")
    line, lina = visit.lines[0], colour.people["LINA"]
    claim = Claim(id=colour.new_id(), holder_kind=HolderKind.STAFF, holder_id=lina)
    (segment,) = line.segments
    both = replace(line, segments=(replace(segment, claims=(*segment.claims, claim)),))
    with colour.unit() as uow:
        uow.bookings.save(visit, visit.with_line(both))
        uow.commit()
    found = blocks_of(colour, visit)
    assert {code: (b.start_min, b.end_min, b.segments) for code, b in found.items()} == {
        "MONA": (660, 705, ()), "LINA": (660, 705, ()),
    }  # fmt: skip


def test_who_helps_sees_her_part_alone_and_may_open_the_visit(colour: StaffedShop) -> None:
    visit = colour.book("LINA", "COLOUR", at="11:00")
    line = visit.lines[0]
    mona = Claim(id=colour.new_id(), holder_kind=HolderKind.STAFF, holder_id=colour.people["MONA"])
    changed = replace(line, segments=(*line.segments[:-1], replace(line.segments[-1], claims=(mona,))))
    with colour.unit() as uow:
        uow.bookings.save(visit, visit.with_line(changed))
        uow.commit()
    me = replace(colour.stylist, staff_id=colour.people["MONA"])
    reads = ReadDesk(colour.queries, colour.clock)
    board = reads.ask(me, DiaryBoard(colour.today()))
    assert [(b.start_min, b.end_min, b.staff_id) for b in board.blocks] == [(735, 750, colour.people["MONA"])]
    assert reads.ask(me, VisitById(visit.id)).booking.id == visit.id


def test_her_part_goes_to_somebody_else_and_the_rest_stays(colour: StaffedShop) -> None:
    visit = handed_over(colour, colour.book("MONA", "COLOUR", at="11:00"))
    lina, hind = colour.people["LINA"], colour.people["HIND"]
    moved = colour.run(
        MoveBooking(
            key=colour.new_id(), booking_id=visit.id, expected_version=visit.version, line_id=visit.lines[0].id,
            delta_ms=0, staff_id=hind, from_staff_id=lina,
        )
    )  # fmt: skip
    assert moved.lines[0].people == (colour.people["MONA"], hind)
    assert sorted(blocks_of(colour, visit)) == ["HIND", "MONA"]
    moved = colour.run(
        MoveBooking(
            key=colour.new_id(), booking_id=visit.id, expected_version=moved.version, line_id=None, delta_ms=0,
            staff_id=lina, from_staff_id=colour.people["MONA"],
        )
    )  # fmt: skip
    assert (moved.lines[0].staff_id, moved.lines[0].people) == (lina, (lina, hind))
