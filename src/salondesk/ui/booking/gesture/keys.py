"""The diary by keyboard: walking, opening, and moving or resizing a block step by step.

Arrows walk; Tab (grid.focusNextPrevChild) goes from block to block in time order; Enter opens; Space shows
the card. Alt+arrows begin a move, Shift+Up/Down a resize; M begins a move in which bare arrows count. Enter
commits, Esc gives up. In a move, S takes the whole visit along; in a resize, which begins at the end of the stretch the
keyboard is on, E goes to the next edge of the block.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from salondesk.services.reads.booking.board import BoardBlock, Edge
from salondesk.ui.booking.canvas.spoken import gaps_text
from salondesk.ui.booking.gesture.canvas_view import CanvasView
from salondesk.ui.booking.gesture.drag import Proposal, block_after, moved, pulled
from salondesk.ui.format import formatter
from salondesk.ui.i18n import _, fill, say
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
        self._edge: Edge | None = None
        """What is pulled in a resize."""

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
            self._view.move_refused.emit(block.key)
            return True
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and event.key() in _ARROWS:
            self._edge = _edge_at(block, self._view.cursor_place())
            self._propose(pulled(block, self._edge, self._edge.minute, self._view.zoom()))
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
        elif letter_of(event) == "e" and self._proposal.kind == "resize":
            self._next_edge()
        # Any other key is swallowed: a half-made move must not start something else.
        return True

    def _shift(self, proposal: Proposal, key: Qt.Key, *, resize: bool) -> None:
        view, block = self._view, self._block()
        if block is None:
            return
        across, along = _ARROWS[key]
        slot, board = view.zoom(), view.board()
        if proposal.kind == "resize" or resize:
            self._pull(block, proposal, along * slot)
            return
        length = proposal.end_min - proposal.start_min
        start = min(max(proposal.start_min + along * slot, board.day_start_min), board.day_end_min - length)
        column = view.beside(proposal.column_key, rightwards=across > 0) if across else proposal.column_key
        self._propose(moved(block, column, start, whole_visit=proposal.whole_visit))

    def _pull(self, block: BoardBlock, proposal: Proposal, by: int) -> None:
        """Pull the edge by some minutes, within the day; a move that is under way becomes a resize of how things are."""
        board, edge = self._view.board(), self._edge
        if edge is None or proposal.kind != "resize":
            edge = self._edge = _edge_at(block, self._view.cursor_place())
            minute = edge.minute
        else:
            minute = _minute_of(edge, proposal)
        if edge.side == "start" and edge.number <= 0:
            minute = max(minute + by, board.day_start_min)
        else:
            minute = min(minute + by, edge.minute + max(board.day_end_min - block.end_min, 0))
        self._propose(pulled(block, edge, minute, self._view.zoom()))

    def _next_edge(self) -> None:
        """Take the next edge in hand; what was pulled at the one before is where it was."""
        block, edge = self._block(), self._edge
        if block is None or edge is None:
            return
        edges = block.edges
        self._edge = edges[(edges.index(edge) + 1) % len(edges)] if edge in edges else edges[-1]
        self._propose(pulled(block, self._edge, self._edge.minute, self._view.zoom()))

    def _propose(self, proposal: Proposal) -> None:
        self._proposal = proposal
        verdict = self._view.propose(proposal)
        self._view.show_proposal(proposal)
        preview, block = self._view.preview(), self._block()
        said = [
            self._edge_text(proposal),
            preview.times if preview is not None else "",
            gaps_text(block_after(block, proposal))
            if block is not None and proposal.part is not None
            else "",
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

    def _edge_text(self, proposal: Proposal) -> str:
        """Say which edge of a block with several is pulled, and where it is."""
        block, edge = self._block(), self._edge
        if proposal.kind != "resize" or block is None or edge is None:
            return ""
        if edge.side == "end" and edge == block.edges[-1]:
            return ""
        time = formatter().time(_minute_of(edge, proposal))
        return fill(_("Start {time}") if edge.side == "start" else _("End {time}"), time=time)

    def _block(self) -> BoardBlock | None:
        return self._view.board().block_of(self._view.selected())


def _edge_at(block: BoardBlock, place: tuple[bytes, int] | None) -> Edge:
    """Return the end of the stretch of a block that the keyboard is on; the block's own end where it is elsewhere."""
    if place is None or not block.gaps:
        return block.edges[-1]
    end = next((end for start, end in block.solid if start <= place[1] < end), block.end_min)
    return next((edge for edge in block.edges if edge.side == "end" and edge.minute == end), block.edges[-1])


def _minute_of(edge: Edge, proposal: Proposal) -> int:
    """Return where an edge is in a proposal that pulls it."""
    if proposal.part is not None:
        return proposal.part.start_min if edge.side == "start" else proposal.part.end_min
    return proposal.start_min if edge.side == "start" else proposal.end_min
