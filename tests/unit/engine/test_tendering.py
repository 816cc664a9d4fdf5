"""Tenders, change, coins, and the way back of a refund."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from salondesk.core.errors import UserError
from salondesk.domain.sale.ticket import Tender, TenderKind
from salondesk.engine.tendering import Offered, Settlement, give_back, settle

CASH, CARD, TRANSFER = TenderKind.CASH, TenderKind.CARD, TenderKind.TRANSFER


def cash(minor: int) -> Offered:
    return Offered(kind=CASH, amount_minor=minor)


def card(minor: int, approval: str = "A1") -> Offered:
    return Offered(kind=CARD, amount_minor=minor, approval=approval, last4="4242")


def transfer(minor: int) -> Offered:
    return Offered(kind=TRANSFER, amount_minor=minor, reference="FT-9")


def kept(settlement: Settlement) -> list[tuple[TenderKind, int]]:
    return [(tender.kind, tender.amount_minor) for tender in settlement.tenders]


@pytest.mark.parametrize(
    ("gross", "offered", "step", "tenders", "rounding", "change"),
    [
        (10_500, [cash(10_500)], 0, [(CASH, 10_500)], 0, 0),
        (10_500, [cash(20_000)], 0, [(CASH, 10_500)], 0, 9_500),
        (10_513, [cash(20_000)], 25, [(CASH, 10_525)], 12, 9_475),
        (10_512, [cash(10_500)], 25, [(CASH, 10_500)], -12, 0),
        (10_513, [card(10_513)], 25, [(CARD, 10_513)], 0, 0),
        (10_513, [card(5_000), cash(6_000)], 25, [(CARD, 5_000), (CASH, 5_525)], 12, 475),
        (9_000, [card(4_000), transfer(5_000)], 25, [(CARD, 4_000), (TRANSFER, 5_000)], 0, 0),
        (0, [], 25, [], 0, 0),
        (2, [cash(25)], 25, [(CASH, 0)], -2, 25),
    ],
)
def test_a_bill_is_settled(
    gross: int,
    offered: list[Offered],
    step: int,
    tenders: list[tuple[TenderKind, int]],
    rounding: int,
    change: int,
) -> None:
    settled = settle(gross, offered, cash_step_minor=step)
    assert (kept(settled), settled.rounding_minor, settled.change_minor) == (tenders, rounding, change)


def test_a_tender_remembers_its_slip_and_cash_what_was_handed_over() -> None:
    by_card, by_cash = settle(1_000, [card(400, "OK77"), cash(1_000)], cash_step_minor=0).tenders
    assert (by_card.approval, by_card.last4, by_card.tendered_minor) == ("OK77", "4242", 400)
    assert (by_cash.tendered_minor, by_cash.change_minor) == (1_000, 400)


@pytest.mark.parametrize(
    ("gross", "offered", "words"),
    [
        (1_000, [], "does not cover"),
        (1_000, [card(999)], "does not cover"),
        (1_000, [cash(999)], "does not cover"),
        (1_000, [card(1_001)], "more than the bill"),
        (1_000, [card(600), transfer(500)], "more than the bill"),
        (1_000, [card(1_000), cash(5)], "already covered"),
        (1_000, [cash(500), cash(500)], "one amount"),
        (1_000, [cash(0)], "above zero"),
        (1_000, [cash(2_000), card(-1_000)], "above zero"),
    ],
)
def test_a_wrong_payment_is_refused_in_words(gross: int, offered: list[Offered], words: str) -> None:
    with pytest.raises(UserError) as refusal:
        settle(gross, offered, cash_step_minor=0)
    assert words in refusal.value.message.key


def refund(
    gross: int,
    paid: Sequence[Tender],
    returned: Sequence[Tender] = (),
    *,
    rounding: int = 0,
    step: int = 0,
) -> Settlement:
    return give_back(
        gross,
        paid=paid,
        returned=returned,
        rounding_left_minor=rounding,
        cash_step_minor=step,
    )


def test_a_void_gives_back_exactly_what_was_billed_by_its_rounding() -> None:
    sale = settle(10_513, [card(5_000), cash(6_000)], cash_step_minor=25)
    back = refund(10_513, sale.tenders, rounding=sale.rounding_minor, step=25)
    assert kept(back) == [(CARD, -5_000), (CASH, -5_525)]
    assert back.rounding_minor == -sale.rounding_minor


def test_a_part_goes_to_the_card_first_and_the_rest_in_coins_that_exist() -> None:
    sale = settle(10_500, [card(5_000), cash(6_000)], cash_step_minor=25)
    back = refund(7_013, sale.tenders, step=25)
    assert kept(back) == [(CARD, -5_000), (CASH, -2_025)]
    assert back.rounding_minor == -12


def test_what_went_back_before_does_not_go_back_again() -> None:
    sale = settle(9_000, [card(4_000), cash(5_000)], cash_step_minor=0)
    first = refund(3_000, sale.tenders)
    second = refund(6_000, sale.tenders, first.tenders)
    assert kept(first) == [(CARD, -3_000)]
    assert kept(second) == [(CARD, -1_000), (CASH, -5_000)]


def test_two_cards_are_told_apart_by_their_slips() -> None:
    sale = settle(9_000, [card(4_000, "A1"), card(5_000, "B2")], cash_step_minor=0)
    first = refund(4_500, sale.tenders)
    second = refund(4_500, sale.tenders, first.tenders)
    assert [(t.approval, t.amount_minor) for t in first.tenders] == [("A1", -4_000), ("B2", -500)]
    assert [(t.approval, t.amount_minor) for t in second.tenders] == [("B2", -4_500)]


def test_two_equal_slips_are_given_back_once_each() -> None:
    sale = settle(9_000, [card(4_000), card(5_000)], cash_step_minor=0)
    first = refund(6_000, sale.tenders)
    second = refund(3_000, sale.tenders, first.tenders)
    assert kept(second) == [(CARD, -3_000)]


def test_rounding_never_takes_more_from_the_drawer_than_came_in() -> None:
    sale = settle(1_013, [cash(1_013)], cash_step_minor=0)
    back = refund(1_013, sale.tenders, step=25)
    assert (kept(back), back.rounding_minor) == ([(CASH, -1_013)], 0)


def test_more_than_was_paid_is_refused() -> None:
    sale = settle(1_000, [cash(1_000)], cash_step_minor=0)
    with pytest.raises(UserError):
        refund(1_001, sale.tenders)


@given(st.integers(0, 10**7), st.integers(0, 10**7), st.integers(0, 10**7), st.sampled_from([0, 5, 25]))
def test_tenders_are_the_bill_and_its_rounding(gross: int, by_card: int, extra: int, step: int) -> None:
    assume(by_card < gross)
    offered = [cash(gross - by_card + extra + step)]
    settled = settle(gross, [*([card(by_card)] if by_card else []), *offered], cash_step_minor=step)
    assert sum(tender.amount_minor for tender in settled.tenders) == gross + settled.rounding_minor
    assert settled.change_minor >= 0
    assert settled.tenders[-1].tendered_minor == settled.tenders[-1].amount_minor + settled.change_minor


@given(
    st.lists(st.integers(1, 120) | st.integers(1, 10**6), min_size=1, max_size=6),
    st.integers(0, 10**6),
    st.sampled_from([0, 5, 25, 100]),
)
def test_refunds_in_parts_give_back_what_was_paid_and_no_more(
    parts: list[int], by_card: int, step: int
) -> None:
    gross = sum(parts)
    by_card = min(by_card, gross - 1)
    sale = settle(gross, [*([card(by_card)] if by_card else []), cash(gross + step)], cash_step_minor=step)
    paid, returned, rounding = sum(t.amount_minor for t in sale.tenders), [], sale.rounding_minor
    for part in parts:
        back = refund(part, sale.tenders, returned, rounding=rounding, step=step)
        assert -sum(t.amount_minor for t in back.tenders) == part - back.rounding_minor
        rounding += back.rounding_minor
        returned += back.tenders
    assert -sum(t.amount_minor for t in returned) == paid
    assert rounding == 0
