"""What the painting benchmarks share: an offscreen application, our diary in a window, and the floor's bare
widget.
"""

from __future__ import annotations

import os
from typing import TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.diary.sample_boards import day
from salondesk.ui.booking.gesture.grid import DiaryGrid
from salondesk.ui.theme.current import theme

WIDTH, HEIGHT = 1366, 768


def application() -> QApplication:
    """Give the application in our theme."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme().apply(app, "light")
    return app


def diary(people: int, bookings: int) -> DiaryGrid:
    """Show a diary of so many people and bookings, everything painted once."""
    grid = DiaryGrid()
    theme().apply_style(grid)
    grid.resize(WIDTH, HEIGHT)
    grid.show()
    grid.set_board(day(people, bookings))
    grid.set_zoom(30)
    QApplication.processEvents()
    return grid


class Blitter(QWidget):
    """The floor: a ground and one finished picture per block, nothing else."""

    def __init__(self, size: QRect, ground: QPixmap, pictures: list[tuple[int, int, QPixmap]]) -> None:
        super().__init__()
        self.ground, self.pictures = ground, pictures
        self.preview: tuple[QPoint, QPixmap] | None = None
        self.setGeometry(size)
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = event.rect()
        painter.drawPixmap(area, self.ground, area)
        for x, y, picture in self.pictures:
            painter.drawPixmap(x, y, picture)
        if self.preview is not None:
            painter.drawPixmap(self.preview[0], self.preview[1])


Kind = TypeVar("Kind", bound=Blitter)


def blitter_of(grid: DiaryGrid, kind: type[Kind]) -> Kind:
    """Make the floor of a diary: the very pixels it shows, at the same places."""
    view = grid.viewport()
    pictures = []
    for line_id in grid.lines_in_time_order():
        rect = grid.rect_of(line_id)
        if rect.intersects(view.rect()):
            pictures.append((rect.x(), rect.y(), view.grab(rect)))
    return kind(view.rect(), view.grab(), pictures)
