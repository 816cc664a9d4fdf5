"""Whole tickets: the vectors of the tax papers, real receipts, and what must hold for any bill."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salondesk.domain.catalog import PriceBasis
from salondesk.domain.sale.ticket import Discount, TicketLine
from salondesk.engine.pricing import PricedTicket, cash_rounding, list_price, price_ticket
from tests.unit.engine.pricing_cases import TAX_CODES, amount, line, percent

INSIDE, ON_TOP = PriceBasis.INSIDE, PriceBasis.ON_TOP


def priced(*lines: TicketLine, discount: Discount | None = None) -> PricedTicket:
    return price_ticket(lines, discount, tax_codes=TAX_CODES)


@pytest.mark.parametrize(
    ("unit", "qty", "price"),
    [
        (1_000, 1_000, 1_000),
        (333, 1_500, 500),
        (333, -1_500, -500),
        (999, 3_000, 2_997),
        (5, 100, 1),
        (7, 0, 0),
    ],
)
def test_list_price_is_rounded_once(unit: int, qty: int, price: int) -> None:
    assert list_price(unit, qty) == price


def test_a_simplified_invoice_shows_the_tax_inside() -> None:
    bill = priced(line(1_000), line(1_500), line(1_050))
    assert (bill.gross_minor, bill.tax_minor) == (3_550, 48 + 71 + 50)
    assert bill.tax_minor == 169


def test_nine_equal_lines_keep_both_roundings() -> None:
    bill = priced(*[line(1_230, basis=ON_TOP, n=n) for n in range(9)])
    (total,) = bill.tax_totals
    assert (bill.tax_minor, total.amount_minor, total.category_amount_minor) == (558, 558, 554)
    assert total.difference_minor == 4


def test_a_bill_discount_comes_after_the_lines_own_and_before_tax() -> None:
    bill = priced(line(20_000, discount=percent(500_000)), line(10_000), discount=amount(5_000))
    first, second = bill.lines
    assert (first.list_minor, first.line_discount_minor, first.bill_discount_minor) == (20_000, 10_000, 2_500)
    assert (first.gross_minor, first.tax_minor, first.discount_minor) == (7_500, 357, 12_500)
    assert (second.gross_minor, second.tax_minor) == (7_500, 357)
    assert (bill.list_minor, bill.line_discount_minor, bill.bill_discount_minor) == (30_000, 10_000, 5_000)
    assert (bill.discount_minor, bill.gross_minor) == (15_000, 15_000)


def test_the_vectors_of_largest_remainder_reach_the_lines() -> None:
    bill = priced(line(35_000), line(42_000), line(29_900), line(18_999), discount=amount(5_000))
    assert [one.bill_discount_minor for one in bill.lines] == [1_390, 1_668, 1_187, 755]


def test_inside_and_on_top_stand_on_one_bill() -> None:
    bill = priced(line(10_500), line(10_000, basis=ON_TOP))
    assert [(one.net_minor, one.tax_minor, one.gross_minor) for one in bill.lines] == [
        (10_000, 500, 10_500)
    ] * 2
    assert (bill.net_minor, bill.tax_minor, bill.gross_minor) == (20_000, 1_000, 21_000)


def test_categories_stand_apart() -> None:
    bill = priced(line(10_500), line(500, tax="zero"), line(300, tax="exempt"), line(200, tax="none"))
    assert [(total.category, total.base_minor) for total in bill.tax_totals] == [
        ("S", 10_000),
        ("Z", 500),
        ("E", 300),
    ]
    assert bill.net_minor == 11_000


def test_everything_given_away_leaves_nothing() -> None:
    for bill in (
        priced(line(12_345, discount=percent(1_000_000)), line(0)),
        priced(line(12_345), line(99, basis=ON_TOP), discount=percent(1_000_000)),
        priced(line(12_345), line(99, basis=ON_TOP), discount=amount(10**9)),
    ):
        assert (bill.net_minor, bill.tax_minor, bill.gross_minor) == (0, 0, 0)
        assert bill.discount_minor == bill.list_minor


def test_an_empty_ticket_costs_nothing() -> None:
    assert priced(discount=percent(100_000)) == PricedTicket(
        lines=(),
        tax_totals=(),
        list_minor=0,
        line_discount_minor=0,
        bill_discount_minor=0,
        net_minor=0,
        tax_minor=0,
        gross_minor=0,
    )


def test_a_line_of_an_unknown_tax_code_is_not_guessed() -> None:
    with pytest.raises(KeyError):
        priced(line(100, tax="gone"))


@pytest.mark.parametrize(
    ("rest", "step", "rounding"),
    [
        (10_012, 25, -12),
        (10_013, 25, 12),
        (10_050, 25, 0),
        (12, 25, -12),
        (13, 25, 12),
        (5, 10, 5),  # half goes away from zero
        (-5, 10, -5),
        (-10_013, 25, -12),
        (10_013, 0, 0),
        (10_013, 1, 0),
        (0, 25, 0),
    ],
)
def test_only_the_cash_part_is_rounded_to_coins(rest: int, step: int, rounding: int) -> None:
    assert cash_rounding(rest, step) == rounding


def test_the_receipts_of_a_real_salon_add_up(samples: Path) -> None:
    def minor(text: str) -> int:
        return int(Decimal(text) * 100)

    with (samples / "salon2018" / "receipts.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    bills: dict[str, list[TicketLine]] = {}
    for row in rows:
        sold = line(minor(row["Amount"]), basis=ON_TOP, tax="gst+pst")
        bills.setdefault(row["Receipt"], []).append(sold)
    totals = [priced(*lines) for lines in bills.values()]
    by_tax = {
        key: sum(t.amount_minor for bill in totals for t in bill.tax_totals if t.key == key)
        for key in ("GST", "PST")
    }
    assert (len(rows), len(bills)) == (927, 690)
    assert sum(bill.net_minor for bill in totals) == 5_512_109
    assert by_tax == {"GST": 275_617, "PST": 440_965}


# ---------------------------------------------------------------- for any bill

DISCOUNTS = st.none() | st.integers(0, 1_000_000).map(percent) | st.integers(0, 10**7).map(amount)
LINES = st.builds(
    line,
    st.integers(0, 10**7),
    st.integers(-20_000, 20_000),
    basis=st.sampled_from([INSIDE, ON_TOP]),
    tax=st.sampled_from(["vat5", "zero", "exempt", "none", "gst+pst"]),
    discount=DISCOUNTS,
    n=st.integers(0, 2**32),
)
BILLS = st.lists(LINES, max_size=25)


def mirrored(sold: TicketLine) -> TicketLine:
    return line(
        sold.unit_price_minor,
        -sold.qty_milli,
        basis=sold.basis,
        tax=sold.tax_code_id.decode().rstrip("."),
        discount=sold.discount,
        n=int.from_bytes(sold.id, "big"),
    )


@given(BILLS, DISCOUNTS, st.sampled_from([0, 5, 25, 100]))
def test_lines_and_rounding_are_the_total(
    lines: list[TicketLine], discount: Discount | None, step: int
) -> None:
    bill = priced(*lines, discount=discount)
    for total in (
        "list_minor",
        "line_discount_minor",
        "bill_discount_minor",
        "net_minor",
        "tax_minor",
        "gross_minor",
    ):
        assert getattr(bill, total) == sum(getattr(one, total) for one in bill.lines)
    for sold, one in zip(lines, bill.lines, strict=True):
        assert one.line_id == sold.id
        assert one.gross_minor == one.net_minor + one.tax_minor
        left = one.gross_minor if sold.basis is INSIDE else one.net_minor
        assert left == one.list_minor - one.discount_minor
    assert bill.tax_minor == sum(total.amount_minor for total in bill.tax_totals)
    rounding = cash_rounding(bill.gross_minor, step)
    assert step == 0 or (bill.gross_minor + rounding) % step == 0
    assert abs(rounding) * 2 <= step


@given(BILLS, DISCOUNTS, st.integers(0, 100))
def test_a_refund_mirrors_its_sale(lines: list[TicketLine], discount: Discount | None, step: int) -> None:
    sale = priced(*lines, discount=discount)
    credit = priced(*map(mirrored, lines), discount=discount)
    for sold, back in zip(sale.lines, credit.lines, strict=True):
        assert (back.list_minor, back.line_discount_minor, back.bill_discount_minor) == (
            -sold.list_minor,
            -sold.line_discount_minor,
            -sold.bill_discount_minor,
        )
        assert (back.net_minor, back.tax_minor, back.gross_minor) == (
            -sold.net_minor,
            -sold.tax_minor,
            -sold.gross_minor,
        )
        assert [row.amount_minor for row in back.taxes] == [-row.amount_minor for row in sold.taxes]
    assert [total.category_amount_minor for total in credit.tax_totals] == [
        -total.category_amount_minor for total in sale.tax_totals
    ]
    assert cash_rounding(credit.gross_minor, step) == -cash_rounding(sale.gross_minor, step)


@given(BILLS)
def test_without_a_bill_discount_every_line_stands_alone(lines: list[TicketLine]) -> None:
    assert priced(*lines).lines == tuple(priced(one).lines[0] for one in lines)


@given(st.lists(LINES, max_size=12), DISCOUNTS, st.integers(0, 11))
def test_what_is_given_away_does_not_depend_on_the_order(
    lines: list[TicketLine], discount: Discount | None, turn: int
) -> None:
    turned = lines[turn:] + lines[:turn]
    assert (
        priced(*turned, discount=discount).discount_minor == priced(*lines, discount=discount).discount_minor
    )


def test_a_bill_of_999_lines_loses_nothing() -> None:
    lines = [line(price, basis=INSIDE if price % 2 else ON_TOP, n=price) for price in range(1, 1_000)]
    bill = priced(*lines, discount=amount(77_777))
    assert bill.bill_discount_minor == 77_777
    assert bill.list_minor == 499_500
    assert sum(one.gross_minor for one in bill.lines) == bill.gross_minor
