"""Carries a requested move out: dropped on the diary, typed in a dialog, or cut and pasted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from salondesk.core.ids import Id
from salondesk.core.message import Message, N_
from salondesk.core.timespan import instant_of
from salondesk.domain.access import Permission
from salondesk.domain.booking import Booking
from salondesk.engine.conflict_words import Verdict
from salondesk.services.booking.visits import MoveBooking
from salondesk.services.reads.booking.board import BoardBlock
from salondesk.services.reads.staff.people import StaffRow
from salondesk.ui.booking.gesture.drag import Proposal
from salondesk.ui.booking.gesture.grid import DiaryGrid
from salondesk.ui.booking.gesture.move_dialog import MoveDialog
from salondesk.ui.booking.gesture.moves import Slot, move_command, resize_command
from salondesk.ui.workplace import Workplace

_STAYS = {
    "done": N_("This visit is done, so it stays where it was."),
    "no_show": N_("The client did not come to this visit, so it stays where it was."),
    "cancelled": N_("This visit is cancelled, so it stays where it was."),
}
"""Why a block cannot be moved, by its status."""


class _Host(Protocol):
    """The page that moves happen on."""

    work: Workplace
    grid: DiaryGrid
    staff: list[StaffRow]

    def slot(self, column_key: bytes) -> Slot: ...
    def block_of(self, line_id: bytes) -> BoardBlock | None: ...


class Moving(QObject):
    """Sends the commands of one page's moves.

    Signals: moved(Booking); failed(): nothing happened, and the board had better be read again;
    carrying(BoardBlock or None): something was taken up, or put down or forgotten.
    """

    moved = Signal(object)
    failed = Signal()
    cutting = Signal(object)

    def __init__(self, host: _Host, owner: QObject) -> None:
        super().__init__(owner)
        self._host, self._owner = host, owner
        self._from: tuple[int, Slot] | None = None
        grid = host.grid
        grid.block_dropped.connect(self._on_dropped)
        grid.block_resized.connect(self._on_resized)
        grid.drop_refused.connect(self._on_drop_refused)
        grid.move_refused.connect(self._on_move_refused)
        grid.paste_placed.connect(self._on_placed)
        grid.paste_forgotten.connect(self._forget)

    def may(self) -> bool:
        """Tell whether whoever is signed in may move bookings."""
        return self._host.work.may(Permission.BOOKING_MOVE)

    def may_go(self, block: BoardBlock) -> bool:
        """Tell whether a block can be moved by whoever is signed in; say why where it is over."""
        if block.movable:
            return self.may()
        self._host.work.said.emit(Message(_STAYS.get(block.status, _STAYS["cancelled"])), False)
        return False

    def _on_move_refused(self, line_id: bytes) -> None:
        block = self._host.block_of(line_id)
        if block is not None:
            self.may_go(block)

    # -- dropped

    def _on_dropped(self, proposal: Proposal) -> None:
        work, slot = self._host.work, self._host.slot
        command = move_command(
            proposal,
            key=work.key(),
            zone=work.branch.zone,
            source=slot(proposal.from_column),
            target=slot(proposal.column_key),
        )
        work.do(self._owner, command, self.moved.emit, self._on_failed)

    def _on_resized(self, proposal: Proposal) -> None:
        work = self._host.work
        day, _person = self._host.slot(proposal.column_key)
        command = resize_command(proposal, key=work.key(), zone=work.branch.zone, day=day)
        work.do(self._owner, command, self.moved.emit, self._on_failed)

    def _on_drop_refused(self, proposal: Proposal, _verdict: Verdict) -> None:
        """It sprang back; who may overlap, or has someone who may, is offered to go ahead."""
        if proposal.kind == "resize":
            self._on_resized(proposal)
        else:
            self._on_dropped(proposal)

    def _on_failed(self, _error: Exception) -> None:
        self._host.grid.clear_preview()
        self.failed.emit()

    # -- typed

    def ask(self, block: BoardBlock, booking: Booking, over: QWidget) -> MoveDialog:
        """Ask in a dialog where a line of a booking goes."""
        day, _person = self._host.slot(block.column_key)
        person = Id(block.staff_id)
        dialog = MoveDialog(self._host.work, block, booking, day, person, self._host.staff, over)
        dialog.accepted.connect(lambda: self._move(block, dialog.delta_ms(), dialog.target()[2]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    @property
    def _zone(self) -> str:
        return self._host.work.branch.zone

    def _move(
        self,
        block: BoardBlock,
        delta_ms: int,
        person: Id,
        done: Callable[[Booking], None] | None = None,
    ) -> None:
        command = MoveBooking(
            key=self._host.work.key(),
            booking_id=Id(block.booking_id),
            expected_version=block.version,
            line_id=Id(block.line_id),
            delta_ms=delta_ms,
            staff_id=person or None,
            from_staff_id=Id(block.staff_id) if person else None,
        )
        self._host.work.do(self._owner, command, done or self.moved.emit, self._on_failed)

    # -- carried

    def cut(self, line_id: bytes) -> None:
        """Take a block along, to be put down on another day."""
        block = self._host.block_of(line_id)
        if block is None or not self.may_go(block):
            return
        source = self._host.slot(block.column_key)
        self._from = instant_of(source[0], block.start_min, self._zone), source
        self._host.grid.cut_paste.take(block)
        self.cutting.emit(block)

    def _on_placed(self, proposal: Proposal) -> None:
        block = self._host.grid.cut_paste.block
        if block is None or self._from is None:
            return
        was_at, source = self._from
        day, person = self._host.slot(proposal.column_key)
        other = person if person != source[1] else Id(b"")
        delta_ms = instant_of(day, proposal.start_min, self._zone) - was_at
        self._move(block, delta_ms, other, self._on_put_down)

    def _on_put_down(self, booking: Booking) -> None:
        self._host.grid.cut_paste.forget()
        self._forget()
        self.moved.emit(booking)

    def forget(self) -> None:
        """Carry nothing any more."""
        if self._host.grid.cut_paste.is_active:
            self._host.grid.cut_paste.forget()
            self._forget()

    def _forget(self) -> None:
        self._from = None
        self.cutting.emit(None)
