"""Sells a demo shop's days at the till, through the commands of a real counter."""

import random
from collections import Counter as Pieces
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from salondesk.app.bootstrap import OpenShop
from salondesk.app.demo.cast import Catalogue
from salondesk.core.clock import FixedClock
from salondesk.core.ids import Id
from salondesk.core.money import MILLI, PPM
from salondesk.core.timespan import MINUTE_MS, wall_instant
from salondesk.domain.access import Actor
from salondesk.domain.booking import Booking, BookingStatus
from salondesk.domain.catalog import TaxCode
from salondesk.domain.paper import PrintState
from salondesk.domain.sale.ticket import Discount, DiscountKind, LineKind, TenderKind, Ticket
from salondesk.domain.till import MovementKind
from salondesk.engine.pricing import price_ticket
from salondesk.engine.tendering import Offered
from salondesk.services.catalog.stock import ReceiveStock
from salondesk.services.context import Command, T
from salondesk.services.imports.trading_day import LoadTradingDay, Step
from salondesk.services.paper.print_queue import RecordPrint
from salondesk.services.ports.storage import UnitOfWork
from salondesk.services.sale.checkout import CloseTicket, SaleDone
from salondesk.services.sale.refund import RefundInvoice
from salondesk.services.sale.ticket import AddItem, GiveDiscount, OpenTicket
from salondesk.services.till.session import CloseTill, MoveCash, OpenTill, TillClosed

FLOAT_MINOR = 50_000
OPENS, CLOSES, COUNTED = 590, 1395, 1430
"""Minutes of the day: the float is counted, nobody is served any more, a day of the past was counted at last."""
ALONE_EVERY_MS = MINUTE_MS // 2
"""How fast products are sold on a day without a visit."""
ONE_ALONE_IN = 17
"""After every so many visits somebody comes for a product only."""
MORNING_COUNT_MIN = 20
"""Today's morning session was counted this long ago; the till is closed now, and the next float is to be counted."""


@dataclass(frozen=True, slots=True)
class _People:
    manager: Actor
    reception: tuple[Actor, ...]


class Counter:
    """The till of a demo shop and who works it."""

    def __init__(
        self, shop: OpenShop, clock: FixedClock, rng: random.Random, catalogue: Catalogue, zone: str
    ) -> None:
        self._shop, self._clock, self._rng, self._catalogue, self.zone = shop, clock, rng, catalogue, zone
        with shop.storage.unit(clock.now_ms()) as uow:
            self._codes: dict[Id, TaxCode] = {c.id: c for c in uow.tax_codes.all()}
            roles = {r.id: r.key for r in uow.roles.all()}
            users = [u for u in uow.users.all() if u.pin_hash]
        by_role: dict[str, list[Actor]] = {"manager": [], "reception": []}
        for user in users:
            by_role.setdefault(roles[user.role_id], []).append(replace(shop.console, user_id=user.id))
        self._people = _People(by_role["manager"][0], tuple(by_role["reception"]))
        self._past: tuple[Step, UnitOfWork] | None = None
        self._taken: Pieces[Id] = Pieces()

    def _run(self, command: Command[T], actor: Actor | None = None) -> T:
        actor = actor or self._rng.choice(self._people.reception)
        if self._past is not None:
            value: T = self._past[0](command, actor, self._clock.now_ms())
            return value
        return self._shop.executor.run(command, actor)

    def load_day(self, day: date, visits: Sequence[Booking], sales: int) -> None:
        """Sell ``sales`` times on a day of the past, in one transaction: the visits, and products to who came alone.

        The same steps as at the counter. On Mondays comes what was sold since the last delivery.
        """

        def play(step: Step, uow: UnitOfWork) -> None:
            self._past = step, uow
            try:
                _sell_day(self, day, visits, counted, alone=sales - len(visits))
            finally:
                self._past = None

        key, counted = self._key(), wall_instant(day, COUNTED, self.zone)
        self._clock.move_to(counted)
        self._shop.executor.run(LoadTradingDay(key=key, play=play), self._shop.console)

    def restock(self) -> None:
        """Receive what was sold since the last delivery."""
        for item, pieces in sorted(self._taken.items()):
            received = ReceiveStock(
                key=self._key(), product_id=item, qty_milli=pieces * MILLI, reason="Weekly delivery"
            )
            self._run(received, self._people.manager)
        self._taken.clear()

    def _key(self) -> Id:
        return self._shop.new_id()

    def at(self, instant_ms: int) -> None:
        """Let time pass until an instant; it never goes back."""
        self._clock.move_to(max(instant_ms, self._clock.now_ms()))

    @property
    def now_ms(self) -> int:
        """The present."""
        return self._clock.now_ms()

    def begin(self, day: date) -> None:
        """Move to the morning of a day and count the float."""
        self._clock.move_to(wall_instant(day, OPENS, self.zone))
        self._run(OpenTill(key=self._key(), float_minor=FLOAT_MINOR))

    def sell_visit(self, booking: Booking) -> SaleDone:
        """Check a visit out a few minutes after its end, now and then with a product or a discount."""
        self.at(booking.span.end_ms + self._rng.randrange(1, 9) * MINUTE_MS)
        ticket: Ticket = self._run(OpenTicket(key=self._key(), booking_id=booking.id))
        if self._rng.random() < 0.18:
            ticket = self._with_product(ticket)
        if self._rng.random() < 0.06:
            off = Discount(kind=DiscountKind.PERCENT, value=PPM // 10, reason="Friends of the house")
            ticket = self._run(
                GiveDiscount(
                    key=self._key(),
                    ticket_id=ticket.id,
                    expected_version=ticket.version,
                    line_id=None,
                    discount=off,
                )
            )
        return self._pay(ticket)

    def sell_product(self, at_ms: int) -> SaleDone:
        """Sell a product to someone who only came for it."""
        self.at(at_ms)
        return self._pay(self._with_product(self._run(OpenTicket(key=self._key()))))

    def _with_product(self, ticket: Ticket) -> Ticket:
        item = self._rng.choice(self._catalogue.products)
        self._taken[item.id] += 1
        added: Ticket = self._run(
            AddItem(
                key=self._key(),
                ticket_id=ticket.id,
                expected_version=ticket.version,
                kind=LineKind.PRODUCT,
                item_id=item.id,
            )
        )
        return added

    def _pay(self, ticket: Ticket) -> SaleDone:
        due = price_ticket(ticket.lines, ticket.discount, tax_codes=self._codes).gross_minor
        done: SaleDone = self._run(
            CloseTicket(
                key=self._key(),
                ticket_id=ticket.id,
                expected_version=ticket.version,
                shown_gross_minor=due,
                offered=self._offered(due),
            )
        )
        self._printed(done.print_job_id)
        return done

    def _offered(self, due: int) -> tuple[Offered, ...]:
        rng, draw = self._rng, self._rng.random()
        slip = {"approval": f"{rng.randrange(10**6):06d}", "last4": f"{rng.randrange(10**4):04d}"}
        if draw < 0.5:
            return (Offered(kind=TenderKind.CARD, amount_minor=due, **slip),)
        if draw < 0.57:
            return (
                Offered(
                    kind=TenderKind.TRANSFER, amount_minor=due, reference=f"FT{rng.randrange(10**8):08d}"
                ),
            )
        if draw < 0.65 and due > 10_000:
            part = due // 2 // 5_000 * 5_000 or 5_000
            return (
                Offered(kind=TenderKind.CARD, amount_minor=due - part, **slip),
                Offered(kind=TenderKind.CASH, amount_minor=part),
            )
        note = rng.choice((1, 5_000, 10_000))
        return (Offered(kind=TenderKind.CASH, amount_minor=max(-(-due // note) * note, -(-due // 25) * 25)),)

    def _printed(self, job_id: Id) -> None:
        self._run(RecordPrint(key=self._key(), job_id=job_id, state=PrintState.DONE))

    def refund(self, sale: SaleDone) -> None:
        """Void a sale: the manager's business."""
        self.at(self._clock.now_ms() + 10 * MINUTE_MS)
        command = RefundInvoice(
            key=self._key(), invoice_id=sale.invoice_id, reason="Client was not happy with the colour"
        )
        done: SaleDone = self._run(command, self._people.manager)
        self._printed(done.print_job_id)

    def coffee(self) -> None:
        """Take a little cash for the kitchen."""
        self._run(
            MoveCash(key=self._key(), kind=MovementKind.OUT, amount_minor=3_500, reason="Coffee and milk")
        )

    def end(self, at_ms: int) -> None:
        """Count and close; a few fils are missing now and then."""
        self.at(at_ms)
        session_id, expected = self._drawer()
        off = self._rng.choice((0, 0, 0, -500, 250))
        done: TillClosed = self._run(
            CloseTill(
                key=self._key(),
                session_id=session_id,
                counted_minor=expected + off,
                reason="Change given wrongly" if off else "",
            )
        )
        self._printed(done.print_job_id)

    def _drawer(self) -> tuple[Id, int]:
        """Return the open session and the cash that must be in the drawer."""
        if self._past is not None:
            return _cash_of(self._past[1], self._shop.console.till_id)
        with self._shop.storage.unit(self._clock.now_ms()) as uow:
            return _cash_of(uow, self._shop.console.till_id)


def _cash_of(uow: UnitOfWork, till_id: Id) -> tuple[Id, int]:
    session = uow.sessions.open_for(till_id)
    assert session is not None  # begin opened it
    return session.id, uow.sessions.cash_of(session.id)


def sell_days(counter: Counter, days: Mapping[date, Sequence[Booking]], present_ms: int) -> int:
    """Sell every finished visit of ``days`` (the last one is today) and close each day; return the number of sales."""
    sold = 0
    for day, (done, until) in _to_sell(days, present_ms, counter.zone).items():
        sold += _sell_day(counter, day, done, until)
    counter.at(present_ms)
    return sold


def sales_of(days: Mapping[date, Sequence[Booking]], present_ms: int, zone: str) -> int:
    """Return how many sales ``sell_days`` will make of the same days."""
    found = _to_sell(days, present_ms, zone)
    return sum(len(done) + sum(_alone_after(n) for n in range(len(done))) for done, _ in found.values())


def _to_sell(
    days: Mapping[date, Sequence[Booking]], present_ms: int, zone: str
) -> dict[date, tuple[list[Booking], int]]:
    """Return the days on which something is sold, oldest first: the finished visits, and when the till is counted."""
    found = {}
    for day in sorted(days):
        until = (
            present_ms - MORNING_COUNT_MIN * MINUTE_MS
            if day == max(days)
            else wall_instant(day, CLOSES, zone)
        )
        done = [b for b in days[day] if is_sold(b, until)]
        if done:
            found[day] = done, until
    return found


def is_sold(booking: Booking, until: int) -> bool:
    """Tell whether a visit was over in time to be paid before the till is counted."""
    return booking.status is BookingStatus.DONE and booking.span.end_ms + 10 * MINUTE_MS < until


def _alone_after(n: int) -> bool:
    """Tell whether after the day's n-th visit somebody comes for a product only."""
    return n % ONE_ALONE_IN == 5


def _sell_day(
    counter: Counter, day: date, visits: Sequence[Booking], until: int, alone: int | None = None
) -> int:
    """Sell a day; ``alone`` says how many come for a product only (None: now and then one)."""
    counter.begin(day)
    sales: list[SaleDone] = []
    if alone is not None and day.weekday() == 0:
        counter.restock()
    if alone and not visits:
        sales += [counter.sell_product(counter.now_ms + ALONE_EVERY_MS) for _ in range(alone)]
    for n, booking in enumerate(sorted(visits, key=lambda b: b.span.end_ms)):
        sales.append(counter.sell_visit(booking))
        due = (
            int(_alone_after(n))
            if alone is None
            else _share(alone, n + 1, len(visits)) - _share(alone, n, len(visits))
        )
        sales += [counter.sell_product(booking.span.end_ms) for _ in range(due)]
        if n == 8:
            counter.coffee()
        if n % 30 == 20:
            counter.refund(sales[-3])
    counter.end(until)
    return len(sales)


def _share(whole: int, part: int, parts: int) -> int:
    """Return how many of ``whole`` belong to the first ``part`` of ``parts``."""
    return whole * part // parts
