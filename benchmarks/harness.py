"""Measure a floor and our path in turn, in one process, and say the ratio as one JSON line.

Machines are shared and noisy: only the ratio of two paths measured turn by turn means anything.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from typing import NamedTuple


class Times(NamedTuple):
    """Milliseconds of both paths, one entry a round."""

    floor: list[float]
    ours: list[float]


def timed(run: Callable[[], object]) -> float:
    """Run once and give the milliseconds."""
    start = time.perf_counter_ns()
    run()
    return (time.perf_counter_ns() - start) / 1e6


def alternate(
    floor: Callable[[], object], ours: Callable[[], object], *, rounds: int, warm_up: int = 5
) -> Times:
    """Run both in turn; the first rounds fill caches and are thrown away."""
    times = Times([], [])
    for turn in range(rounds + warm_up):
        one, other = timed(floor), timed(ours)
        if turn >= warm_up:
            times.floor.append(one)
            times.ours.append(other)
    return times


def percentile(values: list[float], share: float) -> float:
    """Give the value below which `share` of all lie."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def result(name: str, times: Times, *, goal_ratio: float, rows: int) -> dict[str, object]:
    """Put a measurement into the shape every benchmark prints."""
    floor, ours = statistics.median(times.floor), statistics.median(times.ours)
    return {
        "name": name,
        "floor_ms": round(floor, 4),
        "ours_ms": round(ours, 4),
        "ratio": round(ours / floor, 2),
        "p95_ms": round(percentile(times.ours, 0.95), 4),
        "goal_ratio": goal_ratio,
        "n": len(times.ours),
        "rows": rows,
    }


def report(name: str, times: Times, *, goal_ratio: float, rows: int) -> None:
    """Print a measurement as one JSON line."""
    print(json.dumps(result(name, times, goal_ratio=goal_ratio, rows=rows)))
