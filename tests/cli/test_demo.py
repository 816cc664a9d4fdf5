"""The demo shop: the same seed gives the same shop; its days are whole and stand the checks."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from salondesk.app.bootstrap import open_shop
from salondesk.app.demo.cast import ean13
from salondesk.app.demo.shop import DemoRequest, make_demo, request_for
from salondesk.app.paths import ShopPaths
from salondesk.core.clock import FixedClock
from salondesk.core.errors import UserError
from salondesk.core.timespan import legal_date
from tests.cli.conftest import Run
from tests.support.shop import NOW_MS

SMALL = DemoRequest(years=1, staff=6, bookings=900, clients=80, seed=7)
TABLES = (
    "booking",
    "booking_line",
    "claim",
    "client",
    "staff",
    "user",
    "service",
    "product",
    "invoice",
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> ShopPaths:
    """A small demo shop as it stands at the tests' present."""
    paths = ShopPaths(tmp_path_factory.mktemp("demo") / "home")
    figures = make_demo(paths, SMALL, NOW_MS + 4 * 3_600_000)
    assert figures["bookings"] == SMALL.bookings
    return paths


def _rows(paths: ShopPaths, sql: str) -> list[tuple[object, ...]]:
    shop = open_shop(paths, origin="test", clock=FixedClock(NOW_MS))
    try:
        with shop.readers.lend() as connection:
            return list(connection.execute(sql).fetchall())
    finally:
        shop.close()


def test_the_same_seed_gives_the_same_shop(demo: ShopPaths, tmp_path: Path) -> None:
    again = ShopPaths(tmp_path / "again")
    make_demo(again, SMALL, NOW_MS + 4 * 3_600_000 + 59_000)
    for table in TABLES:
        sql = f'SELECT * FROM "{table}" ORDER BY 1'
        assert _rows(demo, sql) == _rows(again, sql), table


def test_another_seed_gives_another_shop(demo: ShopPaths, tmp_path: Path) -> None:
    other = ShopPaths(tmp_path / "other")
    make_demo(other, DemoRequest(years=1, staff=6, bookings=900, clients=80, seed=8), NOW_MS)
    assert _rows(demo, "SELECT name FROM client") != _rows(other, "SELECT name FROM client")


def test_nobody_is_booked_twice_but_by_override(demo: ShopPaths) -> None:
    clashes = _rows(
        demo,
        "SELECT a.booking_id, b.booking_id FROM claim a JOIN claim b ON a.holder_id = b.holder_id AND a.id < b.id"
        " AND a.start_at < b.end_at AND b.start_at < a.end_at AND a.held = 1 AND b.held = 1",
    )
    overridden = {row[0] for row in _rows(demo, "SELECT id FROM booking WHERE override IS NOT NULL")}
    assert overridden
    assert all(overridden & set(pair) for pair in clashes)


def test_today_has_every_stage_of_a_visit(demo: ShopPaths) -> None:
    states = Counter(
        row[0] for row in _rows(demo, "SELECT status FROM booking WHERE business_date = '2026-11-20'")
    )
    assert {"done", "in_service", "arrived", "confirmed", "booked", "pending", "cancelled", "no_show"} <= set(
        states
    )


def test_the_last_days_are_sold_and_closed(demo: ShopPaths) -> None:
    days = [row[0] for row in _rows(demo, "SELECT business_date FROM z_report ORDER BY made_at")]
    assert days == [f"2026-11-{day}" for day in range(13, 21)]
    assert _rows(demo, "SELECT count(*) FROM till_session WHERE closed_at IS NULL") == [(0,)]
    assert _rows(demo, "SELECT count(*) FROM print_job WHERE state = 'queued'") == [(0,)]


def test_bar_codes_are_valid(demo: ShopPaths) -> None:
    codes = [str(row[0]) for row in _rows(demo, "SELECT barcode FROM product")]
    assert all(re.fullmatch(r"\d{13}", code) and ean13(code[:12]) == code for code in codes)
    assert ean13("400638133393") == "4006381333931"


def test_the_sign_in_can_show_the_pins(demo: ShopPaths) -> None:
    pins = json.loads((demo.home / "demo.json").read_text(encoding="utf-8"))["pins"]
    assert list(pins.values())[:4] == ["1111", "2222", "3333", "4444"]
    shop = open_shop(demo, origin="test", clock=FixedClock(NOW_MS))
    try:
        names = {
            tile.names.en: tile.user_id for tile in shop.queries.user_tiles(legal_date(NOW_MS, "Asia/Dubai"))
        }
        assert set(names) == set(pins)
        assert shop.access.sign_in(names["Samar"], "1111", shop.console)
    finally:
        shop.close()


def test_a_used_folder_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    said = run("demo", "--home", tmp_path)
    assert said.code == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["letter.txt"]


def test_too_much_for_too_few_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        make_demo(ShopPaths(tmp_path / "x"), DemoRequest(years=1, staff=1, bookings=100_000), NOW_MS)


def test_a_million_bookings_get_the_years_and_people_they_need() -> None:
    request = request_for(years=None, staff=None, bookings=1_000_000, clients=None, seed=1)
    assert request.years == 10
    assert 40 <= request.staff <= 60


def test_a_shop_that_was_not_finished_leaves_the_folder_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from salondesk.app.demo import shop as demo_shop

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(demo_shop, "sell_days", full)
    with pytest.raises(OSError, match="space"):
        make_demo(ShopPaths(tmp_path), SMALL, NOW_MS)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("bookings", [1, 30])
def test_a_very_small_shop_has_as_many_visits_as_were_requested(tmp_path: Path, bookings: int) -> None:
    paths = ShopPaths(tmp_path / "small")
    request = request_for(years=1, staff=1, bookings=bookings, clients=1, seed=1)
    assert make_demo(paths, request, NOW_MS)["bookings"] == bookings
    assert _rows(paths, "SELECT count(*) FROM booking") == [(bookings,)]


def test_whoever_asks_for_one_person_gets_what_one_person_can_do() -> None:
    assert request_for(years=None, staff=1, bookings=None, clients=None, seed=1).bookings == 1_200
