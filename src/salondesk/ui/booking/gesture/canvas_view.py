"""CanvasView: what keys and cut and paste need of the painted diary they act on."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from salondesk.engine.conflict_words import Verdict
from salondesk.services.reads.booking.board import BoardBlock, DayBoard
from salondesk.ui.booking.canvas.drag_preview import DragPreview
from salondesk.ui.booking.gesture.drag import Proposal


class CanvasView(Protocol):
    """The painted diary as its gestures see it; DiaryGrid fulfils it."""

    @property
    def legend_requested(self) -> SignalInstance: ...
    @property
    def move_refused(self) -> SignalInstance: ...
    @property
    def paste_placed(self) -> SignalInstance: ...
    @property
    def paste_forgotten(self) -> SignalInstance: ...

    def as_widget(self) -> QWidget:
        """Return the widget that speaks to a screen reader."""
        ...

    def board(self) -> DayBoard:
        """Return the board that is shown."""
        ...

    def zoom(self) -> int:
        """Return the minutes of a slot."""
        ...

    def selected(self) -> bytes:
        """Return the line id of the selected block, b"" for none."""
        ...

    def preview(self) -> DragPreview | None:
        """Return the preview that is shown."""
        ...

    def propose(self, proposal: Proposal) -> Verdict:
        """Show a proposal with its verdict, and return the verdict."""
        ...

    def show_proposal(self, proposal: Proposal) -> None:
        """Bring a proposal into view."""
        ...

    def commit(self, proposal: Proposal, verdict: Verdict) -> None:
        """Hand a proposal on to the page."""
        ...

    def cancel_gesture(self) -> None:
        """Give up whatever is under way."""
        ...

    def cursor_place(self) -> tuple[bytes, int] | None:
        """Return the column key and minute where the keyboard is."""
        ...

    def take_cursor(self) -> None:
        """Select the block under the keyboard's place."""
        ...

    def walk(self, across: int, along: int) -> None:
        """Move the keyboard's place by columns and slots."""
        ...

    def walk_to_end(self, *, last: bool) -> None:
        """Move the keyboard's place to the first or last block of its column."""
        ...

    def beside(self, column_key: bytes, *, rightwards: bool) -> bytes:
        """Return the key of the column next to one."""
        ...

    def activate_cursor(self) -> None:
        """Open what is at the keyboard's place."""
        ...

    def peek_cursor(self) -> None:
        """Show the card of what is at the keyboard's place."""
        ...

    def step_zoom(self, *, nearer: bool) -> None:
        """Show more or fewer minutes a slot."""
        ...

    def cut_block(self) -> BoardBlock | None:
        """Return the block that was cut and is to be pasted."""
        ...
