"""The facts and the proposal that engine/conflicts judges: taken time, hours, the segments of a visit.

All times are UTC milliseconds, ends excluded.
"""

from collections.abc import Iterable
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

from salondesk.core.timespan import TimeSpan
from salondesk.domain import segments
from salondesk.domain.booking import Booking

BRANCH = b""
"""The holder whose stretches are the branch's opening hours."""


class Held(NamedTuple):
    """Time that a booking's line takes of a person or a resource, and for whom (empty: a walk-in)."""

    holder: bytes
    start: int
    end: int
    booking: bytes
    line: bytes
    label: str = ""


class StretchKind(StrEnum):
    """Opening hours of the branch; a person's shift; what takes time out of either."""

    OPEN = "open"
    SHIFT = "shift"
    BREAK = "break"
    LEAVE = "leave"


class Stretch(NamedTuple):
    """Time of a person, a resource or the BRANCH that is of a kind."""

    holder: bytes
    kind: StretchKind
    start: int
    end: int


class ProposedSegment(NamedTuple):
    """A stretch of a line as it is wanted; ``holders`` are the people and resources it keeps busy."""

    line: bytes
    kind: str
    start: int
    end: int
    holders: tuple[bytes, ...] = ()


def new_segments(line: bytes, stretches: Iterable[segments.Stretch], person: bytes) -> list[ProposedSegment]:
    """Return the segments of a line that is to be booked; nobody is held where no person is chosen yet."""
    held = (person,) if person else ()
    return [
        ProposedSegment(line, kind, start, end, held if kind.holds_person else ())
        for kind, start, end in stretches
    ]


class Proposal(NamedTuple):
    """A whole visit as it is wanted, and as it stands (``was``: empty for a new one, or when it held no time)."""

    booking: bytes
    segments: tuple[ProposedSegment, ...]
    was: tuple[ProposedSegment, ...] = ()

    @classmethod
    def of(cls, booking: Booking, before: Booking | None = None) -> "Proposal":
        """Return the proposal to save ``booking`` over ``before``; one that holds no time proposes nothing."""
        return cls(booking.id, _segments(booking), _segments(before) if before is not None else ())

    @property
    def is_change(self) -> bool:
        """Whether it wants other time or holders than it has: what stays, or is given up, is not asked for."""
        return bool(self.segments) and self.segments != self.was

    @property
    def holders(self) -> frozenset[bytes]:
        """Whose facts the engine needs to judge this, beside the branch's."""
        return frozenset(holder for segment in self.segments for holder in segment.holders)

    @property
    def spans(self) -> tuple[TimeSpan, ...]:
        """The time whose facts the engine needs to judge this: apart from each other, earliest first."""
        found: list[TimeSpan] = []
        for segment in sorted((*self.segments, *self.was), key=attrgetter("start")):
            if found and segment.start <= found[-1].end_ms:
                found[-1] = TimeSpan(found[-1].start_ms, max(found[-1].end_ms, segment.end))
            else:
                found.append(TimeSpan(segment.start, segment.end))
        return tuple(found)


def _segments(booking: Booking) -> tuple[ProposedSegment, ...]:
    if not booking.holds_time:
        return ()
    return tuple(
        ProposedSegment(
            line.id,
            segment.kind,
            segment.start_at,
            segment.end_at,
            tuple(c.holder_id for c in segment.claims),
        )
        for line in booking.lines
        for segment in line.segments
    )
