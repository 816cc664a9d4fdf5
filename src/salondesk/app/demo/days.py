"""The demo's days: who comes when, to whom, for what, and what became of it. Draws values, writes nothing."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from salondesk.core.ids import Id, NewId
from salondesk.core.timespan import MINUTE_MS, day_start
from salondesk.domain.booking import (
    Booking,
    BookingLine,
    BookingStatus,
    PriceStep,
    SegmentKind,
    booked_segments,
)
from salondesk.domain.catalog import Service
from salondesk.domain.client.card import Client
from salondesk.domain.segments import stretches_of
from salondesk.domain.staff import ShiftKind, StaffMember

_S = BookingStatus
MOST_A_DAY = 12
"""How many visits one person is given on one day at most."""
GRID, SHORT = 15, 45
_TO_COME = frozenset({_S.PENDING, _S.BOOKED, _S.CONFIRMED})
_OFF = frozenset({_S.CANCELLED, _S.REJECTED})


@dataclass(frozen=True, slots=True)
class Worker:
    """A person of the diary and what she does."""

    member: StaffMember
    services: tuple[Service, ...]
    week: Mapping[int, tuple[int, int, int, int]]
    """Weekday to shift start and end, break start and end, in minutes."""


def worker_of(
    member: StaffMember, services: Iterable[Service], titles: Mapping[str, frozenset[str]]
) -> Worker:
    """Return the worker; someone whose title no service names does everything."""
    all_services = tuple(services)
    own = tuple(s for s in all_services if member.title.en in titles[s.code])
    week: dict[int, tuple[int, int, int, int]] = {}
    for weekday in range(7):
        work = next((s for s in member.shifts if s.weekday == weekday and s.kind is ShiftKind.WORK), None)
        pause = next((s for s in member.shifts if s.weekday == weekday and s.kind is ShiftKind.BREAK), None)
        if work is not None:
            ends = (pause.start_min, pause.end_min) if pause else (work.end_min, work.end_min)
            week[weekday] = (work.start_min, work.end_min, *ends)
    return Worker(member, own or all_services, week)


class Diary:
    """Draws visits. The same seed and the same calls give the same visits."""

    def __init__(
        self,
        workers: Sequence[Worker],
        clients: Sequence[Client],
        words: Mapping[str, tuple[str, ...]],
        *,
        zone: str,
        rng: random.Random,
        new_id: NewId,
    ) -> None:
        self._workers, self._clients, self._words = list(workers), list(clients), words
        self._zone, self._rng, self._new_id = zone, rng, new_id
        self._here_today: set[Id] = set()
        self._breakdowns = {
            s.id: (PriceStep(key="list", amount_minor=s.price_minor),) for w in workers for s in w.services
        }

    def working(self, day: date, away: frozenset[Id] = frozenset()) -> list[Worker]:
        """Return who works on a day."""
        return [w for w in self._workers if day.weekday() in w.week and w.member.id not in away]

    def day(self, day: date, wanted: int, *, away: frozenset[Id] = frozenset(), source: str) -> list[Booking]:
        """Draw about ``wanted`` visits of a day, all booked, in order of time; fewer when it is full."""
        people = self.working(day, away)
        if not people or wanted <= 0:
            return []
        self._rng.shuffle(people)
        self._here_today.clear()
        share, extra = divmod(wanted, len(people))
        made = []
        for n, worker in enumerate(people):
            made += self._person(worker, day, min(share + (n < extra), MOST_A_DAY), source)
        return sorted(made, key=lambda b: b.lines[0].segments[0].start_at)

    def _person(self, worker: Worker, day: date, count: int, source: str) -> list[Booking]:
        start, end, pause, resume = worker.week[day.weekday()]
        rng = self._rng
        room = end - start - (resume - pause) - GRID
        chosen = [worker.services[int(len(worker.services) * rng.random() ** 1.4)] for _ in range(count)]
        self._fit(chosen, worker, room)
        total = sum(s.minutes for s in chosen)
        slack = max(room - total, 0) // GRID
        cuts = sorted(rng.randrange(slack + 1) for _ in chosen)
        origin = day_start(day, self._zone)
        made, at, shift = [], start, 0
        for service, cut in zip(chosen, cuts, strict=True):
            begin = -(-(at + shift) // GRID) * GRID + cut * GRID
            if begin < resume and begin + service.minutes > pause:
                shift += resume - begin
                begin = resume
            if begin + service.minutes > end:
                break
            at = begin + service.minutes - cut * GRID - shift
            made.append(self._visit(worker, service, origin + begin * MINUTE_MS, day, source))
        return made

    def _fit(self, chosen: list[Service], worker: Worker, room: int) -> None:
        """Trade the longest services for shorter ones, and at last drop some, until all fit into ``room`` minutes."""
        short = [s for s in worker.services if s.minutes <= SHORT] or list(worker.services)
        total = sum(s.minutes for s in chosen)
        while total > room and chosen:
            longest = max(range(len(chosen)), key=lambda n: chosen[n].minutes)
            total -= chosen[longest].minutes
            if chosen[longest] in short:
                chosen.pop(longest)
            else:
                chosen[longest] = short[int(len(short) * self._rng.random())]
                total += chosen[longest].minutes

    def _visit(self, worker: Worker, service: Service, start_at: int, day: date, source: str) -> Booking:
        rng = self._rng
        client = None
        if rng.random() > 0.03:
            client = self._someone()
        return Booking(
            id=self._new_id(),
            branch_id=worker.member.branch_id,
            version=1,
            created_at=start_at - rng.randrange(1, 20_000) * MINUTE_MS,
            updated_at=start_at,
            client_id=client.id if client else None,
            status=_S.BOOKED,
            business_date=day,
            lines=(self.line(worker.member, service, start_at, requested=rng.random() < 0.2),),
            note=rng.choice(self._words["booking_notes"]) if rng.random() < 0.06 else "",
            source=source,
        )

    def _someone(self) -> Client:
        """Draw a client, regulars more often; someone who comes today already is passed over, if it can be."""
        for _ in range(4):
            client = self._clients[int(len(self._clients) * self._rng.random() ** 1.6)]
            if client.id not in self._here_today:
                break
        self._here_today.add(client.id)
        return client

    def line(
        self, member: StaffMember, service: Service, start_at: int, *, requested: bool = False
    ) -> BookingLine:
        """Return a booked line."""
        stretches = stretches_of(service.parts, start_at, service.minutes)
        segments = booked_segments(stretches, member.id, lambda _name: self._new_id())
        return BookingLine(
            id=self._new_id(),
            service_id=service.id,
            staff_id=member.id,
            price_minor=service.price_minor,
            basis=service.basis,
            breakdown=self._breakdowns[service.id],
            requested=requested,
            segments=segments,
        )

    def past(self, bookings: Iterable[Booking]) -> list[Booking]:
        """Say what became of visits that are over: most are done, some were cancelled, a few never came."""
        return [self._ended(b) for b in bookings]

    def _ended(self, booking: Booking) -> Booking:
        draw = self._rng.random()
        if draw < 0.07:
            return self.cancelled(booking)
        return replace(booking, status=_S.NO_SHOW if draw < 0.1 else _S.DONE)

    def cancelled(self, booking: Booking) -> Booking:
        """Return the visit cancelled with a reason."""
        return replace(
            booking, status=_S.CANCELLED, cancel_reason=self._rng.choice(self._words["cancel_reasons"])
        )

    def coming(self, bookings: Iterable[Booking]) -> list[Booking]:
        """Say how far visits to come are: booked, confirmed, a few asked for only, a few called off."""
        made = []
        for booking in bookings:
            draw = self._rng.random()
            status = _S.CONFIRMED if draw < 0.42 else _S.PENDING if draw < 0.46 else _S.BOOKED
            made.append(self.cancelled(booking) if draw > 0.95 else replace(booking, status=status))
        return made

    def now(self, bookings: Sequence[Booking], now_ms: int) -> list[Booking]:
        """Say how far today's visits are at this moment: every status is there."""
        over = [b for b in bookings if b.span.end_ms <= now_ms]
        on = [b for b in bookings if b.span.start_ms <= now_ms < b.span.end_ms]
        soon = [b for b in bookings if now_ms < b.span.start_ms <= now_ms + 30 * MINUTE_MS]
        later = [b for b in bookings if b.span.start_ms > now_ms + 30 * MINUTE_MS]
        made = [replace(b, status=_S.DONE) for b in over]
        for n, change in ((2, _S.NO_SHOW), (5, _S.CANCELLED)):
            if len(made) > n:
                made[n] = (
                    self.cancelled(made[n]) if change is _S.CANCELLED else replace(made[n], status=change)
                )
        # the last to begin is late, the one before her has just arrived, the others are being served
        on.sort(key=lambda b: b.span.start_ms)
        states = [_S.IN_SERVICE] * len(on)
        if len(on) > 1:
            states[-1] = _S.CONFIRMED
        if len(on) > 3:
            states[-2] = _S.ARRIVED
        made += [replace(b, status=s) for b, s in zip(on, states, strict=True)]
        made += [replace(b, status=_S.ARRIVED if n == 0 else _S.CONFIRMED) for n, b in enumerate(soon)]
        coming = self.coming(later)
        if len(coming) > 3:
            coming[1] = replace(coming[1], status=_S.PENDING, cancel_reason="")
            coming[3] = self.cancelled(coming[3])
        if len(coming) > 8:
            coming[8] = replace(coming[8], status=_S.REJECTED, cancel_reason="")
        return sorted(made + coming, key=lambda b: b.span.start_ms)

    def with_parts(self, day: date, bookings: list[Booking], after: int) -> list[Booking]:
        """Let each person who can do a service of parts begin one after an instant, and serve somebody else in its gap.

        Her two visits that follow each other become that: the first one's service is another, the second one moves. No
        number is drawn, so that the day stays the same else.
        """
        made = {b.id: b for b in bookings}
        for worker in self.working(day):
            short = min(
                (s for s in worker.services if s.processing_min), key=lambda s: s.minutes, default=None
            )
            mine = [b for b in bookings if b.lines[0].staff_id == worker.member.id and b.status not in _OFF]
            if short is not None:
                for pair in self._two(worker, day, mine, short, after):
                    made[pair.id] = pair
        return sorted(made.values(), key=lambda b: b.span.start_ms)

    def _two(
        self, worker: Worker, day: date, mine: list[Booking], service: Service, after: int
    ) -> tuple[Booking, ...]:
        """Return the first two visits of a person with room for a service and one in its gap, as they are then."""
        origin = day_start(day, self._zone)
        _start, end, pause, _resume = (origin + minute * MINUTE_MS for minute in worker.week[day.weekday()])
        for n, (host, guest) in enumerate(pairwise(mine)):
            until = mine[n + 2].span.start_ms if n + 2 < len(mine) else end
            start = host.span.start_ms
            if start < pause:
                until = min(until, pause)
            ends = start + service.minutes * MINUTE_MS
            to_come = start > after and {host.status, guest.status} <= _TO_COME
            if to_come and ends <= until and guest.span.minutes <= service.processing_min:
                line = self.line(worker.member, service, start)
                gap = next(s.start_at for s in line.segments if s.kind is SegmentKind.PROCESSING)
                return replace(host, lines=(line,)), guest.moved(delta_ms=gap - guest.span.start_ms)
        return ()

    def joined(self, bookings: list[Booking], most: int) -> list[Booking]:
        """Join up to ``most`` pairs of visits that follow each other at two people into one visit of both."""
        made, gone = [], set()
        for n, first in enumerate(bookings):
            if first.id in gone:
                continue
            nxt = next((b for b in bookings[n + 1 :] if b.id not in gone and _follows(first, b)), None)
            if most and nxt is not None and first.client_id is not None:
                gone.add(nxt.id)
                most -= 1
                first = replace(first, lines=first.lines + nxt.lines)
            made.append(first)
        return made


def _follows(first: Booking, second: Booking) -> bool:
    wait = second.span.start_ms - first.span.end_ms
    return 0 <= wait <= GRID * MINUTE_MS and first.lines[0].staff_id != second.lines[0].staff_id
