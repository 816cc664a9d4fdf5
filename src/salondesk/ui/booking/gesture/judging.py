"""The engine's verdict on a drag, from the board on screen: made ready once a board, asked at every step. Qt-free."""

from collections.abc import Callable
from typing import NamedTuple

from salondesk.core.message import Message, N_
from salondesk.engine.availability import FREE, Taken, Verdict, VerdictKind, judge
from salondesk.engine.worktime import Stretch
from salondesk.services.reads.booking.board import BoardBlock, BoardShade, DayBoard
from salondesk.ui.booking.gesture.drag import Proposal

RELEASED = frozenset({"cancelled", "rejected", "no_show"})
_TWICE = Verdict(
    VerdictKind.REFUSE, Message(N_("Two services of this visit want the same person at the same time."))
)


class _Place(NamedTuple):
    """Whose time on which column: in a day the column says both, in a week of everybody it is a day only."""

    column: bytes
    person: bytes


def judge_of(board: DayBoard) -> Callable[[Proposal], Verdict]:
    """Return the function that judges proposals on ``board``."""
    return _Judge(board).verdict


class _Judge:
    """What a board says of every place, sorted once."""

    def __init__(self, board: DayBoard) -> None:
        self._shared = {column.key for column in board.columns if column.people}
        self._taken: dict[_Place, list[Taken]] = {}
        self._visits: dict[bytes, list[BoardBlock]] = {}
        for block in board.blocks:
            self._visits.setdefault(block.booking_id, []).append(block)
            if block.status not in RELEASED:
                hold = Taken(block.start_min, block.end_min, block.booking_id, block.client)
                self._taken.setdefault(self._place(block.column_key, block.staff_id), []).append(hold)
        self._shades: dict[_Place, tuple[BoardShade, ...]] = {}
        for column in board.columns:
            for person, shades in ((b"", column.shades), *column.people):
                self._shades[_Place(column.key, person)] = shades

    def verdict(self, proposal: Proposal) -> Verdict:
        """Judge a request."""
        if proposal.kind == "create" and proposal.column_key in self._shared:
            return FREE  # nobody's time yet: who does it is chosen on the card
        return self._whole(proposal) if proposal.whole_visit else self._line(proposal)

    def _place(self, column: bytes, person: bytes) -> _Place:
        return _Place(column, person if column in self._shared else b"")

    def _one(self, at: _Place, start: int, end: int, booking: bytes) -> Verdict:
        return judge(
            start,
            end,
            taken=self._taken.get(at, ()),
            stretches=[Stretch(*shade) for shade in self._shades.get(at, ())],
            own_booking=booking or None,
        )

    def _line(self, proposal: Proposal) -> Verdict:
        at = self._place(proposal.column_key, proposal.staff_id)
        found = self._one(at, proposal.start_min, proposal.end_min, proposal.booking_id)
        if found.kind != VerdictKind.REFUSE and self._meets_its_own(proposal, at):
            return _TWICE
        return found

    def _meets_its_own(self, proposal: Proposal, at: _Place) -> bool:
        return any(
            other.line_id != proposal.line_id
            and self._place(other.column_key, other.staff_id) == at
            and other.start_min < proposal.end_min
            and proposal.start_min < other.end_min
            for other in self._visits.get(proposal.booking_id, ())
        )

    def _whole(self, proposal: Proposal) -> Verdict:
        delta = proposal.start_min - proposal.from_start_min
        worst = FREE
        for block in self._visits.get(proposal.booking_id, ()):
            column = proposal.column_key if block.column_key == proposal.from_column else block.column_key
            at = self._place(column, block.staff_id)
            found = self._one(at, block.start_min + delta, block.end_min + delta, proposal.booking_id)
            if found.kind == VerdictKind.REFUSE:
                return found
            if found.kind == VerdictKind.WARN and worst.kind == VerdictKind.OK:
                worst = found
        return worst
