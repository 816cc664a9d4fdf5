"""What changed a line's price adds up to the difference between the list and what was charged, on sales and credits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salondesk.core.ids import Id
from salondesk.core.money import PPM
from salondesk.domain.catalog import PriceBasis
from salondesk.domain.sale.adjustment import Adjustment, AdjustmentHow, AdjustmentKind
from salondesk.domain.sale.invoice import InvoiceLine
from salondesk.domain.sale.ticket import Discount, PriceChange, TicketLine
from salondesk.engine.credit import credit_lines, credited_so_far
from salondesk.engine.pricing import (
    AdjustedLine,
    PricedTicket,
    adjusted,
    bill_adjustments,
    price_ticket,
)
from salondesk.storage.checks.documents import unexplained
from tests.unit.engine.pricing_cases import TAX_CODES, amount, line, percent

GIVER, MANAGER, SOURCE = Id(b"g" * 16), Id(b"m" * 16), Id(b"p" * 16)
Adjusting = Callable[[Sequence[TicketLine], Discount | None, PricedTicket], tuple[AdjustedLine, ...]]

MAYBE_OFF = st.one_of(
    st.none(),
    st.builds(lambda off, who: replace(off, by=GIVER, approver_id=who),
              st.one_of(st.integers(1, PPM).map(percent), st.integers(1, 10**7).map(amount)),
              st.sampled_from([None, MANAGER])),
)  # fmt: skip


@st.composite
def bills(draw: st.DrawFn) -> list[TicketLine]:
    made = []
    for n in range(draw(st.integers(1, 5))):
        listed, price = draw(st.integers(0, 10**6)), draw(st.integers(0, 10**6))
        qty = draw(st.integers(1, 9)) * draw(st.sampled_from([1_000, 250, 1]))
        change = PriceChange(
            list_price_minor=listed,
            reason="agreed",
            by=GIVER,
            approver_id=draw(st.sampled_from([None, MANAGER])),
        )
        one = line(
            price if draw(st.booleans()) else listed, qty, basis=draw(st.sampled_from(PriceBasis)),
            tax=draw(st.sampled_from(["vat5", "gst+pst", "zero"])), discount=draw(MAYBE_OFF), n=n,
        )  # fmt: skip
        made.append(replace(one, price_change=change) if one.unit_price_minor != listed else one)
    return made


def before_tax(price: object, basis: PriceBasis) -> int:
    """Return what a line comes to in its basis after everything taken off: gross where tax is inside, else net."""
    return int(getattr(price, "gross_minor" if basis is PriceBasis.INSIDE else "net_minor"))


def assert_adds_up(adjusting: Adjusting, lines: list[TicketLine], discount: Discount | None) -> None:
    priced = price_ticket(lines, discount, tax_codes=TAX_CODES)
    made = adjusting(lines, discount, priced)
    for sold, price, one in zip(lines, priced.lines, made, strict=True):
        assert one.listed_minor - sum(a.amount_minor for a in one.adjustments) == before_tax(
            price, sold.basis
        )
        assert one.list_price_minor == sold.list_price_minor
        own = [a for a in one.adjustments if a.kind is AdjustmentKind.DISCOUNT and not a.on_bill]
        assert sum(a.amount_minor for a in own) == price.line_discount_minor
        assert [(a.kind, a.on_bill) for a in one.adjustments] == sorted(
            ((a.kind, a.on_bill) for a in one.adjustments), key=lambda told: (told[1], told[0] != "price")
        )
        givers = {
            (AdjustmentKind.PRICE, False): sold.price_change,
            (AdjustmentKind.DISCOUNT, False): sold.discount,
            (AdjustmentKind.DISCOUNT, True): discount,
        }
        for a in one.adjustments:
            giver = givers[a.kind, a.on_bill]
            assert giver is not None
            assert (a.by, a.approver_id, a.reason) == (giver.by, giver.approver_id, giver.reason)
            value = giver.value if isinstance(giver, Discount) else sold.unit_price_minor
            how = giver.kind.value if isinstance(giver, Discount) else "set"
            assert (a.how.value, a.value) == (how, value)
    whole = bill_adjustments(one.adjustments for one in made)
    assert sum(a.amount_minor for a in whole) == priced.bill_discount_minor
    assert len(whole) <= 1 and all(a.on_bill for a in whole)


@given(bills(), MAYBE_OFF)
def test_list_less_adjustments_is_what_is_charged_before_tax(
    lines: list[TicketLine], discount: Discount | None
) -> None:
    assert_adds_up(adjusted, lines, discount)


def changed(change: Callable[[Adjustment], Adjustment | None], reverse: bool = False) -> Adjusting:
    """Return the engine with every adjustment changed, left out or turned round."""

    def broken(
        lines: Sequence[TicketLine], discount: Discount | None, priced: PricedTicket
    ) -> tuple[AdjustedLine, ...]:
        made = []
        for one in adjusted(lines, discount, priced):
            kept = [new for a in one.adjustments if (new := change(a)) is not None]
            made.append(replace(one, adjustments=tuple(reversed(kept) if reverse else kept)))
        return tuple(made)

    return broken


PRICE = AdjustmentKind.PRICE
MUTANTS: dict[str, Adjusting] = {
    "no prices": changed(lambda a: None if a.kind is PRICE else a),
    "no discounts of lines": changed(lambda a: None if a.kind is not PRICE and not a.on_bill else a),
    "no parts of the bill's": changed(lambda a: None if a.on_bill else a),
    "a raise is taken off": changed(lambda a: replace(a, amount_minor=abs(a.amount_minor))),
    "of one unit only": changed(lambda a: replace(a, amount_minor=0) if a.kind is PRICE else a),
    "the bill's discount is the line's": changed(lambda a: replace(a, on_bill=False)),
    "the line's discount is the bill's": changed(lambda a: replace(a, on_bill=a.kind is not PRICE)),
    "nobody gave it": changed(lambda a: replace(a, by=None)),
    "nobody approved it": changed(lambda a: replace(a, approver_id=None)),
    "whoever gave it approved it": changed(lambda a: replace(a, approver_id=a.by)),
    "without its reason": changed(lambda a: replace(a, reason="")),
    "the other way round": changed(lambda a: a, reverse=True),
    "percent as amounts": changed(lambda a: replace(a, how=AdjustmentHow.AMOUNT)),
    "values lost": changed(lambda a: replace(a, value=a.amount_minor)),
}  # fmt: skip


def telling() -> tuple[list[TicketLine], Discount]:
    """Return a bill on which every mutant shows: a raised price, a lowered one, discounts on a line and on the bill."""
    by = {"by": GIVER, "approver_id": None}
    raised = PriceChange(list_price_minor=1_000, reason="long", by=GIVER)
    lowered = PriceChange(list_price_minor=3_000, reason="agreed", by=GIVER, approver_id=MANAGER)
    off = replace(percent(100_000), **by)
    return [
        replace(line(1_500, 2_000, discount=off, n=1), price_change=raised),
        replace(line(2_000, n=2), price_change=lowered),
    ], replace(percent(50_000), by=GIVER, approver_id=MANAGER)


def test_the_telling_bill_adds_up() -> None:
    assert_adds_up(adjusted, *telling())


@pytest.mark.parametrize("name", MUTANTS)
def test_a_broken_adjustment_is_caught(name: str) -> None:
    with pytest.raises(AssertionError):
        assert_adds_up(MUTANTS[name], *telling())


# ---------------------------------------------------------------- on documents


def invoice_lines(lines: list[TicketLine], discount: Discount | None) -> list[InvoiceLine]:
    """Return a bill as lines of an invoice."""
    priced = price_ticket(lines, discount, tax_codes=TAX_CODES)
    made = adjusted(lines, discount, priced)
    return [
        InvoiceLine(
            n=n, kind=sold.kind, item_id=sold.item_id, code=sold.code, names=sold.names, staff=(), qty_milli=sold.qty_milli,
            unit_price_minor=sold.unit_price_minor, basis=sold.basis, list_minor=price.list_minor,
            line_discount_minor=price.line_discount_minor, bill_discount_minor=price.bill_discount_minor,
            discount_reason="", net_minor=price.net_minor, tax_minor=price.tax_minor, gross_minor=price.gross_minor,
            taxes=price.taxes, price_change=sold.price_change, adjustments=one.adjustments,
        )
        for n, (sold, price, one) in enumerate(zip(lines, priced.lines, made, strict=True), 1)
    ]  # fmt: skip


@given(bills(), MAYBE_OFF, st.data())
def test_credits_of_any_parts_take_back_each_adjustment_whole(
    lines: list[TicketLine], discount: Discount | None, data: st.DataObject
) -> None:
    sold = invoice_lines(lines, discount)
    assert not any(map(unexplained, sold))
    notes: list[tuple[InvoiceLine, ...]] = []
    while True:
        done = credited_so_far(notes)
        left = {one.n: one.qty_milli - done.get(one.n, 0) for one in sold}
        left = {n: qty for n, qty in left.items() if qty}
        if not left:
            break
        n = data.draw(st.sampled_from(sorted(left)))
        note = credit_lines(sold, {n: data.draw(st.integers(max(1, left[n] // 3), left[n]))}, done)
        for credit in note:
            off = credit.line_discount_minor + credit.bill_discount_minor
            assert credit.list_minor - off == before_tax(credit, credit.basis)
            assert not unexplained(credit)
        notes.append(note)
    for one in sold:
        mine = [credit for note in notes for credit in note if credit.original_n == one.n]
        for at, a in enumerate(one.adjustments):
            assert sum(credit.adjustments[at].amount_minor for credit in mine) == -a.amount_minor
            assert {replace(c.adjustments[at], amount_minor=0) for c in mine} == {replace(a, amount_minor=0)}


def given_away(kind: AdjustmentKind, minor: int) -> Adjustment:
    return Adjustment(
        kind=kind, how=AdjustmentHow.AMOUNT, value=minor, amount_minor=minor, reason="", source_id=SOURCE
    )


def test_several_adjustments_of_one_sum_share_its_credit() -> None:
    """A promotion and a package beside the line's discount: all three stand in the line's sum."""
    (sold,) = invoice_lines([line(1_000, 3_000, discount=replace(amount(100), by=GIVER))], None)
    more = (given_away(AdjustmentKind.PROMOTION, 33), given_away(AdjustmentKind.PACKAGE, 1_000))
    gross = sold.gross_minor - 1_033
    sold = replace(
        sold, line_discount_minor=1_133, gross_minor=gross, net_minor=gross, tax_minor=0, taxes=(),
        adjustments=(*sold.adjustments, *more),
    )  # fmt: skip
    assert not unexplained(sold)
    notes = [credit_lines([sold], {1: 1_000}, {1: 1_000 * n}) for n in range(3)]
    assert not any(unexplained(credit) for note in notes for credit in note)
    for (credit,) in notes:
        assert sum(a.amount_minor for a in credit.adjustments) == credit.line_discount_minor
    assert [a.kind for a in notes[0][0].adjustments] == ["discount", "promotion", "package"]


def test_a_discount_that_came_to_nothing_is_credited_as_nothing() -> None:
    (sold,) = invoice_lines([line(0, discount=replace(amount(100), by=GIVER))], None)
    twice = replace(sold, adjustments=sold.adjustments * 2)
    (credit,) = credit_lines([twice], {1: 1_000}, {})
    assert [a.amount_minor for a in credit.adjustments] == [0, 0]


@pytest.mark.parametrize(
    "damage",
    [
        lambda one: replace(one, line_discount_minor=one.line_discount_minor + 1),
        lambda one: replace(one, bill_discount_minor=one.bill_discount_minor + 1),
        lambda one: replace(one, price_change=None),
        lambda one: replace(one, price_change=replace(one.price_change, list_price_minor=1)),
        lambda one: replace(one, price_change=replace(one.price_change, by=MANAGER)),
        lambda one: replace(one, adjustments=one.adjustments[1:]),
        lambda one: replace(one, adjustments=one.adjustments[:-1]),
        lambda one: replace(one, unit_price_minor=2),
    ],
)
def test_sums_that_the_adjustments_do_not_explain_are_seen(
    damage: Callable[[InvoiceLine], InvoiceLine],
) -> None:
    sold = invoice_lines(*telling())[0]
    assert not unexplained(sold) and unexplained(damage(sold))
    assert not unexplained(replace(sold, adjustments=()))  # made before there were any
