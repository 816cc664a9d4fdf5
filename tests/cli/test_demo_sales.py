"""The demo's years at the till: as many sales as requested, each day a session of its own, and all stands the checks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from salondesk.app.bootstrap import open_shop
from salondesk.app.cli.upkeep import problems
from salondesk.app.demo.shop import DemoRequest, make_demo
from salondesk.app.paths import ShopPaths
from salondesk.core.clock import FixedClock
from salondesk.services.shop.problem import Problem
from tests.cli.conftest import Run
from tests.support.shop import NOW_MS

SALES = DemoRequest(years=1, staff=5, bookings=700, clients=60, seed=3, invoices=420)
Rows = list[tuple[object, ...]]


@pytest.fixture(scope="module")
def sold(tmp_path_factory: pytest.TempPathFactory) -> ShopPaths:
    """A demo shop with weeks of sales."""
    paths = ShopPaths(tmp_path_factory.mktemp("sold") / "home")
    assert make_demo(paths, SALES, NOW_MS)["invoices"] == SALES.invoices
    return paths


def rows(paths: ShopPaths, sql: str) -> Rows:
    """Return what a query finds."""
    shop = open_shop(paths, origin="test", clock=FixedClock(NOW_MS))
    try:
        with shop.readers.lend() as connection:
            return list(connection.execute(sql).fetchall())
    finally:
        shop.close()


def found_wrong(paths: ShopPaths) -> list[Problem]:
    """Return what `check` finds."""
    shop = open_shop(paths, origin="test", clock=FixedClock(NOW_MS))
    try:
        return list(problems(shop))
    finally:
        shop.close()


def test_as_many_sales_are_made_as_were_requested_and_stand_the_checks(sold: ShopPaths) -> None:
    assert rows(sold, "SELECT count(*) FROM invoice WHERE kind = 'INV'") == [(SALES.invoices,)]
    assert found_wrong(sold) == []


def test_every_day_of_sales_is_a_session_with_its_z_and_its_own_hours(sold: ShopPaths) -> None:
    days = rows(
        sold,
        "SELECT s.business_date, min(i.issued_at) >= s.opened_at - 86400000, max(i.issued_at) <= s.closed_at"
        " FROM till_session s JOIN z_report z ON z.session_id = s.id JOIN invoice i ON i.session_id = s.id GROUP BY s.id",
    )
    assert len(days) == rows(sold, "SELECT count(*) FROM till_session")[0][0]
    assert len(days) > 30
    assert len({day for day, *_ in days}) == len(days)
    assert all(begun and ended for _, begun, ended in days)
    assert rows(sold, "SELECT count(DISTINCT issued_at) > 300 FROM invoice") == [(1,)]


def test_visits_that_were_paid_here_are_done_and_the_others_ask_for_no_money(sold: ShopPaths) -> None:
    unpaid = (
        "SELECT count(*) FROM booking b WHERE b.status = 'done' AND b.source <> 'import' AND b.business_date < '2026-11-20'"
        " AND NOT EXISTS (SELECT 1 FROM invoice i WHERE i.booking_id = b.id)"
    )
    assert rows(sold, unpaid) == [(0,)]


def test_goods_come_every_week_so_the_shelf_is_never_empty(sold: ShopPaths) -> None:
    assert rows(sold, "SELECT count(*) > 0 FROM ledger_entry WHERE note = 'Weekly delivery'") == [(1,)]
    assert rows(sold, "SELECT min(amount) > 0 FROM balance WHERE account = 'stock'") == [(1,)]


def test_the_same_seed_gives_the_same_sales(sold: ShopPaths, tmp_path: Path) -> None:
    again = ShopPaths(tmp_path / "again")
    make_demo(again, SALES, NOW_MS)
    for table in ("invoice", "payment", "till_session", "z_report", "balance"):
        sql = f"SELECT * FROM {table} ORDER BY 1, 2, 3"
        assert rows(sold, sql) == rows(again, sql), table
    told = (  # the salts are drawn anew, and so are all hashes
        "SELECT t.id, t.command, t.at, r.noun, r.row_id, r.op, b.body FROM change_txn t"
        " LEFT JOIN change_row r ON r.txn_seq = t.seq LEFT JOIN change_body b ON b.txn_seq = r.txn_seq AND b.n = r.n"
        " ORDER BY t.seq, r.n"
    )
    assert rows(sold, told) == rows(again, told)


def test_more_sales_than_visits_are_products_to_who_came_alone(tmp_path: Path) -> None:
    paths = ShopPaths(tmp_path / "kiosk")
    made = make_demo(
        paths, DemoRequest(years=1, staff=1, bookings=20, clients=5, seed=2, invoices=500), NOW_MS
    )
    assert (made["bookings"], made["invoices"]) == (20, 500)
    assert rows(paths, "SELECT count(*) FROM invoice WHERE kind = 'INV'") == [(500,)]
    assert found_wrong(paths) == []


def test_fewer_sales_than_the_last_week_makes_change_nothing(tmp_path: Path) -> None:
    shops = []
    for n, invoices in enumerate((0, 1)):
        paths = ShopPaths(tmp_path / str(n))
        make_demo(
            paths, DemoRequest(years=1, staff=2, bookings=400, clients=9, seed=2, invoices=invoices), NOW_MS
        )
        shops.append(rows(paths, "SELECT * FROM invoice ORDER BY 1"))
    assert shops[0] == shops[1] != []


def test_the_command_line_takes_the_number(run: Run, tmp_path: Path) -> None:
    home = tmp_path / "home"
    size = ("--years", "1", "--staff", "2", "--bookings", "60", "--clients", "9", "--invoices", "90")
    said = run("demo", "--home", home, *size, "--json")
    assert json.loads(said.out)["invoices"] == 90
    assert "1,000,000" in run("demo", "--home", home, "--invoices", "2000000").err
