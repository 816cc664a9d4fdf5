"""Conflict engines with one fault each: the oracle and the comparison of loaders must notice every one."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from salondesk.engine import conflicts, demand, intervals, proposals, timetable
from tests.unit.engine.conflict_shops import Oracle, as_said, random_case, real_case

CHAIN = (intervals, demand, proposals, conflicts, timetable)
"""The engine's modules, each after those it is made of."""
SHOPS = 250

FAULTS = [
    (intervals, "bisect_right(self._reach, start)\n        return", "bisect_left(self._starts, start)\n        return"),
    (intervals, "item.end > start]\n\n", "item.end >= start]\n\n"),
    (intervals, ": bisect_left(self._starts, end)]", ": bisect_right(self._starts, end)]"),
    (intervals, "max(seen, bisect_right(self._reach, start))", "bisect_right(self._reach, start)"),
    (intervals, "(item.end for item in self._items), max", "(item.end for item in self._items), lambda _a, b: b"),
    (intervals, "at = max(at, item.end)", "at = item.end"),
    (intervals, "if at < end:", "if at > end:"),
    (intervals, ">= span.end", ">= span.start"),
    (intervals, "if item.start < item.end", "if True"),
    (demand, "max(bisect_right(self._changes, start) - 1, 0)", "bisect_right(self._changes, start)"),
    (demand, "n + there <= capacity", "n + there < capacity"),
    (demand, "if not n or ", "if "),
    (demand, "pieces[-1].own == n", "True"),
    (demand, "if piece.start != end:", "if piece.start == end:"),
    (demand, "max(piece.own - capacity, 0)", "(piece.own - capacity)"),
    (demand, "max(piece.own - capacity, 0)", "1"),
    (conflicts, "now[visit] > before.get(visit, 0)", "now[visit] >= before.get(visit, 0)"),
    (conflicts, "now[visit] > before.get(visit, 0)", "visit not in before"),
    (conflicts, "now[visit] > before.get(visit, 0)", "True"),
    (conflicts, "now[visit] > before.get(visit, 0)", "now[visit] - 60_000 > before.get(visit, 0)"),
    (conflicts, "now[visit] > before.get(visit, 0)", "now[visit] > sum(before.values())"),
    (conflicts, "elif visit != proposal.booking:", "else:"),
    (conflicts, "now[visit] += _common", "now[visit] = _common"),
    (conflicts, "if hold.booking != proposal.booking]", "]"),
    (conflicts, "_whose(proposal.was, person)), taken)", "proposal.was), taken)"),
    (conflicts, "kept = excess(twice, 1) <= excess(was, 1)", "kept = bool(was)"),
    (conflicts, "kept = excess(twice, 1) <= excess(was, 1)", "kept = False"),
    (conflicts, "one.end <= other.start", "one.end < other.end"),
    (conflicts, "max(segment.end for segment in own)", "own[0].end"),
    (conflicts, "if len(own) + demand <= capacity:", "if demand <= capacity:"),
    (conflicts, "excess(full, capacity) <= excess(before, capacity) and all(", "all("),
    (conflicts, "amount <= already.get(visit, 0) for", "True for"),
    (conflicts, "if holder in self._resources:", "if False:"),
    (conflicts, "None if holder in self._resources else ", ""),
    (conflicts, "{holder: [] for holder in (BRANCH, *resources)}", "{}"),
    (conflicts, "self._times(proposal, BRANCH, segments, found)", "None"),
    (conflicts, "severity == Severity.REFUSE and proposal.was", "False"),
    (conflicts, "_uncovered if rule in (Rule.OUTSIDE_SHIFT, Rule.CLOSED) else _covered", "_uncovered"),
    (conflicts, "amount(row, own) <= amount(row, was)", "amount(row, was)"),
    (conflicts, "first.start < self._earliest", "first.start <= self._earliest"),
    (conflicts, "last.start >= self._horizon", "last.start > self._horizon"),
    (conflicts, "last.start >= self._horizon", "last.end >= self._horizon"),
    (conflicts, "any(segment.start <= first.start for", "any(True for"),
    (conflicts, "any(segment.start >= last.start for", "any(True for"),
    (conflicts, "min(self._policy[rule], Severity.WARN) if kept", "Severity.WARN if kept"),
    (conflicts, "            found.sort(key=_weight)", "            pass"),
    (conflicts, '"start", "end", "line", "holders"', '"end"'),
    (conflicts, "[segment] * segment.holders.count(holder)", "[segment]"),
    (conflicts, "* piece.own", ""),
    (conflicts, "{**DEFAULT_POLICY, **policy}", "DEFAULT_POLICY"),
    (proposals, "for segment in self.segments for", "for segment in self.was for"),
    (proposals, "sorted((*self.segments, *self.was), key", "sorted(self.segments, key"),
    (proposals, "max(found[-1].end_ms, segment.end)", "segment.end"),
    (timetable, "latest_end_min // DAY_MIN + 1", "0"),
    (timetable, "latest_end_min // DAY_MIN + 1", "1"),
    (timetable, "while day <= last:", "while day < last:"),
    (timetable, "s.holder != BRANCH or ", ""),
    (timetable, "(s.start, away.start_at), ", "(s.start, s.start), "),
    (timetable, "(away.end_at, s.end)", "(away.end_at, away.end_at)"),
    (timetable, "        found = kept", "        pass"),
    (timetable, "if away.staff_id is None:", "if not away.kind:"),
]  # fmt: skip


@pytest.fixture
def chain(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> dict[str, ModuleType]:
    """Run the engine's modules anew, one of them with its fault."""
    faulty, right, wrong = request.param
    made = {}
    for module in CHAIN:
        text = Path(str(module.__file__)).read_text(encoding="utf-8")
        if module is faulty:
            assert right in text, f"{module.__name__} does not say {right!r} any more: mend this list"
            text = text.replace(right, wrong)
        fresh = ModuleType(module.__name__)
        monkeypatch.setitem(sys.modules, module.__name__, fresh)
        exec(compile(text, str(module.__file__), "exec"), fresh.__dict__)
        made[module.__name__.rpartition(".")[2]] = fresh
    return made


def differences(chain: dict[str, ModuleType]) -> Iterator[str]:
    """Yield where the modules differ from the oracle, and the whole day's facts from those of the span."""
    engine, expand = chain["conflicts"].Conflicts, chain["timetable"].stretches_in
    ask = chain["proposals"].Proposal
    for seed in range(SHOPS):
        shop, wanted = random_case(seed)
        for proposal in wanted:
            try:
                findings = shop.engine(engine).find(proposal)
            except LookupError:
                yield f"random shop {seed} breaks it"
                continue
            weights = [
                (-f.severity, f.lift is not None, list(chain["conflicts"].Rule).index(f.rule))
                for f in findings
            ]
            if as_said(findings) != Oracle(shop, proposal).findings() or weights != sorted(weights):
                yield f"random shop {seed}"
        real, wanted = real_case(seed)
        if not real.closes_right(expand):
            yield f"real shop {seed} is open at other times"
        whole = real.whole(expand, engine)
        for proposal in (ask(*one) for one in wanted):
            if real.narrow(proposal, expand, engine).find(proposal) != whole.find(proposal):
                yield f"real shop {seed}"


@pytest.mark.parametrize("chain", FAULTS, indirect=True, ids=lambda fault: f"{fault[1]} -> {fault[2]}")
def test_a_faulty_engine_is_noticed(chain: dict[str, ModuleType]) -> None:
    assert next(differences(chain), "")


@pytest.mark.parametrize("chain", [(conflicts, "", "")], indirect=True, ids=["no fault"])
def test_the_same_modules_without_a_fault_are_not(chain: dict[str, ModuleType]) -> None:
    assert list(differences(chain)) == []
    assert importlib.import_module("salondesk.engine.conflicts") is chain["conflicts"]
