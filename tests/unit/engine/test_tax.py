"""Tax inside and on top, several components, and the totals of a document."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salondesk.domain.catalog import PriceBasis
from salondesk.engine.tax import TaxedAmount, category_totals, tax_amount, tax_inside, tax_on_top
from tests.unit.engine.pricing_cases import FIVE, component

INSIDE, ON_TOP = PriceBasis.INSIDE, PriceBasis.ON_TOP
AMOUNTS = st.integers(-(10**12), 10**12)
RATES = st.lists(st.integers(0, 1_000_000), max_size=4)


@pytest.mark.parametrize(
    ("gross", "rate_ppm", "tax"),
    [
        (10_500, FIVE, 500),
        (3_550, FIVE, 169),  # the FTA's simplified example: 35.50 holds 1.69
        (100, FIVE, 5),  # 4.76
        (10, FIVE, 0),  # 0.476
        (11, FIVE, 1),  # 0.524
        (0, FIVE, 0),
        (-3_550, FIVE, -169),
        (11_500, 150_000, 1_500),  # Saudi Arabia
        (12_500, 0, 0),
        (21, 50_000, 1),
        (1_050_000, FIVE, 50_000),
    ],
)
def test_tax_inside_a_price(gross: int, rate_ppm: int, tax: int) -> None:
    assert tax_inside(gross, [rate_ppm]) == (tax,)


@pytest.mark.parametrize(
    ("net", "rate_ppm", "tax"),
    [
        (4_714, FIVE, 236),  # 2.357 is 2.36
        (19_724, FIVE, 986),  # 9.862 is 9.86
        (1_230, FIVE, 62),  # 0.615: the half goes up
        (-1_230, FIVE, -62),  # and mirrors
        (10, FIVE, 1),  # 0.5
        (-10, FIVE, -1),
        (9, FIVE, 0),
        (0, FIVE, 0),
    ],
)
def test_tax_on_top_of_a_price(net: int, rate_ppm: int, tax: int) -> None:
    assert tax_on_top(net, [rate_ppm]) == (tax,)


def test_several_taxes_inside_share_one_divisor_and_net_is_the_rest() -> None:
    taxed = tax_amount(11_300, INSIDE, [component("GST", FIVE), component("PST", 80_000)])
    assert [row.amount_minor for row in taxed.rows] == [500, 800]
    assert (taxed.net_minor, taxed.tax_minor, taxed.gross_minor) == (10_000, 1_300, 11_300)


def test_several_taxes_on_top_are_each_rounded() -> None:
    taxed = tax_amount(8_199, ON_TOP, [component("GST", FIVE), component("PST", 80_000)])
    assert [row.amount_minor for row in taxed.rows] == [410, 656]
    assert taxed.gross_minor == 9_265


def test_every_row_carries_its_tax_and_the_net_as_base() -> None:
    (row,) = tax_amount(10_500, INSIDE, [component("VAT", FIVE)]).rows
    assert (row.key, row.names.en, row.category, row.rate_ppm) == ("VAT", "VAT", "S", FIVE)
    assert (row.base_minor, row.amount_minor) == (10_000, 500)


@pytest.mark.parametrize("basis", [INSIDE, ON_TOP])
def test_no_component_means_no_tax(basis: PriceBasis) -> None:
    assert tax_amount(777, basis, []) == TaxedAmount(net_minor=777, tax_minor=0, gross_minor=777, rows=())


def test_nine_lines_differ_by_line_and_by_category_and_the_difference_is_kept() -> None:
    rows = [row for _ in range(9) for row in tax_amount(1_230, ON_TOP, [component("VAT", FIVE)]).rows]
    (total,) = category_totals(rows)
    assert total.base_minor == 11_070
    assert (total.amount_minor, total.category_amount_minor, total.difference_minor) == (558, 554, 4)


def test_totals_are_per_tax_in_the_order_of_first_appearance() -> None:
    taxes = [component("PST", 80_000), component("GST", FIVE)]
    rows = [
        *tax_amount(1_000, ON_TOP, taxes).rows,
        *tax_amount(300, INSIDE, [component("VAT", 0, "Z")]).rows,
        *tax_amount(500, ON_TOP, taxes).rows,
        *tax_amount(200, INSIDE, [component("VAT", 0, "E")]).rows,
    ]
    assert [(t.key, t.category, t.base_minor, t.amount_minor) for t in category_totals(rows)] == [
        ("PST", "S", 1_500, 120),
        ("GST", "S", 1_500, 75),
        ("VAT", "Z", 300, 0),
        ("VAT", "E", 200, 0),
    ]


def test_the_same_tax_at_a_new_rate_is_a_total_of_its_own() -> None:
    rows = [
        *tax_amount(1_000, ON_TOP, [component("VAT", FIVE)]).rows,
        *tax_amount(1_000, ON_TOP, [component("VAT", 150_000)]).rows,
    ]
    assert [total.rate_ppm for total in category_totals(rows)] == [FIVE, 150_000]


def test_no_rows_have_no_totals() -> None:
    assert category_totals([]) == ()


@given(AMOUNTS, st.sampled_from([INSIDE, ON_TOP]), RATES)
def test_net_and_tax_are_the_gross_and_the_amount_keeps_its_place(
    amount: int, basis: PriceBasis, rates: list[int]
) -> None:
    taxed = tax_amount(amount, basis, [component(str(n), rate) for n, rate in enumerate(rates)])
    assert taxed.net_minor + taxed.tax_minor == taxed.gross_minor
    assert taxed.tax_minor == sum(row.amount_minor for row in taxed.rows)
    assert amount == (taxed.gross_minor if basis is INSIDE else taxed.net_minor)


@given(AMOUNTS, st.sampled_from([INSIDE, ON_TOP]), RATES)
def test_the_tax_of_minus_an_amount_is_minus_its_tax(
    amount: int, basis: PriceBasis, rates: list[int]
) -> None:
    components = [component(str(n), rate) for n, rate in enumerate(rates)]
    sale, credit = tax_amount(amount, basis, components), tax_amount(-amount, basis, components)
    assert (credit.net_minor, credit.tax_minor) == (-sale.net_minor, -sale.tax_minor)
    assert [row.amount_minor for row in credit.rows] == [-row.amount_minor for row in sale.rows]


@given(AMOUNTS, st.integers(0, 1_000_000), st.sampled_from([0, 2, 3]))
def test_decimal_arithmetic_in_major_units_agrees(amount: int, rate_ppm: int, decimals: int) -> None:
    major, unit = Decimal(amount).scaleb(-decimals), Decimal(1).scaleb(-decimals)
    rate = Decimal(rate_ppm) / 1_000_000
    on_top = (major * rate).quantize(unit, ROUND_HALF_UP)
    assert tax_on_top(amount, [rate_ppm]) == (int(on_top.scaleb(decimals)),)
    inside = (major * rate / (1 + rate)).quantize(unit, ROUND_HALF_UP)
    assert tax_inside(amount, [rate_ppm]) == (int(inside.scaleb(decimals)),)


@given(st.lists(AMOUNTS, max_size=30), st.permutations(range(5)))
def test_totals_do_not_depend_on_the_order_of_lines(amounts: list[int], order: list[int]) -> None:
    rows = [row for amount in amounts for row in tax_amount(amount, INSIDE, [component("VAT", FIVE)]).rows]
    shuffled = [rows[i] for i in order if i < len(rows)] + rows[5:]
    assert category_totals(shuffled) == category_totals(rows)
