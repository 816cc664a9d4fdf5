"""Side-by-side places for intervals that overlap: one linear sweep over intervals sorted by start.

Pure numbers; pixels and blocks live in ui/booking.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

_WIDEN_UP_TO = 16
"""Beyond so many lanes a wider interval gains nothing to the eye, and the sweep stays linear."""


class Place(NamedTuple):
    """Where an interval stands in its column: lane `lane` of `lanes`, `span` lanes wide."""

    lane: int
    lanes: int
    span: int = 1


def lay_out(spans: Sequence[tuple[int, int]]) -> list[Place]:
    """Give each half-open interval a place so that none that overlap share a lane.

    `spans` are (start, end) sorted by start; an empty interval counts as one minute. Intervals that hang
    together form a cluster with as many lanes as overlap at once; an interval widens over lanes that stay
    free beside it.
    """
    places: list[Place] = [Place(0, 1)] * len(spans)
    cluster: list[int] = []
    lane_ends: list[int] = []
    lanes: list[int] = [0] * len(spans)
    cluster_end = None
    for index, (start, end) in enumerate(spans):
        end = max(end, start + 1)
        if cluster_end is not None and start >= cluster_end:
            _settle(cluster, lanes, spans, len(lane_ends), places)
            cluster, lane_ends, cluster_end = [], [], None
        lane = next((n for n, taken_until in enumerate(lane_ends) if taken_until <= start), len(lane_ends))
        if lane == len(lane_ends):
            lane_ends.append(end)
        else:
            lane_ends[lane] = end
        lanes[index] = lane
        cluster.append(index)
        cluster_end = end if cluster_end is None else max(cluster_end, end)
    _settle(cluster, lanes, spans, len(lane_ends), places)
    return places


def _settle(
    cluster: list[int],
    lanes: list[int],
    spans: Sequence[tuple[int, int]],
    count: int,
    places: list[Place],
) -> None:
    if count <= 1:
        for index in cluster:
            places[index] = Place(0, 1)
        return
    if count > _WIDEN_UP_TO:
        for index in cluster:
            places[index] = Place(lanes[index], count)
        return
    for index in cluster:
        start, end = spans[index][0], max(spans[index][1], spans[index][0] + 1)
        blocked = [
            lanes[other]
            for other in cluster
            if lanes[other] > lanes[index]
            and spans[other][0] < end
            and start < max(spans[other][1], spans[other][0] + 1)
        ]
        places[index] = Place(lanes[index], count, min(blocked, default=count) - lanes[index])


Hull = tuple[int, int, Sequence[tuple[int, int]]]
"""An interval's start and end, and its gaps: stretches of it that may hold others."""


def lay_out_with_gaps(hulls: Sequence[Hull]) -> list[Place]:
    """Give each interval a place as ``lay_out`` does, where one that lies whole in another's gap may share its lane.

    Two that reach into each other's gaps stand side by side, so that neither covers what the other says.
    """
    places = [Place(0, 1)] * len(hulls)
    for cluster in _clusters(hulls):
        held: list[list[int]] = []
        lanes: dict[int, int] = {}
        for index in cluster:
            lane = next(
                (n for n, taken in enumerate(held) if not any(_meet(hulls[i], hulls[index]) for i in taken)),
                len(held),
            )
            if lane == len(held):
                held.append([])
            held[lane].append(index)
            lanes[index] = lane
        for index in cluster:
            beside = (lanes[i] for i in cluster if lanes[i] > lanes[index] and _meet(hulls[i], hulls[index]))
            span = min(beside, default=len(held)) - lanes[index]
            places[index] = Place(lanes[index], len(held), span)
    return places


def _clusters(hulls: Sequence[Hull]) -> Iterator[list[int]]:
    """Yield the numbers of what hangs together, the gaps counted in."""
    cluster: list[int] = []
    reach = 0
    for index, (start, end, _gaps) in enumerate(hulls):
        if cluster and start >= reach:
            yield cluster
            cluster = []
        reach = max(end, start + 1) if not cluster else max(reach, end, start + 1)
        cluster.append(index)
    if cluster:
        yield cluster


def _meet(one: Hull, other: Hull) -> bool:
    """Tell whether two may not share a lane: they overlap, and neither lies whole in a gap of the other."""
    if max(one[1], one[0] + 1) <= other[0] or max(other[1], other[0] + 1) <= one[0]:
        return False
    return not (_fits(one, other) or _fits(other, one))


def _fits(inner: Hull, outer: Hull) -> bool:
    return any(start <= inner[0] and max(inner[1], inner[0] + 1) <= end for start, end in outer[2])
