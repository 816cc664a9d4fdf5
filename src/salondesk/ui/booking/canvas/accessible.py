"""The painted diary for screen readers: each block and column is a child with a name and an extent."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget

from salondesk.services.reads.booking.board import BoardBlock, BoardColumn
from salondesk.ui.booking.canvas.spoken import block_name, column_name
from salondesk.ui.booking.canvas.surface import DiarySurface
from salondesk.ui.format import formatter
from salondesk.ui.i18n import fill


class _Child(QAccessibleInterface):
    """A block or a column of the grid."""

    def __init__(self, grid: DiarySurface, key: bytes, *, is_block: bool) -> None:
        super().__init__()
        self._grid, self._key, self._is_block = grid, key, is_block

    def isValid(self) -> bool:
        return self._find() is not None

    def object(self) -> QObject | None:  # type: ignore[override]  # null is Qt's answer
        return None

    def parent(self) -> QAccessibleInterface:
        return QAccessible.queryAccessibleInterface(self._grid)

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # null is Qt's answer
        return None

    def childCount(self) -> int:
        return 0

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]  # null is Qt's answer
        return None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem if self._is_block else QAccessible.Role.Column

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.focusable = self._is_block
        state.selectable = self._is_block
        state.selected = self._is_block and self._grid.selected() == self._key
        view = self._grid.viewport()
        state.offscreen = not self.rect().intersects(
            QRect(view.mapToGlobal(view.rect().topLeft()), view.size())
        )
        return state

    def rect(self) -> QRect:
        view = self._grid.viewport()
        if self._is_block:
            rect = self._grid.rect_of(self._key)
        else:
            index = [column.key for column in self._grid.board().columns].index(self._key)
            left, width = self._grid.shape_now().column_x(index)
            rect = QRect(left - self._grid.offset().x(), 0, width, view.height())
        return QRect(view.mapToGlobal(rect.topLeft()), rect.size())

    def is_gap_at(self, y: int) -> bool:
        """Tell whether a height on screen lies in the block's gap, which is its column's free time."""
        found = self._find()
        if not isinstance(found, BoardBlock):
            return False
        top = self._grid.viewport().mapFromGlobal(QPoint(0, y)).y() + self._grid.offset().y()
        return found.is_free_at(self._grid.shape_now().minute_at(top))

    def text(self, kind: QAccessible.Text) -> str:
        found = self._find()
        if kind != QAccessible.Text.Name or found is None:
            return ""
        board = self._grid.board()
        if isinstance(found, BoardBlock):
            column = board.column_of(found.column_key)
            return block_name(found, column) if column is not None else ""
        return column_name(board, found)

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Names are made from the board."""

    def _find(self) -> BoardBlock | BoardColumn | None:
        board = self._grid.board()
        return board.block_of(self._key) if self._is_block else board.column_of(self._key)


class _DiaryInterface(QAccessibleWidget):
    """The grid: a list of its columns, in reading order, and its blocks, in time order."""

    def __init__(self, grid: DiarySurface) -> None:
        super().__init__(grid, QAccessible.Role.List)
        self._grid = grid
        self._children: dict[tuple[bytes, bool], _Child] = {}

    def childCount(self) -> int:
        return len(self._keys())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # null is Qt's answer
        keys = self._keys()
        return self._made(keys[index]) if 0 <= index < len(keys) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return next((n for n, key in enumerate(self._keys()) if self._children.get(key) is child), -1)

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]  # null is Qt's answer
        # Blocks stand before their column, so that the more telling one is found.
        for key in sorted(self._keys(), key=lambda k: not k[1]):
            made = self._made(key)
            if made.rect().contains(x, y) and not made.is_gap_at(y):
                return made
        return None

    def text(self, kind: QAccessible.Text) -> str:
        if kind == QAccessible.Text.Name:
            day = self._grid.board().date_iso
            shown = formatter().date(date.fromisoformat(day)) if day else ""
            return fill("Diary, {day}", day=shown)
        return ""

    def _keys(self) -> list[tuple[bytes, bool]]:
        columns = [(column.key, False) for column in self._grid.board().columns]
        return columns + [(line_id, True) for line_id in self._grid.lines_in_time_order()]

    def _made(self, key: tuple[bytes, bool]) -> _Child:
        found = self._children.get(key)
        if found is None:
            found = self._children[key] = _Child(self._grid, key[0], is_block=key[1])
            QAccessible.registerAccessibleInterface(found)
        return found


_kept: list[QAccessibleInterface] = []
"""Qt does not own interfaces made in Python; without a reference here they would vanish."""


def _factory(_class_name: str, made_for: QObject) -> QAccessibleInterface | None:
    if not isinstance(made_for, DiarySurface):
        return None
    interface = _DiaryInterface(made_for)
    _kept.append(interface)
    made_for.destroyed.connect(lambda: _kept.remove(interface))
    return interface


def install_accessibility() -> None:
    """Teach Qt about the diary's children; once per process, before the first grid is shown."""
    if not _installed:
        QAccessible.installFactory(_factory)
        _installed.append(True)


_installed: list[bool] = []
