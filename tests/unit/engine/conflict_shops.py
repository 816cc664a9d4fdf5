"""Random shops for the conflict engine, and an oracle that counts minute by minute.

SALONDESK_SEED chooses other shops, SALONDESK_SHOPS how many: `SALONDESK_SEED=99 SALONDESK_SHOPS=20000 pytest …`.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from salondesk.core.ids import Id
from salondesk.core.timespan import TimeSpan, wall_instant
from salondesk.domain.shop import OpeningHours
from salondesk.domain.staff import Shift, ShiftKind, TimeOff, TimeOffKind
from salondesk.engine.conflicts import (
    BRANCH,
    DEFAULT_POLICY,
    Conflicts,
    Finding,
    Held,
    Proposal,
    ProposedSegment,
    Rule,
    Severity,
    Stretch,
    StretchKind,
)

SEED = int(os.environ.get("SALONDESK_SEED", "7"))
SHOPS = int(os.environ.get("SALONDESK_SHOPS", "250"))
MINUTE = 60_000
Expand = Callable[..., list[Stretch]]
"""engine/timetable.stretches_in, or a broken one."""
NAMES = ("", "Mona", "Huda", "Sara")
HOUR_RULES = (Rule.LEAVE, Rule.BREAK, Rule.OUTSIDE_SHIFT, Rule.CLOSED, Rule.PAST, Rule.HORIZON)


@dataclass(frozen=True)
class Shop:
    """The facts of one engine."""

    held: tuple[Held, ...]
    stretches: tuple[Stretch, ...]
    resources: Mapping[bytes, int]
    policy: Mapping[Rule, Severity]
    earliest: int
    horizon: int

    def engine(self, make: Callable[..., Conflicts] = Conflicts) -> Conflicts:
        return make(
            self.held,
            self.stretches,
            resources=self.resources,
            policy=self.policy,
            earliest=self.earliest,
            horizon=self.horizon,
        )


def held_of(booking: bytes, segments: Iterable[ProposedSegment], label: str = "") -> list[Held]:
    """Give what a visit with these segments holds."""
    return [Held(h, s.start, s.end, booking, s.line, label) for s in segments for h in s.holders]


class Draw:
    """Draws visits for some people and resources within some minutes."""

    def __init__(
        self,
        rng: random.Random,
        people: Sequence[bytes],
        resources: Sequence[bytes],
        minutes: tuple[int, int],
    ) -> None:
        self.rng, self.people, self.resources, self.minutes = rng, people, resources, minutes
        self.share = rng.choice((0.3, 0.9))

    def holders(self) -> tuple[bytes, ...]:
        """Mostly one person, at times with a resource, two of it, or nobody."""
        chosen = [self.rng.choice(self.people)] if self.rng.random() < 0.85 else []
        if self.resources and self.rng.random() < self.share:
            chosen += [self.rng.choice(self.resources)] * self.rng.choice((1, 1, 1, 2))
        self.rng.shuffle(chosen)
        return tuple(chosen)

    def segments(self, at: int | None = None) -> tuple[ProposedSegment, ...]:
        """One to three lines of one to three segments, one after another with or without gaps, or side by side."""
        rng, found = self.rng, list[ProposedSegment]()
        at = rng.randrange(*self.minutes) if at is None else at
        for line in range(rng.choice((1, 1, 1, 2, 3))):
            start, holders = at, self.holders()
            for _ in range(rng.choice((1, 1, 2, 3))):
                end = start + rng.choice((1, 5, 10, 15, 30, 45))
                found.append(
                    ProposedSegment(b"line%d" % line, "active", start * MINUTE, end * MINUTE, holders)
                )
                start = end + rng.choice((0, 0, 5, 15))
                holders = holders if rng.random() < 0.7 else self.holders()
            at = start if rng.random() < 0.7 else at + rng.choice((0, 5))
        rng.shuffle(found)
        return tuple(found)

    def changed(self, was: Sequence[ProposedSegment]) -> tuple[ProposedSegment, ...]:
        """Move, shorten, lengthen, hand over or leave alone."""
        rng = self.rng
        delta = rng.choice((0, 0, 0, -15, -5, -1, 1, 5, 15, 30, 60)) * MINUTE
        other = {a: rng.choice(self.people) if rng.random() < 0.2 else a for a in self.people}
        found = []
        for s in was:
            end = s.end + (rng.choice((-15, -5, -1, 1, 5, 15)) * MINUTE if rng.random() < 0.3 else 0)
            holders = tuple(other.get(h, h) for h in s.holders)
            found.append(
                s._replace(start=s.start + delta, end=max(end, s.start + MINUTE) + delta, holders=holders)
            )
        return tuple(found)

    def proposal(self, visits: Mapping[bytes, tuple[ProposedSegment, ...]]) -> Proposal:
        """Something new, or something else of a visit that holds its time or held none."""
        if self.rng.random() < 0.3:
            return Proposal(b"new", self.segments())
        booking, was = self.rng.choice(sorted(visits.items()))
        return Proposal(booking, self.changed(was), was if self.rng.random() < 0.9 else ())


def random_case(seed: int) -> tuple[Shop, list[Proposal]]:
    """Give a shop of some three hours, and things wanted of it."""
    rng = random.Random(seed)
    people = [b"person%d" % n for n in range(rng.randint(1, 3))]
    resources = {b"room%d" % n: rng.randint(1, 3) for n in range(rng.randint(0, 2))}
    draw = Draw(rng, people, list(resources), (0, 180))
    visits = {b"visit%d" % n: draw.segments() for n in range(rng.choice((1, 3, 6, 12)))}
    held = [
        hold for booking, segments in visits.items() for hold in held_of(booking, segments, rng.choice(NAMES))
    ]
    if rng.random() < 0.5:  # somebody who came long before and stays long
        held.append(
            Held(rng.choice(people), -600 * MINUTE, rng.randrange(240) * MINUTE, b"long", b"x", "Long")
        )
    rng.shuffle(held)
    shop = Shop(
        tuple(held),
        tuple(_random_stretches(rng, [*people, *resources])),
        resources,
        {rule: rng.choice(tuple(Severity)) for rule in HOUR_RULES} if rng.random() < 0.5 else DEFAULT_POLICY,
        rng.choice((-10_000, 0, 60)) * MINUTE,
        rng.choice((10_000, 120, 180)) * MINUTE,
    )
    return shop, [draw.proposal(visits) for _ in range(4)]


def _random_stretches(rng: random.Random, holders: Sequence[bytes]) -> Iterator[Stretch]:
    for holder in (BRANCH, *holders):
        kinds = [StretchKind.OPEN if holder == BRANCH else StretchKind.SHIFT] * rng.choice((0, 1, 2, 2))
        if rng.random() < 0.5:
            kinds += rng.sample((StretchKind.BREAK, StretchKind.LEAVE, StretchKind.BREAK), k=2)
        for kind in kinds:
            start = rng.randrange(-60, 240, 5)
            length = rng.choice((0, 5, 30, 120, 300))
            yield Stretch(holder, kind, start * MINUTE, (start + length) * MINUTE)


# ------------------------------------------------------------ the oracle

Minutes = list[int]
Said = dict[tuple[Rule, bytes, bytes], tuple[Rule, Severity, bytes, int, int, str]]


def _minutes(start: int, end: int) -> range:
    return range(start // MINUTE, end // MINUTE)


def _in_order(segments: Iterable[ProposedSegment], holder: bytes) -> list[ProposedSegment]:
    """Give a holder's segments once for each claim, in order of time."""
    found = [s for s in segments for h in ((BRANCH,) if holder == BRANCH else s.holders) if h == holder]
    return sorted(found, key=lambda s: (s.start, s.end, s.line))


def _demand(segments: Iterable[ProposedSegment | Held]) -> Counter[int]:
    return Counter(m for s in segments for m in _minutes(s.start, s.end))


def _first_run(minutes: Iterable[int]) -> tuple[int, int]:
    """Give the first unbroken run of some minutes, as instants."""
    ordered = sorted(minutes)
    run = next(list(group) for _, group in groupby(enumerate(ordered), key=lambda x: x[1] - x[0]))
    return run[0][1] * MINUTE, (run[-1][1] + 1) * MINUTE


class Oracle:
    """Counts minutes, and knows nothing of sorting and searching."""

    def __init__(self, shop: Shop, proposal: Proposal) -> None:
        self.shop, self.proposal, self.said = shop, proposal, Said()

    def findings(self) -> Said:
        """Give what the engine must say: by cause, holder and other visit, the rest of each finding."""
        for holder in {h for s in self.proposal.segments for h in s.holders}:
            if holder in self.shop.resources:
                self._room(holder)
            else:
                self._person(holder)
            self._hours(holder)
        if self.proposal.segments:
            self._hours(BRANCH)
            self._dates()
        return self.said

    def _severity(self, rule: Rule) -> Severity:
        return {**DEFAULT_POLICY, **self.shop.policy}[rule]

    def _line(self, own: Sequence[ProposedSegment], where: tuple[int, int]) -> bytes:
        return next(s.line for s in own if set(_minutes(s.start, s.end)) & set(_minutes(*where)))

    def _say(
        self,
        cause: Rule,
        holder: bytes,
        own: Sequence[ProposedSegment],
        where: tuple[int, int],
        *,
        kept: bool,
        other: bytes = b"",
        label: str = "",
    ) -> None:
        rule = Rule.STILL_OVERLAPS if kept else cause
        line = self._line(own, where)
        self.said[cause, holder, other] = (rule, self._severity(rule), line, *where, label)

    def _others(self, holder: bytes) -> list[Held]:
        return sorted(h for h in self.shop.held if h.holder == holder and h.booking != self.proposal.booking)

    def _person(self, holder: bytes) -> None:
        own, was = _in_order(self.proposal.segments, holder), _in_order(self.proposal.was, holder)
        mine, before = _demand(own), _demand(was)
        twice = {m: n - 1 for m, n in mine.items() if n > 1}
        if twice:
            kept = sum(twice.values()) <= sum(n - 1 for n in before.values())
            self._say(Rule.OWN_TWICE, holder, own, _first_run(twice), kept=kept)
        others = self._others(holder)
        for visit in {h.booking for h in others}:
            theirs = _demand(h for h in others if h.booking == visit)
            now = sum(n * theirs[m] for m, n in mine.items())
            if now:
                kept = now <= sum(n * theirs[m] for m, n in before.items())
                hold = next(
                    h
                    for s in own
                    for h in others
                    if h.booking == visit and set(_minutes(s.start, s.end)) & set(_minutes(h.start, h.end))
                )
                self._say(
                    Rule.PERSON_TAKEN, holder, own, (hold.start, hold.end), kept=kept, other=visit,
                    label=hold.label,
                )  # fmt: skip

    def _room(self, holder: bytes) -> None:
        own, was = _in_order(self.proposal.segments, holder), _in_order(self.proposal.was, holder)
        others, capacity = self._others(holder), self.shop.resources[holder]
        theirs = _demand(others)

        def crowded(segments: Sequence[ProposedSegment]) -> Counter[int]:
            return Counter({m: n for m, n in _demand(segments).items() if n + theirs[m] > capacity})

        full, before = crowded(own), crowded(was)
        if not full:
            return

        def alone(minutes: Counter[int]) -> int:
            return sum(max(n - capacity, 0) for n in minutes.values())

        kept = alone(full) <= alone(before)
        for visit in {h.booking for h in others}:
            beside = _demand(h for h in others if h.booking == visit)
            kept &= sum(n * beside[m] for m, n in full.items()) <= sum(
                n * beside[m] for m, n in before.items()
            )
        self._say(Rule.RESOURCE_FULL, holder, own, _first_run(full), kept=kept)

    def _hours(self, holder: bytes) -> None:
        own, was = _in_order(self.proposal.segments, holder), _in_order(self.proposal.was, holder)

        def covered(kind: StretchKind) -> set[int]:
            return {
                m
                for s in self.shop.stretches
                if (s.holder, s.kind) == (holder, kind)
                for m in _minutes(s.start, s.end)
            }

        for kind, rule in ((StretchKind.LEAVE, Rule.LEAVE), (StretchKind.BREAK, Rule.BREAK)):
            away = covered(kind)
            mine = set(_demand(own)) & away
            if mine:
                met = next(
                    s
                    for s in sorted(self.shop.stretches)
                    if (s.holder, s.kind) == (holder, kind) and mine & set(_minutes(s.start, s.end))
                )
                bad = (sum(n for m, n in _demand(x).items() if m in away) for x in (own, was))
                self._bad(rule, holder, own, (met.start, met.end), *bad)
        if holder in self.shop.resources:
            return
        kind, rule = (
            (StretchKind.OPEN, Rule.CLOSED) if holder == BRANCH else (StretchKind.SHIFT, Rule.OUTSIDE_SHIFT)
        )
        open_ = covered(kind)
        for segment in own:
            outside = set(_minutes(segment.start, segment.end)) - open_
            if outside:
                bad = (sum(n for m, n in _demand(x).items() if m not in open_) for x in (own, was))
                self._bad(rule, holder, own, _first_run(outside), *bad)
                return

    def _bad(
        self, rule: Rule, holder: bytes, own: Sequence[ProposedSegment], where: tuple[int, int],
        now: int, before: int,
    ) -> None:  # fmt: skip
        self._say(rule, holder, own, where, kept=False)
        self._cap(rule, holder, kept=now <= before)

    def _cap(self, rule: Rule, holder: bytes, *, kept: bool) -> None:
        """What stood so already is not refused."""
        said = self.said[rule, holder, b""]
        if kept:
            self.said[rule, holder, b""] = (said[0], min(said[1], Severity.WARN), *said[2:])

    def _dates(self) -> None:
        own = _in_order(self.proposal.segments, BRANCH)
        starts = [s.start for s in self.proposal.was]
        first, last = own[0], own[-1]
        if first.start < self.shop.earliest:
            self._say(Rule.PAST, BRANCH, [first], (first.start, first.end), kept=False)
            self._cap(Rule.PAST, BRANCH, kept=bool(starts) and min(starts) <= first.start)
        if last.start >= self.shop.horizon:
            self._say(Rule.HORIZON, BRANCH, [last], (last.start, last.end), kept=False)
            self._cap(Rule.HORIZON, BRANCH, kept=bool(starts) and max(starts) >= last.start)


def as_said(findings: Iterable[Finding]) -> Said:
    """Give the engine's findings in the oracle's form."""
    return {
        (f.cause, f.holder, f.other): (f.rule, f.severity, f.line, f.start, f.end, f.label) for f in findings
    }


# ------------------------------------------------------------ shops with real hours, whole days and bare spans

DAYS = (
    ("Asia/Dubai", date(2026, 11, 20)),
    ("America/Toronto", date(2026, 3, 8)),  # one hour less
    ("America/Toronto", date(2026, 11, 1)),  # one hour more
    ("Africa/Cairo", date(2026, 4, 24)),  # the hour that is missing begins at midnight
    ("Africa/Cairo", date(2026, 10, 29)),
)


@dataclass(frozen=True)
class RealShop:
    """What stands in a shop's data: taken time, weekly hours and shifts, absences."""

    zone: str
    day: date
    held: tuple[Held, ...]
    hours: tuple[OpeningHours, ...]
    shifts: Mapping[bytes, tuple[Shift, ...]]
    absences: tuple[TimeOff, ...]
    resources: Mapping[bytes, int]

    def whole(self, expand: Expand, make: Callable[..., Conflicts]) -> Conflicts:
        """Make the engine of a board: everybody's facts of the days around."""
        start, end = (wall_instant(self.day, n * 1_440, self.zone) for n in (-2, 4))
        return self._engine(make, self.held, expand(
            (TimeSpan(start, end),), self.zone, hours=self.hours, shifts=self.shifts, absences=self.absences
        ))  # fmt: skip

    def narrow(self, proposal: Proposal, expand: Expand, make: Callable[..., Conflicts]) -> Conflicts:
        """Make the engine of a transaction: the facts of the proposal's time and holders."""
        spans, holders = proposal.spans, proposal.holders

        def meets(start: int, end: int) -> bool:
            return any(start < span.end_ms and span.start_ms < end for span in spans)

        return self._engine(
            make,
            tuple(h for h in self.held if h.holder in holders and meets(h.start, h.end)),
            expand(
                spans,
                self.zone,
                hours=self.hours,
                shifts={who: pattern for who, pattern in self.shifts.items() if who in holders},
                absences=[
                    a
                    for a in self.absences
                    if (a.staff_id is None or a.staff_id in holders) and meets(a.start_at, a.end_at)
                ],
            ),
        )

    def closes_right(self, expand: Expand) -> bool:
        """Tell, minute by minute, whether absences of nobody close the branch, and change nothing of the people."""
        first, last = (wall_instant(self.day, n * 1_440, self.zone) for n in (-1, 3))

        def expanded(absences: Iterable[TimeOff]) -> list[Stretch]:
            span = TimeSpan(first, last)
            return expand((span,), self.zone, hours=self.hours, shifts=self.shifts, absences=absences)

        def minutes(stretches: Iterable[tuple[int, int]]) -> set[int]:
            return {m for start, end in stretches for m in _minutes(max(start, first), min(end, last))}

        def opened(stretches: Iterable[Stretch]) -> set[int]:
            return minutes((s.start, s.end) for s in stretches if s.holder == BRANCH)

        away = [a for a in self.absences if a.staff_id is not None]
        with_all, without = expanded(self.absences), expanded(away)
        closed = minutes((a.start_at, a.end_at) for a in self.absences if a.staff_id is None)
        of_people = [[s for s in found if s.holder != BRANCH] for found in (with_all, without)]
        return opened(with_all) == opened(without) - closed and of_people[0] == of_people[1]

    def _engine(
        self, make: Callable[..., Conflicts], held: Iterable[Held], stretches: Iterable[Stretch]
    ) -> Conflicts:
        noon = wall_instant(self.day, 720, self.zone)
        return make(
            held, stretches, resources=self.resources, earliest=noon, horizon=noon + 900 * MINUTE,
            policy={Rule.LEAVE: Severity.REFUSE, Rule.OUTSIDE_SHIFT: Severity.REFUSE},
        )  # fmt: skip


def real_case(seed: int) -> tuple[RealShop, list[Proposal]]:
    """Give a shop around a midnight, often one on which the clocks change, and things wanted of it."""
    rng = random.Random(seed)
    zone, day = rng.choice(DAYS)
    people = [Id(b"person%010d" % n) for n in range(rng.randint(1, 3))]
    resources = {b"room%d" % n: rng.randint(1, 2) for n in range(rng.randint(0, 2))}
    origin = wall_instant(day, 0, zone) // MINUTE
    draw = Draw(rng, people, list(resources), (origin - 300, origin + 1_740))
    visits: dict[bytes, tuple[ProposedSegment, ...]] = {}
    for n in range(rng.randint(1, 14)):
        visits[b"visit%d" % n] = draw.segments()
    held = [h for booking, segments in visits.items() for h in held_of(booking, segments, rng.choice(NAMES))]
    weekdays = range(7)
    shifts = {
        who: tuple(
            Shift(id=Id(b""), weekday=w, start_min=start, end_min=end, kind=kind)
            for w in weekdays
            for start, end, kind in _day_of(rng)
        )
        for who in people
    }
    hours = tuple(
        OpeningHours(weekday=w, start_min=start, end_min=end)
        for w in weekdays
        for start, end in rng.choice((((600, 1_500),), ((540, 780), (960, 1_440)), ((0, 1_440),), ()))
    )
    absences = tuple(
        TimeOff(
            id=Id(b""), branch_id=Id(b""), staff_id=rng.choice((*people, None)), start_at=start * MINUTE,
            end_at=(start + rng.choice((30, 400, 6_000))) * MINUTE, kind=rng.choice(tuple(TimeOffKind)),
        )
        for start in (origin + rng.randrange(-3_000, 1_500, 15) for _ in range(rng.randint(0, 3)))
    )  # fmt: skip
    proposals = [draw.proposal(visits) for _ in range(3)]
    return RealShop(zone, day, tuple(held), hours, shifts, absences, resources), proposals


def _day_of(rng: random.Random) -> list[tuple[int, int, ShiftKind]]:
    """Give a day's shifts and breaks in wall minutes; the long ones end after midnight, even after a second one."""
    start, end = rng.choice(((540, 1_080), (960, 1_680), (1_320, 3_000), (0, 1_440)))
    found = [(start, end, ShiftKind.WORK)]
    if rng.random() < 0.5:
        found.append((end - 90, end - 60, ShiftKind.BREAK))
    return found if rng.random() < 0.8 else []
