"""Minor units, the one rounding rule, shares without remainder, and amounts as people type them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salondesk.core.money import (
    Money,
    allocate,
    exponent_of,
    known_currencies,
    parse_minor,
    round_half_away,
    round_to_step,
)

AMOUNTS = st.integers(-(10**13), 10**13)


@pytest.mark.parametrize(
    ("currency", "decimals"), [("AED", 2), ("KWD", 3), ("BHD", 3), ("OMR", 3), ("JPY", 0)]
)
def test_currencies_have_their_decimals(currency: str, decimals: int) -> None:
    assert exponent_of(currency) == decimals


def test_an_unknown_currency_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown currency 'XXX'"):
        exponent_of("XXX")


def test_every_known_currency_has_none_two_or_three_decimals() -> None:
    assert {exponent_of(code) for code in known_currencies()} == {0, 2, 3}
    assert list(known_currencies()) == sorted(known_currencies())


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [(5, 10, 1), (-5, 10, -1), (4, 10, 0), (-4, 10, 0), (15, -10, -2), (25, 10, 3), (0, 7, 0), (6, 3, 2)],
)
def test_halves_round_away_from_zero(numerator: int, denominator: int, rounded: int) -> None:
    assert round_half_away(numerator, denominator) == rounded


@given(AMOUNTS, st.integers(1, 10**7))
def test_rounding_is_decimals_half_up_and_odd(numerator: int, denominator: int) -> None:
    rounded = round_half_away(numerator, denominator)
    assert rounded == int((Decimal(numerator) / denominator).quantize(Decimal(1), ROUND_HALF_UP))
    assert round_half_away(-numerator, denominator) == -rounded
    assert round_half_away(numerator, -denominator) == -rounded


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (1_000, [3_333, 3_333, 3_334], (333, 333, 334)),
        (5, [1, 1, 1], (2, 2, 1)),
        (5_000, [35_000, 42_000, 29_900, 18_999], (1_390, 1_668, 1_187, 755)),
        (7, [0, 0], (4, 3)),
        (-5, [1, 1, 1], (-2, -2, -1)),
        (0, [3, 4], (0, 0)),
    ],
)
def test_a_total_is_shared_by_largest_remainder(
    total: int, weights: list[int], parts: tuple[int, ...]
) -> None:
    assert allocate(total, weights) == parts


@given(AMOUNTS, st.lists(st.integers(0, 10**9), min_size=1, max_size=50))
def test_shares_lose_nothing_and_none_is_a_unit_off(total: int, weights: list[int]) -> None:
    parts = allocate(total, weights)
    assert sum(parts) == total
    assert allocate(-total, weights) == tuple(-part for part in parts)
    if whole := sum(weights):
        assert all(
            abs(part * whole - total * weight) < whole for part, weight in zip(parts, weights, strict=True)
        )


@pytest.mark.parametrize("weights", [[], [1, -1]])
def test_shares_need_weights_that_are_not_negative(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights|allocate"):
        allocate(100, weights)


@pytest.mark.parametrize(
    ("minor", "step", "rounded"),
    [(1_012, 25, 1_000), (1_013, 25, 1_025), (-1_013, 25, -1_025), (7, 0, 7), (7, 1, 7)],
)
def test_a_step_rounds_to_coins(minor: int, step: int, rounded: int) -> None:
    assert round_to_step(minor, step) == rounded


def test_money_adds_within_one_currency_only() -> None:
    assert Money(150, "AED") + Money(50, "AED") - Money(25, "AED") == Money(175, "AED")
    assert -Money(150, "AED") == Money(-150, "AED")
    with pytest.raises(ValueError, match="cannot mix AED and KWD"):
        _ = Money(1, "AED") + Money(1, "KWD")
    with pytest.raises(ValueError, match="cannot mix AED and KWD"):
        _ = Money(1, "AED") - Money(1, "KWD")


@pytest.mark.parametrize(
    ("money", "major"),
    [(Money(12_550, "AED"), "125.50"), (Money(12_550, "KWD"), "12.550"), (Money(5, "JPY"), "5")],
)
def test_money_in_major_units_is_exact(money: Money, major: str) -> None:
    assert str(money.as_decimal()) == major


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("12", "AED", 1_200),
        ("12.5", "AED", 1_250),
        ("1,234.50", "AED", 123_450),
        (" 7.05 ", "AED", 705),
        ("1,234,567", "AED", 123_456_700),
        ("-3", "AED", -300),
        ("+3", "AED", 300),
        ("١٢٣٫٥٠", "AED", 12_350),
        ("۱۲۳٫۵", "AED", 12_350),
        ("١٬٢٣٤", "AED", 123_400),
        ("0.125", "KWD", 125),
        ("0.000", "AED", 0),
        (".5", "AED", 50),
    ],
)
def test_an_amount_is_read_as_people_type_it(text: str, currency: str, minor: int) -> None:
    assert parse_minor(text, currency) == minor


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "abc",
        "1.2.3",
        "--1",
        "nan",
        "inf",
        "12.345",
        "99999999999999",
        "0x10",
        "1e5",
        "1_000",
        "9e999999",
        "9" * 10_000,
        "40,50",
        "12,5",
        "1,2345",
        "1234,567",
        ",5",
        "1,",
        "1.234,50",
        "٤٠٬٥٠",
    ],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        parse_minor(text, "AED")


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_a_value_error(text: str) -> None:
    try:
        minor = parse_minor(text, "KWD")
    except ValueError:
        return
    assert abs(minor) <= 10**13
