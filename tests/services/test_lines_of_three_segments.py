"""A line that is active, processing and active again is one block, one price and one row everywhere."""

from __future__ import annotations

from dataclasses import replace

from salondesk.core.ids import Id
from salondesk.core.timespan import MINUTE_MS
from salondesk.domain.booking import Booking, Claim, HolderKind, Segment, SegmentKind
from salondesk.services.booking.visits import ResizeLine
from salondesk.services.reads.booking.board import DiaryBoard
from salondesk.services.reads.booking.desk import DeskDay
from salondesk.services.reads.report.day_sheet import DaySheetLines
from tests.support.shop import StaffedShop


def coloured(shop: StaffedShop, at: str = "10:00") -> Booking:
    """Load a visit of Mona's: half an hour of work, half an hour in which she is free, half an hour of work."""
    made = shop.book("MONA", "CUT", at=at)
    line, start = made.lines[0], shop.at(at)
    parts = []
    for n, kind in enumerate((SegmentKind.ACTIVE, SegmentKind.PROCESSING, SegmentKind.ACTIVE)):
        claim = Claim(id=shop.new_id(), holder_kind=HolderKind.STAFF, holder_id=line.staff_id)
        parts.append(
            Segment(
                id=shop.new_id(),
                kind=kind,
                start_at=start + n * 30 * MINUTE_MS,
                end_at=start + (n + 1) * 30 * MINUTE_MS,
                claims=() if n == 1 else (claim,),
            )  # fmt: skip
        )
    with shop.unit() as uow:
        saved = uow.bookings.save(made, replace(made, lines=(replace(line, segments=tuple(parts)),)))
        uow.commit()
    return saved


def test_board_desk_and_day_sheet_have_one_row_a_line(shop: StaffedShop) -> None:
    visit = coloured(shop)
    board = shop.ask(DiaryBoard(shop.today(), lang="en"))
    (block,) = [b for b in board.blocks if b.booking_id == visit.id]
    assert (block.start_min, block.end_min, block.gaps) == (600, 690, ((630, 660),))
    assert [s.segment_id for s in block.segments] == [s.id for s in visit.lines[0].segments]
    (row,) = shop.ask(DeskDay(shop.today())).due
    assert (len(row.services), row.price_minor) == (1, visit.lines[0].price_minor)
    (line,) = shop.ask(DaySheetLines(shop.people["MONA"], shop.today())).rows
    assert (line.start_at, line.end_at) == (shop.at("10:00"), shop.at("11:30"))
    assert line.gaps == ((shop.at("10:30"), shop.at("11:00")),)


def test_somebody_else_is_booked_into_the_gap_and_an_inner_edge_moves_what_follows(shop: StaffedShop) -> None:
    visit = coloured(shop)
    last = visit.lines[0].segments[2]
    pulled = shop.run(
        ResizeLine(
            key=shop.new_id(), booking_id=visit.id, expected_version=visit.version, line_id=visit.lines[0].id,
            start_at=shop.at("11:15"), end_at=last.end_at, segment_id=Id(last.id),
        )
    )  # fmt: skip
    assert [(s.start_at, s.end_at) for s in pulled.lines[0].segments] == [
        (shop.at("10:00"), shop.at("10:30")),
        (shop.at("10:30"), shop.at("11:15")),
        (shop.at("11:15"), shop.at("11:45")),
    ]
    shop.book("MONA", "CUT", at="10:30")  # 45 minutes: exactly the gap
