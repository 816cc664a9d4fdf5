"""Payments, allocations, adjustments, settlements and daily figures as values: what they say of themselves, and JSON."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from salondesk.core import snapshot
from salondesk.core.ids import Id
from salondesk.domain.daily import Daily, Dim, Origin
from salondesk.domain.record import Record
from salondesk.domain.sale.adjustment import Adjustment, AdjustmentHow, AdjustmentKind
from salondesk.domain.sale.invoice import DocumentKind
from salondesk.domain.sale.payment import Allocation, Payment
from salondesk.domain.sale.ticket import TenderKind
from salondesk.domain.settlement import Settlement, SettlementState
from salondesk.domain.stock import StockMovement
from tests.unit.engine.money_cases import BRANCH, CASHIER, FIRST_DAY

CASH = Payment(
    id=Id(b"p" * 16), branch_id=BRANCH, session_id=Id(b"e" * 16), kind=TenderKind.CASH, amount_minor=10_525,
    tendered_minor=20_000, change_minor=9_475, rounding_minor=12, at=1, business_date=FIRST_DAY, by=CASHIER,
)  # fmt: skip
PUT = Allocation(
    id=Id(b"a" * 16), branch_id=BRANCH, payment_id=CASH.id, document_id=Id(b"d" * 16), amount_minor=10_513, at=1,
    business_date=FIRST_DAY, by=CASHIER,
)  # fmt: skip
OFF = Adjustment(
    kind=AdjustmentKind.DISCOUNT, how=AdjustmentHow.PERCENT, value=100_000, amount_minor=1_050, reason="Birthday",
    by=CASHIER,
)  # fmt: skip
ROW = Settlement(
    root_id=Id(b"d" * 16), booking_id=None, client_id=None, lines_left=1, gross_minor=10_513, allocated_minor=10_000,
    state=SettlementState.PART_PAID,
)  # fmt: skip
STOCK = StockMovement(
    id=Id(b"m" * 16), branch_id=BRANCH, product_id=Id(b"i" * 16), qty_milli=-500, reason="broken", at=1,
    business_date=FIRST_DAY, by=CASHIER, source="stock/01",
)  # fmt: skip
DAY = Daily(
    branch_id=BRANCH,
    origin=Origin.TILL,
    kind=DocumentKind.INVOICE,
    dim=Dim.TENDER,
    date=FIRST_DAY,
    key="cash",
    n=1,
)


def test_the_rounding_of_a_payment_is_nobodys_to_allocate() -> None:
    assert CASH.allocatable_minor == 10_513


@pytest.mark.parametrize(
    ("amount", "tendered", "moved"),
    [(10_525, 20_000, True), (-500, 0, True), (0, 25, True), (0, 0, False)],
    ids=["taken", "given back", "in and out again", "rounded to nothing"],
)
def test_money_moved_where_any_changed_hands(amount: int, tendered: int, moved: bool) -> None:
    assert replace(CASH, amount_minor=amount, tendered_minor=tendered).moved_money == moved


@pytest.mark.parametrize(("allocated", "due"), [(0, 10_513), (10_513, 0), (11_000, -487)])
def test_what_is_due_is_what_is_left_less_what_was_put_to_it(allocated: int, due: int) -> None:
    assert replace(ROW, allocated_minor=allocated).due_minor == due


@pytest.mark.parametrize(("lines_left", "billed"), [(0, False), (1, True), (3, True)])
def test_a_line_that_is_not_credited_bills_its_visit_whatever_the_sum(lines_left: int, billed: bool) -> None:
    for gross in (0, 10_513):
        row = replace(ROW, lines_left=lines_left, gross_minor=gross, allocated_minor=gross)
        assert row.bills_its_visit == billed


@pytest.mark.parametrize("fact", [CASH, PUT, OFF, ROW, STOCK, DAY], ids=lambda fact: type(fact).__name__)
def test_a_fact_survives_its_json(fact: object) -> None:
    assert snapshot.loads(type(fact), snapshot.dumps(fact)) == fact


def test_what_is_entered_by_hand_is_a_record_and_what_is_derived_is_none() -> None:
    assert all(issubclass(kind, Record) for kind in (Payment, Allocation, StockMovement))
    assert not any(issubclass(kind, Record) for kind in (Adjustment, Settlement, Daily))


def own_fields(kind: type) -> set[str]:
    return {field.name for field in fields(kind)} - {field.name for field in fields(Record)}


def test_payments_and_allocations_hold_what_the_ledger_and_the_papers_ask() -> None:
    assert own_fields(Payment) == {
        "number", "session_id", "kind", "amount_minor", "tendered_minor", "change_minor", "rounding_minor", "approval",
        "last4", "reference", "client_id", "taken_with", "reverses", "at", "business_date", "by", "source",
    }  # fmt: skip
    assert own_fields(Allocation) == {
        "payment_id", "document_id", "amount_minor", "at", "business_date", "by",
    }  # fmt: skip
