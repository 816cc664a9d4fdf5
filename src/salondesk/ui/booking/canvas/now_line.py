"""The line of now across the diary: whole over free time, faint over a block."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtGui import QColor, QPainter

from salondesk.services.reads.booking.board import DayBoard
from salondesk.ui.booking.canvas.geometry import Geometry
from salondesk.ui.booking.canvas.placing import Placing
from salondesk.ui.theme.current import theme

_THICK_PX = 2
_TICK_PX = 7
"""What is whole at both ends of a block, so that the eye goes on across it."""
_NAME_PX = 20
"""Height from a block's top in which its client's name stands."""
_FAINT = 90
"""How opaque the line is over a block's other words, of 255."""


class Stretch(NamedTuple):
    """A piece of the line, in content pixels; faint where it crosses words."""

    x: int
    width: int
    is_faint: bool


def stretches(board: DayBoard, shape: Geometry, placing: Placing) -> list[Stretch]:
    """Cut the line of now to what lies under it; none when now is not on the board."""
    now_min = board.now_min
    if now_min is None or not shape.start_min <= now_min <= shape.end_min:
        return []
    columns = range(len(board.columns))
    if board.kind == "week":
        keys = [column.key for column in board.columns]
        if board.today_key not in keys:
            return []
        index = keys.index(board.today_key or b"")
        columns = range(index, index + 1)
    y, found = shape.y_of(now_min), list[Stretch]()
    for index in columns:
        left, width = shape.column_x(index)
        at, end = left, left + width
        under = [placed for placed in placing.columns[index] if placed.is_at(y)]
        for placed in sorted(under, key=lambda one: one.x):
            tick = min(_TICK_PX, placed.rect.width // 3)
            first, last = placed.x + tick, placed.x + placed.rect.width - tick
            found.append(Stretch(at, first - at, is_faint=False))
            if y - placed.y > _NAME_PX:
                found.append(Stretch(first, last - first, is_faint=True))
            at = last
        found.append(Stretch(at, end - at, is_faint=False))
    return found


def draw(painter: QPainter, line: list[Stretch], y: int, left: int, right: int) -> None:
    """Draw what of the line lies between two pixels, at a height: a step of a drag repaints a column or two."""
    colour, faint = QColor(theme().tokens.colour["grid.now"]), QColor(theme().tokens.colour["grid.now"])
    faint.setAlpha(_FAINT)
    top = y - _THICK_PX // 2
    for x, width, is_faint in line:
        if x <= right and x + width > left:
            painter.fillRect(x, top, width, _THICK_PX, faint if is_faint else colour)
