"""The painted diary with a preview on it: its verdict, the selection and the cursor.

grid.py turns mouse, touch and keys into these. Nothing here writes: a request that was let go leaves as a
signal.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from salondesk.engine.conflict_words import Verdict
from salondesk.services.reads.booking.board import BoardBlock, DayBoard
from salondesk.ui.booking.canvas.cursor import stretch_at
from salondesk.ui.booking.canvas.drag_preview import DragPreview
from salondesk.ui.booking.canvas.geometry import Rect
from salondesk.ui.booking.canvas.placing import Placed
from salondesk.ui.booking.canvas.spoken import block_name, gaps_text, slot_name
from salondesk.ui.booking.canvas.surface import DiarySurface
from salondesk.ui.booking.gesture.drag import Proposal, block_after, block_at_rest
from salondesk.ui.format import formatter
from salondesk.ui.i18n import _, fill, say
from salondesk.ui.kit.feedback import announce

Judge = Callable[[Proposal], Verdict]

_BEFORE_NOW_MIN = 90
"""How much of what was is seen above now, in minutes."""


def all_is_well(_proposal: Proposal) -> Verdict:
    """Find every request good: the judge of a diary that was given none."""
    return Verdict("ok")


class PreviewLayer(DiarySurface):
    """Shows proposals and hands them on.

    Signals:
        range_selected(Proposal): a stretch of free time was drawn ("create").
        block_dropped(Proposal): a block was moved; block_resized(Proposal): its end was pulled.
        drop_refused(Proposal, Verdict): it was dropped on red and sprang back; the page may offer an
        override. ghost_changed(Proposal or None, Verdict or None): for the status line.
        selection_changed(line id or b"").
        move_refused(line id): somebody tried to move a block that stays where it is.
    """

    range_selected = Signal(object)
    block_dropped = Signal(object)
    block_resized = Signal(object)
    drop_refused = Signal(object, object)
    preview_changed = Signal(object, object)
    selection_changed = Signal(bytes)
    move_refused = Signal(bytes)

    def __init__(self, judge: Judge = all_is_well, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._judge = judge
        self._verdict: Verdict | None = None
        self._proposal: Proposal | None = None
        self._awaited = b""

    def set_board(self, board: DayBoard) -> None:
        """Show a board, and select the block that was chosen before it was there."""
        super().set_board(board)
        if self._awaited in self._placing.by_key:
            self.select(self._awaited)

    def set_judge(self, judge: Judge) -> None:
        """Set who says whether a proposal is good; asked at each step of a drag, so it must answer in a
        millisecond.
        """
        self._judge = judge

    def select(self, key: bytes, *, show: bool = True) -> None:
        """Select a block, or none with b"", and bring it into view; one just made is selected when it comes."""
        placed = self._placing.by_key.get(key)
        if placed is not None:
            self._cursor.on_block(placed)
            if show:
                self.show_rect(placed.rect)
        self._set_selected(key if placed is not None else b"")
        self._awaited = key if placed is None else b""

    def propose(self, proposal: Proposal) -> Verdict:
        """Show a proposal as a drag preview with the engine's verdict, and give the verdict."""
        if proposal == self._proposal and self._verdict is not None and self._preview is not None:
            return self._verdict
        verdict = self._judge(proposal) if proposal.is_change else Verdict("ok")
        self._proposal, self._verdict = proposal, verdict
        keys = [column.key for column in self._board.columns]
        index = keys.index(proposal.column_key)
        rect = self._shape.block_rect(index, proposal.start_min, proposal.end_min)
        placed = self._placing.by_key.get(proposal.block_key)
        block = placed.block if placed is not None else self.cut_block()
        picture = (
            self._preview_block(block, proposal, rect) if block is not None and proposal.line_id else None
        )
        times = formatter().time_range(proposal.start_min, proposal.end_min)
        reason = say(verdict.message) if verdict.message is not None else ""
        if not reason and block is not None and proposal.part is not None:
            reason = gaps_text(block_after(block, proposal))
        preview = DragPreview(rect, verdict.kind, times, reason)
        self._show_preview(preview, proposal.block_key, picture, self._others(placed, proposal, index))
        self.preview_changed.emit(proposal, verdict)
        return verdict

    def cut_block(self) -> BoardBlock | None:
        """Give the block that was brought from another board; None when there is none."""
        return None

    def commit(self, proposal: Proposal, verdict: Verdict) -> None:
        """Hand a proposal to the page, or spring back when it is refused."""
        self._proposal, self._verdict = None, None
        if proposal.kind == "create":
            self.clear_preview()
            self.range_selected.emit(proposal)
        elif verdict.kind == "refuse":
            self.clear_preview()
            self.drop_refused.emit(proposal, verdict)
        elif proposal.kind == "resize":
            self.block_resized.emit(proposal)
        else:
            self.block_dropped.emit(proposal)
        self.preview_changed.emit(None, None)

    def _drop_preview(self) -> None:
        if self._proposal is not None:
            self._proposal, self._verdict = None, None
            self.preview_changed.emit(None, None)
        self.clear_preview()

    def _preview_block(self, block: BoardBlock, proposal: Proposal, rect: Rect) -> QPixmap:
        # Without its times: the tag says the new ones, and a step of the drag lays out no text here.
        shown = block_at_rest(block, proposal)
        return self._block_painter.picture(
            shown, rect.width, rect.height, ratio=self._ratio(), rtl=self._shape.rtl
        )

    def _others(self, placed: Placed | None, proposal: Proposal, index: int) -> tuple[Rect, ...]:
        if placed is None or not (proposal.whole_visit or placed.block.segments or placed.block.helps):
            return ()
        rects = []
        for other in self._placing.visit_of(placed):
            if not proposal.whole_visit and other.block.line_id != proposal.line_id:
                continue
            column = index if other.column == placed.column else other.column
            block = block_after(other.block, proposal)
            if proposal.kind == "move" or block != other.block:
                rects.append(self._shape.block_rect(column, block.start_min, block.end_min))
        return tuple(rects)

    def cursor_place(self) -> tuple[bytes, int] | None:
        """Give the column and minute of the keyboard's place; None on an empty board."""
        columns = self._board.columns
        if not columns:
            return None
        return columns[min(self._cursor.column, len(columns) - 1)].key, self._cursor.minute

    def show_now(self) -> None:
        """Bring the time of now into view, and the keyboard's place to it unless a block is selected."""
        board = self._board
        if board.now_min is None or not board.columns:
            return
        self.scroll_to_minute(max(board.day_start_min, board.now_min - _BEFORE_NOW_MIN))
        if not self._selected:
            keys = [column.key for column in board.columns]
            column = keys.index(board.today_key) if board.today_key in keys else self._cursor.column
            self._cursor.to_minute(self._placing, self._shape, column, board.now_min)
            self.viewport().update()

    def take_cursor(self) -> None:
        """Select the block the keyboard's place came to without being walked there, as when today is shown."""
        if not self._selected and self._cursor.key:
            self.select(self._cursor.key)

    def walk(self, across: int, along: int) -> None:
        """Move the keyboard's place by one: across columns as the eye sees them, or along time."""
        if across:
            self._cursor.sideways(self._placing, self._shape, rightwards=across > 0)
        else:
            self._cursor.down(self._placing, self._shape, up=along < 0)
        self.cursor_moved()

    def walk_to_end(self, *, last: bool) -> None:
        """Go to the first or last block of the day."""
        order = self._placing.in_time_order
        if order:
            self._cursor.on_block(order[-1 if last else 0])
            self.cursor_moved()

    def beside(self, column_key: bytes, *, rightwards: bool) -> bytes:
        """Give the column beside another as the eye sees it."""
        keys = [column.key for column in self._board.columns]
        return keys[self._shape.next_column(keys.index(column_key), rightwards=rightwards)]

    def show_proposal(self, proposal: Proposal) -> None:
        """Scroll to where a proposal stands."""
        keys = [column.key for column in self._board.columns]
        self.show_rect(
            self._shape.block_rect(keys.index(proposal.column_key), proposal.start_min, proposal.end_min)
        )

    def cursor_moved(self) -> None:
        """Show the keyboard's new place, select its block and have it said."""
        placed = self._cursor.placed(self._placing)
        self.show_rect(self._cursor_rect())
        self._set_selected(placed.block.key if placed is not None else b"")
        self.viewport().update()
        announce(self, self.cursor_text())

    def cursor_text(self) -> str:
        """Say where the keyboard is: the block's name and which stretch of it, or the person and the free time."""
        placed = self._cursor.placed(self._placing)
        column = self._board.columns[self._cursor.column]
        if placed is None:
            return slot_name(column, self._cursor.minute)
        name = block_name(placed.block, column)
        if not placed.gaps:
            return name
        times = formatter().time_range(*stretch_at(placed, self._cursor.minute))
        return fill(_("{times}, part of {visit}"), times=times, visit=name)

    def _set_selected(self, key: bytes) -> None:
        self._awaited = b""
        if key != self._selected:
            for one in (self._selected, key):
                placed = self._placing.by_key.get(one)
                if placed is not None:
                    self._update_content(placed.rect)
            self._selected = key
            self.selection_changed.emit(key)
