"""The painted diary under a real mouse and real keys, left to right and right to left."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QAccessible,
    QImage,
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QPointingDevice,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from salondesk.core.message import Message
from salondesk.engine.conflict_words import Verdict
from salondesk.services.reads.booking.board import BoardBlock, BoardColumn, BoardSegment, BoardShade, DayBoard
from salondesk.ui import i18n
from salondesk.ui.booking.canvas.spoken import block_name, gaps_text
from salondesk.ui.booking.gesture.drag import Proposal, SegmentEnds, moved, pulled
from salondesk.ui.booking.gesture.grid import DiaryGrid
from salondesk.ui.format import Formatter, set_formatter
from salondesk.ui.theme.current import theme

NOURA, SARA, HUDA = b"noura", b"sara", b"huda"
COLUMNS = tuple(
    BoardColumn(
        key, key.decode().title(), shades=(BoardShade("shift", 540, 1200), BoardShade("break", 780, 810))
    )
    for key in (NOURA, SARA, HUDA)
)
CUT = BoardBlock(b"cut", b"visit", NOURA, 600, 660, "booked", "Mariam", "Cut", "#b0468f")
COLOUR = BoardBlock(b"colour", b"visit", SARA, 660, 750, "booked", "Mariam", "Colour", "#3b78b8")
NAILS = BoardBlock(b"nails", b"other", SARA, 600, 645, "arrived", "نورة", "Nails", "#c68a1f", version=4)
PARTED = COLOUR._replace(
    segments=(
        BoardSegment(b"apply", 660, 690),
        BoardSegment(b"wait", 690, 720, is_free=True),
        BoardSegment(b"rinse", 720, 750),
    )
)
"""The same line with half an hour in which Sara is free."""
LOCKED = BoardBlock(b"locked", b"paid", HUDA, 600, 645, "done", "Reem", "Facial", movable=False)
BOARD = DayBoard("2026-11-20", 540, 1260, 15, COLUMNS, (CUT, COLOUR, NAILS, LOCKED), now_min=700)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(params=["en", "ar"])
def grid(request: pytest.FixtureRequest, qapp: QApplication, qtbot: QtBot) -> Iterator[DiaryGrid]:
    theme().apply(qapp, "light")
    made = Formatter(request.param)
    set_formatter(made)
    i18n.set_language(qapp, request.param, made.show)
    shown = DiaryGrid()
    shown.resize(900, 600)
    qtbot.addWidget(shown)
    shown.show()
    shown.set_board(BOARD)
    shown.setFocus()
    yield shown
    set_formatter(Formatter("en"))
    i18n.set_language(qapp, "en", Formatter("en").show)


def drag(
    qtbot: QtBot, grid: DiaryGrid, start: QPoint, end: QPoint, *, drop: bool = True, steps: int = 5
) -> None:
    view = grid.viewport()
    qtbot.mousePress(view, LEFT, pos=start)
    for n in range(1, steps + 1):
        # QTest's own mouseMove carries no button, so that the move is sent as the window system would.
        move(grid, start + (end - start) * n / steps)
    if drop:
        qtbot.mouseRelease(view, LEFT, pos=end)


def move(
    grid: DiaryGrid, at: QPoint, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:

    view = grid.viewport()
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(at),
        view.mapToGlobal(QPointF(at)),
        Qt.MouseButton.NoButton,
        LEFT,
        modifiers,
    )
    QApplication.sendEvent(view, event)


def is_arabic(grid: DiaryGrid) -> bool:
    return grid.layoutDirection() == Qt.LayoutDirection.RightToLeft


def test_the_first_person_stands_where_reading_begins(grid: DiaryGrid) -> None:
    first, last = grid.rect_of(b"cut").center().x(), grid.rect_of(b"locked").center().x()
    assert (first > last) == is_arabic(grid)
    assert grid.rect_of(b"cut").y() < grid.rect_of(b"colour").y()


def test_a_drag_to_another_person_and_time_becomes_a_proposal(grid: DiaryGrid, qtbot: QtBot) -> None:
    start = grid.rect_of(b"cut").center()
    with qtbot.waitSignal(grid.block_dropped) as said:
        drag(
            qtbot,
            grid,
            start,
            QPoint(
                grid.point_of(HUDA, 0).x(),
                start.y() + grid.point_of(HUDA, 60).y() - grid.point_of(HUDA, 0).y(),
            ),
        )
    assert said.args == [Proposal("move", HUDA, 660, 720, b"cut", b"visit", NOURA, 600, 660, 1, False)]
    assert grid.preview() is not None, "the ghost waits for the page's answer"
    grid.set_board(BOARD)
    assert grid.preview() is None


def test_escape_returns_the_block_and_nothing_is_said(grid: DiaryGrid, qtbot: QtBot) -> None:
    start = grid.rect_of(b"cut").center()
    with qtbot.assertNotEmitted(grid.block_dropped):
        drag(qtbot, grid, start, start + QPoint(0, 120), drop=False)
        assert grid.preview() is not None and grid.is_busy()
        qtbot.keyClick(grid, Qt.Key.Key_Escape)
        assert grid.preview() is None and not grid.is_busy()
        qtbot.mouseRelease(grid.viewport(), LEFT, pos=start + QPoint(0, 120))


def test_a_move_to_busy_column_is_refused_and_ghost_returns(grid: DiaryGrid, qtbot: QtBot) -> None:
    asked: list[Proposal] = []

    def judge(proposal: Proposal) -> Verdict:
        asked.append(proposal)
        return Verdict("refuse", Message.of("{client} is booked then", client="نورة"))

    grid.set_judge(judge)
    start = grid.rect_of(b"cut").center()
    with qtbot.assertNotEmitted(grid.block_dropped), qtbot.waitSignal(grid.drop_refused) as said:
        drag(qtbot, grid, start, QPoint(grid.point_of(SARA, 0).x(), start.y()))
    assert grid.preview() is None
    assert said.args is not None and said.args[0].column_key == SARA and said.args[1].kind == "refuse"
    assert len(asked) == len(set(asked)), "the engine is asked once per step"


def test_the_ghost_shows_time_and_reason_while_it_moves(grid: DiaryGrid, qtbot: QtBot) -> None:
    grid.set_judge(lambda _p: Verdict("warn", Message("Ends after her shift")))
    start = grid.rect_of(b"cut").center()
    drag(qtbot, grid, start, start + QPoint(0, 104), drop=False)
    preview = grid.preview()
    assert preview is not None and preview.kind == "warn"
    assert "11:00" in preview.times and "Ends after her shift" in preview.reason
    grid.cancel_gesture()


def test_shift_takes_the_whole_visit_and_shows_its_other_lines(grid: DiaryGrid, qtbot: QtBot) -> None:
    start = grid.rect_of(b"cut").center()
    drag(qtbot, grid, start, start + QPoint(0, 52), drop=False)
    move(grid, start + QPoint(0, 52), Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(grid.block_dropped) as said:
        qtbot.mouseRelease(grid.viewport(), LEFT, pos=start + QPoint(0, 52))
    assert said.args is not None and said.args[0].whole_visit and said.args[0].start_min == 630


def test_pulling_the_lower_edge_resizes(grid: DiaryGrid, qtbot: QtBot) -> None:
    rect = grid.rect_of(b"cut")
    edge = QPoint(rect.center().x(), rect.bottom() - 2)
    with qtbot.waitSignal(grid.block_resized) as said:
        drag(qtbot, grid, edge, edge + QPoint(0, 53))
    assert said.args is not None and (said.args[0].start_min, said.args[0].end_min) == (600, 690)


def test_a_click_on_free_time_names_person_and_slot(grid: DiaryGrid, qtbot: QtBot) -> None:
    with qtbot.waitSignal(grid.slot_activated) as said:
        qtbot.mouseClick(grid.viewport(), LEFT, pos=grid.point_of(HUDA, 725))
    assert said.args == [HUDA, 720]


def test_a_drag_over_free_time_takes_a_stretch(grid: DiaryGrid, qtbot: QtBot) -> None:
    with qtbot.waitSignal(grid.range_selected) as said, qtbot.assertNotEmitted(grid.slot_activated):
        drag(qtbot, grid, grid.point_of(HUDA, 725), grid.point_of(HUDA, 760))
    assert said.args is not None
    assert (said.args[0].column_key, said.args[0].start_min, said.args[0].end_min) == (HUDA, 720, 765)


def test_a_click_selects_and_a_double_click_opens(grid: DiaryGrid, qtbot: QtBot) -> None:
    at = grid.rect_of(b"nails").center()
    with qtbot.waitSignal(grid.selection_changed) as said:
        qtbot.mouseClick(grid.viewport(), LEFT, pos=at)
    assert said.args == [b"nails"] and grid.selected() == b"nails"
    with qtbot.waitSignal(grid.block_activated):
        qtbot.mouseDClick(grid.viewport(), LEFT, pos=at)


def test_a_block_that_may_not_move_stays(grid: DiaryGrid, qtbot: QtBot) -> None:
    start = grid.rect_of(b"locked").center()
    with qtbot.assertNotEmitted(grid.block_dropped):
        drag(qtbot, grid, start, start + QPoint(0, 120))
    assert grid.preview() is None


def test_a_short_travel_is_no_drag(grid: DiaryGrid, qtbot: QtBot) -> None:
    start = grid.rect_of(b"cut").center()
    drag(qtbot, grid, start, start + QPoint(4, 4), drop=False)
    assert grid.preview() is None
    grid.cancel_gesture()


def test_tab_walks_blocks_in_time_order_and_then_leaves(grid: DiaryGrid, qtbot: QtBot) -> None:
    walked = []
    for _ in range(4):
        qtbot.keyClick(grid, Qt.Key.Key_Tab)
        walked.append(grid.selected())
    assert walked == [b"cut", b"nails", b"locked", b"colour"]
    qtbot.keyClick(grid, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert grid.selected() == b"locked"


def test_arrows_walk_as_the_eye_sees_and_enter_opens_or_books(grid: DiaryGrid, qtbot: QtBot) -> None:
    grid.select(b"cut")
    towards = Qt.Key.Key_Left if is_arabic(grid) else Qt.Key.Key_Right
    qtbot.keyClick(grid, towards)
    assert grid.selected() == b"nails"
    with qtbot.waitSignal(grid.block_activated) as said:
        qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert said.args == [b"nails"]
    qtbot.keyClick(grid, Qt.Key.Key_Down)
    assert grid.selected() == b""
    with qtbot.waitSignal(grid.slot_activated) as free:
        qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert free.args == [SARA, 645]
    qtbot.keyClick(grid, Qt.Key.Key_Up)
    assert grid.selected() == b"nails"


def test_alt_and_arrows_move_by_keyboard_and_enter_commits(grid: DiaryGrid, qtbot: QtBot) -> None:
    grid.select(b"cut")
    towards = Qt.Key.Key_Left if is_arabic(grid) else Qt.Key.Key_Right
    qtbot.keyClick(grid, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(grid, towards)
    qtbot.keyClick(grid, towards)
    assert grid.is_busy() and grid.preview() is not None
    with qtbot.waitSignal(grid.block_dropped) as said:
        qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert said.args is not None and (said.args[0].column_key, said.args[0].start_min) == (HUDA, 615)


def test_m_begins_a_move_and_escape_gives_it_up(grid: DiaryGrid, qtbot: QtBot) -> None:
    grid.select(b"cut")
    qtbot.keyClick(grid, Qt.Key.Key_M)
    qtbot.keyClick(grid, Qt.Key.Key_Down)
    assert grid.preview() is not None
    with qtbot.assertNotEmitted(grid.block_dropped):
        qtbot.keyClick(grid, Qt.Key.Key_Escape)
    assert grid.preview() is None and not grid.is_busy()


def test_shift_and_arrows_resize(grid: DiaryGrid, qtbot: QtBot) -> None:
    grid.select(b"cut")
    for _ in range(2):
        qtbot.keyClick(grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(grid.block_resized) as said:
        qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert said.args is not None and said.args[0].end_min == 690


def test_letters_work_under_an_arabic_keyboard(grid: DiaryGrid, qtbot: QtBot) -> None:

    with qtbot.waitSignal(grid.legend_requested):
        pressed = QKeyEvent(QEvent.Type.KeyPress, 0x0645, Qt.KeyboardModifier.NoModifier, "م")
        QApplication.sendEvent(grid, pressed)


def test_control_and_wheel_zoom(grid: DiaryGrid, qtbot: QtBot) -> None:
    at = QPointF(grid.viewport().rect().center())
    wheel = QWheelEvent(
        at, grid.viewport().mapToGlobal(at), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    with qtbot.waitSignal(grid.zoom_changed) as said:
        QApplication.sendEvent(grid.viewport(), wheel)
    assert said.args == [30] and grid.zoom() == 30


def test_a_changed_block_alone_is_repainted(grid: DiaryGrid, qtbot: QtBot) -> None:
    QApplication.processEvents()
    painted = []
    original = grid.paintEvent
    grid.paintEvent = lambda event: (painted.append(event.rect()), original(event))[1]  # type: ignore[method-assign]
    grid.set_board(BOARD._replace(blocks=(CUT._replace(status="arrived"), COLOUR, NAILS, LOCKED)))
    QApplication.processEvents()
    assert painted and max(r.width() * r.height() for r in painted) < 0.3 * grid.width() * grid.height()


def test_blocks_and_columns_are_accessible_with_names_and_extents(grid: DiaryGrid) -> None:
    node = QAccessible.queryAccessibleInterface(grid)
    assert node is not None and node.childCount() == 3 + 4
    names = [node.child(n).text(QAccessible.Text.Name) for n in range(node.childCount())]
    assert "Noura" in names[0] and "09:00" in names[0]
    assert "Mariam" in names[3] and "10:00" in names[3]
    view = grid.viewport()
    rect = grid.rect_of(b"cut")
    assert node.child(3).rect().topLeft() == view.mapToGlobal(rect.topLeft())
    assert node.child(3).rect().size() == rect.size()
    found = node.childAt(*view.mapToGlobal(rect.center()).toTuple())
    assert found.text(QAccessible.Text.Name) == names[3]


def test_a_week_shows_days_and_now_in_today_only(grid: DiaryGrid) -> None:
    days = tuple(BoardColumn(f"2026-11-{n}".encode(), f"{n}") for n in range(16, 23))
    week = DayBoard(
        "2026-11-20", 540, 1260, 30, days, (CUT._replace(column_key=days[2].key),), 700, "week", days[4].key
    )
    grid.set_board(week)
    assert grid.rect_of(b"cut").isValid()
    image: QImage = grid.viewport().grab().toImage()
    y = grid.point_of(days[4].key, 700).y()
    now = theme().tokens.colour["grid.now"]
    assert image.pixelColor(grid.point_of(days[4].key, 700).x(), y).name() == now
    assert image.pixelColor(grid.point_of(days[1].key, 700).x(), y).name() != now


def test_a_week_wider_than_the_view_begins_with_today_in_sight(grid: DiaryGrid) -> None:
    days = tuple(BoardColumn(f"2026-11-{n}".encode(), f"{n}") for n in range(16, 23))
    full = tuple(CUT._replace(line_id=bytes([n]), column_key=days[0].key) for n in range(40))
    grid.set_board(DayBoard("2026-11-20", 540, 1260, 30, days, full, 700, "week", days[5].key))
    assert grid.viewport().rect().contains(grid.point_of(days[5].key, 600).x(), 10)


def test_fifty_columns_scroll_from_the_side_where_reading_begins(grid: DiaryGrid) -> None:
    many = tuple(BoardColumn(str(n).encode(), f"P{n}") for n in range(50))
    grid.set_board(
        BOARD._replace(
            columns=many, blocks=(CUT._replace(column_key=b"0"), COLOUR._replace(column_key=b"49"))
        )
    )
    view = grid.viewport().rect()
    assert view.contains(grid.rect_of(b"cut").center())
    assert not view.contains(grid.rect_of(b"colour").center())
    grid.select(b"colour")
    assert view.contains(grid.rect_of(b"colour").center())


def touch(grid: DiaryGrid, kind: QEvent.Type, at: QPoint) -> None:
    """Send a mouse event that Qt made of a finger."""
    finger = QPointingDevice(
        "finger", 1, QInputDevice.DeviceType.TouchScreen, QPointingDevice.PointerType.Finger,
        QInputDevice.Capability.Position, 1, 1,
    )  # fmt: skip
    view = grid.viewport()
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else LEFT
    event = QMouseEvent(
        kind, QPointF(at), QPointF(at), view.mapToGlobal(QPointF(at)), button, LEFT,
        Qt.KeyboardModifier.NoModifier, finger,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def test_a_finger_scrolls_and_moves_no_booking(grid: DiaryGrid, qtbot: QtBot) -> None:
    start = grid.rect_of(b"cut").center()
    before = grid.offset().y()
    with qtbot.assertNotEmitted(grid.block_dropped), qtbot.assertNotEmitted(grid.slot_activated):
        touch(grid, QEvent.Type.MouseButtonPress, start)
        for n in range(1, 9):
            touch(grid, QEvent.Type.MouseMove, start - QPoint(0, 10 * n))
        touch(grid, QEvent.Type.MouseButtonRelease, start - QPoint(0, 80))
    assert grid.offset().y() > before and grid.preview() is None


def test_a_finger_held_still_takes_the_booking(grid: DiaryGrid, qtbot: QtBot) -> None:
    start = grid.rect_of(b"cut").center()
    touch(grid, QEvent.Type.MouseButtonPress, start)
    qtbot.wait(450)
    for n in range(1, 6):
        touch(grid, QEvent.Type.MouseMove, start + QPoint(0, 11 * n))
    with qtbot.waitSignal(grid.block_dropped) as said:
        touch(grid, QEvent.Type.MouseButtonRelease, start + QPoint(0, 55))
    assert said.args is not None and said.args[0].start_min == 630


def test_a_drag_at_the_lower_edge_scrolls_on(grid: DiaryGrid, qtbot: QtBot) -> None:
    start = grid.rect_of(b"cut").center()
    before = grid.offset().y()
    drag(qtbot, grid, start, QPoint(start.x(), grid.viewport().height() - 5), drop=False)
    qtbot.waitUntil(lambda: grid.offset().y() > before + 40)
    preview = grid.preview()
    assert preview is not None and abs(preview.rect.y - grid.offset().y() - grid.viewport().height()) < 120, (
        "the ghost stays under the hand"
    )
    grid.cancel_gesture()


def test_a_visit_without_a_name_is_a_walk_in(grid: DiaryGrid) -> None:
    grid.set_board(BOARD._replace(blocks=(CUT._replace(client=""),)))
    grid.select(b"cut")
    assert i18n.fill("Walk-in") in grid.cursor_text()


def test_processing_time_is_visibly_open(grid: DiaryGrid) -> None:
    plain = grid.viewport().grab(grid.rect_of(b"colour")).toImage()
    grid.set_board(BOARD._replace(blocks=(CUT, NAILS, PARTED)))
    assert grid.viewport().grab(grid.rect_of(b"colour")).toImage() != plain


def test_switching_theme_and_language_redraws_the_same_board(grid: DiaryGrid, qapp: QApplication) -> None:
    light = grid.viewport().grab().toImage()
    theme().apply(qapp, "dark")
    assert grid.viewport().grab().toImage() != light and grid.rect_of(b"cut").isValid()
    theme().apply(qapp, "light")
    assert grid.viewport().grab().toImage() == light


def test_news_from_elsewhere_does_not_end_a_drag(grid: DiaryGrid, qtbot: QtBot) -> None:
    start = grid.rect_of(b"cut").center()
    drag(qtbot, grid, start, start + QPoint(0, 104), drop=False)
    grid.set_judge(lambda _p: Verdict("warn"))
    grid.set_board(BOARD._replace(blocks=(CUT, COLOUR._replace(status="confirmed"), NAILS, LOCKED)))
    preview = grid.preview()
    assert preview is not None and preview.kind == "warn", "judged anew against the new board"
    with qtbot.waitSignal(grid.block_dropped) as said:
        qtbot.mouseRelease(grid.viewport(), LEFT, pos=start + QPoint(0, 104))
    assert said.args is not None and said.args[0].start_min == 660


def test_a_change_to_the_block_in_hand_ends_the_drag(grid: DiaryGrid, qtbot: QtBot) -> None:
    start = grid.rect_of(b"cut").center()
    drag(qtbot, grid, start, start + QPoint(0, 104), drop=False)
    grid.set_board(BOARD._replace(blocks=(CUT._replace(version=9), COLOUR, NAILS, LOCKED)))
    assert grid.preview() is None and not grid.is_busy()


def test_a_board_that_arrives_between_press_and_release_keeps_the_click(
    grid: DiaryGrid, qtbot: QtBot
) -> None:
    at = grid.point_of(HUDA, 725)
    qtbot.mousePress(grid.viewport(), LEFT, pos=at)
    grid.set_board(BOARD)
    with qtbot.waitSignal(grid.slot_activated):
        qtbot.mouseRelease(grid.viewport(), LEFT, pos=at)


def test_the_ghost_scrolls_with_the_day_and_its_tag_stays_in_view(grid: DiaryGrid, qtbot: QtBot) -> None:
    grid.propose(moved(CUT, HUDA, 720))
    before = grid.viewport().grab().toImage()
    at = grid.point_of(HUDA, 770)
    inside = before.pixelColor(at)
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().value() + 60)
    after = grid.viewport().grab().toImage()
    assert after.pixelColor(grid.point_of(HUDA, 770)) == inside


def test_a_block_scrolled_away_says_that_it_is_off_screen(grid: DiaryGrid) -> None:
    grid.set_board(BOARD._replace(blocks=(CUT, NAILS._replace(start_min=1200, end_min=1245))))
    node = QAccessible.queryAccessibleInterface(grid)
    assert node is not None
    assert [bool(node.child(n).state().offscreen) for n in (3, 4)] == [False, True]
    grid.select(b"nails")
    assert not node.child(4).state().offscreen


def test_a_gap_is_free_time_to_the_mouse_and_an_inner_edge_pulls_what_follows(
    grid: DiaryGrid, qtbot: QtBot
) -> None:
    grid.set_board(BOARD._replace(blocks=(CUT, NAILS, PARTED)))
    with qtbot.waitSignal(grid.slot_activated) as clicked:
        qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.point_of(SARA, 700))
    assert clicked.args == [SARA, 690]
    start = grid.point_of(SARA, 720) + QPoint(0, 2)
    with qtbot.waitSignal(grid.block_resized) as pulled_to:
        drag(qtbot, grid, start, start + QPoint(0, 26))
    assert pulled_to.args is not None
    wanted = pulled_to.args[0]
    assert (wanted.start_min, wanted.end_min, wanted.part) == (660, 765, SegmentEnds(2, b"rinse", 735, 750))
    apply_end = PARTED.edges[1]
    assert (apply_end.side, apply_end.number) == ("end", 0)
    assert pulled(PARTED, apply_end, 661, 15).part == SegmentEnds(0, b"apply", 660, 665)


def test_the_keyboard_walks_through_the_gap_of_a_block(grid: DiaryGrid) -> None:
    grid.set_board(BOARD._replace(blocks=(PARTED,)))
    grid.select(b"colour")
    met = []
    for _step in range(4):
        met.append((grid.cursor_place(), bool(grid.selected())))
        grid.walk(0, 1)
    walked = [(660, True), (690, False), (705, False), (720, True)]
    assert met == [((SARA, minute), on_block) for minute, on_block in walked]


def test_a_line_with_a_gap_is_one_child_that_says_it(grid: DiaryGrid) -> None:
    assert gaps_text(PARTED) and gaps_text(CUT) == ""
    assert gaps_text(PARTED) in block_name(PARTED, COLUMNS[1])
    assert PARTED.gaps == ((690, 720),) and PARTED.solid == ((660, 690), (720, 750))
