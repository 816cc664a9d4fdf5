"""The dots under a ي are on the picture wherever the diary paints a line: without them it is another letter, ى."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from salondesk.services.reads.booking.board import BoardBlock, BoardColumn, BoardShade
from salondesk.ui.booking.canvas.geometry import Geometry, Rect
from salondesk.ui.booking.canvas.headers import StaffHeader
from salondesk.ui.booking.canvas.painter import BlockPainter, GroundPainter
from salondesk.ui.theme.current import theme
from salondesk.ui.theme.fonts import register_fonts

DOTTED, BARE, SHORT = "المهيري", "المهيرى", "ااا"
SHAPE = Geometry(2, 500, 540, 900, 15, rtl=True)
Draw = Callable[[str], QImage]
Reach = Callable[[int, int], int]


def down(_x: int, y: int) -> int:
    return y


def right(x: int, _y: int) -> int:
    return x


def left(x: int, _y: int) -> int:
    return -x


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    register_fonts()
    theme().apply(qapp, "light")


def lowest(one: QImage, other: QImage, reach: Reach) -> int:
    """Return how far below the line the pictures still differ."""
    return max(
        reach(x, y)
        for x in range(one.width())
        for y in range(one.height())
        if one.pixel(x, y) != other.pixel(x, y)
    )


def shows_dots(draw: Draw, reach: Reach = down) -> bool:
    """Tell whether the dots stand under the letter, which itself reaches under the line: two rows at least."""
    letter = lowest(draw(BARE), draw(SHORT), reach)
    return lowest(draw(DOTTED), draw(BARE), reach) >= letter + 2


def block(client: str, service: str) -> BoardBlock:
    return BoardBlock(b"cut", b"visit", b"noura", 600, 660, "booked", client, service, "#b0468f")


@pytest.mark.parametrize("rtl", [True, False])
@pytest.mark.parametrize("height", [24, 40, 61, 90])
def test_a_client_s_name_on_a_block(height: int, rtl: bool) -> None:
    def draw(word: str) -> QImage:
        return BlockPainter().picture(block(word, "x"), 117, height, ratio=1.0, rtl=rtl).toImage()

    assert shows_dots(draw)


@pytest.mark.parametrize(("rtl", "reach"), [(True, right), (False, left)])
def test_a_client_s_name_along_a_narrow_block(rtl: bool, reach: Reach) -> None:
    def draw(word: str) -> QImage:
        return BlockPainter().picture(block(word, ""), 24, 140, ratio=1.0, rtl=rtl).toImage()

    assert shows_dots(draw, reach)


def test_a_service_on_a_block() -> None:
    def draw(word: str) -> QImage:
        return BlockPainter().picture(block("x", word), 117, 90, ratio=1.0, rtl=True).toImage()

    assert shows_dots(draw)


def test_the_label_of_shaded_time() -> None:
    def draw(word: str) -> QImage:
        made = QPixmap(500, 400)
        painter = QPainter(made)
        away = BoardColumn(b"noura", "x", shades=(BoardShade("leave", 540, 900, word),))
        GroundPainter().draw(painter, SHAPE, (away, BoardColumn(b"y", "y")), Rect(0, 0, 500, 400))
        painter.end()
        return made.toImage()

    assert shows_dots(draw)


@pytest.mark.parametrize(("title", "subtitle"), [("{}", ""), ("{}", "x"), ("x", "{}")])
def test_the_head_of_a_column(qtbot: QtBot, title: str, subtitle: str) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)

    def draw(word: str) -> QImage:
        head = StaffHeader(owner)
        head.resize(500, head.sizeHint().height())
        shown = BoardColumn(b"noura", title.format(word), subtitle.format(word))
        head.show_columns((shown, BoardColumn(b"y", "y")), SHAPE, today=None, is_week=False)
        return head.grab().toImage()

    assert shows_dots(draw)
