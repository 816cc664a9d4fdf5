"""A block cut with Ctrl+X follows the pointer or the cursor to another day until it is pasted."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from salondesk.core.ids import Id
from salondesk.services.reads.booking.board import BoardBlock
from salondesk.ui.booking.gesture.canvas_view import CanvasView
from salondesk.ui.booking.gesture.drag import Proposal, moved


class CutPaste:
    """What one grid has in hand."""

    def __init__(self, view: CanvasView) -> None:
        self._view = view
        self.block: BoardBlock | None = None
        self._at: tuple[bytes, int] | None = None

    @property
    def is_active(self) -> bool:
        """Tell whether something is carried."""
        return self.block is not None

    @property
    def booking_id(self) -> Id | None:
        """The booking of the block that is carried."""
        return Id(self.block.booking_id) if self.block is not None else None

    def take(self, block: BoardBlock) -> None:
        """Take a block up, to be put down on whatever board is shown."""
        self._view.cancel_gesture()
        self.block, self._at = block, None
        self.to_cursor()

    def forget(self) -> None:
        """Put nothing down."""
        self.block, self._at = None, None
        self._view.cancel_gesture()

    def place(self) -> None:
        """Put it down where its outline stands."""
        proposal = self._proposal()
        if proposal is not None:
            self._view.paste_placed.emit(proposal)

    def handle(self, event: QKeyEvent) -> bool:
        """Do what Enter and Esc mean while something is carried; False for any other key."""
        if not self.is_active:
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.forget()
            self._view.paste_forgotten.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.place()
        else:
            return False
        return True

    def to_cursor(self) -> None:
        """Stand at the keyboard's place."""
        at = self._view.cursor_place()
        if self.is_active and at is not None:
            self.follow(*at)

    def follow(self, column_key: bytes, minute: int) -> None:
        """Show the outline at a place of the board, with the engine's verdict."""
        if self.block is None:
            return
        self._at = (column_key, minute)
        proposal = self._proposal()
        if proposal is not None:
            self._view.propose(proposal)

    def _proposal(self) -> Proposal | None:
        """Give what would be put down now; None while it is nowhere on this board."""
        if self.block is None or self._at is None:
            return None
        board = self._view.board()
        column_key, minute = self._at
        if board.column_of(column_key) is None:
            return None
        length = self.block.end_min - self.block.start_min
        start = max(min(minute, board.day_end_min - length), board.day_start_min)
        # It comes from nowhere on this board, so that the same place on another day is judged too.
        return moved(self.block, column_key, start)._replace(from_column=b"")
