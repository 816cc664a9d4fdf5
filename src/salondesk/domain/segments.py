"""Resizes the segments of a line, as starts and ends; each keeps at least 5 minutes.

The diary's preview and the booking share it. All times are UTC milliseconds, ends excluded; segments come earliest
first and never overlap.
"""

from collections.abc import Sequence

from salondesk.core.errors import UserError
from salondesk.core.message import Message, N_
from salondesk.core.timespan import MINUTE_MS

SHORTEST_MS = 5 * MINUTE_MS

Ends = tuple[int, int]
"""A segment's start and end."""


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
