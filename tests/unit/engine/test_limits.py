"""How far a bill may be brought down without approval: discounts and lowered prices take from one limit."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salondesk.core.ids import Id
from salondesk.core.money import PPM
from salondesk.domain.sale.adjustment import Adjustment, AdjustmentHow, AdjustmentKind
from salondesk.domain.sale.ticket import Discount, PriceChange, TicketLine
from salondesk.engine.limits import passes_limit
from salondesk.engine.pricing import AdjustedLine, adjusted, price_ticket
from tests.unit.engine.pricing_cases import TAX_CODES, amount, line, percent

TENTH = 100_000
GIVER, MANAGER = Id(b"g" * 16), Id(b"m" * 16)


def charged(
    price_minor: int, listed_minor: int, *, qty_milli: int = 1_000, discount: Discount | None = None,
    approver: Id | None = None, n: int = 0,
) -> TicketLine:  # fmt: skip
    """Return a line charged otherwise than the list says."""
    made = line(price_minor, qty_milli, discount=discount, n=n)
    change = PriceChange(list_price_minor=listed_minor, reason="agreed", by=GIVER, approver_id=approver)
    return replace(made, price_change=change)


def approved(discount: Discount) -> Discount:
    return replace(discount, approver_id=MANAGER)


def passes(*lines: TicketLine, discount: Discount | None = None, limit: int = TENTH) -> bool:
    priced = price_ticket(lines, discount, tax_codes=TAX_CODES)
    return passes_limit(adjusted(lines, discount, priced), limit)


@pytest.mark.parametrize(
    ("lines", "discount", "beyond"),
    [
        ([line(10_000)], None, False),
        ([line(10_000, discount=percent(TENTH))], None, False),
        ([line(10_000, discount=percent(TENTH + 1_000))], None, True),
        ([charged(9_000, 10_000)], None, False),
        ([charged(8_999, 10_000)], None, True),
        ([charged(8_999, 10_000, approver=MANAGER)], None, False),
        ([charged(0, 10_000)], None, True),
        ([charged(0, 1)], None, True),  # not even a fils is given away by rounding
        ([charged(13_491, 14_990)], None, False),
        ([charged(13_490, 14_990)], None, True),
        ([charged(90_000, 10_000)], None, False),  # more is never too little
        ([charged(5_000, 0)], None, False),
        # the two together
        ([charged(9_000, 10_000, discount=percent(TENTH))], None, True),
        ([charged(9_500, 10_000, discount=amount(500))], None, False),
        ([charged(9_500, 10_000, discount=amount(502))], None, True),
        ([charged(9_000, 10_000)], percent(TENTH), True),
        ([charged(9_000, 10_000), line(10_000, n=1)], amount(1_000), False),
        ([charged(9_000, 10_000), line(10_000, n=1)], amount(1_003), True),
        # what was approved is not counted, and is what the next reduction is measured from
        ([charged(9_000, 10_000, discount=approved(percent(500_000)))], None, False),
        ([charged(5_000, 10_000, approver=MANAGER, discount=percent(TENTH))], None, False),
        ([charged(5_000, 10_000, approver=MANAGER, discount=amount(1_000))], None, True),
        ([charged(9_000, 10_000)], approved(percent(500_000)), False),
        # a discount on a raised price is measured from that price
        ([charged(20_000, 10_000, discount=percent(TENTH))], None, False),
        ([charged(20_000, 10_000, discount=amount(3_000))], None, True),
        # many of them
        ([charged(9_000, 10_000, qty_milli=7_000)], None, False),
        ([charged(8_999, 10_000, qty_milli=7_000)], None, True),
    ],
)
def test_one_limit_for_prices_and_discounts(
    lines: list[TicketLine], discount: Discount | None, *, beyond: bool
) -> None:
    assert passes(*lines, discount=discount) is beyond


@pytest.mark.parametrize(
    ("kind", "beyond"),
    [(AdjustmentKind.DISCOUNT, True), (AdjustmentKind.PROMOTION, False), (AdjustmentKind.PACKAGE, False)],
)
def test_only_what_somebody_takes_off_by_hand_counts(kind: AdjustmentKind, beyond: bool) -> None:
    off = Adjustment(kind=kind, how=AdjustmentHow.AMOUNT, value=9_000, amount_minor=9_000, reason="summer")
    sold = AdjustedLine(list_price_minor=10_000, listed_minor=10_000, adjustments=(off,))
    assert passes_limit([sold], TENTH) is beyond


PRICES = st.integers(0, 10**7)
MAYBE_OFF = st.one_of(st.none(), st.integers(1, PPM).map(percent), st.integers(1, 10**7).map(amount))


@st.composite
def bills(draw: st.DrawFn) -> list[TicketLine]:
    """Whole quantities: a till sells half a service to nobody."""
    made = []
    for n in range(draw(st.integers(1, 6))):
        listed, qty = draw(PRICES), draw(st.integers(1, 9)) * 1_000
        price, discount = draw(PRICES), draw(MAYBE_OFF)
        if price == listed or draw(st.booleans()):
            made.append(line(listed, qty, discount=discount, n=n))
        else:
            made.append(charged(price, listed, qty_milli=qty, discount=discount, n=n))
    return made


@given(bills(), MAYBE_OFF, st.integers(0, PPM))
def test_within_the_limit_a_bill_never_falls_further_below_the_list_than_the_limit(
    lines: list[TicketLine], discount: Discount | None, limit: int
) -> None:
    if passes(*lines, discount=discount, limit=limit):
        return
    priced = price_ticket(lines, discount, tax_codes=TAX_CODES)
    listed = sum(x.list_price_minor * x.qty_milli // 1_000 for x in lines)
    assert priced.gross_minor * PPM > listed * (PPM - limit) - len(lines) * PPM


@given(bills(), MAYBE_OFF)
def test_whoever_may_give_everything_is_never_stopped(
    lines: list[TicketLine], discount: Discount | None
) -> None:
    assert not passes(*lines, discount=discount, limit=PPM)


@given(st.integers(0, 10**7), st.integers(0, 10**7), st.integers(0, PPM))
def test_a_price_alone_is_held_to_the_limit_exactly(listed: int, price: int, limit: int) -> None:
    assert passes(charged(price, listed), limit=limit) is ((listed - price) * PPM > listed * limit)


@given(bills(), MAYBE_OFF, st.integers(0, PPM))
def test_approving_everything_lets_every_bill_through(
    lines: list[TicketLine], discount: Discount | None, limit: int
) -> None:
    ok = [
        replace(
            x,
            discount=x.discount and approved(x.discount),
            price_change=x.price_change and replace(x.price_change, approver_id=MANAGER),
        )
        for x in lines
    ]
    assert not passes(*ok, discount=discount and approved(discount), limit=limit)


@given(bills(), st.integers(0, PPM))
def test_a_lowered_price_and_a_discount_of_the_same_amount_are_judged_alike(
    lines: list[TicketLine], limit: int
) -> None:
    plain = [replace(x, discount=None) for x in lines]
    off = {x.id: max(x.list_price_minor - x.unit_price_minor, 0) for x in plain}
    lowered = [x for x in plain if off[x.id]]
    as_discounts = [
        replace(
            x,
            unit_price_minor=x.list_price_minor,
            price_change=None,
            discount=amount(off[x.id] * x.qty_milli // 1_000),
        )
        for x in lowered
    ]
    if passes(*as_discounts, limit=limit):
        assert passes(*lowered, limit=limit)
