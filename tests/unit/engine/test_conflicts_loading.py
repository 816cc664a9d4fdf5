"""The facts of a proposal's own time and holders give what the whole days' facts give."""

from __future__ import annotations

from salondesk.engine.conflicts import Conflicts, Rule
from salondesk.engine.timetable import stretches_in
from tests.unit.engine.conflict_shops import SEED, SHOPS, real_case


def test_span_and_holders_are_enough_to_find_the_same() -> None:
    seen = set[Rule]()
    for seed in range(SEED, SEED + SHOPS):
        shop, proposals = real_case(seed)
        whole = shop.whole(stretches_in, Conflicts)
        for proposal in proposals:
            found = shop.narrow(proposal, stretches_in, Conflicts).find(proposal)
            assert found == whole.find(proposal), (seed, proposal)
            seen |= {f.rule for f in found}
    assert seen == set(Rule)
