"""One step of a drag: from the mouse event to the painted ghost, against repainting two small rectangles.

Each frame moves by a whole slot or column, so that none is a frame in which nothing changes.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.harness import alternate, report
from benchmarks.qt_stage import Blitter, application, blitter_of, diary
from salondesk.core.message import Message
from salondesk.services.board import Verdict
from salondesk.ui.booking.drag import Proposal
from salondesk.ui.booking.grid import DiaryGrid

_LEFT = Qt.MouseButton.LeftButton


def _send(view: QWidget, kind: QEvent.Type, at: QPoint) -> None:
    spot = QPointF(at)
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else _LEFT
    event = QMouseEvent(kind, spot, view.mapToGlobal(spot), button, _LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view, event)


def _path(start: QPoint, slot_px: int) -> list[QPoint]:
    """Up and down by a slot at a time, round about the start."""
    return [start + QPoint(0, slot_px * (n if n <= 6 else 12 - n)) for n in range(1, 12)]


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


class _Floor:
    def __init__(self, widget: Blitter, rect: QRect, path: list[QPoint], start: QPoint) -> None:
        self._widget, self._rect, self._path, self._start, self._n = widget, rect, path, start, 0
        self._picture = widget.grab(rect)
        self._at = rect

    def frame(self) -> None:
        """Move a picture once and paint."""
        self._n += 1
        there = self._rect.translated(self._path[self._n % len(self._path)] - self._start)
        self._widget.ghost = (there.topLeft(), self._picture)
        self._widget.update(self._at)
        self._widget.update(there)
        self._at = there
        QApplication.processEvents()


def main() -> None:
    """Measure and print."""
    app = application()
    grid = diary(12, 200)
    floor_widget = blitter_of(grid)
    app.processEvents()
    middle = grid.viewport().rect().center()
    lines = [line for line in grid.lines_in_time_order() if grid.rect_of(line).height() > 30]
    line = min(lines, key=lambda one: (grid.rect_of(one).center() - middle).manhattanLength())
    rect = grid.rect_of(line)
    slot_px = round(grid.zoom() * grid.shape_now().px_per_min)
    rect.translate(0, -3 * slot_px)
    path = _path(rect.center(), slot_px)
    floor = _Floor(floor_widget, rect, path, rect.center())
    ours = _Ours(grid, grid.rect_of(line).center(), path)
    report("drag_frame", alternate(floor.frame, ours.frame, rounds=600), goal_ratio=2.5, rows=200)
    grid.cancel_gesture()


if __name__ == "__main__":
    main()
