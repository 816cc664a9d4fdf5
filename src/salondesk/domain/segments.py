"""Makes the segments of a service and resizes those of a line; each keeps at least 5 minutes.

The booking card, the diary's preview and the booking share it. All times are UTC milliseconds, ends excluded; segments
come earliest first and never overlap.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from salondesk.core.errors import UserError
from salondesk.core.message import Message, N_
from salondesk.core.timespan import MINUTE_MS

SHORTEST_MS = 5 * MINUTE_MS

Ends = tuple[int, int]
"""A segment's start and end."""


class SegmentKind(StrEnum):
    """The stretches a service may have, in their order."""

    PREPARATION = "preparation"
    ACTIVE = "active"
    PROCESSING = "processing"
    """What was applied works by itself; the person is free for others meanwhile."""
    FINISHING = "finishing"
    CLEANUP = "cleanup"

    @property
    def holds_person(self) -> bool:
        """Whether the line's person is kept busy by it."""
        return self is not SegmentKind.PROCESSING


class PartLengths(NamedTuple):
    """The minutes of a service's parts beside the active one, which is the rest of its length; 0: it has none."""

    preparation: int = 0
    processing: int = 0
    finishing: int = 0
    cleanup: int = 0


class Stretch(NamedTuple):
    """A segment to be: its kind, start and end."""

    kind: SegmentKind
    start: int
    end: int


_SHORTEST_MIN = SHORTEST_MS // MINUTE_MS


def shortest_minutes(parts: PartLengths) -> int:
    """Return the least length of a service with these parts: the active one takes 5 minutes."""
    return sum(parts) + _SHORTEST_MIN


def stretches_of(parts: PartLengths, start: int, minutes: int) -> list[Stretch]:
    """Return what a service of a length is made of, from ``start``; another length is another active part.

    Raises UserError where less than five minutes of that would be left.
    """
    active = minutes - sum(parts)
    if active < _SHORTEST_MIN:
        least = {"minutes": shortest_minutes(parts)}
        raise UserError(Message(N_("This service takes at least {minutes} minutes."), least))
    lengths = (parts.preparation, active, parts.processing, parts.finishing, parts.cleanup)
    found, at = list[Stretch](), start
    for kind, length in zip(SegmentKind, lengths, strict=True):
        if length:
            found.append(Stretch(kind, at, at := at + length * MINUTE_MS))
    return found


def with_outer_ends(segments: Sequence[Ends], start: int, end: int) -> list[Ends]:
    """Return the segments with the line's own ends moved: the first one's start and the last one's end.

    Raises UserError when less than five minutes of either would be left.
    """
    found = list(segments)
    found[0] = (start, found[0][1])
    found[-1] = (found[-1][0], end)
    return _long_enough(segments, found)


def with_ends(segments: Sequence[Ends], n: int, start: int, end: int) -> list[Ends]:
    """Return the segments with segment ``n`` at start..end.

    An outer edge of the line changes its own segment only. An inner edge moves what follows: at the end, all later
    segments; at the start, with an unchanged end, this segment too, and a segment that it touched is stretched to it.
    Raises UserError when less than five minutes would be left of a segment, or it would begin before another ends.
    """
    old_start, old_end = segments[n]
    if n > 0 and start != old_start and end == old_end:
        end += start - old_start
    later = end - old_end
    found = [*segments[:n], (start, end), *((s + later, e + later) for s, e in segments[n + 1 :])]
    if n > 0 and segments[n - 1][1] == old_start:
        found[n - 1] = (segments[n - 1][0], start)
    return _long_enough(segments, found)


def _long_enough(before: Sequence[Ends], after: list[Ends]) -> list[Ends]:
    """Refuse a changed length under five minutes; one that came so, and is not changed, is nobody's fault here."""
    for n, (old, (start, end)) in enumerate(zip(before, after, strict=True)):
        if end - start < SHORTEST_MS and end - start != old[1] - old[0]:
            raise UserError(Message(N_("A service needs at least 5 minutes.")))
        if n > 0 and start < after[n - 1][1]:
            raise UserError(
                Message(N_("A part of a service cannot begin before the one before it has ended."))
            )
    return after


def held_range(mine: list[bool], anybodys: list[bool]) -> tuple[int, int]:
    """Return the first and last number of a line's segments that a person's time spans.

    ``mine`` tells which segments keep her busy, ``anybodys`` which keep anybody. What works by itself before or after all
    else goes with what is beside it. Where none is hers, it is the whole line.
    """
    if not any(mine):
        return 0, len(mine) - 1
    first = mine.index(True)
    last = len(mine) - 1 - mine[::-1].index(True)
    return first if any(anybodys[:first]) else 0, last if any(anybodys[last + 1 :]) else len(mine) - 1
