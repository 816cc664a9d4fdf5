"""The SQL of ProposalVerdict: the facts of its time and holders, judged by engine/conflicts."""

from salondesk.engine.conflict_words import FREE, Verdict
from salondesk.services.reads.booking.verdict import ProposalVerdict
from salondesk.storage.conflict_facts import conflict_facts
from salondesk.storage.queries.lent import Lent


def answer(db: Lent, query: ProposalVerdict) -> Verdict:
    """Return the verdict; a proposal that changes nothing is free."""
    proposal, only = query.proposal, query.staff_id
    if not proposal.is_change:
        return FREE
    holders = proposal.holders if only is None else proposal.holders & {only}
    facts = conflict_facts(db.connection, db.branch(), proposal.spans, holders, now_ms=db.now_ms)
    if only is not None:
        own = tuple(s._replace(holders=tuple(h for h in s.holders if h == only)) for s in proposal.segments)
        proposal = proposal._replace(segments=own)
    return facts.verdict(facts.find(proposal))
