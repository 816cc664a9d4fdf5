"""A till open from evening into the night: documents, payments, X, Z, takings and roll-ups agree on whose day it is.

Shops lie in zones whose clocks change at midnight too: in Beirut and Cairo the hour after midnight is left out in spring,
and the hour before it comes twice in autumn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from salondesk.app.cli.upkeep import problems
from salondesk.core.errors import UserError
from salondesk.core.timespan import MINUTE_MS, business_date, to_instant
from salondesk.domain.sale.payment import PAYMENT
from salondesk.domain.sale.ticket import TenderKind
from salondesk.domain.shop import OpeningHours
from salondesk.domain.till import MovementKind, TillReport
from salondesk.services.reads.report.takings import TakingsOfDays
from salondesk.services.reads.sale.invoice_list import InvoiceList
from salondesk.services.reads.till.x_report import XReport
from salondesk.services.reads.till.z_list import ZList
from salondesk.services.reads.till.z_report import ZById
from salondesk.services.sale.refund import RefundLine
from salondesk.services.till.session import MoveCash
from tests.support.accounts import bill, card, client, due_of, leave, pay, refund
from tests.support.shop import StaffedShop, new_home, profile
from tests.support.takings_oracle import stored_documents

DAY = timedelta(days=1)
NIGHTS = (
    ("Asia/Dubai", date(2026, 12, 5)),
    ("Asia/Beirut", date(2027, 3, 27)),  # 00:00 to 01:00 of the 28th is left out
    ("Asia/Beirut", date(2027, 10, 30)),  # 23:00 to 24:00 comes twice
    ("Africa/Cairo", date(2027, 4, 29)),
    ("Africa/Cairo", date(2027, 10, 28)),
)
Made = Callable[[str, int], StaffedShop]


@pytest.fixture
def shop_in(tmp_path: Path) -> Iterator[Made]:
    """Sets up a shop in a zone whose trading day ends at a wall minute, and opens it."""
    opened: list[StaffedShop] = []

    def made(zone: str, cutoff_min: int) -> StaffedShop:
        evenings = tuple(OpeningHours(weekday=d, start_min=600, end_min=1_440 + cutoff_min) for d in range(7))
        whose = replace(profile(), zone=zone, cutoff_min=cutoff_min, hours=evenings)
        opened.append(new_home(tmp_path / "home", whose))
        return opened[-1]

    yield made
    for shop in opened:
        shop.close()


def set_clock(shop: StaffedShop, zone: str, day: date, hour: int, minute: int = 0) -> None:
    shop.time.move_to(to_instant(datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone))))


def z_of(shop: StaffedShop, day: date) -> TillReport:
    (row,) = shop.ask(ZList(day, day))
    z = shop.ask(ZById(row.z_id))
    assert z is not None
    return z


def rolled_up(shop: StaffedShop) -> set[date]:
    with shop.readers.lend() as connection:
        return {
            date.fromisoformat(day)
            for (day,) in connection.execute("SELECT DISTINCT date FROM daily").fetchall()
        }


@pytest.mark.parametrize(("zone", "evening"), NIGHTS)
def test_what_is_done_before_the_cut_off_counts_for_the_evening(
    shop_in: Made, zone: str, evening: date
) -> None:
    shop = shop_in(zone, 240)
    set_clock(shop, zone, evening, 20)
    shop.open_till(100_000)
    bought = shop.sell("CUT", "OIL")
    owed = leave(shop, bill(shop, client(shop), "COLOUR"), 25_000, card(10_000))
    set_clock(shop, zone, evening, 23, 30)
    shop.sell("MANI")
    shop.time.advance(
        60 * MINUTE_MS
    )  # half an hour past midnight, or past one, or half past eleven once more
    pay(shop, owed, 5_000)
    shop.time.advance(60 * MINUTE_MS)
    refund(shop, bought, RefundLine(n=2, qty_milli=1_000))
    refund(shop, owed)
    shop.run(MoveCash(key=shop.new_id(), kind=MovementKind.OUT, amount_minor=1_000, reason="taxi"))
    set_clock(shop, zone, evening + DAY, 3)
    shop.sell("SHAMPOO")
    x = shop.ask(XReport())
    shop.close_till()
    z = z_of(shop, evening)

    documents = stored_documents(shop)
    assert {one.business_date for one in documents} == {evening}
    for one in documents:
        local = datetime.fromtimestamp(one.issued_at / 1_000, ZoneInfo(zone))
        assert (one.legal_date, one.offset_min * 60) == (local.date(), local.utcoffset().total_seconds())  # type: ignore[union-attr]
    assert {one.legal_date for one in documents} == {evening, evening + DAY}
    with shop.unit() as uow:
        payments = list(uow.repo(PAYMENT).all())
    assert {one.business_date for one in payments} == {evening}
    assert rolled_up(shop) == {evening}
    assert len(shop.ask(InvoiceList(evening, evening))) == len(documents)
    assert shop.ask(InvoiceList(evening + DAY, evening + DAY)) == []

    assert (z.business_date, z.expected_minor, z.difference_minor) == (evening, x.expected_minor, 0)
    assert (z.gross_minor, z.tenders, z.tax_totals) == (x.gross_minor, x.tenders, x.tax_totals)
    night, day_after = (shop.ask(TakingsOfDays(day, day)) for day in (evening, evening + DAY))
    assert sum(one.gross_minor for one in night.documents) == z.gross_minor
    taken = {one.kind: (one.sales_minor, one.refunds_minor) for one in night.tenders}
    assert taken == {one.kind: (one.sales_minor, one.refunds_minor) for one in z.tenders}
    assert not any(day_after)
    cash = sum(one.amount_minor for one in payments if one.kind is TenderKind.CASH)
    assert z.expected_minor == 100_000 + cash - 1_000
    assert due_of(shop, owed) == 0
    assert list(problems(shop)) == []


@pytest.mark.parametrize(("zone", "evening"), NIGHTS)
def test_what_is_done_after_the_cut_off_waits_for_the_next_session(
    shop_in: Made, zone: str, evening: date
) -> None:
    """Where the day ends at midnight, the evening's session is closed into its own Z and the night has the next date."""
    shop = shop_in(zone, 0)
    set_clock(shop, zone, evening, 20)
    shop.open_till(100_000)
    sold = shop.sell("CUT")
    owed = leave(shop, bill(shop, client(shop), "COLOUR"), 25_000, card(10_000))
    set_clock(shop, zone, evening + DAY, 1, 30)
    for forbidden in (lambda: pay(shop, owed, 5_000), lambda: refund(shop, sold), lambda: shop.sell("MANI")):
        with pytest.raises(UserError, match="still open from"):
            forbidden()
    shop.close_till()
    z = z_of(shop, evening)
    assert (z.business_date, z.invoice_count, z.credit_count) == (evening, 2, 0)
    shop.open_till(100_000)
    pay(shop, owed, 5_000)
    refund(shop, sold)
    shop.close_till()
    later = z_of(shop, evening + DAY)
    assert (later.business_date, later.invoice_count, later.credit_count) == (evening + DAY, 0, 1)
    assert (later.debts_paid_minor, later.cash_refunds_minor) == (5_000, -15_000)
    figures = shop.ask(TakingsOfDays(evening + DAY, evening + DAY))
    assert {one.kind: (one.sales_minor, one.refunds_minor) for one in figures.tenders} == {
        TenderKind.CASH: (5_000, -15_000)
    }
    assert rolled_up(shop) == {evening, evening + DAY}
    assert due_of(shop, owed) == 20_000
    assert list(problems(shop)) == []


@pytest.mark.parametrize(("zone", "evening"), NIGHTS)
@pytest.mark.parametrize("cutoff_min", [0, 60, 240])
def test_the_days_of_a_night_never_go_back(zone: str, evening: date, cutoff_min: int) -> None:
    """Every five minutes from 20:00 to 06:00 as a person with a calendar would say it."""
    begin = to_instant(datetime(evening.year, evening.month, evening.day, 20, tzinfo=ZoneInfo(zone)))
    days = []
    for n in range(12 * 10):
        at = begin + n * 5 * MINUTE_MS
        local = datetime.fromtimestamp(at / 1_000, ZoneInfo(zone))
        days.append(business_date(at, zone, cutoff_min))
        assert days[-1] == local.date() - DAY * (local.hour * 60 + local.minute < cutoff_min)
    assert days == sorted(days)
    assert set(days) == {evening, evening + DAY}
