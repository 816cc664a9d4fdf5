"""The gesture as values: thresholds, snapping, resizing, cancelling."""

from __future__ import annotations

from salondesk.services.reads.booking.board import BoardBlock
from salondesk.ui.booking.gesture.drag import Gesture, Phase, Point, Proposal

BLOCK = BoardBlock(b"line", b"book", b"noura", 600, 660, "booked", "Mariam", "Cut", version=3)


def point(minute: float, column: bytes = b"noura", x: float = 50) -> Point:
    return Point(x, minute, column, minute)


def gesture() -> Gesture:
    return Gesture(15, (540, 1200))


def test_a_short_travel_is_a_click() -> None:
    g = gesture()
    g.press(point(610), BLOCK)
    assert g.move(point(617)) is None
    assert g.phase is Phase.PRESSED and g.release() is None and g.phase is Phase.IDLE


def test_a_move_snaps_and_keeps_the_length() -> None:
    g = gesture()
    g.press(point(610), BLOCK)
    said = g.move(point(648, b"sara"))
    assert said == Proposal("move", b"sara", 645, 705, b"line", b"book", b"noura", 600, 660, 3, False)
    assert g.phase is Phase.MOVING
    assert g.release() == said and g.phase is Phase.DROPPED


def test_shift_moves_the_whole_visit() -> None:
    g = gesture()
    g.press(point(610), BLOCK)
    said = g.move(point(648), shift=True)
    assert said is not None and said.whole_visit


def test_a_move_stays_inside_the_day() -> None:
    g = gesture()
    g.press(point(610), BLOCK)
    late = g.move(point(1300))
    assert late is not None and (late.start_min, late.end_min) == (1140, 1200)
    early = g.move(point(100))
    assert early is not None and early.start_min == 540


def test_an_odd_start_is_kept_when_only_the_person_changes() -> None:
    g = gesture()
    g.press(point(610), BLOCK._replace(start_min=605, end_min=650))
    said = g.move(point(612, b"sara", x=90))
    assert said is not None and (said.column_key, said.start_min, said.end_min) == (b"sara", 605, 650)


def test_dropping_where_it_was_is_no_change() -> None:
    g = gesture()
    g.press(point(610), BLOCK)
    g.move(point(700))
    g.move(point(610))
    assert g.release() is None


def test_both_edges_resize_and_never_past_one_slot() -> None:
    g = gesture()
    g.press(point(659), BLOCK, BLOCK.edges[1])
    said = g.move(point(690))
    assert said is not None and said.kind == "resize" and (said.start_min, said.end_min) == (600, 690)
    short = g.move(point(500))
    assert short is not None and short.end_min == 615
    g.cancel()
    g.press(point(601), BLOCK, BLOCK.edges[0])
    first = g.move(point(570))
    assert first is not None and (first.start_min, first.end_min) == (570, 660)
    last = g.move(point(900))
    assert last is not None and last.start_min == 645


def test_escape_returns_everything() -> None:
    g = gesture()
    g.press(point(610), BLOCK)
    g.move(point(700))
    g.cancel()
    assert g.phase is Phase.CANCELLED and g.proposal is None and g.release() is None


def test_dragging_over_free_time_takes_the_stretch() -> None:
    g = gesture()
    g.press(point(605), None)
    said = g.move(point(640))
    assert said is not None and (said.kind, said.start_min, said.end_min) == ("create", 600, 645)
    assert g.phase is Phase.CREATING and g.release() == said


def test_a_block_that_may_not_move_stays() -> None:
    g = gesture()
    g.press(point(610), BLOCK._replace(movable=False))
    assert g.move(point(700)) is None and g.release() is None
