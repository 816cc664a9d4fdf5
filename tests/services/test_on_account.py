"""A client pays later: who may let her, up to how much, what comes in afterwards, and what a refund does to a debt."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from salondesk.app.cli.upkeep import problems
from salondesk.core import snapshot
from salondesk.core.errors import ConflictError, PermissionRefused, UserError
from salondesk.core.ids import Id
from salondesk.domain.access import Permission
from salondesk.domain.sale.payment import PAYMENT, Payment
from salondesk.domain.sale.ticket import TenderKind
from salondesk.domain.settlement import SettlementState
from salondesk.domain.till import TillReport
from salondesk.engine.tendering import Offered
from salondesk.services.client.card import NewClient
from salondesk.services.reads.booking.visit import VisitById
from salondesk.services.reads.read_desk import ReadDesk
from salondesk.services.reads.till.x_report import XReport
from salondesk.services.sale.checkout import SaleDone
from salondesk.services.sale.on_account import SetCreditLimit
from salondesk.services.sale.pay_later import PayInvoice
from salondesk.services.sale.refund import RefundLine
from salondesk.services.shop.edit import EditShop
from tests.support.accounts import History, bill, card, cash, client, due_of, leave, pay, refund
from tests.support.shop import StaffedShop

ON_ACCOUNT = Permission.SALE_ON_ACCOUNT


def state(shop: StaffedShop, done: SaleDone) -> SettlementState:
    return SettlementState(shop.value("SELECT state FROM settlement WHERE root_id = ?", done.invoice_id))


def later(shop: StaffedShop) -> list[Payment]:
    with shop.unit() as uow:
        return [one for one in uow.repo(PAYMENT).all() if one.taken_with is None]


# ---------------------------------------------------------------- leaving a rest


@pytest.mark.parametrize(
    ("rest", "was"), [(15_000, SettlementState.UNPAID), (5_000, SettlementState.PART_PAID)]
)
def test_a_rest_is_left_on_account_and_settled_later(
    shop: StaffedShop, rest: int, was: SettlementState
) -> None:
    shop.open_till()
    done = leave(shop, bill(shop, client(shop), "CUT"), rest)
    with shop.unit() as uow:
        document = uow.invoices.get(done.invoice_id)
    assert document.on_account_minor == rest
    assert sum(t.amount_minor for t in document.tenders) == document.payable_minor - rest
    assert state(shop, done) is was and due_of(shop, done) == rest
    paid = pay(shop, done, rest, *cash(20_000))
    assert (paid.due_minor, paid.change_minor, paid.number) == (0, 20_000 - rest, document.number)
    assert state(shop, done) is SettlementState.SETTLED
    (payment,) = later(shop)
    assert (payment.amount_minor, payment.tendered_minor, payment.client_id) == (
        rest,
        20_000,
        document.client_id,
    )
    assert list(problems(shop)) == []


def test_whoever_lacks_the_right_is_refused_and_an_approval_lifts_it(shop: StaffedShop) -> None:
    shop.open_till()
    ticket = bill(shop, client(shop), "CUT")
    with pytest.raises(PermissionRefused) as refused:
        leave(shop, ticket, 1_000, actor=shop.reception)
    assert refused.value.permission == ON_ACCOUNT
    leave(shop, ticket, 1_000, actor=shop.reception, override=shop.approval(ON_ACCOUNT))
    with pytest.raises(PermissionRefused):
        shop.run(SetCreditLimit(key=shop.new_id(), client_id=ticket.client_id or Id(b""), limit_minor=1))


def test_a_client_owes_at_most_her_limit_all_bills_together(shop: StaffedShop) -> None:
    shop.open_till()
    who = client(shop, 20_000)
    first = leave(shop, bill(shop, who, "CUT"), 15_000)
    second = bill(shop, who, "MANI")
    with pytest.raises(UserError, match="credit limit"):
        leave(shop, second, 5_001)
    with pytest.raises(UserError, match="credit limit"):
        leave(shop, second, 5_001, override=shop.approval(ON_ACCOUNT))
    pay(shop, first, 1)
    leave(shop, second, 5_001)
    assert list(problems(shop)) == []


def test_what_is_to_be_given_back_lends_nothing(shop: StaffedShop) -> None:
    shop.open_till()
    who = client(shop, 1_000)
    with shop.unit() as uow:
        assert uow.settlements.owed_by(who) == 0
        assert uow.settlements.due_of(who) == 0
    done = leave(shop, bill(shop, who, "CUT"), 1_000)
    refund(shop, done)
    with shop.unit() as uow:
        assert uow.settlements.owed_by(who) == 0


@pytest.mark.parametrize(("who", "rest"), [(False, 1_000), (True, 15_001), (True, -1)])
def test_a_rest_of_nobody_or_beyond_the_bill_is_refused(shop: StaffedShop, who: bool, rest: int) -> None:
    shop.open_till()
    ticket = bill(shop, client(shop) if who else None, "CUT")
    with pytest.raises(UserError):
        leave(shop, ticket, rest, *cash(14_000))
    assert shop.value("SELECT count(*) FROM invoice") == 0


def test_without_a_rest_a_bill_is_covered_whole_as_before(shop: StaffedShop) -> None:
    shop.open_till()
    with pytest.raises(UserError, match="does not cover"):
        shop.pay(shop.ticket("CUT"), *cash(14_999), gross_minor=15_000)
    done = shop.sell("CUT")
    assert "on_account" not in shop.value("SELECT snapshot FROM invoice WHERE id = ?", done.invoice_id)


@pytest.mark.parametrize("limit", [-1, 10**11 + 1])
def test_a_limit_is_nothing_or_more(shop: StaffedShop, limit: int) -> None:
    with pytest.raises(UserError):
        client(shop, limit)


def test_the_same_limit_again_changes_nothing(shop: StaffedShop) -> None:
    who = client(shop, 500)
    same = SetCreditLimit(key=shop.new_id(), client_id=who, limit_minor=500)
    assert shop.run(same, shop.manager).version == 2


# ---------------------------------------------------------------- paying it


def test_a_debt_is_paid_in_parts_by_card_and_cash(shop: StaffedShop) -> None:
    shop.open_till()
    done = leave(shop, bill(shop, client(shop), "CUT"), 15_000)
    assert pay(shop, done, 4_000, card(4_000)).due_minor == 11_000
    assert state(shop, done) is SettlementState.PART_PAID
    assert pay(shop, done, 11_000, card(1_000, "B2"), *cash(10_000)).due_minor == 0
    assert sorted(one.amount_minor for one in later(shop)) == [1_000, 4_000, 10_000]
    assert list(problems(shop)) == []


@pytest.mark.parametrize(
    ("shown", "amount", "offered", "error"),
    [
        (15_000, 15_001, cash(15_001), UserError),
        (15_000, 0, (), UserError),
        (15_000, -1, (), UserError),
        (14_999, 14_999, cash(14_999), ConflictError),
        (15_000, 15_000, cash(14_999), UserError),
        (15_000, 10_000, (card(10_001),), UserError),
        (15_000, 10_000, (replace(card(10_000), approval=""),), UserError),
    ],
)
def test_a_payment_that_does_not_fit_the_debt_is_refused(
    shop: StaffedShop, shown: int, amount: int, offered: tuple[Offered, ...], error: type[Exception]
) -> None:
    shop.open_till()
    done = leave(shop, bill(shop, client(shop), "CUT"), 15_000)
    with pytest.raises(error):
        shop.run(PayInvoice(
            key=shop.new_id(), invoice_id=done.invoice_id, shown_due_minor=shown, amount_minor=amount, offered=offered,
        ))  # fmt: skip
    assert later(shop) == [] and due_of(shop, done) == 15_000


def test_what_is_settled_and_a_credit_note_are_not_paid(shop: StaffedShop) -> None:
    shop.open_till()
    done = shop.sell("CUT")
    for invoice_id in (done.invoice_id, refund(shop, done).id):
        with pytest.raises(UserError):
            shop.run(PayInvoice(
                key=shop.new_id(), invoice_id=invoice_id, shown_due_minor=0, amount_minor=1, offered=cash(1),
            ))  # fmt: skip


def test_a_debt_is_paid_into_the_session_of_today(shop: StaffedShop) -> None:
    shop.open_till()
    done = leave(shop, bill(shop, client(shop), "CUT"), 15_000)
    assert shop.ask(XReport()).on_account_minor == 15_000
    shop.close_till(50_000)
    with pytest.raises(UserError, match="till is closed"):
        pay(shop, done, 15_000)
    shop.time.advance(86_400_000)
    session = shop.open_till()
    pay(shop, done, 15_000)
    (payment,) = later(shop)
    assert (payment.session_id, payment.business_date) == (session.id, session.business_date)
    x = shop.ask(XReport())
    assert (x.debts_paid_minor, x.on_account_minor, x.gross_minor, x.expected_minor) == (15_000, 0, 0, 65_000)
    shop.close_till(65_000)
    with shop.readers.lend() as connection:
        texts = connection.execute("SELECT snapshot FROM z_report ORDER BY seq").fetchall()
    first, second = (snapshot.loads(TillReport, text) for (text,) in texts)
    assert (first.on_account_minor, first.debts_paid_minor) == (15_000, 0)
    assert (second.on_account_minor, second.debts_paid_minor) == (0, 15_000)
    assert list(problems(shop)) == []


def test_cash_is_rounded_only_where_it_pays_the_whole_rest(shop: StaffedShop) -> None:
    row_id = shop.value("SELECT id FROM shop")
    shop.run(EditShop(key=shop.new_id(), row_id=row_id, changes={"cash_step_minor": (0, 25)}), shop.manager)
    shop.open_till()
    done = leave(shop, bill(shop, client(shop), "CUT"), 4_990)
    pay(shop, done, 1_003)
    assert pay(shop, done, 3_987, *cash(4_000)).change_minor == 25
    assert sorted((one.amount_minor, one.rounding_minor) for one in later(shop)) == [(1_003, 0), (3_975, -12)]
    assert list(problems(shop)) == []


# ---------------------------------------------------------------- giving it back


def test_a_refund_takes_off_the_debt_first_and_gives_back_the_rest(shop: StaffedShop) -> None:
    shop.open_till()
    done = leave(shop, bill(shop, client(shop), "CUT", "MANI"), 10_000)
    note = refund(shop, done, RefundLine(n=1, qty_milli=1_000))
    assert note.on_account_minor == -10_000 and sum(t.amount_minor for t in note.tenders) == -5_000
    assert due_of(shop, done) == 0 and state(shop, done) is SettlementState.SETTLED
    assert list(problems(shop)) == []


def test_a_refund_of_what_nobody_paid_moves_no_money(shop: StaffedShop) -> None:
    shop.open_till()
    done = leave(shop, bill(shop, client(shop), "CUT"), 15_000)
    note = refund(shop, done)
    assert (note.on_account_minor, note.tenders) == (-15_000, ())
    assert state(shop, done) is SettlementState.CREDITED
    assert list(problems(shop)) == []


def test_money_that_came_later_goes_back_as_it_came(shop: StaffedShop) -> None:
    shop.open_till()
    done = leave(shop, bill(shop, client(shop), "CUT"), 15_000)
    pay(shop, done, 9_000, card(9_000, "B2"))
    pay(shop, done, 6_000)
    note = refund(shop, done)
    assert [(t.kind, t.amount_minor, t.approval) for t in note.tenders] == [
        (TenderKind.CARD, -9_000, "B2"), (TenderKind.CASH, -6_000, ""),
    ]  # fmt: skip
    with shop.unit() as uow:
        back = {one.reverses: one.amount_minor for one in uow.repo(PAYMENT).all() if one.amount_minor < 0}
    assert back == {one.id: -one.amount_minor for one in later(shop)}
    assert list(problems(shop)) == []


def test_what_comes_after_a_note_in_the_same_instant_is_not_what_it_gave_back(shop: StaffedShop) -> None:
    """The clock stands still: the order of documents and payments is kept in their instants."""
    shop.open_till()
    done = leave(shop, bill(shop, client(shop), "CUT", "CUT"), 20_000)
    refund(shop, done, RefundLine(n=1, qty_milli=1_000))
    pay(shop, done, 5_000)
    refund(shop, done, RefundLine(n=2, qty_milli=1_000))
    assert list(problems(shop)) == []


# ---------------------------------------------------------------- by chance


def sums(shop: StaffedShop, sql: str) -> int:
    return int(shop.value(sql) or 0)


@pytest.mark.parametrize("step", [0, 25])
@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_money_is_what_was_allocated_and_rounded(
    shop: StaffedShop, seed: int, step: int
) -> None:
    rng = random.Random(seed * 100 + step)
    if step:
        row_id = shop.value("SELECT id FROM shop")
        shop.run(
            EditShop(key=shop.new_id(), row_id=row_id, changes={"cash_step_minor": (0, step)}), shop.manager
        )
    shop.open_till(10**6)
    history = History(shop, rng, [client(shop, 10**7, name) for name in ("Noor", "Huda")])
    history.sell()
    for _ in range(22):
        rng.choices((history.sell, history.pay, history.refund, history.day), weights=(4, 5, 3, 1))[0]()
    ledger = "SELECT sum(amount) FROM balance WHERE account"
    gross = sums(shop, "SELECT sum(gross_minor) FROM invoice")
    allocated = sums(shop, "SELECT sum(amount_minor) FROM allocation")
    money = sums(shop, "SELECT sum(amount_minor) FROM payment")
    assert sums(shop, f"{ledger} = 'receivable'") == gross - allocated
    assert sums(shop, f"{ledger} = 'credit'") == 0
    assert money == allocated + sums(shop, f"{ledger} = 'rounding'")
    assert all(due_of(shop, done) >= 0 for done in history.sold)
    with shop.unit() as uow:
        owed = sum(uow.settlements.owed_by(who) for who in history.clients)
    assert owed == gross - allocated
    assert list(problems(shop)) == []


def test_whoever_may_not_see_sales_learns_of_a_debt_but_not_how_much(shop: StaffedShop) -> None:
    shop.open_till()
    visit = shop.book("MONA", client=NewClient(name="Noor"))
    assert visit.client_id is not None
    limit = SetCreditLimit(key=shop.new_id(), client_id=visit.client_id, limit_minor=100_000)
    shop.run(limit, shop.manager)
    done = leave(shop, shop.ticket(booking=visit), 15_000)
    reads = ReadDesk(shop.queries, shop.clock)
    hers = reads.ask(shop.stylist, VisitById(visit.id))
    assert (hers.is_billed, hers.is_owed, hers.owed_minor, hers.billed_by) == (True, True, 0, "")
    assert hers.settlement is not None and "15000" not in repr(hers.settlement)
    seen = reads.ask(shop.manager, VisitById(visit.id))
    assert (seen.is_owed, seen.owed_minor, seen.billed_by) == (True, 15_000, done.number)
