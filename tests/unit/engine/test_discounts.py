"""What a discount takes, and how it spreads."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salondesk.domain.sale.ticket import Discount
from salondesk.engine.discounts import bill_discount, line_discount
from tests.unit.engine.pricing_cases import amount, percent

AMOUNTS = st.integers(-(10**9), 10**9)
DISCOUNTS = st.one_of(st.integers(0, 1_000_000).map(percent), st.integers(0, 10**9).map(amount))


@pytest.mark.parametrize(
    ("line_minor", "discount", "off"),
    [
        (10_000, None, 0),
        (10_000, percent(100_000), 1_000),
        (9_999, percent(125_000), 1_250),  # 1,249.875
        (5, percent(100_000), 1),  # half a fils goes up
        (-5, percent(100_000), -1),
        (10_000, percent(1_000_000), 10_000),
        (10_000, percent(0), 0),
        (10_000, amount(2_500), 2_500),
        (10_000, amount(99_999), 10_000),
        (-10_000, amount(2_500), -2_500),
        (-10_000, amount(99_999), -10_000),
        (0, amount(500), 0),
        (0, percent(500_000), 0),
    ],
)
def test_discount_of_one_line(line_minor: int, discount: Discount | None, off: int) -> None:
    assert line_discount(line_minor, discount) == off


@pytest.mark.parametrize(
    ("amounts", "discount", "spread"),
    [
        ([3_333, 3_333, 3_334], amount(1_000), (333, 333, 334)),
        ([100, 100, 100], amount(5), (2, 2, 1)),
        ([35_000, 42_000, 29_900, 18_999], amount(5_000), (1_390, 1_668, 1_187, 755)),
        ([35_000, 42_000, 29_900, 18_999], percent(100_000), (3_500, 4_200, 2_990, 1_900)),
        ([100, 200], None, (0, 0)),
        ([], amount(500), ()),
        ([], percent(500_000), ()),
        ([0, 0], amount(500), (0, 0)),
        ([0, 100], amount(500), (0, 100)),
        ([100, 0, 100], percent(500_000), (50, 0, 50)),
        ([100, 250], percent(1_000_000), (100, 250)),
        ([100, 250], amount(9_999), (100, 250)),
        ([-100, -250], amount(35), (-10, -25)),
        ([300, -100], amount(50), (50, 0)),  # an exchange: the side that outweighs pays
        ([300, -100], amount(9_999), (200, 0)),  # and the bill stops at zero
        ([100, -300], amount(50), (0, -50)),
        ([100, -100], amount(50), (0, 0)),
        ([300, -100], percent(100_000), (30, -10)),
    ],
)
def test_discount_of_the_bill_spreads_by_largest_remainder(
    amounts: list[int], discount: Discount | None, spread: tuple[int, ...]
) -> None:
    assert bill_discount(amounts, discount) == spread


@pytest.mark.parametrize("wrong", [percent(-1), amount(-1), percent(1_000_001)])
@pytest.mark.parametrize("give", [line_discount, lambda minor, discount: bill_discount([minor], discount)])
def test_a_negative_discount_or_one_beyond_the_whole_is_refused(
    give: Callable[[int, Discount], object], wrong: Discount
) -> None:
    with pytest.raises(ValueError, match="discount is"):
        give(1_000, wrong)


@given(AMOUNTS, DISCOUNTS)
def test_a_line_never_turns_its_sign_and_mirrors(line_minor: int, discount: Discount) -> None:
    off = line_discount(line_minor, discount)
    assert 0 <= off * (1 if line_minor >= 0 else -1) <= abs(line_minor)
    assert line_discount(-line_minor, discount) == -off


@given(st.lists(AMOUNTS, max_size=40), DISCOUNTS)
def test_the_bill_mirrors_and_no_line_turns_its_sign(amounts: list[int], discount: Discount) -> None:
    spread = bill_discount(amounts, discount)
    assert bill_discount([-minor for minor in amounts], discount) == tuple(-off for off in spread)
    assert all(
        0 <= off * (1 if minor >= 0 else -1) <= abs(minor) for minor, off in zip(amounts, spread, strict=True)
    )


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=999), st.integers(0, 10**9))
def test_an_amount_is_given_whole(amounts: list[int], value: int) -> None:
    assert sum(bill_discount(amounts, amount(value))) == min(value, sum(amounts))


@given(st.lists(AMOUNTS, max_size=40), DISCOUNTS, st.randoms(use_true_random=False))
def test_the_total_given_does_not_depend_on_the_order(
    amounts: list[int], discount: Discount, rng: object
) -> None:
    shuffled = list(amounts)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis types its Random as object here
    assert sum(bill_discount(shuffled, discount)) == sum(bill_discount(amounts, discount))
