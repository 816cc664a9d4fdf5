"""A staffed shop for tests: real SQLite, copied from one template a process, with a clock that stands still.

`shop` is the fixture. It gives a `StaffedShop`: an OpenShop with actors who have signed in (`manager`,
`reception`, `stylist`) and its people, services and products by code.

    def test_...(shop):
        booking = shop.book("MONA", "CUT", at="10:00")
        shop.run(OpenTill(key=shop.new_id(), float_minor=50_000), shop.reception)

The shop lies in Dubai; it is Friday 20 November 2026, 10:00 (`NOW_MS`). Prices have 5 % VAT inside.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from salondesk.app.bootstrap import OpenShop, _wire, new_shop, open_shop
from salondesk.app.paths import ShopPaths
from salondesk.core.clock import FixedClock
from salondesk.core.ids import Id, seeded_id_source
from salondesk.core.localtext import LocalText
from salondesk.core.timespan import business_date, wall_instant
from salondesk.domain.access import Actor, Override, Permission
from salondesk.domain.booking import Booking
from salondesk.domain.catalog import Product, Service, TaxComponent
from salondesk.domain.sale.ticket import LineKind, TenderKind, Ticket
from salondesk.domain.shop import OpeningHours
from salondesk.domain.staff import Shift
from salondesk.domain.stock import StockMovement
from salondesk.domain.till import TillSession
from salondesk.engine.tendering import Offered
from salondesk.services.access.sign_in import hash_pin
from salondesk.services.booking.visits import BookVisit, NewClient, RequestedLine
from salondesk.services.context import Command
from salondesk.services.imports.loading import LoadRecords
from salondesk.services.reads.catalog.tax_codes import TaxCodes
from salondesk.services.reads.query import Query, T
from salondesk.services.reads.till.open_session import OpenSession
from salondesk.services.reads.till.x_report import XReport
from salondesk.services.sale.checkout import CloseTicket, SaleDone
from salondesk.services.sale.ticket import AddItem, OpenTicket
from salondesk.services.shop.set_up import SetUpShop, ShopProfile, StaffProfile
from salondesk.services.till.session import CloseTill, OpenTill, TillClosed
from salondesk.storage.uow import SqlUnitOfWork
from tests.support.open_units import register_open_unit_probe

ZONE = "Asia/Dubai"
TODAY = date(2026, 11, 20)
NOW_MS = wall_instant(TODAY, 600, ZONE)
PINS = {"manager": "1111", "reception": "2222", "stylist": "4444"}
BARCODE = "6291041500213"
_TEMPLATE_SEED = LocalText(en="Pearl Salon", ar="صالون لؤلؤة")


@dataclass(frozen=True, slots=True)
class StaffedShop(OpenShop):
    """An OpenShop with people in it; everything by its code."""

    manager: Actor
    reception: Actor
    stylist: Actor
    people: dict[str, Id]
    services: dict[str, Service]
    products: dict[str, Product]

    @property
    def time(self) -> FixedClock:
        """The shop's clock, to be moved."""
        assert isinstance(self.clock, FixedClock)
        return self.clock

    def run(self, command: Command, actor: Actor | None = None) -> Any:
        """Run a command, as reception unless told otherwise."""
        return self.executor.run(command, actor or self.reception)

    def at(self, text: str, day: date = TODAY) -> int:
        """Return the instant of a wall time such as "10:30" on a day."""
        hours, minutes = text.split(":")
        return wall_instant(day, int(hours) * 60 + int(minutes), ZONE)

    def unit(self) -> SqlUnitOfWork:
        """Return a unit of work to look into the database with."""
        return self.storage.unit(self.clock.now_ms())

    def ask(self, query: Query[T]) -> T:
        """Return the answer to a question now, whoever asks."""
        return self.queries.answer(query, self.clock.now_ms())

    def value(self, sql: str, *parameters: Any) -> Any:
        """Return the first column of the first row of a query."""
        with self.readers.lend() as connection:
            row = connection.execute(sql, parameters).fetchone()
        return None if row is None else row[0]

    def today(self) -> date:
        """Return the business date of now."""
        return business_date(self.clock.now_ms(), ZONE, 240)

    def book(
        self,
        person: str = "MONA",
        service: str = "CUT",
        *,
        at: str = "11:00",
        day: date = TODAY,
        client: NewClient | None = None,
        override: Override | None = None,
        actor: Actor | None = None,
    ) -> Booking:
        """Book one service."""
        line = RequestedLine(
            service_id=self.services[service].id, staff_id=self.people[person], start_at=self.at(at, day)
        )
        request = BookVisit(key=self.new_id(), lines=(line,), new_client=client, override=override)
        made: Booking = self.run(request, actor)
        return made

    def open_till(self, float_minor: int = 50_000) -> TillSession:
        """Open the till."""
        session: TillSession = self.run(OpenTill(key=self.new_id(), float_minor=float_minor))
        return session

    def close_till(self, counted_minor: int | None = None, reason: str = "") -> TillClosed:
        """Close the till, counting exactly what is expected unless told otherwise."""
        session = self.ask(OpenSession())
        assert session is not None
        if counted_minor is None:
            x = self.ask(XReport())
            counted_minor = x.expected_minor
        request = CloseTill(
            key=self.new_id(), session_id=session.id, counted_minor=counted_minor, reason=reason
        )
        closed: TillClosed = self.run(request, self.manager)
        return closed

    def ticket(self, *codes: str, booking: Booking | None = None, person: str | None = "MONA") -> Ticket:
        """Make up a bill of a booking, or of services and products by code."""
        ticket: Ticket = self.run(OpenTicket(key=self.new_id(), booking_id=booking.id if booking else None))
        for code in codes:
            kind = LineKind.SERVICE if code in self.services else LineKind.PRODUCT
            item = self.services[code] if code in self.services else self.products[code]
            staff = self.people[person] if person and kind is LineKind.SERVICE else None
            ticket = self.run(
                AddItem(
                    key=self.new_id(),
                    ticket_id=ticket.id,
                    expected_version=ticket.version,
                    kind=kind,
                    item_id=item.id,
                    staff_id=staff,
                )
            )
        return ticket

    def pay(self, ticket: Ticket, *offered: Offered, gross_minor: int | None = None) -> SaleDone:
        """Close a bill, with exact cash unless told otherwise."""
        due = self.due(ticket) if gross_minor is None else gross_minor
        done: SaleDone = self.run(
            CloseTicket(
                key=self.new_id(),
                ticket_id=ticket.id,
                expected_version=ticket.version,
                shown_gross_minor=due,
                offered=offered or ((Offered(kind=TenderKind.CASH, amount_minor=due),) if due else ()),
            )
        )
        return done

    def due(self, ticket: Ticket) -> int:
        """Return what a bill comes to, minor units."""
        from salondesk.engine.pricing import price_ticket

        return price_ticket(ticket.lines, ticket.discount, tax_codes=self.ask(TaxCodes())).gross_minor

    def sell(self, *codes: str) -> SaleDone:
        """Sell at the counter for exact cash."""
        return self.pay(self.ticket(*(codes or ("CUT",))))

    def approval(
        self, permission: Permission, *also: Permission, reason: str = "asked for", by: str = "manager"
    ) -> Override:
        """Return an override, the manager's unless told otherwise, as a PIN would give it."""
        approver: Actor = getattr(self, by)
        return self.access.approve(
            approver.user_id, PINS[by], permission=permission, reason=reason, actor=self.reception, also=also
        )

    def again(self, *, origin: str = "other") -> StaffedShop:
        """Open the same files a second time, as another window would; the caller closes it."""
        other = open_shop(self.paths, origin=origin, clock=self.clock)
        return _staffed(other)


@cache
def profile() -> ShopProfile:
    """Return the template's profile; its PINs are hashed once, since that is slow on purpose."""
    week = range(7)
    shifts = lambda n: tuple(  # noqa: E731 - a table in the making
        Shift(id=Id(bytes([n, d]) + bytes(14)), weekday=d, start_min=540, end_min=1260) for d in week
    )
    people = (
        ("SARA", "Sara", "سارة", "manager", False),
        ("RANA", "Rana", "رنا", "reception", False),
        ("MONA", "Mona", "منى", "stylist", True),
        ("LINA", "Lina", "لينا", "", True),
        ("HIND", "Hind", "هند", "", True),
    )
    return ShopProfile(
        names=_TEMPLATE_SEED,
        address=LocalText(en="Jumeirah Street, Dubai", ar="شارع جميرا، دبي"),
        country="AE",
        currency="AED",
        zone=ZONE,
        tax_number="100123456700003",
        phone="+97142345678",
        footer=LocalText(en="Thank you", ar="شكراً لزيارتكم"),
        cutoff_min=240,
        taxes=(
            TaxComponent(
                key="vat",
                names=LocalText(en="VAT", ar="ضريبة القيمة المضافة"),
                category="S",
                rate_ppm=50_000,
            ),
        ),
        hours=tuple(OpeningHours(weekday=d, start_min=540, end_min=1260) for d in week),
        staff=tuple(
            StaffProfile(
                code=code,
                names=LocalText(en=en, ar=ar),
                role=role,
                bookable=bookable,
                colour=("#6d2b60", "#1c7848", "#3b5bb5", "#96600a", "#0f766e")[n],
                pin_hash=hash_pin(PINS[role]) if role else "",
                shifts=shifts(n) if bookable else (),
            )
            for n, (code, en, ar, role, bookable) in enumerate(people)
        ),
    )


def new_home(home: Path, whose: ShopProfile) -> StaffedShop:
    """Set up a staffed shop of its own profile in ``home`` and open it; the caller closes it."""
    paths = ShopPaths(home)
    paths.make()
    paths.database.write_bytes(_empty())
    made = _wire(paths, "template", FixedClock(NOW_MS - 86_400_000), None)
    try:
        _fill(made, whose)
    finally:
        made.close()
    return open_home(home)


@cache
def _empty() -> bytes:
    """Return the database of a new shop that nobody has set up: its migrations cost more than all else here."""
    with tempfile.TemporaryDirectory(prefix="salondesk-empty-") as folder:
        paths = ShopPaths(Path(folder))
        new_shop(paths, origin="template", clock=FixedClock(NOW_MS)).close()
        return paths.database.read_bytes()


def _fill(shop: OpenShop, whose: ShopProfile) -> None:
    """Set up the shop and its catalogue."""
    shop.executor.run(SetUpShop(key=shop.new_id(), profile=whose), shop.console)
    with shop.storage.unit(shop.clock.now_ms()) as uow:
        codes = {c.code: c for c in uow.tax_codes.all()}
    tax = codes.get("standard", codes["none"])
    branch = shop.console.branch_id
    hair, care = LocalText(en="Hair", ar="الشعر"), LocalText(en="Care", ar="العناية")
    services = [
        ("CUT", "Haircut", "قص شعر", hair, 15_000, 45),
        ("COLOUR", "Colour", "صبغة", hair, 35_000, 90),
        ("MANI", "Manicure", "مانيكير", care, 8_000, 30),
        ("TEST", "Patch test", "اختبار حساسية", care, 0, 15),
    ]
    products = [
        ("SHAMPOO", BARCODE, "Shampoo", "شامبو", 8_500),
        ("OIL", "", "Argan oil", "زيت الأرغان", 12_050),
    ]
    made = tuple(
        Product(
            id=shop.new_id(), branch_id=branch, code=code, barcode=barcode, names=LocalText(en=en, ar=ar),
            category=care, price_minor=price, basis=whose.basis, tax_code_id=tax.id, sort=n,
        )
        for n, (code, barcode, en, ar, price) in enumerate(products)
    )  # fmt: skip
    command = LoadRecords(
        key=shop.new_id(),
        services=tuple(
            Service(
                id=shop.new_id(), branch_id=branch, code=code, names=LocalText(en=en, ar=ar), category=category,
                price_minor=price, basis=whose.basis, tax_code_id=tax.id, minutes=minutes, colour="#6d2b60",
                sort=n,
            )
            for n, (code, en, ar, category, price, minutes) in enumerate(services)
        ),
        products=made,
        stock=tuple(
            StockMovement(
                id=shop.new_id(), branch_id=branch, product_id=p.id, qty_milli=10_000, source=f"stock/{p.code}",
                at=shop.clock.now_ms(), business_date=TODAY, by=shop.console.user_id, reason="Opening stock",
            )
            for p in made
        ),
    )  # fmt: skip
    shop.executor.run(command, shop.console)


@cache
def _template(folder: Path) -> Path:
    paths = ShopPaths(folder)
    shop = new_shop(paths, origin="template", clock=FixedClock(NOW_MS - 86_400_000))
    _fill(shop, profile())
    with shop.storage.unit(NOW_MS):
        pass
    shop.close()
    return paths.database


def _staffed(shop: OpenShop) -> StaffedShop:
    with shop.storage.unit(shop.clock.now_ms()) as uow:
        roles = {r.id: r.key for r in uow.roles.all()}
        users = {roles[u.role_id]: u for u in uow.users.all() if u.pin_hash}
        people = {p.code: p.id for p in uow.staff.all()}
        services = {s.code: s for s in uow.services.all()}
        products = {p.code: p for p in uow.products.all()}
    actors = {
        key: replace(shop.console, user_id=user.id, staff_id=user.staff_id) for key, user in users.items()
    }
    return StaffedShop(
        **{f.name: getattr(shop, f.name) for f in fields(OpenShop)},
        manager=actors["manager"],
        reception=actors["reception"],
        stylist=actors["stylist"],
        people=people,
        services=services,
        products=products,
    )


def open_copy(
    template: Path, home: Path, *, origin: str = "test", rng: random.Random | None = None
) -> StaffedShop:
    """Open a fresh copy of a template database in ``home``; with ``rng`` its ids are the same in each run."""
    paths, clock = ShopPaths(home), FixedClock(NOW_MS)
    paths.make()
    shutil.copyfile(template, paths.database)
    ids = None if rng is None else seeded_id_source(clock, rng)
    return _staffed(open_shop(paths, origin=origin, clock=clock, new_id=ids))


def open_home(home: Path, *, origin: str = "test", now_ms: int = NOW_MS) -> StaffedShop:
    """Open the staffed shop that lies in ``home``, as another process does."""
    return _staffed(open_shop(ShopPaths(home), origin=origin, clock=FixedClock(now_ms)))


@pytest.fixture(scope="session")
def shop_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a shop that was just set up."""
    return _template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def shop(shop_template: Path, tmp_path: Path) -> Iterator[StaffedShop]:
    """A staffed shop of one's own, closed after the test."""
    opened = open_copy(shop_template, tmp_path / "home")
    yield opened
    if opened.storage.in_transaction:
        _left_open.append(f"in {tmp_path.name}")
    opened.close()


_left_open: list[str] = []


def _open_units() -> list[str]:
    found = _left_open.copy()
    _left_open.clear()
    return found


register_open_unit_probe(_open_units)
