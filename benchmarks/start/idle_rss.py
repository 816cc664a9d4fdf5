"""Memory at rest with every room opened once: megabytes in the ms fields, against a bare Qt window."""

from __future__ import annotations

from benchmarks.harness import Times, report
from benchmarks.start.window_stage import FLOOR, OURS, demo_home, pin, spoken

ROUNDS = 3
_FLOOR = (
    FLOOR
    + """
from pathlib import Path
rows = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
print("rss", rows["VmRSS"].split()[0], flush=True)
"""
)


def main() -> None:
    """Start both in turn."""
    words = {"HOME": str(demo_home()), "MODE": "memory", "PIN": pin()}
    times = Times([], [])
    for _turn in range(ROUNDS):
        times.floor.append(int(spoken(_FLOOR)["rss"][1]) / 1024)
        times.ours.append(int(spoken(OURS, words)["rss"][1]) / 1024)
    report("idle_rss", times, goal_ratio=2.8, rows=1)


if __name__ == "__main__":
    main()
