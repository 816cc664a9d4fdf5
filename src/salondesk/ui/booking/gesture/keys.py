"""The diary by keyboard: walking, opening, and moving or resizing a block step by step.

Arrows walk; Tab (grid.focusNextPrevChild) goes from block to block in time order; Enter opens; Space shows
the card. Alt+arrows begin a move, Shift+Up/Down a resize; M begins a move in which bare arrows count. Enter
commits, Esc gives up. In a move, S takes the whole visit along.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from salondesk.services.reads.booking.board import BoardBlock
from salondesk.ui.booking.gesture.canvas_view import CanvasView
from salondesk.ui.booking.gesture.drag import Proposal, moved, resized, shortest_ends
from salondesk.ui.i18n import say
from salondesk.ui.kit.feedback import announce
from salondesk.ui.kit.keys import letter_of

_ARROWS = {
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
}


class KeyMoves:
    """Turns keys into walks and proposals of one grid."""

    def __init__(self, view: CanvasView) -> None:
        self._view = view
        self._proposal: Proposal | None = None

    @property
    def is_active(self) -> bool:
        """Tell whether a block is being moved or resized by keys."""
        return self._proposal is not None

    def stop(self) -> None:
        """Forget the proposal."""
        self._proposal = None

    def handle(self, event: QKeyEvent) -> bool:
        """Do what a key asks for; False when it is not one of the diary's."""
        return self._handle_moving(event) if self.is_active else self._handle_walking(event)

    def _handle_walking(self, event: QKeyEvent) -> bool:
        view, key = self._view, Qt.Key(event.key())
        if key in _ARROWS:
            return self._handle_arrow(event, key)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            view.activate_cursor()
        elif key == Qt.Key.Key_Space:
            view.peek_cursor()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            view.walk_to_end(last=key == Qt.Key.Key_End)
        elif letter_of(event) == "m":
            return self._begin(event)
        elif letter_of(event) == "l":
            view.legend_requested.emit()
        elif event.text() in ("+", "-", "="):
            view.step_zoom(nearer=event.text() != "-")
        else:
            return False
        return True

    def _handle_arrow(self, event: QKeyEvent, key: Qt.Key) -> bool:
        across, along = _ARROWS[key]
        modifiers = event.modifiers()
        if modifiers & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier):
            if self._view.cut_block() is None and self._begin(event):
                if self.is_active:
                    self._handle_moving(event)
                return True
            # Without a block in hand Alt with an arrow is the page's: the day before, the day after.
            return not modifiers & Qt.KeyboardModifier.AltModifier
        self._view.walk(across, along)
        return True

    def _begin(self, event: QKeyEvent) -> bool:
        self._view.take_cursor()
        block = self._block()
        if block is None:
            return False
        if not block.movable:
            if event.modifiers() & Qt.KeyboardModifier.AltModifier:
                return False  # the page's: the day before, the day after
            self._view.move_refused.emit(block.line_id)
            return True
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and event.key() in _ARROWS:
            self._propose(resized(block, block.start_min, block.end_min))
        else:
            self._propose(moved(block, block.column_key, block.start_min))
        return True

    def _handle_moving(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if self._proposal is None:
            return False
        if key == Qt.Key.Key_Escape:
            self._view.cancel_gesture()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._commit(self._proposal)
        elif key in _ARROWS:
            self._shift(
                self._proposal, key, resize=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            )
        elif letter_of(event) == "s" and self._proposal.kind == "move":
            self._propose(self._proposal._replace(whole_visit=not self._proposal.whole_visit))
        # Any other key is swallowed: a half-made move must not start something else.
        return True

    def _shift(self, proposal: Proposal, key: Qt.Key, *, resize: bool) -> None:
        view, block = self._view, self._block()
        if block is None:
            return
        across, along = _ARROWS[key]
        slot, board = view.zoom(), view.board()
        if resize or proposal.kind == "resize":
            _latest, earliest = shortest_ends(block, slot)
            end = min(max(proposal.end_min + along * slot, earliest), board.day_end_min)
            self._propose(resized(block, proposal.start_min, end))
            return
        length = proposal.end_min - proposal.start_min
        start = min(max(proposal.start_min + along * slot, board.day_start_min), board.day_end_min - length)
        column = view.beside(proposal.column_key, rightwards=across > 0) if across else proposal.column_key
        self._propose(moved(block, column, start, whole_visit=proposal.whole_visit))

    def _propose(self, proposal: Proposal) -> None:
        self._proposal = proposal
        verdict = self._view.propose(proposal)
        self._view.show_proposal(proposal)
        preview = self._view.preview()
        said = [
            preview.times if preview is not None else "",
            say(verdict.message) if verdict.message is not None else "",
        ]
        announce(self._view.as_widget(), ", ".join(part for part in said if part))

    def _commit(self, proposal: Proposal) -> None:
        verdict = self._view.propose(proposal)
        self._proposal = None
        if proposal.is_change:
            self._view.commit(proposal, verdict)
        else:
            self._view.cancel_gesture()

    def _block(self) -> BoardBlock | None:
        return self._view.board().block_of(self._view.selected())
