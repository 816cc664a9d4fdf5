"""Conflict facts are what engine/conflicts needs to know of some time and some holders.

The same value serves a whole board on screen and one proposal in its transaction, so that both judge alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.domain import settings
from salondesk.domain.access import Actor
from salondesk.engine.conflict_words import Verdict, verdict
from salondesk.engine.conflicts import DEFAULT_POLICY, Conflicts, Finding, Rule, Severity
from salondesk.engine.proposals import Held, Proposal, ProposedSegment, Stretch
from salondesk.services.reads.booking.board import DayBoard
from salondesk.services.reads.query import Held as Permissions
from salondesk.services.reads.query import Query, own_or_all


class VisitLine(NamedTuple):
    """A line of a visit that holds time: its person, and its segments in order of time."""

    line: bytes
    staff: bytes
    segments: tuple[ProposedSegment, ...]

    def is_of(self, person: bytes) -> bool:
        """Tell whether it is a person's own, or keeps her busy."""
        return self.staff == person or any(person in segment.holders for segment in self.segments)


_SEVERITIES = {
    Rule.LEAVE: settings.ON_LEAVE,
    Rule.BREAK: settings.ON_BREAK,
    Rule.OUTSIDE_SHIFT: settings.OUTSIDE_SHIFT,
    Rule.CLOSED: settings.CLOSED,
    Rule.PAST: settings.IN_THE_PAST,
    Rule.HORIZON: settings.TOO_FAR,
}
"""The shop's settings that say how much a finding weighs; the other rules weigh the same everywhere."""


def policy_of(texts: Mapping[str, str]) -> tuple[Mapping[Rule, Severity], int]:
    """Return how much each rule weighs in the shop and how many days ahead may be booked.

    ``texts`` holds the changed settings of the shop by key; what it lacks has its default.
    """
    weights = {
        rule: Severity[setting.stored(texts.get(setting.key)).upper()]
        for rule, setting in _SEVERITIES.items()
    }
    return weights, settings.HORIZON_DAYS.stored(texts.get(settings.HORIZON_DAYS.key))


_NO_VISITS: Mapping[bytes, tuple[VisitLine, ...]] = {}


class ConflictFacts(NamedTuple):
    """Held claims, hours and dates of the time asked for, in UTC milliseconds, and the holders' names.

    ``resources`` gives how many each resource serves at once, ``policy`` how much each rule weighs in this shop.
    ``visits`` has the lines of the visits on a board by booking, those outside of its hours and columns too; it is
    empty where the transaction knows the visit.
    """

    held: tuple[Held, ...]
    stretches: tuple[Stretch, ...]
    resources: Mapping[bytes, int]
    names: Mapping[bytes, LocalText]
    earliest: int
    horizon: int
    zone: str
    visits: Mapping[bytes, tuple[VisitLine, ...]] = _NO_VISITS
    policy: Mapping[Rule, Severity] = DEFAULT_POLICY

    def conflicts(self) -> Conflicts:
        """Return the engine made ready with these facts."""
        return Conflicts(
            self.held,
            self.stretches,
            resources=self.resources,
            policy=self.policy,
            earliest=self.earliest,
            horizon=self.horizon,
        )

    def find(self, proposal: Proposal) -> tuple[Finding, ...]:
        """Return what stands against one proposal, worst first."""
        return self.conflicts().find(proposal)

    def verdict(self, findings: tuple[Finding, ...]) -> Verdict:
        """Say findings in the words of screen and refusal."""
        return verdict(findings, self.names, self.zone)


@dataclass(frozen=True, slots=True)
class BoardFacts(Query[ConflictFacts]):
    """What gestures on a board are judged by; ``with_booking`` is a visit of another board that is brought along.

    With ``staff_id``, that person's time alone.
    """

    board: DayBoard
    with_booking: Id | None = None
    staff_id: Id | None = None

    def allow(self, held: Permissions, me: Actor) -> "BoardFacts":
        """For who sees the diary: of everybody, or of oneself."""
        return replace(self, staff_id=own_or_all(held, me, self.staff_id))
