"""The verdict of one step of a drag, three segments on a board of 50 people and 2,000 visits.

The floor is the bare interval search: two bisections for each segment and its holder. What counts is the absolute
time of a step, `step_us` (goal: 60), and `index_ms`, what making the facts ready costs once a board (goal: about 5).
"""

from __future__ import annotations

import json
import random
import statistics
import sys
from bisect import bisect_left, bisect_right
from itertools import accumulate, cycle
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.diary.sample_boards import day  # noqa: E402 - the path is set above
from benchmarks.harness import alternate, result, timed  # noqa: E402 - the path is set just above
from salondesk.core.timespan import DAY_MIN, MINUTE_MS  # noqa: E402 - the path is set above
from salondesk.engine.conflicts import (  # noqa: E402 - the path is set above
    BRANCH,
    Conflicts,
    Held,
    Proposal,
    ProposedSegment,
    Stretch,
    StretchKind,
)

PEOPLE, VISITS, BASINS = 50, 2_000, 16
GOAL_US, GOAL_RATIO = 60.0, 6.0
MIDNIGHT = 1_795_132_800_000
OPEN = (9 * 60, 21 * 60)
BASIN = (90_000).to_bytes(16, "big")


def at(minute: int) -> int:
    """Give the instant of a minute of the day."""
    return MIDNIGHT + minute * MINUTE_MS


def facts() -> tuple[list[Held], list[Stretch]]:
    """Make the day's taken time and hours; a third of all visits also take a basin for a while."""
    board = day(PEOPLE, VISITS)
    held = [
        Held(b.column_key, at(b.start_min), at(b.end_min), b.booking_id, b.line_id, b.client)
        for b in board.blocks
        if b.status not in ("cancelled", "no_show")
    ]
    held += [h._replace(holder=BASIN, start=h.end - 10 * MINUTE_MS) for h in held[::3]]
    stretches = [Stretch(BRANCH, StretchKind.OPEN, at(OPEN[0]), at(OPEN[1]))]
    for column in board.columns:
        for shade in column.shades:
            kind = StretchKind(shade.kind) if shade.kind in tuple(StretchKind) else StretchKind.BREAK
            stretches.append(Stretch(column.key, kind, at(shade.start_min), at(shade.end_min)))
    return held, stretches


def segments(person: bytes, start: int) -> tuple[ProposedSegment, ...]:
    """Colour: half an hour by hand, half an hour under the lamp at a basin, half an hour by hand."""
    half, line = 30 * MINUTE_MS, b"line"
    return (
        ProposedSegment(line, "active", start, start + half, (person,)),
        ProposedSegment(line, "processing", start + half, start + 2 * half, (BASIN,)),
        ProposedSegment(line, "finishing", start + 2 * half, start + 3 * half, (person,)),
    )


def path() -> list[Proposal]:
    """A drag all over the board: another person or another quarter of an hour at each step."""
    rng = random.Random(1)
    people = [n.to_bytes(16, "big") for n in range(PEOPLE)]
    was = segments(people[7], at(OPEN[0] + 60))
    return [
        Proposal(b"visit", segments(rng.choice(people), at(rng.randrange(*OPEN, 15))), was)
        for _ in range(500)
    ]


def bare_search(held: list[Held]) -> dict[bytes, tuple[list[int], list[int], list[Held]]]:
    """Sort what each holder has taken: starts, furthest ends until there, and the things themselves."""
    taken: dict[bytes, list[Held]] = {}
    for hold in sorted(held):
        taken.setdefault(hold.holder, []).append(hold)
    return {
        who: ([h.start for h in holds], list(accumulate((h.end for h in holds), max)), holds)
        for who, holds in taken.items()
    }


def main() -> None:
    """Judge the same steps in turn, bare and whole."""
    held, stretches = facts()

    def index() -> Conflicts:
        return Conflicts(
            held,
            stretches,
            resources={BASIN: BASINS},
            earliest=MIDNIGHT,
            horizon=MIDNIGHT + DAY_MIN * MINUTE_MS,
        )

    conflicts, bare = index(), bare_search(held)
    one, other = cycle(path()), cycle(path())

    def floor() -> None:
        for segment in next(one).segments:
            starts, reach, holds = bare[segment.holders[0]]
            last = bisect_left(starts, segment.end)
            [h for h in holds[bisect_right(reach, segment.start) : last] if h.end > segment.start]

    def ours() -> None:
        conflicts.find(next(other))

    times = alternate(floor, ours, rounds=4_000)
    ready = statistics.median(timed(index) for _ in range(30))
    found = result("conflict_step", times, goal_ratio=GOAL_RATIO, rows=VISITS)
    found["step_us"] = round(statistics.median(times.ours) * 1_000, 1)
    found["floor_us"] = round(statistics.median(times.floor) * 1_000, 1)
    found["goal_us"], found["index_ms"] = GOAL_US, round(ready, 2)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
