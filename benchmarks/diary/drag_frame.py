"""One step of a drag: from the mouse event to the painted drag preview, against repainting two small rectangles.

Each frame moves by a whole slot or column, so that none is a frame in which nothing changes.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.harness import alternate, report
from benchmarks.qt_stage import Blitter, application, blitter_of, diary
from salondesk.core.message import Message
from salondesk.engine.conflict_words import Verdict
from salondesk.ui.booking.gesture.drag import Proposal
from salondesk.ui.booking.gesture.grid import DiaryGrid

_LEFT = Qt.MouseButton.LeftButton


def _send(view: QWidget, kind: QEvent.Type, at: QPoint) -> None:
    spot = QPointF(at)
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else _LEFT
    event = QMouseEvent(kind, spot, view.mapToGlobal(spot), button, _LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view, event)


def _path(start: QPoint, slot_px: int, column_px: int) -> list[QPoint]:
    """Down and up by a slot at a time, through three columns, so that few frames repeat the one before."""
    down = [QPoint(0, slot_px * n) for n in range(1, 12)]
    return [
        start + QPoint(column_px * column, 0) + (step if column % 2 == 0 else QPoint(0, slot_px * 12) - step)
        for column in range(3)
        for step in down
    ]


class _Ours:
    def __init__(self, grid: DiaryGrid, start: QPoint, path: list[QPoint]) -> None:
        self._grid, self._path, self._n = grid, path, 0
        grid.set_judge(self._judge)
        _send(grid.viewport(), QEvent.Type.MouseButtonPress, start)

    def _judge(self, proposal: Proposal) -> Verdict:
        if proposal.start_min % 60:
            return Verdict("ok")
        return Verdict("warn", Message.of("Ends after the shift of {person}", person="Noura"))

    def frame(self) -> None:
        """Move once and paint."""
        self._n += 1
        _send(self._grid.viewport(), QEvent.Type.MouseMove, self._path[self._n % len(self._path)])
        QApplication.processEvents()


class _Floor(Blitter):
    """The least a drag can do: take the mouse event, move one finished picture, repaint where it was and is."""

    def take(self, rect: QRect) -> None:
        """Take hold of what is in a rectangle."""
        self._rect, self._at = rect, rect
        self._picture = self.grab(rect)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        there = self._rect.translated(event.position().toPoint() - self._rect.center())
        self.preview = (there.topLeft(), self._picture)
        self.update(self._at)
        self.update(there)
        self._at = there


class _FloorDrag:
    def __init__(self, widget: _Floor, path: list[QPoint]) -> None:
        self._widget, self._path, self._n = widget, path, 0

    def frame(self) -> None:
        """Move once and paint."""
        self._n += 1
        _send(self._widget, QEvent.Type.MouseMove, self._path[self._n % len(self._path)])
        QApplication.processEvents()


def main() -> None:
    """Measure and print."""
    app = application()
    grid = diary(12, 200)
    floor_widget = blitter_of(grid, _Floor)
    app.processEvents()
    middle = grid.viewport().rect().center()
    lines = [line for line in grid.lines_in_time_order() if grid.rect_of(line).height() > 30]
    line = min(lines, key=lambda one: (grid.rect_of(one).center() - middle).manhattanLength())
    rect = grid.rect_of(line)
    slot_px = round(grid.zoom() * grid.shape_now().px_per_min)
    rect.translate(0, -3 * slot_px)
    path = _path(rect.center(), slot_px, grid.shape_now().column_x(0)[1])
    floor_widget.take(rect)
    floor = _FloorDrag(floor_widget, path)
    ours = _Ours(grid, grid.rect_of(line).center(), path)
    report("drag_frame", alternate(floor.frame, ours.frame, rounds=600), goal_ratio=2.5, rows=200)
    grid.cancel_gesture()


if __name__ == "__main__":
    main()
