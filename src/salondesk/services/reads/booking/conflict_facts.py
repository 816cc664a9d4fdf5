"""Conflict facts are what engine/conflicts needs to know of some time and some holders.

The same value serves a whole board on screen and one proposal in its transaction, so that both judge alike.
"""

from collections.abc import Mapping
from typing import NamedTuple

from salondesk.core.localtext import LocalText
from salondesk.engine.conflict_words import Verdict, verdict
from salondesk.engine.conflicts import Conflicts, Finding
from salondesk.engine.proposals import Held, Proposal, ProposedSegment, Stretch


class VisitLine(NamedTuple):
    """A line of a visit that holds time: its person, and its segments in order of time."""

    line: bytes
    staff: bytes
    segments: tuple[ProposedSegment, ...]


_NO_VISITS: Mapping[bytes, tuple[VisitLine, ...]] = {}


class ConflictFacts(NamedTuple):
    """Held claims, hours and dates of the time asked for, in UTC milliseconds, and the holders' names.

    ``resources`` gives how many each resource serves at once. ``visits`` has the lines of the visits on a board by
    booking, those outside of its hours and columns too; it is empty where the transaction knows the visit.
    """

    held: tuple[Held, ...]
    stretches: tuple[Stretch, ...]
    resources: Mapping[bytes, int]
    names: Mapping[bytes, LocalText]
    earliest: int
    horizon: int
    zone: str
    visits: Mapping[bytes, tuple[VisitLine, ...]] = _NO_VISITS

    def conflicts(self) -> Conflicts:
        """Return the engine made ready with these facts."""
        return Conflicts(
            self.held,
            self.stretches,
            resources=self.resources,
            earliest=self.earliest,
            horizon=self.horizon,
        )

    def find(self, proposal: Proposal) -> tuple[Finding, ...]:
        """Return what stands against one proposal, worst first."""
        return self.conflicts().find(proposal)

    def verdict(self, findings: tuple[Finding, ...]) -> Verdict:
        """Say findings in the words of screen and refusal."""
        return verdict(findings, self.names, self.zone)
