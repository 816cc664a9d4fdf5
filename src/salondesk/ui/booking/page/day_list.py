"""The board as a plain table, for the keyboard and for screen readers."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from salondesk.core.message import N_
from salondesk.services.reads.booking.board import BoardBlock, DayBoard, by_line
from salondesk.ui.booking.canvas.spoken import gaps_text
from salondesk.ui.booking.canvas.status_styles import client_of, flags_shown, style_of
from salondesk.ui.format import formatter
from salondesk.ui.i18n import _
from salondesk.ui.kit.keys import letter_of
from salondesk.ui.kit.table import Column, ListTable

_TIME_PX = 124
_TIME, _WORDS, _MARKS = 0, (1, 2), 5
"""Columns: the time, the two with words of any length, and the last one, which takes what is left."""
_WORDS_PX = 300
"""The greatest width of a column of words: on a wide screen the eye finds the end of a row again."""


class DayList(ListTable):
    """Bookings of a board, earliest first. It has the diary's signals, so that a page connects both alike.

    Signals: block_activated(line id); selection_changed(line id or b""); block_context_requested(line id,
    QPoint); move_requested(line id) on M, to ask for the new time in a dialog; legend_requested().
    """

    block_activated = Signal(bytes)
    selection_changed = Signal(bytes)
    block_context_requested = Signal(bytes, QPoint)
    move_requested = Signal(bytes)
    legend_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self._board = DayBoard("", 540, 1260, 15, (), ())
        self._people: dict[bytes, list[bytes]] = {}
        columns = (
            Column(N_("Time"), _times),
            Column(N_("Client"), client_of),
            Column(N_("Services"), lambda b: b.services),
            Column(N_("With"), partial(DayList._person, self)),
            Column(N_("Status"), _status),
            Column(N_("Marks"), _marks),
        )
        super().__init__(columns, parent)
        # Qt measures a time without its isolates and cuts it in Arabic.
        head, mode = self.horizontalHeader(), QHeaderView.ResizeMode
        for number in (_TIME, *_WORDS):
            head.setSectionResizeMode(number, mode.Fixed)
        head.resizeSection(_TIME, _TIME_PX)
        head.setSectionResizeMode(_MARKS, mode.Stretch)
        self.row_activated.connect(lambda block: self.block_activated.emit(block.key))
        self.row_selected.connect(lambda block: self.selection_changed.emit(block.key if block else b""))

    def set_board(self, board: DayBoard) -> None:
        """Show a board, keeping the selected booking if it is still there."""
        kept = self.selected()
        self._board = board
        lines = by_line(board)
        self._people = {main.key: [block.column_key for block in blocks] for main, blocks in lines}
        rows = sorted((main for main, _b in lines), key=lambda b: (b.start_min, b.end_min, b.line_id))
        self.rows_model.put(rows)
        self._fit()
        self.select(kept)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Share what the other columns leave between client and services."""
        head = self.horizontalHeader()
        others = [n for n in range(self.rows_model.columnCount()) if n not in (*_WORDS, _MARKS)]
        marks = max(self.sizeHintForColumn(_MARKS), head.sectionSizeHint(_MARKS))
        free = self.viewport().width() - sum(head.sectionSize(n) for n in others) - marks
        for number in _WORDS:
            head.resizeSection(number, max(min(free // len(_WORDS), _WORDS_PX), head.minimumSectionSize()))

    def select(self, key: bytes) -> None:
        """Select a booking line."""
        for number, block in enumerate(self.rows_model.rows):
            if block.key == key:
                self.select_row(number)
                return

    def selected(self) -> bytes:
        """Give the selected line id, b"" when there is none."""
        block = self.current_row()
        return block.key if block is not None else b""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = letter_of(event)
        if letter == "m" and self.selected():
            self.move_requested.emit(self.selected())
        elif letter == "l":
            self.legend_requested.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.selected():
            at = event.globalPos()
            if event.reason() == QContextMenuEvent.Reason.Keyboard:
                at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
            self.block_context_requested.emit(self.selected(), at)

    def showing(self) -> list[BoardBlock]:
        """Give the rows in order."""
        return list(self.rows_model.rows)

    def _person(self, block: BoardBlock) -> str:
        columns = map(self._board.column_of, self._people[block.key])
        return _(", ").join(column.title for column in columns if column is not None)


def _times(block: BoardBlock) -> str:
    return formatter().time_range(block.start_min, block.end_min)


def _status(block: BoardBlock) -> str:
    return _(style_of(block.status, block.flags).name)


def _marks(block: BoardBlock) -> str:
    # Translators: the separator of a list.
    marks = [gaps_text(block), *(_(look.name) for look in flags_shown(block.flags))]
    return _(", ").join(mark for mark in marks if mark)
