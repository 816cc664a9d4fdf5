"""Side-by-side places for intervals that overlap: one linear sweep over intervals sorted by start.

Pure numbers; pixels and blocks live in ui/booking.
"""

from __future__ import annotations

from collections.abc import Sequence
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
