"""From the start of the process to today's diary on screen, against an empty window."""

from __future__ import annotations

from benchmarks.harness import Times, report
from benchmarks.start.window_stage import FLOOR, OURS, demo_home, spoken

ROUNDS = 9


def main() -> None:
    """Start both in turn; the first round fills the caches."""
    home = str(demo_home())
    times = Times([], [])
    heavy = ""
    for turn in range(ROUNDS + 1):
        floor = spoken(FLOOR)["painted"][0]
        ours, heavy = spoken(OURS, {"HOME": home, "MODE": "paint", "PIN": ""})["painted"]
        if turn:
            times.floor.append(floor)
            times.ours.append(ours)
    if heavy != "heavy:":
        raise RuntimeError(f"imported before the first paint: {heavy}")
    report("first_paint", times, goal_ratio=2.2, rows=1)


if __name__ == "__main__":
    main()
