"""Two windows on one shop do what only one of them can do: one wins, the other is told why, and nothing is doubled.

Each pair of commands is made from what both windows saw. It is run one way round, the other way round, and by two
threads at once, on two connections to the same file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from salondesk.app.cli.upkeep import problems
from salondesk.core.catalogue import catalogue
from salondesk.core.errors import SalonDeskError
from salondesk.domain.booking import BookingStatus
from salondesk.domain.sale.ticket import Ticket
from salondesk.engine.credit import plan_refund
from salondesk.services.booking.visits import SetStatus
from salondesk.services.context import Command
from salondesk.services.reads.sale.invoice import InvoiceById
from salondesk.services.reads.till.open_session import OpenSession
from salondesk.services.sale.checkout import CloseTicket, SaleDone
from salondesk.services.sale.pay_later import PayInvoice
from salondesk.services.sale.refund import RefundInvoice, RefundLine
from salondesk.services.sale.ticket import DropTicket, OpenTicket, RemoveLine
from salondesk.services.till.session import CloseTill
from salondesk.services.visit_bill import OpenBill
from tests.support.accounts import bill, card, cash, client, leave
from tests.support.counter_histories import WRITTEN
from tests.support.shop import StaffedShop

Pair = tuple[Command[Any], Command[Any]]


def close(shop: StaffedShop, ticket: Ticket, later_minor: int = 0) -> CloseTicket:
    due = shop.due(ticket)
    return CloseTicket(
        key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version, shown_gross_minor=due,
        offered=cash(due - later_minor), on_account_minor=later_minor,
    )  # fmt: skip


def refund(shop: StaffedShop, sale: SaleDone, *lines: RefundLine) -> RefundInvoice:
    """Return a refund as a window asks for it: with the money that it showed."""
    family = shop.ask(InvoiceById(sale.invoice_id))
    assert family.settlement is not None
    plan = plan_refund(
        family.document, family.credits, family.payments, {line.n: line.qty_milli for line in lines},
        due_minor=family.settlement.due_minor, cash_step_minor=0,
    )  # fmt: skip
    return RefundInvoice(
        key=shop.new_id(), invoice_id=sale.invoice_id, reason="unhappy", lines=lines, shown=plan.tenders
    )


def pay(shop: StaffedShop, sale: SaleDone, minor: int, due: int) -> PayInvoice:
    return PayInvoice(
        key=shop.new_id(),
        invoice_id=sale.invoice_id,
        shown_due_minor=due,
        amount_minor=minor,
        offered=cash(minor),
    )


def call_off(shop: StaffedShop, ticket: Ticket, answer: OpenBill) -> SetStatus:
    assert ticket.booking_id is not None
    with shop.unit() as uow:
        visit = uow.bookings.get(ticket.booking_id)
    return SetStatus(
        key=shop.new_id(), booking_id=visit.id, expected_version=visit.version, status=BookingStatus.CANCELLED,
        reason="asked", open_bill=answer,
    )  # fmt: skip


def of_a_visit(shop: StaffedShop) -> Ticket:
    return shop.ticket("OIL", booking=shop.book())


def debt(shop: StaffedShop) -> SaleDone:
    """Return an invoice of 350.00 of which 100.00 were paid by card, and 250.00 are owed."""
    return leave(shop, bill(shop, client(shop), "COLOUR"), 25_000, card(10_000))


def one_bill_is_closed_twice(shop: StaffedShop) -> Pair:
    ticket = of_a_visit(shop)
    return close(shop, ticket), close(shop, ticket)


def a_bill_is_parked_with_a_change_and_closed(shop: StaffedShop) -> Pair:
    ticket = of_a_visit(shop)
    off = RemoveLine(
        key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version, line_id=ticket.lines[1].id
    )
    return off, close(shop, ticket)


def a_bill_is_dropped_and_closed(shop: StaffedShop) -> Pair:
    ticket = of_a_visit(shop)
    drop = DropTicket(key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version)
    return drop, close(shop, ticket)


def a_visit_is_called_off_with_its_bill_and_paid(shop: StaffedShop) -> Pair:
    ticket = of_a_visit(shop)
    return call_off(shop, ticket, OpenBill.DROP), close(shop, ticket)


def a_visit_is_called_off_without_its_bill_and_paid(shop: StaffedShop) -> Pair:
    ticket = of_a_visit(shop)
    return call_off(shop, ticket, OpenBill.KEEP), close(shop, ticket)


def one_invoice_is_given_back_twice(shop: StaffedShop) -> Pair:
    sale = shop.sell("CUT", "OIL")
    return refund(shop, sale), refund(shop, sale)


def one_line_is_given_back_twice(shop: StaffedShop) -> Pair:
    sale = shop.sell("CUT", "OIL")
    line = RefundLine(n=1, qty_milli=1_000)
    return refund(shop, sale, line), refund(shop, sale, line)


def a_line_and_the_whole_are_given_back(shop: StaffedShop) -> Pair:
    sale = shop.sell("CUT", "OIL")
    return refund(shop, sale, RefundLine(n=1, qty_milli=1_000)), refund(shop, sale)


def one_debt_is_paid_twice(shop: StaffedShop) -> Pair:
    sale = debt(shop)
    return pay(shop, sale, 25_000, 25_000), pay(shop, sale, 25_000, 25_000)


def a_part_of_a_debt_and_all_of_it_are_paid(shop: StaffedShop) -> Pair:
    sale = debt(shop)
    return pay(shop, sale, 5_000, 25_000), pay(shop, sale, 25_000, 25_000)


def a_debt_is_paid_and_its_invoice_given_back(shop: StaffedShop) -> Pair:
    sale = debt(shop)
    return pay(shop, sale, 25_000, 25_000), refund(shop, sale)


def two_bills_are_left_on_one_account(shop: StaffedShop) -> Pair:
    who = client(shop, 20_000)
    first, second = (bill(shop, who, "CUT") for _ in range(2))
    return close(shop, first, 15_000), close(shop, second, 15_000)


def a_bill_is_closed_as_the_till_is_counted(shop: StaffedShop) -> Pair:
    session = shop.ask(OpenSession())
    assert session is not None
    counted = CloseTill(key=shop.new_id(), session_id=session.id, counted_minor=50_000)
    return close(shop, of_a_visit(shop)), counted


PAIRS = (
    one_bill_is_closed_twice, a_bill_is_parked_with_a_change_and_closed, a_bill_is_dropped_and_closed,
    a_visit_is_called_off_with_its_bill_and_paid, a_visit_is_called_off_without_its_bill_and_paid,
    one_invoice_is_given_back_twice, one_line_is_given_back_twice, a_line_and_the_whole_are_given_back,
    one_debt_is_paid_twice, a_part_of_a_debt_and_all_of_it_are_paid, a_debt_is_paid_and_its_invoice_given_back,
    two_bills_are_left_on_one_account, a_bill_is_closed_as_the_till_is_counted,
)  # fmt: skip


@pytest.fixture
def windows(shop: StaffedShop) -> Iterator[tuple[StaffedShop, StaffedShop]]:
    """Two windows on one shop whose till is open."""
    shop.open_till()
    other = shop.again()
    for window in (shop, other):
        window.storage.hurry()
    yield shop, other
    other.close()


def written(window: StaffedShop) -> object:
    """Return what changes with anything that is written of visits, bills and money, drafts among it."""
    with window.readers.lend() as connection:
        return connection.execute(WRITTEN).fetchone()


def tried(window: StaffedShop, command: Command[Any]) -> SalonDeskError | None:
    """Do a command as the manager; return what stood against it."""
    try:
        window.run(command, window.manager)
    except SalonDeskError as error:
        return error
    return None


def assert_told(error: SalonDeskError | None) -> None:
    """The loser is told in words that both languages have."""
    assert error is not None
    english, arabic = catalogue("en").text(error.message), catalogue("ar").text(error.message)
    assert english and arabic and arabic != english


@pytest.mark.parametrize("pair", PAIRS, ids=lambda one: one.__name__)
@pytest.mark.parametrize("first", [0, 1])
def test_whoever_comes_second_is_told_and_writes_nothing(
    windows: tuple[StaffedShop, StaffedShop], pair: Callable[[StaffedShop], Pair], first: int
) -> None:
    commands = pair(windows[0])
    winner, loser = commands[first], commands[1 - first]
    assert tried(windows[0], winner) is None
    before = written(windows[0])
    assert_told(tried(windows[1], loser))
    assert written(windows[0]) == before
    assert list(problems(windows[0])) == []


@pytest.mark.parametrize("pair", PAIRS, ids=lambda one: one.__name__)
def test_of_two_at_the_same_moment_one_wins(
    windows: tuple[StaffedShop, StaffedShop], pair: Callable[[StaffedShop], Pair]
) -> None:
    commands, start = pair(windows[0]), Barrier(2)
    seq = windows[0].value("SELECT max(seq) FROM change_txn")

    def run(n: int) -> SalonDeskError | None:
        start.wait(20)
        return tried(windows[n], commands[n])

    with ThreadPoolExecutor(2) as threads:
        said = list(threads.map(run, range(2)))
    assert said.count(None) == 1
    assert_told(next(error for error in said if error is not None))
    assert windows[0].value("SELECT max(seq) FROM change_txn") <= seq + 1
    assert list(problems(windows[0])) == []
    after = written(windows[0])
    again = [tried(windows[1 - n], command) for n, command in enumerate(commands)]  # a retry, elsewhere
    assert [error is None for error in again] == [error is None for error in said]
    assert written(windows[0]) == after


def test_two_windows_bill_one_visit_and_find_one_bill(windows: tuple[StaffedShop, StaffedShop]) -> None:
    visit, start = windows[0].book(), Barrier(2)

    def run(window: StaffedShop) -> Ticket:
        start.wait(20)
        ticket: Ticket = window.run(OpenTicket(key=window.new_id(), booking_id=visit.id))
        return ticket

    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(run, windows)
    assert first == second
    assert windows[0].value("SELECT count(*) FROM ticket") == 1
