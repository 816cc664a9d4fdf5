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
from salondesk.domain.segments import SHORTEST_MS, Ends, with_ends
from salondesk.services.reads.booking.board import BoardBlock, Edge

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


class SegmentEnds(NamedTuple):
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
    part: SegmentEnds | None = None
    """Of a resize, where the line has several segments; the proposal's own times are the block's after it."""
    helps: bool = False
    """Whether it is the block of somebody who helps with the line."""

    @property
    def block_key(self) -> bytes:
        """Which block of a board it is."""
        return self.line_id + self.staff_id if self.helps else self.line_id

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


def pulled(block: BoardBlock, edge: Edge, minute: int, slot_min: int) -> Proposal:
    """Propose an edge at another minute, kept so that nothing gets too short; domain/segments says what moves along."""
    if edge.number < 0:
        return _pulled_end(block, edge, minute, slot_min)
    segment = block.segments[edge.number]
    start, end = segment.start_min, segment.end_min
    if edge.side == "end":
        end = max(minute, start + _SHORTEST_MIN)
    elif edge.number == 0:
        start = min(minute, end - _SHORTEST_MIN)
    else:
        before = block.segments[edge.number - 1]
        touches = before.end_min == start
        start = max(minute, before.start_min + _SHORTEST_MIN if touches else before.end_min)
    part = SegmentEnds(edge.number, segment.segment_id, start, end)
    found, own = _ends_with(block, part), block.own
    wanted = _of(block, "resize", block.column_key, found[own[0]][0], found[own[-1]][1], whole_visit=False)
    return wanted._replace(part=part)


def _pulled_end(block: BoardBlock, edge: Edge, minute: int, slot_min: int) -> Proposal:
    """Propose another start or end of a line of one segment, which keeps a slot of it, or what it has."""
    shortest = min(slot_min, block.end_min - block.start_min)
    if edge.side == "start":
        return resized(block, min(minute, block.end_min - shortest), block.end_min)
    return resized(block, block.start_min, max(minute, block.start_min + shortest))


def ends_after(block: BoardBlock, proposal: Proposal) -> list[Ends]:
    """Return the starts and ends of a block's segments, in diary minutes, as a proposal leaves them; none of one alone."""
    if proposal.part is not None:
        return _ends_with(block, proposal.part)
    shift = proposal.start_min - proposal.from_start_min if proposal.kind == "move" else 0
    return [(s.start_min + shift, s.end_min + shift) for s in block.segments]


def _ends_with(block: BoardBlock, part: SegmentEnds) -> list[Ends]:
    ends = [(s.start_min * MINUTE_MS, s.end_min * MINUTE_MS) for s in block.segments]
    try:
        ends = with_ends(ends, part.number, part.start_min * MINUTE_MS, part.end_min * MINUTE_MS)
    except UserError:
        pass  # the verdict says so; what is shown is the block as it is
    return [(start // MINUTE_MS, end // MINUTE_MS) for start, end in ends]


def block_after(block: BoardBlock, proposal: Proposal) -> BoardBlock:
    """Return a block of the proposal's line as the proposal leaves it, in its own column."""
    own, ends = block.own, ends_after(block, proposal)
    if not own:
        if proposal.kind == "resize":
            return block._replace(start_min=proposal.start_min, end_min=proposal.end_min)
        shift = proposal.start_min - proposal.from_start_min
        return block._replace(start_min=block.start_min + shift, end_min=block.end_min + shift)
    segments = tuple(
        segment._replace(start_min=start, end_min=end)
        for segment, (start, end) in zip(block.segments, ends, strict=True)
    )
    return block._replace(start_min=ends[own[0]][0], end_min=ends[own[-1]][1], segments=segments)


def block_at_rest(block: BoardBlock, proposal: Proposal) -> BoardBlock:
    """Return a block as its picture at a proposal's place shows it: no times, its segments counted from its own start.

    So a move leaves the picture as it is.
    """
    after = block_after(block, proposal)
    first = after.start_min
    segments = tuple(
        after.segments[n]._replace(
            start_min=after.segments[n].start_min - first, end_min=after.segments[n].end_min - first
        )
        for n in after.own
    )
    return after._replace(start_min=0, end_min=0, segments=segments)


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
        helps=block.helps,
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
        self._edge: Edge | None = None
        self._from = Point(0, 0, b"", 0)
        self._shift = False

    @property
    def is_dragging(self) -> bool:
        """Tell whether something follows the pointer."""
        return self.phase in (Phase.MOVING, Phase.RESIZING, Phase.CREATING)

    def press(self, at: Point, block: BoardBlock | None, edge: Edge | None = None) -> None:
        """Begin: on a block (at an edge of it or of a segment, or inside) or on free time (None)."""
        self.phase, self.block, self.proposal = Phase.PRESSED, block, None
        self._edge, self._from = edge, at

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
        edge, minute = self._edge, self._snapped(at.minute)
        assert edge is not None  # what was pressed inside is moved
        if edge.side == "start" and edge.number <= 0:
            return pulled(block, edge, max(minute, self._day[0]), self._slot_min)
        latest = edge.minute + max(self._day[1] - block.end_min, 0)
        return pulled(block, edge, min(minute, latest), self._slot_min)

    def _created(self, at: Point) -> Proposal:
        first, last = sorted((self._from.minute, at.minute))
        start = int(first // self._slot_min) * self._slot_min
        end = -int(-last // self._slot_min) * self._slot_min
        return Proposal("create", self._from.column_key, start, max(end, start + self._slot_min))

    def _snapped(self, minute: float) -> int:
        return int((minute + self._slot_min / 2) // self._slot_min) * self._slot_min
