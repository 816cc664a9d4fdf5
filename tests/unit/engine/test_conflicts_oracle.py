"""The conflict engine against a minute-by-minute oracle on random shops, and broken engines that it must catch."""

from __future__ import annotations

from collections.abc import Iterable

from salondesk.engine.conflicts import LIFTED_BY, Finding, Rule
from tests.unit.engine.conflict_shops import SEED, SHOPS, Oracle, as_said, random_case


def weights(findings: Iterable[Finding]) -> list[tuple[int, bool, int]]:
    """Give what findings are ordered by: severity, whether a permission lifts it, the rule."""
    return [(-f.severity, f.lift is not None, list(Rule).index(f.rule)) for f in findings]


def test_every_finding_is_what_counting_the_minutes_gives() -> None:
    seen = set[tuple[Rule, Rule]]()
    for seed in range(SEED, SEED + SHOPS):
        shop, proposals = random_case(seed)
        engine = shop.engine()
        for proposal in proposals:
            findings = engine.find(proposal)
            said = as_said(findings)
            assert len(said) == len(findings), (seed, proposal)
            assert said == Oracle(shop, proposal).findings(), (seed, proposal)
            assert weights(findings) == sorted(weights(findings)), (seed, proposal)
            assert all(f.lift is LIFTED_BY.get(f.rule) for f in findings)
            seen |= {(f.rule, f.cause) for f in findings}
    overlaps = {Rule.PERSON_TAKEN, Rule.RESOURCE_FULL, Rule.OWN_TWICE}
    assert {cause for _, cause in seen} == set(Rule) - {Rule.STILL_OVERLAPS}
    assert {cause for rule, cause in seen if rule is Rule.STILL_OVERLAPS} == overlaps
