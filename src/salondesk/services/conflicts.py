"""Ask engine/conflicts inside the write transaction whether a visit may stand where it is wanted.

The same engine, fed with the same facts, colours the drag preview and speaks in the booking card. A refusal that a
permission lifts is let pass for an override; warnings are returned, to be said with what was done. An absence is
asked the other way round: which visits fall into it.
"""

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from salondesk.core.errors import SlotTaken, UserError
from salondesk.core.ids import Id
from salondesk.core.message import Message
from salondesk.core.timespan import TimeSpan
from salondesk.domain.access import Override, Permission
from salondesk.domain.booking import Booking
from salondesk.domain.staff import TimeOff
from salondesk.engine.conflict_words import said
from salondesk.engine.conflicts import Finding, Rule, Severity
from salondesk.engine.proposals import Proposal, ProposedSegment
from salondesk.services.context import Work
from salondesk.services.reads.booking.conflict_facts import ConflictFacts


class Judged(NamedTuple):
    """How a proposal passed: whether the override was needed, and the warnings that it passes with."""

    lifted: bool = False
    warning: Message | None = None


def facts_of(work: Work, proposal: Proposal) -> ConflictFacts:
    """Return what this transaction knows of the time and the holders of a proposal."""
    return work.uow.bookings.conflict_facts(work.branch, proposal.spans, proposal.holders)


def require_free(
    work: Work, booking: Booking, override: Override | None, *, held: Booking | None = None
) -> Judged:
    """Refuse a visit that may not stand where it is wanted, unless the override lifts each refusal.

    ``held`` is the same visit as it stands: time and people that do not change are not asked for again. Raises
    SlotTaken naming what is in the way and the permission that lifts it, UserError where none does.
    """
    proposal = Proposal.of(booking, held)
    if not proposal.is_change:
        return Judged()
    facts = facts_of(work, proposal)
    findings = facts.find(proposal)
    refusals = [finding for finding in findings if finding.severity == Severity.REFUSE]
    if refusals:
        _lift(work, refusals, override, facts)
    return Judged(bool(refusals), _warning(findings, facts))


def require_still_free(work: Work, booking: Booking, *, held: Booking) -> Judged:
    """Refuse to put a visit back to where it stood if something has come in its way since.

    What another visit already had when ``booking`` was written was let pass then, and so it is now; its date is no
    further ahead than it was. Raises SlotTaken or UserError as ``require_free`` does.
    """
    proposal = Proposal.of(booking, held)
    if not proposal.is_change:
        return Judged()
    facts = facts_of(work, proposal)
    findings = facts.find(proposal)
    refusals = [f for f in findings if f.severity == Severity.REFUSE and _is_new(work, f, booking)]
    if refusals:
        _lift(work, refusals, None, facts)
    return Judged(warning=_warning(findings, facts))


def visits_in(work: Work, away: TimeOff) -> tuple[int, int]:
    """Return how many visits to come fall into an absence that this transaction has saved, and when the first starts.

    Those are found that the engine has something to say of for a person on leave or a branch that is closed. UTC ms;
    (0, 0) when there are none.
    """
    span = TimeSpan(max(away.start_at, work.now_ms), max(away.end_at, work.now_ms))
    people = [one.id for one in work.uow.staff.all()] if away.staff_id is None else [away.staff_id]
    facts = work.uow.bookings.conflict_facts(work.branch, (span,), people)
    judge, found = facts.conflicts(), {}
    for booking, claims in groupby(sorted(facts.held, key=attrgetter("booking")), attrgetter("booking")):
        taken = tuple(ProposedSegment(c.line, "active", c.start, c.end, (c.holder,)) for c in claims)
        if any(f.cause in (Rule.LEAVE, Rule.CLOSED) for f in judge.find(Proposal(booking, taken))):
            found[booking] = min(segment.start for segment in taken)
    return len(found), min(found.values(), default=0)


def _is_new(work: Work, finding: Finding, booking: Booking) -> bool:
    if finding.rule in (Rule.PAST, Rule.HORIZON, Rule.OWN_TWICE):
        return False
    if finding.rule is not Rule.PERSON_TAKEN:
        return True
    other = work.uow.bookings.find(Id(finding.other))
    return other is None or other.updated_at >= booking.updated_at


def _lift(work: Work, refusals: Sequence[Finding], override: Override | None, facts: ConflictFacts) -> None:
    """Let an override lift all refusals: it must name what each of them needs, and its approver hold it."""
    words = said(refusals, facts.names, facts.zone)
    assert words is not None  # the caller has refusals
    needed = list(dict.fromkeys(finding.lift for finding in refusals))
    if None in needed:
        raise UserError(words)
    lent = [p for p in needed if p is not None]
    missing = [p for p in lent if override is None or not work.approved(Permission(p), override)]
    if missing:
        raise SlotTaken(words, *missing)


def _warning(findings: Sequence[Finding], facts: ConflictFacts) -> Message | None:
    return said([f for f in findings if f.severity == Severity.WARN], facts.names, facts.zone)
