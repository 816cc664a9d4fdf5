"""Whatever is done at a counter, in any order: every place says the same of the money, and `check` is clean.

A history is done by chance, and one that is written down (`a_day_with_everything`) in the shop of each country. The
variants that must be caught are held to the one that is written down: what Hypothesis draws changes with the modules
that happen to be loaded, even where it is told to draw the same each time, since it draws numbers out of their source.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from salondesk.domain.booking import BookingStatus
from salondesk.domain.change import Change
from salondesk.domain.sale.payment import PAYMENT, Allocation, Payment
from salondesk.domain.sale.ticket import Ticket
from salondesk.domain.settlement import SettlementState
from salondesk.engine import credit, rollups, tax
from salondesk.engine.tendering import Offered, Settlement
from salondesk.services import visit_bill
from salondesk.services.context import Work
from salondesk.services.sale import checkout, pay_later, refund, rolling_up, settling, ticket
from salondesk.services.visit_bill import OpenBill
from salondesk.storage.queries.booking import board, desk
from salondesk.storage.queries.sale import invoice_list
from salondesk.storage.uow import SqlUnitOfWork
from tests.support.counter_agreement import all_agree
from tests.support.counter_histories import AnyOrder, Counter
from tests.support.gulf_shops import LANDS


def histories(examples: int, steps: int, *, derandomize: bool) -> list[Counter]:
    """Run histories by chance; return the counters that they were done at."""
    seen: list[Counter] = []

    class Histories(AnyOrder):
        @staticmethod
        def agree(counter: Counter) -> None:
            seen.append(counter)
            all_agree(counter)

    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Histories,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, derandomize=derandomize, database=None,
            suppress_health_check=tuple(HealthCheck), phases=(Phase.generate,), report_multiple_bugs=False,
            print_blob=False,
        ),
    )  # fmt: skip
    return seen


def a_day_with_everything(country: str, judge: Callable[[Counter], None] = all_agree) -> Counter:
    """Do a written history in the shop of a country, in the words that Hypothesis prints one in; return its counter."""

    class Day(AnyOrder):
        agree = staticmethod(judge)

    state = Day()
    try:
        state.begin(country=country, seed=7, step=1, limit=10**7, mixed=True)
        # A debt of a visit is paid in parts, and given back whole.
        state.sell(who=0, qty=333, parts=(1, 1), later=4)
        state.pay_debt(n=0, part=1, ways=(0, 0))
        state.do_the_same_again()
        state.pay_debt(n=0, part=8, ways=(2, 1))
        state.pay_debt(n=0, part=4, ways=(4, 0))
        state.refund(n=0, lines=[(1, 333)])
        state.do_the_same_again()
        state.refund(n=1, lines=[])
        # Two things with discounts and a price of the day, paid in all three ways, are given back bit by bit.
        state.bill_at_the_counter(who=1)
        state.add_item(n=1, code=5, qty=1_500)
        state.change_bill(n=1, line=0, what="discount", value=333_333, manager=True)
        state.change_bill(n=1, line=1, what="price", value=333_333, manager=True)
        state.change_bill(n=1, line=0, what="bill discount", value=50_000, manager=True)
        state.close_bill(n=1, parts=(2, 3), later=0, stale=0, manager=True)
        for lines in ([(1, 500)], [(2, 750), (1, 250)], []):
            state.refund(n=3, lines=lines)
        # The next day: a debt of yesterday, the visit that was given away is given back and billed once more.
        state.close_the_till(hours=24)
        state.pay_debt(n=0, part=8, ways=(0, 0))
        state.refund(n=1, lines=[])
        state.book(hour=1, person=1, code=1, who=0)
        state.check_out(n=4, parts=(0, 4), later=8)
        state.set_status(n=4, status=BookingStatus.CANCELLED, answer=OpenBill.DROP)
        state.check_out(n=2, parts=(0, 0), later=0)
        state.take_back(redo=False)
    finally:
        state.teardown()
    return state.counter


@pytest.mark.parametrize("country", sorted(LANDS))
def test_every_place_says_the_same_after_a_day_with_everything(country: str) -> None:
    counter = a_day_with_everything(country)
    assert (len(counter.sales), counter.done) == (7, 42)
    assert counter.refused == ["SetStatus: This visit is paid. Refund its invoice first."]


def test_a_history_is_the_same_each_time_it_is_done() -> None:
    documents: list[str] = []

    def judge(counter: Counter) -> None:
        documents.append(counter.shop.value("SELECT group_concat(number || hash) FROM invoice"))

    for _ in range(2):
        a_day_with_everything("KW", judge)
    assert documents[0] == documents[1]


def test_every_place_says_the_same_after_any_history() -> None:
    assert len(histories(6, 25, derandomize=True)) >= 6


@pytest.mark.torture
def test_every_place_says_the_same_after_any_long_history() -> None:
    histories(400, 60, derandomize=False)


# ---------------------------------------------------------------- what it would find

Patch = pytest.MonkeyPatch


def _a_sum_decides(patch: Patch) -> None:
    def is_billed(work: Work, booking_id: Any) -> bool:
        return any(row.gross_minor > 0 for row in work.uow.settlements.for_booking(booking_id))

    for module in (visit_bill, ticket, checkout):
        patch.setattr(module, "is_billed", is_billed)


def _on_account_looks_paid(patch: Patch) -> None:
    patch.setattr(board, "_BLOCKS", board._BLOCKS.replace("WHEN 1 THEN 4096", "WHEN 1 THEN 32"))  # noqa: SLF001


def _the_desk_goes_by_status(patch: Patch) -> None:
    told = desk._ROWS  # noqa: SLF001
    patch.setattr(
        desk,
        "_ROWS",
        told.replace("EXISTS (SELECT 1 FROM settlement", "0 AND EXISTS (SELECT 1 FROM settlement"),
    )


def _a_debt_paid_is_put_nowhere(patch: Patch) -> None:
    def enter(work: Work, root: Any, session: Any, tender: Any, *, rounding_minor: int, at: int) -> None:
        payment = Payment(
            id=work.new_id(), branch_id=work.actor.branch_id, session_id=session.id, kind=tender.kind,
            amount_minor=tender.amount_minor, tendered_minor=tender.tendered_minor, change_minor=tender.change_minor,
            rounding_minor=rounding_minor, at=at, business_date=session.business_date, by=work.actor.user_id,
        )  # fmt: skip
        work.uow.repo(PAYMENT).save(None, payment)

    patch.setattr(pay_later, "_enter", enter)


def _a_refund_enters_no_money(patch: Patch) -> None:
    patch.setattr(refund, "take_payments", lambda *_: None)


def _debts_are_not_rolled_up(patch: Patch) -> None:
    real = rollups.of_payment
    without: Callable[[Payment], Any] = lambda one: real(replace(one, taken_with=one.taken_with or one.id))  # noqa: E731
    patch.setattr(rolling_up.rollups, "of_payment", without)


def _a_kept_bill_keeps_its_visit(patch: Patch) -> None:
    patch.setattr(Ticket, "without_visit", lambda self: self)


def _a_retry_runs_again(patch: Patch) -> None:
    patch.setattr(SqlUnitOfWork, "stored_result", lambda *_: None)


def _a_paid_visit_stays_as_it_was(patch: Patch) -> None:
    patch.setattr(checkout, "_finish", lambda *_: None)


def _payments_settle_nothing(patch: Patch) -> None:
    real = settling.write_settlements

    def write(changes: tuple[Change, ...], work: Work) -> None:
        real(
            tuple(
                one for one in changes if not isinstance(one.after, Allocation) or one.after.amount_minor < 0
            ),
            work,
        )

    patch.setattr(settling, "write_settlements", write)


def _the_list_goes_by_documents(patch: Patch) -> None:
    patch.setattr(invoice_list, "SettlementState", lambda _: SettlementState.SETTLED)


def _cash_is_not_rounded(patch: Patch) -> None:
    real = checkout.settle

    def settle(gross_minor: int, offered: Sequence[Offered], *, cash_step_minor: int) -> Settlement:
        return real(gross_minor, offered, cash_step_minor=0)

    patch.setattr(checkout, "settle", settle)


def _tax_is_cut_off(patch: Patch) -> None:
    def cut(numerator: int, denominator: int) -> int:
        return numerator // denominator

    patch.setattr(tax, "round_half_away", cut)


def _parts_given_back_are_rounded_alone(patch: Patch) -> None:
    real = credit._credit  # noqa: SLF001
    patch.setattr(credit, "_credit", lambda line, n, before, qty: real(line, n, 0, qty))


MUTANTS = {
    change.__name__.strip("_").replace("_", " "): change
    for change in (
        _a_sum_decides, _on_account_looks_paid, _the_desk_goes_by_status, _a_debt_paid_is_put_nowhere,
        _a_refund_enters_no_money, _debts_are_not_rolled_up, _a_kept_bill_keeps_its_visit,
        _a_retry_runs_again, _a_paid_visit_stays_as_it_was, _payments_settle_nothing, _the_list_goes_by_documents,
        _cash_is_not_rounded, _tax_is_cut_off, _parts_given_back_are_rounded_alone,
    )
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(MUTANTS))
def test_a_counter_that_does_otherwise_is_caught(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    MUTANTS[name](monkeypatch)
    with pytest.raises(Exception):  # noqa: B017 - whatever it trips over first
        a_day_with_everything("BH")
