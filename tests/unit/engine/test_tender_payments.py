"""Payments made of tenders: the same money, whole, and each refund to the payment it came with."""

from __future__ import annotations

from collections import Counter as Bag
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest

from salondesk.core.ids import Id
from salondesk.domain.sale.invoice import Invoice
from salondesk.domain.sale.payment import Payment
from salondesk.domain.sale.ticket import Tender, TenderKind
from salondesk.engine.tender_payments import Taken, tender_payments
from salondesk.engine.tendering import Offered, give_back, settle
from tests.unit.engine.money_cases import CASHIER, Counter, counter_days, paid

Made = Callable[[Invoice, Sequence[Invoice]], Sequence[Taken]]


def families(seed: int) -> Iterator[tuple[Invoice, list[Invoice]]]:
    shop = counter_days(seed, days=1)
    for root in shop.invoices:
        yield root, shop.notes.get(root.id, [])


def assert_same_money(make: Made, seeds: range) -> None:
    for seed in seeds:
        for root, notes in families(seed):
            taken = make(root, notes)
            assert len({payment.id for payment, _ in taken} | {put.id for _, put in taken}) == 2 * len(taken)
            for document in (root, *notes):
                mine = [payment for payment, _ in taken if payment.taken_with == document.id]
                assert sum(one.amount_minor for one in mine) == document.payable_minor
                assert sum(one.rounding_minor for one in mine) == document.rounding_minor
                assert all(one.kind is TenderKind.CASH for one in mine if one.rounding_minor)
                assert [one.kind for one in mine if one.moved_money] == [one.kind for one in document.tenders]
                for one in mine:
                    facts = (
                        document.session_id,
                        document.business_date,
                        document.issued_at,
                        document.client_id,
                    )
                    assert (one.session_id, one.business_date, one.at, one.client_id) == facts
                    assert one.source.startswith(f"{document.number}/")
            assert sum(put.amount_minor for _, put in taken) == sum(one.gross_minor for one in (root, *notes))
            assert {put.document_id for _, put in taken} <= {root.id}
            assert all(put.payment_id == payment.id for payment, put in taken)
            assert_reversed([payment for payment, _ in taken], root.id)


def assert_reversed(payments: list, root_id: Id) -> None:  # type: ignore[type-arg]
    """Assert that all money given back came with a payment of the same slip, and no more than came."""
    came = {one.id: one for one in payments if one.taken_with == root_id}
    back: Bag[Id] = Bag()
    for one in payments:
        if one.amount_minor < 0:
            source = came[one.reverses]
            assert (source.kind, source.approval, source.reference) == (one.kind, one.approval, one.reference)
            back[source.id] -= one.amount_minor
        else:
            assert one.reverses is None
    assert all(back[source] <= came[source].amount_minor for source in back)


def test_payments_are_the_tenders() -> None:
    assert_same_money(tender_payments, range(300))


def each(change: Callable[[Taken, Invoice], Taken]) -> Made:
    return lambda root, notes: [change(one, root) for one in tender_payments(root, notes)]


MUTANTS: dict[str, Made] = {
    "rounding lost": each(lambda one, _: (replace(one[0], rounding_minor=0), one[1])),
    "rounding allocated": each(lambda one, _: (one[0], replace(one[1], amount_minor=one[0].amount_minor))),
    "put to the note": each(
        lambda one, _: (one[0], replace(one[1], document_id=one[0].taken_with or Id(b"")))
    ),
    "change counted": each(lambda one, _: (replace(one[0], amount_minor=one[0].tendered_minor), one[1])),
    "one payment for all": each(lambda one, _: (replace(one[0], id=Id(b"1" * 16)), one[1])),
    "all to the first payment": lambda root, notes: [
        (replace(payment, reverses=first[0].id if payment.reverses else None), put)
        for first in tender_payments(root, notes)[:1]
        for payment, put in tender_payments(root, notes)
    ],
    "another day": each(lambda one, root: (replace(one[0], session_id=root.id), one[1])),
    "notes forgotten": lambda root, notes: tender_payments(root),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_wrong_payments_are_caught(name: str) -> None:
    with pytest.raises((AssertionError, KeyError)):
        assert_same_money(MUTANTS[name], range(60))


def test_a_tender_is_copied_with_its_slip_and_named_by_number_and_place() -> None:
    shop = Counter(1)
    shop.open()
    document = shop.draw_up(shop.lines(), client_id=Id(b"k" * 16))
    document = replace(document, gross_minor=9_013)
    offered = [
        Offered(kind=TenderKind.CARD, amount_minor=4_000, approval="A1", last4="4242"),
        Offered(kind=TenderKind.TRANSFER, amount_minor=1_000, reference="FT-9"),
        Offered(kind=TenderKind.CASH, amount_minor=5_000),
    ]
    document = paid(document, settle(9_013, offered, cash_step_minor=25))
    (card, _), (transfer, _), (cash, put) = tender_payments(document)
    assert (card.approval, card.last4, card.source) == ("A1", "4242", f"{document.number}/t0")
    assert (transfer.reference, transfer.source) == ("FT-9", f"{document.number}/t1")
    assert (cash.amount_minor, cash.rounding_minor, cash.tendered_minor, cash.change_minor) == (
        4_025,
        12,
        5_000,
        975,
    )
    assert (put.amount_minor, put.document_id, put.by) == (4_013, document.id, CASHIER)
    assert (cash.client_id, cash.taken_with, cash.number) == (document.client_id, document.id, "")


def test_a_credit_rounded_to_nothing_keeps_its_rounding_on_an_empty_cash_payment() -> None:
    shop = Counter(1)
    shop.open()
    root = replace(shop.draw_up(shop.lines()), gross_minor=100)
    root = paid(root, settle(100, [Offered(kind=TenderKind.CASH, amount_minor=100)], cash_step_minor=25))
    back = give_back(2, paid=root.tenders, returned=(), rounding_left_minor=0, cash_step_minor=25)
    assert back.tenders == ()
    note = paid(replace(root, id=Id(b"n" * 16), number="T1A-CRN-000001", gross_minor=-2), back)
    _, (payment, put) = tender_payments(root, [note])
    assert (payment.source, payment.amount_minor, payment.rounding_minor) == ("T1A-CRN-000001/r", 0, 2)
    assert (put.amount_minor, put.document_id, payment.moved_money) == (-2, root.id, False)


def test_two_payments_of_equal_slips_are_given_back_one_after_the_other() -> None:
    shop = Counter(1)
    shop.open()
    root = replace(shop.draw_up(shop.lines()), gross_minor=9_000)
    cards = [
        Offered(kind=TenderKind.CARD, amount_minor=part, approval="A1", last4="4242")
        for part in (4_000, 5_000)
    ]
    root = paid(root, settle(9_000, cards, cash_step_minor=0))
    notes: list[Invoice] = []
    for n, part in enumerate((3_000, 3_000, 3_000)):
        back = give_back(
            part, paid=root.tenders, returned=[one for note in notes for one in note.tenders],
            rounding_left_minor=0, cash_step_minor=0,
        )  # fmt: skip
        notes.append(paid(replace(root, id=Id(bytes([n]) * 16), gross_minor=-part), back))
    (first, _), (second, _), *given = tender_payments(root, notes)
    assert [(payment.amount_minor, payment.reverses) for payment, _ in given] == [
        (-3_000, first.id),
        (-1_000, first.id),
        (-2_000, second.id),
        (-3_000, second.id),
    ]


def test_money_given_back_by_a_slip_that_never_came_reverses_nothing() -> None:
    shop = Counter(1)
    shop.open()
    root = replace(shop.draw_up(shop.lines()), gross_minor=500)
    card = Offered(kind=TenderKind.CARD, amount_minor=500, approval="A1", last4="4242")
    root = paid(root, settle(500, [card], cash_step_minor=0))
    back = replace(root.tenders[0], amount_minor=-500, approval="OTHER")
    note = replace(root, id=Id(b"n" * 16), gross_minor=-500, payable_minor=-500, tenders=(back,))
    _, (payment, _) = tender_payments(root, [note])
    assert payment.reverses is None


def test_money_that_came_later_is_given_back_only_from_then_on() -> None:
    """Two notes give cash back; the payment that came between them is what the second one reverses."""
    (root, first, second) = next(
        (root, *notes[:2])
        for seed in range(200)
        for shop in [counter_days(seed, days=1)]
        for root in shop.invoices
        if len(notes := shop.notes.get(root.id, [])) >= 2
    )
    cash = lambda minor: (Tender(kind=TenderKind.CASH, amount_minor=minor),)  # noqa: E731 - a short word
    root = replace(root, tenders=(), rounding_minor=0)
    first = replace(first, tenders=cash(-40), rounding_minor=0, issued_at=root.issued_at + 10)
    second = replace(second, tenders=cash(-60), rounding_minor=0, issued_at=root.issued_at + 20)
    came = [
        Payment(
            id=Id(bytes([n]) * 16), branch_id=root.branch_id, session_id=root.session_id, kind=TenderKind.CASH,
            amount_minor=50, at=root.issued_at + at, business_date=root.business_date, by=CASHIER,
        )
        for n, at in enumerate((11, 20, 21), 1)
    ]  # fmt: skip
    back = {one.taken_with: one.reverses for one, _ in tender_payments(root, [first, second], came)}
    assert back == {first.id: None, second.id: came[0].id}
    third = replace(second, id=Id(b"3" * 16), tenders=cash(-1), issued_at=root.issued_at + 20)
    taken = tender_payments(root, [first, second, third], came)
    assert taken[-1][0].reverses == came[1].id  # the first one was given back whole
    assert all(payment.id not in {one.id for one in came} for payment, _ in taken)
