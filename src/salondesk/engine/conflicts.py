"""Finds what stands against a proposal: taken people, full resources, absences, closed hours, dates.

The one judge of time: the drag preview, the write transaction, undo, slot suggestions and imports ask it with facts
of the same shape. All times are UTC milliseconds, ends excluded. What does not live here: where the facts come from
(storage), which dates they cover (engine/timetable), the findings' words (engine/conflict_words).
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum, StrEnum
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from salondesk.core.timespan import TimeSpan
from salondesk.domain.access import Permission
from salondesk.engine.demand import Demand, Piece, excess, first_run, overfull
from salondesk.engine.intervals import Row, Span, Spanned
from salondesk.engine.proposals import BRANCH as BRANCH
from salondesk.engine.proposals import Held as Held
from salondesk.engine.proposals import Proposal as Proposal
from salondesk.engine.proposals import ProposedSegment as ProposedSegment
from salondesk.engine.proposals import Stretch as Stretch
from salondesk.engine.proposals import StretchKind as StretchKind

_NO_RESOURCES: Mapping[bytes, int] = {}


class Rule(StrEnum):
    """What a proposal may run into. Settings and findings hold these words."""

    OWN_TWICE = "own_twice"
    """Two lines of the visit want one person at the same time."""
    PERSON_TAKEN = "person_taken"
    RESOURCE_FULL = "resource_full"
    HORIZON = "horizon"
    """It starts further ahead than the diary is open."""
    PAST = "past"
    """It starts before today."""
    LEAVE = "leave"
    BREAK = "break"
    OUTSIDE_SHIFT = "outside_shift"
    CLOSED = "closed"
    STILL_OVERLAPS = "still_overlaps"
    """Time that overlaps already, and not a moment more than before: see Finding.cause."""


class Severity(IntEnum):
    """How much a finding weighs: to be known, to be noticed, or in the way."""

    INFO = 1
    WARN = 2
    REFUSE = 3


DEFAULT_POLICY: Mapping[Rule, Severity] = {
    Rule.OWN_TWICE: Severity.REFUSE,
    Rule.PERSON_TAKEN: Severity.REFUSE,
    Rule.RESOURCE_FULL: Severity.REFUSE,
    Rule.HORIZON: Severity.REFUSE,
    Rule.PAST: Severity.WARN,
    Rule.LEAVE: Severity.WARN,
    Rule.BREAK: Severity.WARN,
    Rule.OUTSIDE_SHIFT: Severity.WARN,
    Rule.CLOSED: Severity.WARN,
    Rule.STILL_OVERLAPS: Severity.INFO,
}
LIFTED_BY: Mapping[Rule, Permission] = {
    Rule.PERSON_TAKEN: Permission.BOOKING_OVERLAP,
    Rule.RESOURCE_FULL: Permission.BOOKING_OVERLAP,
    Rule.PAST: Permission.BOOKING_PAST,
    Rule.HORIZON: Permission.BOOKING_HORIZON,
}
"""Which permission lets a visit be booked over a finding; a rule without one is never lifted."""
_WEIGHT = {
    severity: {rule: (-severity, rule in LIFTED_BY, n) for n, rule in enumerate(Rule)}
    for severity in Severity
}
"""The order of findings: by severity, what nobody can lift first, then as Rule lists them."""


class Finding(NamedTuple):
    """One thing that stands against a proposal.

    There is one for each rule, holder and other visit. ``line`` is the proposal's own, ``start`` and ``end`` say
    where it is first met: the other's taken time, the whole absence, the part outside of a shift or of opening hours,
    the time a resource is full. ``other`` and ``label`` are the other visit and its client, of a taken person only.
    ``cause`` is the rule itself, or for STILL_OVERLAPS the rule that it would be if it were new.
    """

    rule: Rule
    cause: Rule
    severity: Severity
    lift: Permission | None
    holder: bytes
    line: bytes
    other: bytes
    start: int
    end: int
    label: str = ""


class _Hours(NamedTuple):
    """When a holder is away, by the rule that says so; what must cover a visit, and the rule where it does not."""

    away: tuple[tuple[Rule, Row[Stretch]], ...]
    cover: Row[Stretch] | None
    uncovered: Rule


class Conflicts:
    """The facts of some time and some holders, sorted once, to judge many proposals within them.

    ``resources`` gives how many each resource serves at once; every other holder is a person, who serves one.
    ``policy`` names the severities that differ from DEFAULT_POLICY. A start before ``earliest`` is past, one from
    ``horizon`` on is too far ahead (engine/timetable.bookable).
    """

    def __init__(
        self,
        held: Iterable[Held],
        stretches: Iterable[Stretch],
        *,
        resources: Mapping[bytes, int] = _NO_RESOURCES,
        policy: Mapping[Rule, Severity] = DEFAULT_POLICY,
        earliest: int,
        horizon: int,
    ) -> None:
        self._resources, self._policy = resources, {**DEFAULT_POLICY, **policy}
        self._earliest, self._horizon = earliest, horizon
        taken: dict[bytes, list[Held]] = {}
        for hold in held:
            taken.setdefault(hold.holder, []).append(hold)
        self._taken = {holder: Row(holds) for holder, holds in taken.items()}
        self._demand = {holder: Demand(taken.get(holder, ())) for holder in resources}
        hours: dict[bytes, list[Stretch]] = {holder: [] for holder in (BRANCH, *resources)}
        for stretch in stretches:
            hours.setdefault(stretch.holder, []).append(stretch)
        self._hours = {holder: self._sorted(holder, found) for holder, found in hours.items()}

    def _sorted(self, holder: bytes, stretches: Iterable[Stretch]) -> _Hours:
        kinds: dict[StretchKind, list[Stretch]] = {}
        for stretch in stretches:
            kinds.setdefault(stretch.kind, []).append(stretch)
        away = tuple((rule, Row(kinds[kind])) for kind, rule in _AWAY if kind in kinds)
        if holder == BRANCH:
            return _Hours(away, Row(kinds.get(StretchKind.OPEN, ())), Rule.CLOSED)
        shifts = None if holder in self._resources else Row(kinds.get(StretchKind.SHIFT, ()))
        return _Hours(away, shifts, Rule.OUTSIDE_SHIFT)

    def find(self, proposal: Proposal) -> tuple[Finding, ...]:
        """Return everything that stands against a proposal, worst first, and first what nobody can lift."""
        segments = sorted([s for s in proposal.segments if s.start < s.end], key=_BY_TIME)
        if not segments:
            return ()
        found: list[Finding] = []
        for holder, own in sorted(_by_holder(segments).items()):
            if holder in self._resources:
                self._fills(proposal, holder, own, found)
            else:
                self._meets(proposal, holder, own, found)
                if len(own) > 1:
                    self._meets_itself(proposal, holder, own, found)
            self._times(proposal, holder, own, found)
        self._times(proposal, BRANCH, segments, found)
        self._dates(proposal, segments, found)
        if len(found) > 1:
            found.sort(key=_weight)
        return tuple(found)

    def holding(self, holder: bytes, span: TimeSpan) -> list[Held]:
        """Return what is taken of a holder within a span, earliest first: the visits that an absence would touch."""
        return self._taken.get(holder, _NOTHING_HELD).during(span.start_ms, span.end_ms)

    # ------------------------------------------------------------ taken people, full resources

    def _meets(
        self, proposal: Proposal, person: bytes, own: list[ProposedSegment], found: list[Finding]
    ) -> None:
        """Note each other visit that holds a person in any of the segments."""
        taken = self._taken.get(person)
        if taken is None:
            return
        now: dict[bytes, int] = {}
        first: list[tuple[Held, bytes]] = []
        for segment in own:
            for hold in taken.during(segment.start, segment.end):
                visit = hold.booking
                if visit in now:
                    now[visit] += _common(hold, segment)
                elif visit != proposal.booking:
                    now[visit] = _common(hold, segment)
                    first.append((hold, segment.line))
        if not first:
            return
        before = _shared(map(_piece, _whose(proposal.was, person)), taken)
        cause = Rule.PERSON_TAKEN
        for hold, line in first:
            visit = hold.booking
            rule = cause if now[visit] > before.get(visit, 0) else Rule.STILL_OVERLAPS
            found.append(
                Finding(
                    rule, cause, self._policy[rule], LIFTED_BY.get(rule), person, line, visit,
                    hold.start, hold.end, hold.label,
                )
            )  # fmt: skip

    def _meets_itself(
        self, proposal: Proposal, person: bytes, own: list[ProposedSegment], found: list[Finding]
    ) -> None:
        """Note that the visit wants a person for two of its segments at once."""
        if all(one.end <= other.start for one, other in pairwise(own)):
            return
        twice = overfull(own, (), 1)
        was = overfull(_whose(proposal.was, person), (), 1)
        kept = excess(twice, 1) <= excess(was, 1)
        found.append(self._at_once(Rule.OWN_TWICE, person, own, twice, kept=kept))

    def _fills(
        self, proposal: Proposal, resource: bytes, own: list[ProposedSegment], found: list[Finding]
    ) -> None:
        """Note that with the visit more is wanted of a resource at once than there is."""
        capacity = self._resources[resource]
        demand = self._demand[resource].peak(own[0].start, max(segment.end for segment in own))
        if len(own) + demand <= capacity:
            return
        full = self._overfull(proposal, resource, own)
        if full:
            before = self._overfull(proposal, resource, _whose(proposal.was, resource))
            kept = bool(before) and self._is_no_worse(proposal, resource, full, before)
            found.append(self._at_once(Rule.RESOURCE_FULL, resource, own, full, kept=kept))

    def _overfull(self, proposal: Proposal, resource: bytes, segments: list[ProposedSegment]) -> list[Piece]:
        holds = self._taken.get(resource, _NOTHING_HELD).meeting(segments)
        others = [hold for hold in holds if hold.booking != proposal.booking]
        return overfull(segments, others, self._resources[resource])

    def _is_no_worse(
        self, proposal: Proposal, resource: bytes, full: list[Piece], before: list[Piece]
    ) -> bool:
        """Tell whether a resource is too full together with each other visit for no longer than before."""
        taken, capacity = self._taken.get(resource, _NOTHING_HELD), self._resources[resource]
        shared, already = _shared(full, taken), _shared(before, taken)
        return excess(full, capacity) <= excess(before, capacity) and all(
            amount <= already.get(visit, 0) for visit, amount in shared.items() if visit != proposal.booking
        )

    def _at_once(
        self, cause: Rule, holder: bytes, own: list[ProposedSegment], pieces: list[Piece], *, kept: bool
    ) -> Finding:
        """Make the finding of too much wanted at once, where it is so first."""
        rule, where = Rule.STILL_OVERLAPS if kept else cause, first_run(pieces)
        return Finding(
            rule, cause, self._policy[rule], LIFTED_BY.get(rule), holder, _line_at(own, where), b"", *where
        )

    # ------------------------------------------------------------ absences, shifts, opening hours, dates

    def _times(
        self, proposal: Proposal, holder: bytes, own: list[ProposedSegment], found: list[Finding]
    ) -> None:
        """Note where a holder is away, and what lies outside of the shifts or opening hours."""
        hours = self._hours.get(holder, _NO_HOURS)
        for rule, row in hours.away:
            met = row.meeting(own)
            if met:
                where = Span(met[0].start, met[0].end)
                found.append(self._out(rule, row, proposal, holder, own, where))
        cover = hours.cover
        if cover is None:
            return
        for segment in own:
            gap = cover.first_gap(segment)
            if gap is not None:
                found.append(self._out(hours.uncovered, cover, proposal, holder, own, gap))
                return

    def _out(
        self,
        rule: Rule,
        row: Row[Stretch],
        proposal: Proposal,
        holder: bytes,
        own: list[ProposedSegment],
        where: Span,
    ) -> Finding:
        """Make the finding of bad hours; a visit that stood in them already, and no longer than that, is not refused."""
        severity = self._policy[rule]
        if severity == Severity.REFUSE and proposal.was:
            was = _whose(proposal.was, holder)
            amount = _uncovered if rule in (Rule.OUTSIDE_SHIFT, Rule.CLOSED) else _covered
            if amount(row, own) <= amount(row, was):
                severity = Severity.WARN
        return Finding(rule, rule, severity, LIFTED_BY.get(rule), holder, _line_at(own, where), b"", *where)

    def _dates(self, proposal: Proposal, segments: list[ProposedSegment], found: list[Finding]) -> None:
        """Note a start out of the diary's reach; a visit that stood as far out already is not refused."""
        first, last = segments[0], segments[-1]
        if first.start < self._earliest:
            kept = any(segment.start <= first.start for segment in proposal.was)
            found.append(self._far(Rule.PAST, first, kept=kept))
        if last.start >= self._horizon:
            kept = any(segment.start >= last.start for segment in proposal.was)
            found.append(self._far(Rule.HORIZON, last, kept=kept))

    def _far(self, rule: Rule, segment: ProposedSegment, *, kept: bool) -> Finding:
        severity = min(self._policy[rule], Severity.WARN) if kept else self._policy[rule]
        return Finding(
            rule, rule, severity, LIFTED_BY.get(rule), BRANCH, segment.line, b"", segment.start, segment.end
        )


_AWAY = ((StretchKind.LEAVE, Rule.LEAVE), (StretchKind.BREAK, Rule.BREAK))
_NO_HOURS = _Hours((), Row(()), Rule.OUTSIDE_SHIFT)
_NOTHING_HELD = Row[Held](())
_BY_TIME = attrgetter("start", "end", "line", "holders")


def _weight(finding: Finding) -> tuple[int, bool, int]:
    return _WEIGHT[finding.severity][finding.rule]


def _by_holder(segments: Iterable[ProposedSegment]) -> dict[bytes, list[ProposedSegment]]:
    found: dict[bytes, list[ProposedSegment]] = {}
    for segment in segments:
        for holder in segment.holders:
            found.setdefault(holder, []).append(segment)
    return found


def _whose(segments: Iterable[ProposedSegment], holder: bytes) -> list[ProposedSegment]:
    """Return the segments that keep a holder busy (of the branch: all), in order of time."""
    if holder == BRANCH:
        return sorted(segments, key=_BY_TIME)
    found: list[ProposedSegment] = []
    for segment in segments:
        if holder in segment.holders:
            found += [segment] * segment.holders.count(holder)
    return sorted(found, key=_BY_TIME) if len(found) > 1 else found


def _line_at(own: Iterable[ProposedSegment], where: Span) -> bytes:
    """Return the line of the first segment that meets a span."""
    return next(s.line for s in own if s.start < where.end and where.start < s.end)


def _piece(segment: ProposedSegment) -> Piece:
    return Piece(segment.start, segment.end, 1)


def _common(one: Spanned, other: Spanned) -> int:
    """Return how long two that meet run together."""
    end = one.end if one.end < other.end else other.end
    return end - (one.start if one.start > other.start else other.start)


def _shared(pieces: Iterable[Piece], taken: Row[Held]) -> dict[bytes, int]:
    """Return how long the pieces overlap each visit; every claim of either side counts."""
    found: dict[bytes, int] = {}
    for piece in pieces:
        for hold in taken.during(piece.start, piece.end):
            found[hold.booking] = found.get(hold.booking, 0) + _common(hold, piece) * piece.own
    return found


def _uncovered(row: Row[Stretch], segments: Iterable[ProposedSegment]) -> int:
    return sum(gap.end - gap.start for segment in segments for gap in row.gaps(segment))


def _covered(row: Row[Stretch], segments: Sequence[ProposedSegment]) -> int:
    return sum(segment.end - segment.start for segment in segments) - _uncovered(row, segments)
