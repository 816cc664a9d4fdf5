"""Pixels and minutes of the calendar, mirrored or not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from salondesk.services.reads.booking.board import BoardBlock, BoardColumn, DayBoard
from salondesk.ui.booking.canvas.geometry import LEAST_LANE_PX, MAX_ALONE_PX, MAX_COLUMN_PX, ZOOMS, Geometry
from salondesk.ui.booking.canvas.placing import Placing, most_lanes

shapes = st.builds(
    Geometry,
    columns=st.integers(1, 50),
    view_width=st.integers(200, 2000),
    start_min=st.sampled_from([0, 480, 960]),
    end_min=st.sampled_from([1200, 1440, 1680]),
    slot_min=st.sampled_from(ZOOMS),
    rtl=st.booleans(),
)


@given(shapes, st.integers(0, 49))
def test_every_pixel_of_a_column_is_hit_as_that_column(shape: Geometry, index: int) -> None:
    index %= shape.columns
    left, width = shape.column_x(index)
    assert {shape.column_at(x) for x in (left, left + width // 2, left + width - 1)} == {index}


@given(shapes)
def test_columns_fill_their_span_without_gap_or_overlap(shape: Geometry) -> None:
    edges = sorted(shape.column_x(i) for i in range(shape.columns))
    span = shape.columns_rect(0, 1)
    assert edges[0][0] == span.x and edges[-1][0] + edges[-1][1] == span.x + span.width
    assert 0 <= span.x and span.x + span.width <= shape.width and shape.width >= shape.view_width
    assert span.width == shape.width or shape.columns * MAX_COLUMN_PX <= span.width < shape.view_width
    assert all(a[0] + a[1] == b[0] for a, b in zip(edges, edges[1:], strict=False))


@given(shapes, st.integers(0, 1680))
def test_a_minute_survives_the_way_to_pixels_and_back(shape: Geometry, minute: int) -> None:
    minute = min(max(minute, shape.start_min), shape.end_min)
    assert abs(shape.minute_at(shape.y_of(minute)) - minute) <= 1


@given(shapes, st.integers(0, 49), st.integers(1, 4))
def test_lanes_stay_in_their_column_and_apart(shape: Geometry, index: int, lanes: int) -> None:
    index %= shape.columns
    left, width = shape.column_x(index)
    rects = [shape.block_rect(index, 600, 660, lane=n, lanes=lanes) for n in range(lanes)]
    ordered = sorted(rects)
    assert ordered[0].x >= left and ordered[-1].x + ordered[-1].width <= left + width
    assert all(a.x + a.width <= b.x for a, b in zip(ordered, ordered[1:], strict=False))
    assert (ordered == rects) != shape.rtl or lanes == 1


def test_the_first_column_is_leftmost_in_english_and_rightmost_in_arabic() -> None:
    english = Geometry(3, 600, 540, 1200, 15)
    arabic = Geometry(3, 600, 540, 1200, 15, rtl=True)
    assert english.column_x(0) == (0, 200) and arabic.column_x(0) == (400, 200)
    assert english.next_column(0, rightwards=True) == 1 and arabic.next_column(0, rightwards=False) == 1
    assert arabic.next_column(0, rightwards=True) == 0


def test_narrow_columns_make_the_diary_wider_than_the_view() -> None:
    assert Geometry(50, 1000, 540, 1200, 15).width > 1000


def test_a_week_of_many_people_widens_until_every_lane_holds_a_name() -> None:
    blocks = [
        BoardBlock(bytes([n]), bytes([n]), b"mon", 600 + n, 700 + n, "booked", "Mariam", "Cut")
        for n in range(40)
    ]
    blocks += [BoardBlock(b"late", b"late", b"mon", 760, 800, "booked", "Mariam", "Cut")]
    columns = tuple(BoardColumn(key, "day") for key in (b"mon", b"tue"))
    board = DayBoard("2026-11-23", 540, 1260, 15, columns, tuple(blocks), kind="week")
    assert most_lanes(board) == 40
    shape = Geometry(2, 1000, 540, 1260, 15, most_lanes=40)
    assert shape.width == 2 * 40 * LEAST_LANE_PX
    lanes = [placed.rect.width for placed in Placing(board, shape).columns[0]]
    assert min(lanes) >= LEAST_LANE_PX - 3
    assert Geometry(2, 700, 540, 1260, 15, most_lanes=7).width == 700


@given(shapes)
def test_no_column_is_absurdly_wide_and_what_is_left_is_free_at_the_end_of_the_line(shape: Geometry) -> None:
    widest = max(shape.column_x(n)[1] for n in range(shape.columns))
    assert widest <= (MAX_COLUMN_PX if shape.columns > 1 else MAX_ALONE_PX)
    free = shape.width - shape.span
    first = shape.width - 1 if shape.rtl else 0
    assert shape.has_column_at(first)
    assert shape.has_column_at(shape.width - 1 - first) == (free == 0)
    assert (
        shape.column_at(shape.width - 1 - first) == shape.columns - 1
    )  # a drag over it stays with the last person


def test_snapping_counts_from_midnight() -> None:
    shape = Geometry(1, 300, 550, 1200, 15)
    assert shape.snapped(606.9) == 600 and shape.snapped(608) == 615 and shape.slot_at(614) == 600


@given(shapes)
def test_half_an_hour_has_room_for_two_lines_at_every_zoom(shape: Geometry) -> None:
    assert shape.block_rect(0, 600, 630).height >= 30
