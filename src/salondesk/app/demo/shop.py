"""Makes a demo shop: years of history in bulk, the last days sold at the till, today as it stands."""

import json
import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from salondesk.app.bootstrap import OpenShop, new_shop
from salondesk.app.demo.cast import Cast, Catalogue, make_cast, make_catalogue, make_clients
from salondesk.app.demo.days import MOST_A_DAY, Diary, worker_of
from salondesk.app.demo.sales import CLOSES, Counter, is_sold, sales_of, sell_days
from salondesk.app.paths import ShopPaths
from salondesk.core.clock import FixedClock
from salondesk.core.errors import DataError, UserError
from salondesk.core.ids import Id, NewId, seeded_id_source
from salondesk.core.message import Message, N_
from salondesk.core.timespan import DAY_MIN, MINUTE_MS, business_date, wall_instant
from salondesk.domain.access import Override, Permission
from salondesk.domain.booking import Booking, BookingStatus
from salondesk.domain.staff import StaffMember, TimeOff, TimeOffKind
from salondesk.services.imports.loading import IMPORTED, LoadRecords
from salondesk.services.shop.set_up import SetUpShop
from salondesk.storage.outside.held_files import move, remove

ZONE = "Asia/Dubai"
CUTOFF_MIN = 240
BATCH = 5_000
SOLD_DAYS = 7
AHEAD_DAYS = 35
SOLD_SHARE = 0.9
"""Of the visits drawn about so many are done in time to be paid: that tells how many days of sales a number needs."""
DAY_MS = DAY_MIN * MINUTE_MS
QUARTER_MS = 15 * MINUTE_MS
PINS_FILE, MAKING = "demo.json", "making-demo"
"""A demo is made in a folder of its own inside the shop's: one that was killed is known by it and taken away."""
OPEN_DAYS, A_YEAR = 310, 1_200
"""Days a year on which somebody comes; visits a person has in a year when nobody says how many."""


@dataclass(frozen=True, slots=True)
class DemoRequest:
    """How large a demo shop is."""

    years: int = 1
    staff: int = 8
    bookings: int = 6_000
    clients: int = 600
    seed: int = 1
    invoices: int = 0
    """Sales to make at least; fewer than those of the last days make no difference."""


def request_for(
    *,
    years: int | None,
    staff: int | None,
    bookings: int | None,
    clients: int | None,
    seed: int,
    invoices: int | None = None,
) -> DemoRequest:
    """Return a size in which everything fits, for what was asked and what was left open."""
    visits = bookings or min(6_000, (staff or 8) * (years or 1) * A_YEAR)
    span = years or (1 if visits <= 40_000 else 10)
    people = staff or max(8, -(-visits // (span * 365 * 6)))
    return DemoRequest(
        span, people, visits, clients or max(600, min(visits // 10, 200_000)), seed, invoices or 0
    )


def make_demo(paths: ShopPaths, request: DemoRequest, now_ms: int) -> dict[str, int]:
    """Make the shop as it stands at ``now_ms`` (taken down to a quarter hour, so that a seed gives one shop).

    Raises DataError for a folder that is not empty, UserError when so many bookings do not fit.
    """
    making = ShopPaths(paths.home / MAKING)
    if making.home.is_dir() and not paths.database.exists():
        _empty(paths.home)
    if paths.home.exists() and any(paths.home.iterdir()):
        raise DataError(Message(N_("There is something in this folder already. Choose an empty folder.")))
    if request.bookings > request.staff * request.years * OPEN_DAYS * MOST_A_DAY:
        raise UserError(Message(N_("So many bookings need more years or more people.")))
    present = now_ms // QUARTER_MS * QUARTER_MS
    clock = FixedClock(present - request.years * 366 * DAY_MS)
    ids = seeded_id_source(clock, random.Random(f"ids {request.seed}"))
    try:
        maker, figures = _made(making, request, clock, ids, present)
        pins = json.dumps({"pins": dict(maker.cast.pins)}, ensure_ascii=False, indent=1)
        (making.home / PINS_FILE).write_text(pins, encoding="utf-8")
        # the database last: without it the folder is no shop yet, and the next try begins anew
        for entry in sorted(making.home.iterdir(), key=lambda e: e == making.database):
            move(entry, paths.home / entry.name)
        making.home.rmdir()
    except BaseException:
        _empty(paths.home)
        raise
    return figures


def _made(
    making: ShopPaths, request: DemoRequest, clock: FixedClock, ids: NewId, present: int
) -> tuple["_Maker", dict[str, int]]:
    shop = new_shop(making, origin="demo", clock=clock, new_id=ids)
    try:
        shop.storage.hurry()
        maker = _Maker(shop, clock, request, present)
        return maker, maker.make()
    finally:
        shop.close()


def _empty(folder: Path) -> None:
    """Take away a shop that was not finished: all in the folder is ours, it was empty before."""
    if not folder.exists():
        return
    for entry in folder.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
        else:
            remove(entry)


class _Maker:
    """One demo shop being made."""

    def __init__(self, shop: OpenShop, clock: FixedClock, request: DemoRequest, present: int) -> None:
        self._shop, self._clock, self._request, self._present = shop, clock, request, present
        self._rng = random.Random(request.seed)
        self._today = business_date(present, ZONE, CUTOFF_MIN)
        self.cast: Cast = make_cast(request.staff, self._rng, shop.new_id)

    def make(self) -> dict[str, int]:
        """Make everything and return how much there is."""
        self._run(SetUpShop(key=self._shop.new_id(), profile=self.cast.profile))
        catalogue = self._catalogue()
        with self._shop.storage.unit(self._clock.now_ms()) as uow:
            staff = uow.staff.all()
        diary = self._diary(staff, catalogue)
        near = self._near_days(diary, self._absences(staff))
        history = self._request.bookings - sum(len(day) for day in near.values())
        counter = Counter(self._shop, self._clock, self._rng, catalogue, ZONE)
        until_today = {day: near[day] for day in near if day <= self._today}
        earlier = max(self._request.invoices - sales_of(until_today, self._present, ZONE), 0)
        made = self._history(diary, history, counter, earlier)
        for day in sorted(near):
            self._clock.move_to(min(wall_instant(day, 480, ZONE), self._present))
            self._load(near[day])
            made += len(near[day])
        self._clock.move_to(self._present)
        sold = earlier + sell_days(counter, until_today, self._present)
        return {
            "bookings": made,
            "clients": self._request.clients,
            "staff": self._request.staff,
            "invoices": sold,
        }

    def _run(self, command: SetUpShop | LoadRecords) -> None:
        self._shop.executor.run(command, self._shop.console)

    def _load(self, bookings: Sequence[Booking]) -> None:
        self._run(LoadRecords(key=self._shop.new_id(), bookings=tuple(bookings)))

    def _catalogue(self) -> Catalogue:
        shop = self._shop
        with shop.storage.unit(self._clock.now_ms()) as uow:
            tax = next(c for c in uow.tax_codes.all() if c.code == "standard")
        day = business_date(self._clock.now_ms(), ZONE, CUTOFF_MIN)
        made = make_catalogue(
            shop.console.branch_id,
            tax.id,
            self._rng,
            shop.new_id,
            at=self._clock.now_ms(),
            day=day,
            by=shop.console.user_id,
        )
        self._run(
            LoadRecords(key=shop.new_id(), services=made.services, products=made.products, stock=made.stock)
        )
        return made

    def _diary(self, staff: Sequence[StaffMember], catalogue: Catalogue) -> Diary:
        shop = self._shop
        clients = make_clients(
            self._request.clients, shop.console.branch_id, self.cast.words, self._rng, shop.new_id
        )
        for batch in _batches(clients, BATCH):
            self._run(LoadRecords(key=shop.new_id(), clients=tuple(batch)))
        workers = [worker_of(member, catalogue.services, catalogue.titles) for member in staff]
        return Diary(workers, clients, self.cast.words, zone=ZONE, rng=self._rng, new_id=shop.new_id)

    def _absences(self, staff: Sequence[StaffMember]) -> dict[date, frozenset[Id]]:
        """Put one person on leave around today, one on a course next week; return who is away when."""
        if len(staff) < 3:
            return {}
        plans = [
            (staff[-1], -3, 5, TimeOffKind.LEAVE, ""),
            (staff[1], 8, 9, TimeOffKind.TRAINING, "Colour course"),
        ]
        away: dict[date, frozenset[Id]] = {}
        made = []
        for member, first, last, kind, reason in plans:
            days = [self._today + timedelta(days=n) for n in range(first, last + 1)]
            for day in days:
                away[day] = away.get(day, frozenset()) | {member.id}
            made.append(
                TimeOff(
                    id=self._shop.new_id(), branch_id=member.branch_id, staff_id=member.id, kind=kind, reason=reason,
                    start_at=wall_instant(days[0], CUTOFF_MIN, ZONE),
                    end_at=wall_instant(days[-1] + timedelta(days=1), CUTOFF_MIN, ZONE),
                )
            )  # fmt: skip
        self._run(LoadRecords(key=self._shop.new_id(), time_off=tuple(made)))
        return away

    def _near_days(self, diary: Diary, away: dict[date, frozenset[Id]]) -> dict[date, list[Booking]]:
        """Draw the last days, today and the weeks to come, fuller the nearer."""
        scale = min(1.0, self._request.bookings / 3_000)
        near: dict[date, list[Booking]] = {}
        for n in range(-SOLD_DAYS, AHEAD_DAYS + 1):
            day = self._today + timedelta(days=n)
            a_person = 7.5 if n <= 0 else max(5.0 - n * 0.16, 0.5)
            if n == 0:
                a_person = 9
            wanted = round(self._request.staff * a_person * (1 if n == 0 else scale))
            drawn = diary.day(day, wanted, away=away.get(day, frozenset()), source="counter")
            if n < 0:
                near[day] = diary.past(drawn)
            elif n > 0:
                near[day] = diary.with_parts(day, diary.coming(drawn), 0)
            else:
                today = diary.with_parts(day, diary.now(drawn, self._present), self._present)
                near[day] = self._with_override(diary, diary.joined(today, 4))
        return self._no_more_than_requested(near)

    def _no_more_than_requested(self, near: dict[date, list[Booking]]) -> dict[date, list[Booking]]:
        """Leave out what is too much for a very small shop: the days furthest from today first."""
        left, kept = self._request.bookings, {}
        for day in sorted(near, key=lambda d: (abs((d - self._today).days), d)):
            kept[day] = near[day][:left]
            left -= len(kept[day])
        return kept

    def _with_override(self, diary: Diary, today: list[Booking]) -> list[Booking]:
        """Squeeze one short visit in beside another: an overlap that the manager approved, with her reason."""
        hosts = [b for b in today if b.status in (BookingStatus.BOOKED, BookingStatus.CONFIRMED)]
        whole = [b for b in hosts if all(len(line.segments) == 1 for line in b.lines)]
        long = [b for b in whole if b.span.minutes >= 60 and b.span.start_ms > self._present]
        if not long:
            return today
        host, line = long[0], long[0].lines[0]
        with self._shop.storage.unit(self._clock.now_ms()) as uow:
            member = uow.staff.get(line.staff_id)
            fringe = next(s for s in uow.services.all() if s.minutes == 15)
            manager = next(
                u for u in uow.users.all() if uow.roles.get(u.role_id).key == "manager" and u.pin_hash
            )
        squeezed = replace(
            host,
            id=self._shop.new_id(),
            client_id=long[-1].client_id,
            note="",
            lines=(diary.line(member, fringe, line.span.start_ms + 30 * MINUTE_MS),),
            override=Override(
                permission=Permission.BOOKING_OVERLAP.value,
                reason=self._rng.choice(self.cast.words["override_reasons"]),
                approver_id=manager.id,
            ),
        )
        return sorted([*today, squeezed], key=lambda b: b.span.start_ms)

    def _history(self, diary: Diary, count: int, counter: Counter, sales: int) -> int:
        """Load ``count`` visits of the years before, evenly spread, oldest first; the last days' till makes ``sales``."""
        first = self._today - timedelta(days=self._request.years * 365)
        days = (self._today - first).days - SOLD_DAYS
        selling = min(days, -(-sales * days // max(round(count * SOLD_SHARE), 1)), sales)
        made, waiting = 0, list[Booking]()
        for day, drawn in self._past_days(diary, count, first, days):
            made += len(drawn)
            left = (self._today - day).days - SOLD_DAYS
            if 0 < left <= selling:
                self._load_all(waiting)
                sales -= self._sold_day(counter, day, drawn, -(-sales // left))
                continue
            waiting += drawn
            if len(waiting) >= BATCH:
                self._load_all(waiting)
        self._load_all(waiting)
        return made

    def _load_all(self, waiting: list[Booking]) -> None:
        """Load the visits that wait for it, and let none wait."""
        for batch in _batches(waiting, BATCH):
            self._clock.move_to(batch[0].span.start_ms)
            self._load(batch)
        waiting.clear()

    def _sold_day(self, counter: Counter, day: date, drawn: list[Booking], sales: int) -> int:
        """Load a day whose visits were paid at this till, and sell; return the number of sales."""
        until = wall_instant(day, CLOSES, ZONE)
        paid = {b.id for b in [b for b in drawn if is_sold(b, until)][:sales]}
        whole = [replace(b, source="counter") if b.id in paid else b for b in drawn]
        if whole:
            self._load(whole)
        counter.load_day(day, [b for b in whole if b.id in paid], sales)
        return sales

    def _past_days(
        self, diary: Diary, count: int, first: date, days: int
    ) -> Iterator[tuple[date, list[Booking]]]:
        done = 0
        for n in range(days):
            target = count * (n + 1) // days
            day = first + timedelta(days=n)
            # moved day by day, so that ids sort by time and the index pages fill from one end
            self._clock.move_to(wall_instant(day, 480, ZONE))
            drawn = diary.past(diary.day(day, target - done, source=IMPORTED))
            yield day, drawn
            done += len(drawn)
        while done < count:
            # what found no room comes on days before the first one
            first -= timedelta(days=1)
            drawn = diary.past(diary.day(first, count - done, source=IMPORTED))
            yield first, drawn
            done += len(drawn)


def _batches(items: Sequence[object] | Iterator[object], size: int) -> Iterator[list]:  # type: ignore[type-arg]
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch
