"""What a press, a move and a release mean: the gesture as a state machine. No Qt and no pixels but the
threshold.

The grid feeds it points already turned into column and minute; it answers with proposals, which are values.
It decides nothing: whether a proposal is good is the engine's verdict, and what becomes of it is the page's
command.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from salondesk.core.errors import UserError
from salondesk.core.timespan import MINUTE_MS
from salondesk.domain.segments import SHORTEST_MS, with_ends, with_outer_ends
from salondesk.services.reads.booking.board import BoardBlock, BoardSegment

THRESHOLD_PX = 8
"""How far a press must travel before it is a drag."""


class Phase(Enum):
    """Where a gesture stands."""

    IDLE = "idle"
    PRESSED = "pressed"
    MOVING = "moving"
    RESIZING = "resizing"
    CREATING = "creating"
    DROPPED = "dropped"
    CANCELLED = "cancelled"


_SHORTEST_MIN = SHORTEST_MS // MINUTE_MS


class InnerEdge(NamedTuple):
    """A segment of a line that is given other ends, in diary minutes; what follows it moves along (domain/segments)."""

    number: int
    segment_id: bytes
    start_min: int
    end_min: int


class Proposal(NamedTuple):
    """What a person asks for: a block moved or resized, or a free stretch taken. Times are diary minutes."""

    kind: str
    """"move", "resize" or "create"."""
    column_key: bytes
    start_min: int
    end_min: int
    line_id: bytes = b""
    booking_id: bytes = b""
    from_column: bytes = b""
    from_start_min: int = 0
    from_end_min: int = 0
    version: int = 0
    whole_visit: bool = False
    staff_id: bytes = b""
    """Whose block it is now; a column of a week is nobody's, so that she keeps it there."""
    inner: InnerEdge | None = None
    """Of a resize at an inner edge; the proposal's own times are then those of the whole line after it."""

    @property
    def is_change(self) -> bool:
        """Tell whether this differs from how things are."""
        return self.kind == "create" or (self.column_key, self.start_min, self.end_min) != (
            self.from_column,
            self.from_start_min,
            self.from_end_min,
        )


class Point(NamedTuple):
    """Where the pointer is: view pixels for the threshold, column and minute for the meaning."""

    x: float
    y: float
    column_key: bytes
    minute: float


def moved(block: BoardBlock, column_key: bytes, start_min: int, *, whole_visit: bool = False) -> Proposal:
    """Propose a block at another time or column, its length kept."""
    length = block.end_min - block.start_min
    return _of(block, "move", column_key, start_min, start_min + length, whole_visit=whole_visit)


def resized(block: BoardBlock, start_min: int, end_min: int) -> Proposal:
    """Propose other ends of a block."""
    return _of(block, "resize", block.column_key, start_min, end_min, whole_visit=False)


def resized_inside(block: BoardBlock, number: int, edge: str, minute: int) -> Proposal:
    """Propose another start or end of one segment, kept so that no segment gets too short; what follows moves along."""
    segment = block.segments[number]
    if edge == "end":
        start, end = segment.start_min, max(minute, segment.start_min + _SHORTEST_MIN)
        later = end - segment.end_min
    else:
        before = block.segments[number - 1]
        touches = before.end_min == segment.start_min
        start = max(minute, before.start_min + _SHORTEST_MIN if touches else before.end_min)
        end, later = segment.end_min, start - segment.start_min
    wanted = _of(block, "resize", block.column_key, block.start_min, block.end_min + later, whole_visit=False)
    return wanted._replace(inner=InnerEdge(number, segment.segment_id, start, end))


def shortest_ends(block: BoardBlock, slot_min: int) -> tuple[int, int]:
    """Return the latest start and the earliest end that outer edges of a block may be given."""
    first, last = (block.segments[0], block.segments[-1]) if block.segments else (block, block)
    shortest = min(slot_min, first.end_min - first.start_min)
    return first.end_min - shortest, last.start_min + min(slot_min, last.end_min - last.start_min)


def segments_after(block: BoardBlock, proposal: Proposal) -> tuple[BoardSegment, ...]:
    """Return a block's segments as a proposal leaves them, counted from its start, so that a move leaves them equal."""
    if not block.segments:
        return ()
    ends = [(s.start_min * MINUTE_MS, s.end_min * MINUTE_MS) for s in block.segments]
    try:
        if proposal.inner is not None:
            number, _id, start, end = proposal.inner
            ends = with_ends(ends, number, start * MINUTE_MS, end * MINUTE_MS)
        elif proposal.kind == "resize":
            ends = with_outer_ends(ends, proposal.start_min * MINUTE_MS, proposal.end_min * MINUTE_MS)
    except UserError:
        pass  # the verdict says so; what is shown is the block as it is
    first = ends[0][0]
    return tuple(
        segment._replace(start_min=(start - first) // MINUTE_MS, end_min=(end - first) // MINUTE_MS)
        for segment, (start, end) in zip(block.segments, ends, strict=True)
    )


def _of(
    block: BoardBlock, kind: str, column_key: bytes, start_min: int, end_min: int, *, whole_visit: bool
) -> Proposal:
    return Proposal(
        kind,
        column_key,
        start_min,
        end_min,
        block.line_id,
        block.booking_id,
        block.column_key,
        block.start_min,
        block.end_min,
        block.version,
        whole_visit,
        block.staff_id,
    )


class Gesture:
    """One pointer gesture at a time: Idle, Pressed, then Moving, Resizing or Creating, then Dropped or
    Cancelled.
    """

    def __init__(self, slot_min: int, day: tuple[int, int]) -> None:
        self.phase = Phase.IDLE
        self.block: BoardBlock | None = None
        self.proposal: Proposal | None = None
        self._slot_min, self._day = slot_min, day
        self._edge, self._segment = "", -1
        self._from = Point(0, 0, b"", 0)
        self._shift = False

    @property
    def is_dragging(self) -> bool:
        """Tell whether something follows the pointer."""
        return self.phase in (Phase.MOVING, Phase.RESIZING, Phase.CREATING)

    def press(self, at: Point, block: BoardBlock | None, edge: str = "", segment: int = -1) -> None:
        """Begin: on a block (at its "start" or "end" edge, or that of a segment, or inside) or on free time (None)."""
        self.phase, self.block, self.proposal = Phase.PRESSED, block, None
        self._edge, self._segment, self._from = edge, segment, at

    def move(self, at: Point, *, shift: bool = False) -> Proposal | None:
        """Follow the pointer; give the proposal in force, None while it is only a press."""
        self._shift = shift
        if self.phase is Phase.PRESSED and self._is_far(at):
            self.phase = self._begun()
        if self.is_dragging:
            self.proposal = self._proposed(at)
        return self.proposal

    def release(self) -> Proposal | None:
        """End; give the proposal that was dropped, None for a click or a drag back to where it was."""
        dropped = self.proposal if self.is_dragging else None
        self.phase = Phase.DROPPED if dropped is not None else Phase.IDLE
        self.proposal = None
        return dropped if dropped is not None and dropped.is_change else None

    def cancel(self) -> None:
        """Give up, as on Esc: everything stays as it was."""
        self.phase = Phase.CANCELLED if self.phase is not Phase.IDLE else Phase.IDLE
        self.proposal = None

    def _is_far(self, at: Point) -> bool:
        dx, dy = at.x - self._from.x, at.y - self._from.y
        return dx * dx + dy * dy >= THRESHOLD_PX * THRESHOLD_PX

    def _begun(self) -> Phase:
        if self.block is None:
            return Phase.CREATING
        if not self.block.movable:
            return Phase.CANCELLED
        return Phase.RESIZING if self._edge else Phase.MOVING

    def _proposed(self, at: Point) -> Proposal:
        if self.block is None:
            return self._created(at)
        if self.phase is Phase.RESIZING:
            return self._resized(self.block, at)
        length = self.block.end_min - self.block.start_min
        wanted = self._snapped(self.block.start_min + at.minute - self._from.minute)
        # A block that does not sit on the grid keeps its place until it has moved by half a slot.
        if abs(at.minute - self._from.minute) < self._slot_min / 2:
            wanted = self.block.start_min
        start = min(max(wanted, self._day[0]), max(self._day[1] - length, self._day[0]))
        return moved(self.block, at.column_key, start, whole_visit=self._shift)

    def _resized(self, block: BoardBlock, at: Point) -> Proposal:
        if self._segment >= 0:
            segment = block.segments[self._segment]
            was = segment.start_min if self._edge == "start" else segment.end_min
            latest = was + max(self._day[1] - block.end_min, 0)
            return resized_inside(block, self._segment, self._edge, min(self._snapped(at.minute), latest))
        latest, earliest = shortest_ends(block, self._slot_min)
        if self._edge == "start":
            return resized(block, min(max(self._snapped(at.minute), self._day[0]), latest), block.end_min)
        return resized(block, block.start_min, max(min(self._snapped(at.minute), self._day[1]), earliest))

    def _created(self, at: Point) -> Proposal:
        first, last = sorted((self._from.minute, at.minute))
        start = int(first // self._slot_min) * self._slot_min
        end = -int(-last // self._slot_min) * self._slot_min
        return Proposal("create", self._from.column_key, start, max(end, start + self._slot_min))

    def _snapped(self, minute: float) -> int:
        return int((minute + self._slot_min / 2) // self._slot_min) * self._slot_min
