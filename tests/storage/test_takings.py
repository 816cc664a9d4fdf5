"""Takings are read from roll-ups and columns: they say what whole documents add up to, and no document is opened."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from salondesk.app.bootstrap import open_shop
from salondesk.app.demo.shop import DemoRequest, make_demo
from salondesk.app.paths import ShopPaths
from salondesk.core.clock import FixedClock
from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.domain.catalog import PRODUCT, TAX_CODE, PriceBasis, Product
from salondesk.domain.sale.invoice import Invoice
from salondesk.domain.sale.ticket import Discount, DiscountKind, LineKind, TenderKind, Ticket
from salondesk.domain.staff import STAFF as STAFF_NOUN
from salondesk.domain.staff import StaffMember
from salondesk.engine import rollups
from salondesk.engine.tendering import Offered
from salondesk.reports.takings import TakingsFigures
from salondesk.services.client.card import NewClient
from salondesk.services.reads.read_models import Place
from salondesk.services.reads.report.takings import TakingsOfDays
from salondesk.services.sale.line_price import ChangePrice
from salondesk.services.sale.refund import RefundInvoice, RefundLine
from salondesk.services.sale.ticket import DropTicket, GiveDiscount
from salondesk.storage import side_tables
from salondesk.storage.driver import Connection, connect
from salondesk.storage.mapping import rows_of
from salondesk.storage.queries.lent import Lent
from salondesk.storage.queries.report.takings import answer
from salondesk.storage.repos.daily import DailyRepo
from tests.support.shop import NOW_MS, TODAY, StaffedShop, open_copy
from tests.support.takings_oracle import figures_of, sorted_parts, stored_documents
from tests.unit.engine.money_cases import BRANCH, FIRST_DAY, ITEMS, STAFF, counter_days
from tests.unit.engine.pricing_cases import TAX_CODES

ELSEWHERE = Id(b"e" * 16)
DAY = timedelta(days=1)
RANGES = (
    (FIRST_DAY, FIRST_DAY),
    (FIRST_DAY + DAY, FIRST_DAY + DAY),
    (FIRST_DAY, FIRST_DAY + DAY),
    (date(2026, 12, 31), date(2027, 1, 1)),
    (date.min, date.max),
    (date(2027, 3, 1), date(2027, 3, 31)),
)
"""Days with and without sales, over a turn of the year, in one piece."""


@pytest.fixture(scope="module")
def ledgerless(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """A file to which documents are written alone: the people, products and taxes of ``counter_days`` are there."""
    home = tmp_path_factory.mktemp("documents") / "home"
    open_copy(shop_template, home).close()
    connection = connect(ShopPaths(home).database)
    connection.execute("PRAGMA foreign_keys=OFF")
    for who, names in STAFF.items():
        staff = StaffMember(id=who, branch_id=BRANCH, code=names.en, names=names)
        rows_of(STAFF_NOUN).insert(connection, staff)
    for code in TAX_CODES.values():
        rows_of(TAX_CODE).insert(connection, code)
    for item in (item for item, kind in ITEMS.items() if kind is LineKind.PRODUCT):
        product = Product(
            id=item, branch_id=BRANCH, code="P", barcode="", names=LocalText(en="P"), category=LocalText(), price_minor=1,
            basis=PriceBasis.INSIDE, tax_code_id=next(iter(TAX_CODES)), deleted_at=1,
        )  # fmt: skip
        rows_of(PRODUCT).insert(connection, product)
    yield connection
    connection.close()


def spread(seed: int) -> list[Invoice]:
    """Return the documents of random days, some of them on either side of a turn of the year, of two branches."""
    rng = random.Random(seed)
    found = counter_days(seed).documents
    for n, document in enumerate(counter_days(seed + 10_000).documents):
        moved = replace(document, business_date=date(2026, 12, 31) + n % 2 * DAY)
        found.append(replace(moved, id=Id(rng.randbytes(16)), number=f"X{n}", series_id=Id(b"x" * 16)))
    for n, document in enumerate(counter_days(seed + 20_000).documents):
        found.append(
            replace(
                document, id=Id(rng.randbytes(16)), number=f"Y{n}", series_id=ELSEWHERE, branch_id=ELSEWHERE
            )
        )
    return [replace(document, seq=n) for n, document in enumerate(found)]


def write(connection: Connection, documents: Iterable[Invoice]) -> None:
    """Write documents and their roll-ups, as a sale does."""
    for document in documents:
        for table in (side_tables.INVOICE, *side_tables.INVOICE_PARTS):
            table.insert(connection, document)
        DailyRepo(connection).add(rollups.of_document(document))


def asked(connection: Connection, branch: Id, first: date, last: date) -> TakingsFigures:
    here = Lent(connection, Place(branch, branch, branch, branch), 0, lambda day: ("", day.isoformat()))
    return answer(here, TakingsOfDays(first, last))


def test_takings_of_random_documents_are_what_the_documents_add_up_to(ledgerless: Connection) -> None:
    for seed in range(16):
        documents = spread(seed)
        ledgerless.execute("BEGIN")
        write(ledgerless, documents)
        for branch in (BRANCH, ELSEWHERE):
            for first, last in RANGES:
                mine = [
                    one for one in documents if one.branch_id == branch and first <= one.business_date <= last
                ]
                found = asked(ledgerless, branch, first, last)
                assert sorted_parts(found) == sorted_parts(figures_of(mine)), (seed, branch, first, last)
                assert [d.number for d in found.documents] == [d.number for d in figures_of(mine).documents]
        ledgerless.execute("ROLLBACK")


def test_days_without_a_sale_are_empty(ledgerless: Connection) -> None:
    assert asked(ledgerless, BRANCH, date(2027, 3, 1), date(2027, 3, 31)) == TakingsFigures(
        (), (), (), (), (), ()
    )


BROKEN = {
    "another branch's": f"UPDATE daily SET branch_id = x'{BRANCH.hex()}' WHERE dim = 'tender'",
    "an old receipt's": "UPDATE daily SET origin = 'receipt' WHERE dim = 'item'",
    "the next day's": "UPDATE daily SET date = '2026-11-30' WHERE dim = 'tax' AND date = '2026-11-20'",
    "a refund for a sale": "UPDATE daily SET kind = 'INV' WHERE dim = 'tender' AND kind = 'CRN'",
    "nobody's for somebody's": f"UPDATE daily SET key = '{next(iter(STAFF)).hex()}' WHERE dim = 'staff' AND key = ''",
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_roll_ups_are_caught(ledgerless: Connection, name: str) -> None:
    caught = 0
    for seed in range(4):
        documents = spread(seed)
        ledgerless.execute("BEGIN")
        write(ledgerless, documents)
        ledgerless.execute(BROKEN[name].replace("UPDATE", "UPDATE OR REPLACE"))
        for day in (FIRST_DAY, FIRST_DAY + DAY):
            mine = [one for one in documents if one.branch_id == BRANCH and one.business_date == day]
            caught += sorted_parts(asked(ledgerless, BRANCH, day, day)) != sorted_parts(figures_of(mine))
        ledgerless.execute("ROLLBACK")
    assert caught


class RandomCounter:
    """Sales by chance through the commands of a counter."""

    def __init__(self, shop: StaffedShop, seed: int) -> None:
        self.shop, self.rng, self.visits = shop, random.Random(seed), 0
        shop.open_till()

    def sell(self) -> None:
        """Sell something, perhaps to a client, at a discount or another price; give some back; drop some."""
        shop, rng = self.shop, self.rng
        codes = rng.choices(["CUT", "COLOUR", "MANI", "TEST", "SHAMPOO", "OIL"], k=rng.randint(1, 4))
        visit = None
        if rng.random() < 0.3:
            self.visits += 1
            day = TODAY + self.visits * DAY
            visit = shop.book(day=day, client=self._client())
        ticket = shop.ticket(*codes, booking=visit, person=rng.choice(("MONA", "LINA", None)))
        for line in ticket.lines:
            ticket = self._changed(ticket, line.id)
        if rng.random() < 0.1:
            drop = DropTicket(key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version)
            shop.run(drop, shop.manager)
            return
        due = shop.due(ticket)
        card = rng.randint(0, due)
        parts = {TenderKind.CARD: card, TenderKind.CASH: due - card}
        sale = shop.pay(
            ticket,
            *(Offered(kind=k, amount_minor=a, approval="A1", last4="4242") for k, a in parts.items() if a),
        )
        if rng.random() < 0.4:
            lines = (RefundLine(n=len(ticket.lines), qty_milli=1_000),) if rng.random() < 0.5 else ()
            shop.run(
                RefundInvoice(key=shop.new_id(), invoice_id=sale.invoice_id, reason="unhappy", lines=lines),
                shop.manager,
            )

    def _client(self) -> NewClient | None:
        name = f"Amal {self.rng.randrange(1000)}"
        return self.rng.choice((None, NewClient(name=name, phone="", lang="ar")))

    def _changed(self, ticket: Ticket, line_id: Id) -> Ticket:
        shop, rng = self.shop, self.rng
        said = {
            "key": shop.new_id(),
            "ticket_id": ticket.id,
            "expected_version": ticket.version,
            "line_id": line_id,
        }
        changed: Ticket = ticket
        if rng.random() < 0.2:
            price = rng.randrange(0, 40_000)
            changed = shop.run(ChangePrice(**said, unit_price_minor=price, reason="longer"), shop.manager)
        elif rng.random() < 0.2:
            some = Discount(
                kind=DiscountKind.PERCENT, value=rng.choice((100_000, 1_000_000)), reason="regular"
            )
            changed = shop.run(GiveDiscount(**said, discount=some), shop.manager)
        return changed

    def next_day(self) -> None:
        """Close the till and open it on the next day."""
        self.shop.close_till()
        self.shop.time.advance(86_400_000)
        self.shop.open_till()


@pytest.mark.parametrize("seed", range(3))
def test_takings_of_a_counters_days_are_what_its_documents_add_up_to(shop: StaffedShop, seed: int) -> None:
    counter = RandomCounter(shop, seed)
    for _ in range(2):
        for _ in range(6):
            counter.sell()
        counter.next_day()
    counter.sell()  # a day in progress
    changed = 0
    for first, last in ((TODAY, TODAY), (TODAY + DAY, TODAY + 2 * DAY), (date.min, date.max)):
        found = shop.ask(TakingsOfDays(first, last))
        assert found == figures_of(stored_documents(shop, first, last))
        changed += len(found.changed_prices)
    assert changed


def test_takings_of_a_demo_shop_are_what_its_documents_add_up_to(tmp_path: Path) -> None:
    paths = ShopPaths(tmp_path / "home")
    make_demo(paths, DemoRequest(years=1, staff=5, bookings=150, clients=30, seed=5, invoices=60), NOW_MS)
    shop = open_shop(paths, origin="test", clock=FixedClock(NOW_MS))
    for first in (date.min, TODAY, TODAY - 7 * DAY):
        found = shop.queries.answer(TakingsOfDays(first, TODAY), NOW_MS)
        assert sorted_parts(found) == sorted_parts(figures_of(stored_documents(shop, first, TODAY)))
    assert found.documents
    shop.close()


def test_no_document_is_opened_for_the_takings(shop: StaffedShop) -> None:
    shop.open_till()
    shop.sell("CUT", "OIL")
    before = shop.ask(TakingsOfDays(TODAY, TODAY))
    with shop.readers.lend() as connection:
        statements: list[str] = []
        connection.set_trace_callback(statements.append)
        try:
            here = Lent(connection, shop.queries.place(), NOW_MS, lambda day: ("", ""))
            assert answer(here, TakingsOfDays(TODAY, TODAY)) == before
        finally:
            connection.set_trace_callback(None)
    assert statements
    assert not [sql for sql in statements if "snapshot" in sql]
