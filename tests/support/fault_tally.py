"""How many faults are injected, by which seed, and what came of them.

`make torture COUNT=200 SEED=7 MINUTES=28 ONLY=races` injects 200 of each kind that ``-k races`` picks, or as many as
begin within 28 minutes. Another seed draws other faults, so a long run is made of pieces; the file adds them up.

A fault test takes the fixture `faults`, goes through ``faults.each(kind)`` (a source of chance for each fault) and says
with ``faults.note(kind, outcome)`` what came of it. Every run is added to build/torture.jsonl, a line a kind.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

FILE = Path("build/torture.jsonl")
FEW = 2
"""Faults of each kind where no count is asked for: in `make test`."""


@dataclass
class Faults:
    """The faults of one run."""

    count: int
    seed: int
    minutes: float
    began: float = field(default_factory=time.monotonic)
    found: dict[str, Counter[str]] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        """Whether the time of this piece is up."""
        return time.monotonic() - self.began > self.minutes * 60

    def each(self, kind: str, *, share: float = 1.0) -> Iterator[Random]:
        """Yield a source of chance for each fault of a kind, as many as were asked for, a share of them, at least one."""
        for n in range(max(round(self.count * share), 1)):
            if self.is_over:
                return
            yield Random(f"{kind}/{self.seed}/{n}")

    def note(self, kind: str, outcome: str) -> None:
        """Count a fault that was injected and judged."""
        self.found.setdefault(kind, Counter())[outcome] += 1

    def lines(self) -> list[str]:
        """Return a line of JSON for each kind."""
        return [
            json.dumps(
                {
                    "kind": kind,
                    "seed": self.seed,
                    "faults": outcomes.total(),
                    "outcomes": dict(sorted(outcomes.items())),
                }
            )
            for kind, outcomes in sorted(self.found.items())
        ]


def add_options(parser: pytest.Parser) -> None:
    """Say what a fault run can be asked for."""
    group = parser.getgroup("faults")
    group.addoption("--count", type=int, default=None, help="faults of each kind")
    group.addoption("--seed", type=int, default=1, help="what they are drawn by")
    group.addoption("--minutes", type=float, default=28.0, help="when to begin no more faults")


def faults_of(config: pytest.Config) -> Faults:
    """Return the faults of this run; without a count a few."""
    count = config.getoption("--count")
    return Faults(count or FEW, config.getoption("--seed"), config.getoption("--minutes"))


def summary(faults: Faults) -> Iterator[str]:
    """Yield what the run injected, and what all runs together did; add the run to the file."""
    FILE.parent.mkdir(exist_ok=True)
    with FILE.open("a", encoding="utf-8") as stream:
        stream.writelines(f"{line}\n" for line in faults.lines())
    total: Counter[str] = Counter()
    for line in FILE.read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        total[told["kind"]] += told["faults"]
    for kind, outcomes in sorted(faults.found.items()):
        said = ", ".join(f"{n} {outcome}" for outcome, n in outcomes.most_common(6))
        yield f"{kind}: {outcomes.total()} ({said}); {total[kind]} in all runs"
    yield f"{sum(c.total() for c in faults.found.values())} faults; {total.total()} in all runs ({FILE})"
