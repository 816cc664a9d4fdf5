"""The painted diary with lines of several segments and people: hits, edges, keys, children, in both directions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from salondesk.engine.conflict_words import Verdict
from salondesk.services.reads.booking.board import BoardBlock, BoardSegment, DayBoard
from salondesk.ui import i18n
from salondesk.ui.booking.canvas.spoken import gaps_text
from salondesk.ui.booking.gesture.drag import Proposal, SegmentEnds
from salondesk.ui.booking.gesture.grid import DiaryGrid
from salondesk.ui.booking.page.day_list import DayList
from salondesk.ui.format import Formatter, set_formatter
from salondesk.ui.theme.current import theme
from tests.ui.test_diary_grid import COLUMNS, HUDA, NOURA, SARA, drag

PARTS = (
    BoardSegment(b"apply", 660, 690),
    BoardSegment(b"wait", 690, 720, is_free=True),
    BoardSegment(b"rinse", 720, 750),
)
COLOUR = BoardBlock(
    b"colour",
    b"visit",
    SARA,
    660,
    750,
    "booked",
    "Mariam",
    "Colour",
    "#3b78b8",
    segments=PARTS,
    staff_id=SARA,
)
"""Half an hour of work, half an hour in which Sara is free, half an hour of work."""
BEGUN = COLOUR._replace(
    line_id=b"shared", end_min=690, segments=(PARTS[0], PARTS[1], PARTS[2]._replace(is_free=True))
)
FINISHED = COLOUR._replace(
    line_id=b"shared", start_min=720, column_key=HUDA, staff_id=HUDA, helps=True,
    segments=(PARTS[0]._replace(is_free=True), PARTS[1], PARTS[2]),
)  # fmt: skip
"""The same, begun by Sara and finished by Huda."""
WITHIN = BoardBlock(
    b"within", b"other", SARA, 690, 720, "booked", "Noura", "Fringe", "#c68a1f", staff_id=SARA
)
BOARD = DayBoard("2026-11-20", 540, 1260, 15, COLUMNS, (COLOUR,), now_min=None)
UP, DOWN, E, ENTER = Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_E, Qt.Key.Key_Return
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(params=["en", "ar"])
def grid(request: pytest.FixtureRequest, qapp: QApplication, qtbot: QtBot) -> Iterator[DiaryGrid]:
    theme().apply(qapp, "light")
    made = Formatter(request.param)
    set_formatter(made)
    i18n.set_language(qapp, request.param, made.show)
    shown = DiaryGrid()
    shown.setLayoutDirection(
        Qt.LayoutDirection.RightToLeft if request.param == "ar" else Qt.LayoutDirection.LeftToRight
    )
    qtbot.addWidget(shown)
    shown.resize(900, 700)
    shown.set_board(BOARD)
    shown.show()
    qtbot.waitExposed(shown)
    shown.scroll_to_minute(600)
    shown.setFocus()
    yield shown
    i18n.set_language(qapp, "en")
    set_formatter(Formatter("en"))


def dropped(grid: DiaryGrid, qtbot: QtBot, start: QPoint, down_px: int) -> Proposal:
    with qtbot.waitSignal(grid.block_resized) as said:
        drag(qtbot, grid, start, start + QPoint(0, down_px))
    assert said.args is not None
    wanted: Proposal = said.args[0]
    return wanted


QUARTER = 26
"""The height of a quarter of an hour at this zoom."""


@pytest.mark.parametrize(
    ("minute", "above", "ends", "whole"),
    [
        (660, False, SegmentEnds(0, b"apply", 675, 690), (675, 750)),
        (690, True, SegmentEnds(0, b"apply", 660, 705), (660, 765)),
        (720, False, SegmentEnds(2, b"rinse", 735, 750), (660, 765)),
        (750, True, SegmentEnds(2, b"rinse", 720, 765), (660, 765)),
    ],
)
def test_each_edge_is_pulled_by_the_mouse(
    grid: DiaryGrid, qtbot: QtBot, minute: int, *, above: bool, ends: SegmentEnds, whole: tuple[int, int]
) -> None:
    at = grid.point_of(SARA, minute) + QPoint(0, -3 if above else 3)
    wanted = dropped(grid, qtbot, at, QUARTER)
    assert (wanted.part, (wanted.start_min, wanted.end_min)) == (ends, whole)


def test_an_edge_between_two_stretches_of_work_is_pulled_too(grid: DiaryGrid, qtbot: QtBot) -> None:
    solid = COLOUR._replace(segments=(PARTS[0], PARTS[1]._replace(is_free=False), PARTS[2]))
    grid.set_board(BOARD._replace(blocks=(solid,)))
    wanted = dropped(grid, qtbot, grid.point_of(SARA, 690) + QPoint(0, 3), QUARTER)
    assert wanted.part == SegmentEnds(0, b"apply", 660, 705)


def test_a_part_is_never_pulled_under_five_minutes(grid: DiaryGrid, qtbot: QtBot) -> None:
    wanted = dropped(grid, qtbot, grid.point_of(SARA, 690) + QPoint(0, -3), -5 * QUARTER)
    assert wanted.part == SegmentEnds(0, b"apply", 660, 665)


def test_a_low_stretch_is_caught_for_a_move_and_not_pulled(grid: DiaryGrid, qtbot: QtBot) -> None:
    low = COLOUR._replace(
        segments=(PARTS[0]._replace(end_min=670), PARTS[1]._replace(start_min=670), PARTS[2])
    )
    grid.set_board(BOARD._replace(blocks=(low,)))
    start = grid.point_of(SARA, 666)
    with qtbot.waitSignal(grid.block_dropped) as said:
        drag(qtbot, grid, start, start + QPoint(0, 2 * QUARTER))
    assert said.args is not None and said.args[0].start_min == 690


def test_the_preview_says_the_gap_as_it_would_be(grid: DiaryGrid, qtbot: QtBot) -> None:
    start = grid.point_of(SARA, 720) + QPoint(0, 3)
    grid.set_judge(lambda _p: Verdict("warn"))
    drag(qtbot, grid, start, start + QPoint(0, QUARTER), drop=False)
    preview = grid.preview()
    after = COLOUR._replace(
        end_min=765,
        segments=(PARTS[0], PARTS[1]._replace(end_min=735), PARTS[2]._replace(start_min=735, end_min=765)),
    )
    assert preview is not None and preview.reason == gaps_text(after) and preview.kind == "warn"
    grid.cancel_gesture()


def test_a_click_in_the_gap_books_there_and_a_press_moves_nothing(grid: DiaryGrid, qtbot: QtBot) -> None:
    with qtbot.waitSignal(grid.slot_activated) as clicked:
        QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.point_of(SARA, 700))
    assert clicked.args == [SARA, 690]
    with qtbot.waitSignal(grid.range_selected) as drawn:
        start = grid.point_of(SARA, 692)
        drag(qtbot, grid, start, grid.point_of(SARA, 716))
    assert drawn.args is not None and (drawn.args[0].start_min, drawn.args[0].end_min) == (690, 720)


def test_a_visit_in_the_gap_has_the_whole_width_and_is_hit_there(grid: DiaryGrid, qtbot: QtBot) -> None:
    grid.set_board(BOARD._replace(blocks=(COLOUR, WITHIN)))
    assert grid.rect_of(b"within").width() == grid.rect_of(b"colour").width()
    for minute, key in ((700, b"within"), (670, b"colour"), (740, b"colour")):
        QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.point_of(SARA, minute))
        assert grid.selected() == key


# ------------------------------------------------------------ keys


def test_the_stretch_that_the_keyboard_is_on_is_pulled(grid: DiaryGrid, qtbot: QtBot) -> None:
    grid.select(b"colour")
    with qtbot.waitSignal(grid.block_resized) as said:
        for key in (DOWN, ENTER):
            QTest.keyClick(grid, key, SHIFT if key == DOWN else Qt.KeyboardModifier.NoModifier)
    assert said.args is not None and said.args[0].part == SegmentEnds(0, b"apply", 660, 705)
    grid.clear_preview()
    for _step in range(3):  # through the gap onto the last stretch
        QTest.keyClick(grid, DOWN)
    assert grid.cursor_place() == (SARA, 720)
    with qtbot.waitSignal(grid.block_resized) as said:
        QTest.keyClick(grid, DOWN, SHIFT)
        QTest.keyClick(grid, ENTER)
    assert said.args is not None and said.args[0].part == SegmentEnds(2, b"rinse", 720, 765)


def test_e_goes_through_all_edges_and_begins_anew_at_each(grid: DiaryGrid) -> None:
    grid.select(b"colour")
    QTest.keyClick(grid, DOWN, SHIFT)
    seen = []
    for _step in range(4):
        preview = grid.preview()
        assert preview is not None
        proposal = grid._proposal  # noqa: SLF001 - what is shown
        assert proposal is not None and proposal.part is not None
        seen.append((proposal.part, proposal.is_change))
        QTest.keyClick(grid, E)
        QTest.keyClick(grid, UP, SHIFT)
    assert seen == [
        (SegmentEnds(0, b"apply", 660, 705), True),
        (SegmentEnds(2, b"rinse", 705, 750), True),
        (SegmentEnds(2, b"rinse", 720, 735), True),
        (SegmentEnds(0, b"apply", 645, 690), True),
    ]
    grid.cancel_gesture()


def test_e_takes_the_start_of_a_visit_of_one_part(grid: DiaryGrid, qtbot: QtBot) -> None:
    grid.set_board(BOARD._replace(blocks=(WITHIN,)))
    grid.select(b"within")
    with qtbot.waitSignal(grid.block_resized) as said:
        for key, how in ((DOWN, SHIFT), (E, None), (UP, None), (ENTER, None)):
            QTest.keyClick(grid, key, how or Qt.KeyboardModifier.NoModifier)
    assert said.args is not None
    assert (said.args[0].part, said.args[0].start_min, said.args[0].end_min) == (None, 675, 720)


def test_the_keyboard_says_which_stretch_it_is_on(grid: DiaryGrid) -> None:
    grid.select(b"colour")
    said = [grid.cursor_text()]
    for _step in range(3):
        grid.walk(0, 1)
        said.append(grid.cursor_text())
    assert len(set(said)) == 4
    shown = Formatter(i18n.language()).time_range(720, 750)
    assert said[3].startswith(shown) and gaps_text(COLOUR) in said[3]


# ------------------------------------------------------------ a line of two people


def test_a_line_of_two_people_stands_in_both_columns(grid: DiaryGrid) -> None:
    grid.set_board(BOARD._replace(blocks=(BEGUN, FINISHED)))
    assert grid.rect_of(b"shared").contains(grid.point_of(SARA, 675))
    assert grid.rect_of(b"shared" + HUDA).contains(grid.point_of(HUDA, 735))
    node = QAccessible.queryAccessibleInterface(grid)
    assert node is not None
    names = [node.child(n).text(QAccessible.Text.Name) for n in range(3, node.childCount())]
    assert len(names) == 2 and "Sara" in names[0] and "Huda" in names[1]
    assert gaps_text(BEGUN) == gaps_text(FINISHED) == ""


def test_her_part_is_walked_to_dragged_and_pulled_for_itself(grid: DiaryGrid, qtbot: QtBot) -> None:
    grid.set_board(BOARD._replace(blocks=(BEGUN, FINISHED)))
    start = grid.point_of(HUDA, 735)
    with qtbot.waitSignal(grid.block_dropped) as moved_to:
        drag(qtbot, grid, start, QPoint(grid.point_of(NOURA, 735).x(), start.y()))
    assert moved_to.args is not None
    wanted = moved_to.args[0]
    assert (wanted.line_id, wanted.staff_id, wanted.column_key, wanted.start_min) == (
        b"shared",
        HUDA,
        NOURA,
        720,
    )
    grid.clear_preview()
    wanted = dropped(grid, qtbot, grid.point_of(HUDA, 720) + QPoint(0, 3), QUARTER)
    assert (wanted.part, wanted.start_min, wanted.end_min) == (SegmentEnds(2, b"rinse", 735, 750), 735, 765)
    grid.clear_preview()
    grid.select(b"shared" + HUDA)
    assert grid.cursor_place() == (HUDA, 720) and grid.selected() == b"shared" + HUDA


def test_what_goes_along_with_a_part_is_outlined(grid: DiaryGrid, qtbot: QtBot) -> None:
    grid.set_board(BOARD._replace(blocks=(BEGUN, FINISHED)))
    start = grid.point_of(SARA, 690) + QPoint(0, -3)
    drag(qtbot, grid, start, start + QPoint(0, QUARTER), drop=False)
    (other,) = grid._preview_others  # noqa: SLF001 - what is outlined
    assert other.y == grid.shape_now().y_of(735) + 1
    grid.cancel_gesture()


def test_the_list_shows_a_line_once_with_everybody(grid: DiaryGrid, qtbot: QtBot) -> None:
    shown = DayList()
    qtbot.addWidget(shown)
    shown.set_board(BOARD._replace(blocks=(FINISHED, WITHIN, BEGUN)))
    rows = shown.showing()
    assert [(b.key, b.start_min, b.end_min) for b in rows] == [(b"shared", 660, 750), (b"within", 690, 720)]
    model = shown.rows_model
    with_ = model.index(0, 3).data()
    assert "Sara" in with_ and "Huda" in with_
    assert gaps_text(rows[0]) in model.index(0, 5).data()


def test_edges_come_in_order_and_none_twice() -> None:
    for block in (COLOUR, BEGUN, FINISHED, WITHIN):
        minutes = [edge.minute for edge in block.edges]
        assert minutes == sorted(minutes) and len(set(block.edges)) == len(block.edges)
        assert (minutes[0], minutes[-1]) == (block.start_min, block.end_min)
        assert all(one.minute < other.minute for one, other in pairwise(block.edges))
