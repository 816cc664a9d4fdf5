"""What the booking of a proposal would be answered."""

from __future__ import annotations

from dataclasses import dataclass, replace

from salondesk.core.ids import Id
from salondesk.domain.access import Actor
from salondesk.engine.conflict_words import Verdict
from salondesk.engine.proposals import Proposal
from salondesk.services.reads.query import Held, Query, own_or_all


@dataclass(frozen=True, slots=True)
class ProposalVerdict(Query[Verdict]):
    """What stands against a proposal now, in the words of its refusal; with ``staff_id``, of that person's time alone."""

    proposal: Proposal
    staff_id: Id | None = None

    def allow(self, held: Held, me: Actor) -> ProposalVerdict:
        """For who sees the diary: of everybody, or of oneself."""
        return replace(self, staff_id=own_or_all(held, me, self.staff_id))
