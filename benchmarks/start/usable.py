"""From the start of the process to signed in with the checkout ready, against an empty window."""

from __future__ import annotations

from benchmarks.harness import Times, report
from benchmarks.start.window_stage import FLOOR, OURS, demo_home, pin, spoken

ROUNDS = 7


def main() -> None:
    """Start both in turn; the first round fills the caches. The PIN's hash is part of it, as it is of life."""
    words = {"HOME": str(demo_home()), "MODE": "usable", "PIN": pin()}
    times = Times([], [])
    for turn in range(ROUNDS + 1):
        floor, ours = spoken(FLOOR)["painted"][0], spoken(OURS, words)["usable"][0]
        if turn:
            times.floor.append(floor)
            times.ours.append(ours)
    report("usable", times, goal_ratio=5, rows=1)


if __name__ == "__main__":
    main()
