"""What must hold of a counter's figures whatever was done: every place says the same, and `check` is clean.

Diary, desk, visit panel, client's visits, bill, invoices list, takings, X, ledger and settlements are held to each other
and to the documents, and the sums of documents to fractions worked out anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from salondesk.app.cli.upkeep import problems
from salondesk.core.errors import UserError
from salondesk.core.ids import Id
from salondesk.core.money import MILLI, PPM
from salondesk.domain.booking import BookingStatus
from salondesk.domain.catalog import PriceBasis
from salondesk.domain.daily import Dim
from salondesk.domain.sale.invoice import DocumentKind, Invoice, InvoiceLine
from salondesk.domain.sale.ticket import TenderKind
from salondesk.domain.settlement import SettlementState
from salondesk.services.reads.booking.board import OWED, PAID, DiaryBoard
from salondesk.services.reads.booking.desk import DeskDay
from salondesk.services.reads.booking.visit import VisitById
from salondesk.services.reads.client.card import ClientById
from salondesk.services.reads.report.sales import SalesOfDays
from salondesk.services.reads.report.takings import TakingsOfDays
from salondesk.services.reads.sale.invoice import InvoiceById
from salondesk.services.reads.sale.invoice_list import InvoiceList
from salondesk.services.reads.till.open_session import OpenSession
from salondesk.services.reads.till.x_report import XReport
from salondesk.services.sale.ticket import OpenTicket
from tests.support.counter_histories import Counter
from tests.support.shop import StaffedShop
from tests.support.takings_oracle import figures_of, sorted_parts, stored_documents


def all_agree(c: Counter) -> None:
    """Hold every place that says something of the money to the others, and ask `check`."""
    for visit_id in c.visits:
        _visit_agrees(c, visit_id)
    _documents_agree(c)
    _ledger_agrees(c.shop)
    _session_agrees(c.shop)
    found = [f"{p.rule} {p.id}: {p.text.key}" for p in problems(c.shop)]
    assert found == [], found


def _visit_agrees(c: Counter, visit_id: Id) -> None:
    shop = c.shop
    with shop.unit() as uow:
        booking = uow.bookings.find(visit_id)
        rows = uow.settlements.for_booking(visit_id)
        open_bill = uow.tickets.open_for_booking(visit_id)
    if booking is None or booking.deleted_at is not None:
        assert not any(row.bills_its_visit for row in rows)
        return
    held = [row for row in rows if row.bills_its_visit]
    assert len(held) <= 1, "two invoices bill one visit"
    billed, owed = bool(held), bool(held) and held[0].due_minor > 0
    card = shop.ask(VisitById(visit_id))
    assert (card.is_billed, card.owed_minor) == (billed, held[0].due_minor if owed else 0)
    if booking.client_id is not None:
        past = {row.booking_id: row.status for row in shop.ask(ClientById(booking.client_id)).visits}
        assert past[visit_id] == booking.status
    day = booking.business_date
    blocks = [block for block in shop.ask(DiaryBoard(day, lang="en")).blocks if block.booking_id == visit_id]
    if booking.holds_time:
        assert {(bool(block.flags & PAID), bool(block.flags & OWED)) for block in blocks} == {
            (billed and not owed, owed)
        }
        desk = shop.ask(DeskDay(day))
        stages = (desk.due, desk.waiting, desk.in_service, desk.to_pay)
        assert any(row.booking_id == visit_id for stage in stages for row in stage) == (not billed)
    if billed:
        assert booking.status is BookingStatus.DONE
        assert open_bill is None, "a billed visit has an open bill"
    if open_bill is not None:
        assert booking.holds_time, "a visit that was called off has an open bill"
    before = c.written()
    try:
        shop.run(OpenTicket(key=shop.new_id(), booking_id=visit_id))
        assert not billed, "a billed visit got a second bill"
    except UserError:
        assert billed or not booking.holds_time
        assert c.written() == before


def _documents_agree(c: Counter) -> None:
    shop = c.shop
    documents = stored_documents(shop)
    if not documents:
        return
    first, last = (f(one.business_date for one in documents) for f in (min, max))
    listed = {row.invoice_id: row for row in shop.ask(InvoiceList(first, last))}
    assert set(listed) == {one.id for one in documents}
    for document in documents:
        _adds_up(document)
        if document.kind is DocumentKind.INVOICE:
            _is_rounded(document, c.coins[document.id])
        family = shop.ask(InvoiceById(document.id))
        assert (family.settlement is None) == (document.kind is DocumentKind.CREDIT_NOTE)
        row = family.settlement
        assert listed[document.id].state == (row.state if row is not None else None)
        if row is not None:
            came = sum(one.allocatable_minor for one in family.payments)
            assert row.allocated_minor == came
            assert row.gross_minor == document.gross_minor + sum(n.gross_minor for n in family.credits)
            assert row.due_minor >= 0
            _given_back(document, family.credits)
            if row.state is SettlementState.CREDITED:
                moved = [(one.amount_minor, one.rounding_minor) for one in family.payments]
                assert (sum(money for money, _ in moved), sum(off for _, off in moved)) == (0, 0)
    figures = shop.ask(TakingsOfDays(first, last))
    paid = [one for one in figures.debts if one.what == "paid"]
    wanted = figures_of(documents)
    later = sum(one.amount_minor for one in paid)
    said = sorted_parts(replace_tenders(figures, ()))
    assert said == sorted_parts(replace_tenders(wanted, ())), "takings are not what the documents say"
    money = sum(one.sales_minor + one.refunds_minor for one in figures.tenders)
    on_account = sum(one.on_account_minor for one in documents)
    assert money == sum(one.payable_minor for one in documents) - on_account + later
    tenders = shop.ask(SalesOfDays(first, last, Dim.TENDER))
    assert money == sum(row.gross_minor for row in tenders)


def _half_away(exact: Fraction) -> int:
    """Round to the nearest whole, halves away from zero: what a person with pencil and paper does."""
    whole = int(abs(exact) + Fraction(1, 2))
    return whole if exact >= 0 else -whole


def _adds_up(document: Invoice) -> None:
    """Work an invoice's sums out anew from price, quantity, discounts and rates, in fractions."""
    for line in document.lines:
        assert line.gross_minor == line.net_minor + sum(tax.amount_minor for tax in line.taxes)
        assert not line.staff or sum(share.net_minor for share in line.staff) == line.net_minor
        if document.kind is DocumentKind.INVOICE:
            _line_adds_up(line)
    for name in ("list_minor", "net_minor", "tax_minor", "gross_minor"):
        assert getattr(document, name) == sum(getattr(line, name) for line in document.lines), name
    money = sum(tender.amount_minor for tender in document.tenders)
    assert document.payable_minor == document.gross_minor + document.rounding_minor
    assert money == document.payable_minor - document.on_account_minor


def _is_rounded(document: Invoice, coin: int) -> None:
    """Cash is of whole coins, and was rounded by half a coin at most; nothing else is rounded."""
    cash = [one.amount_minor for one in document.tenders if one.kind is TenderKind.CASH]
    if coin > 1:
        assert all(minor % coin == 0 for minor in cash)
    assert 2 * abs(document.rounding_minor) <= (coin if cash and coin > 1 else 0)


def _line_adds_up(line: InvoiceLine) -> None:
    assert line.list_minor == _half_away(Fraction(line.unit_price_minor * line.qty_milli, MILLI))
    left = line.list_minor - line.line_discount_minor - line.bill_discount_minor
    inside = line.basis is PriceBasis.INSIDE
    assert left == (line.gross_minor if inside else line.net_minor)
    whole = PPM + sum(tax.rate_ppm for tax in line.taxes) if inside else PPM
    for tax in line.taxes:
        assert tax.amount_minor == _half_away(Fraction(left * tax.rate_ppm, whole))


def _given_back(sold: Invoice, notes: Sequence[Invoice]) -> None:
    """Hold each line that was given back whole to what was sold of it, amount by amount."""
    for line in sold.lines:
        back = [one for note in notes for one in note.lines if one.original_n == line.n]
        quantity = -sum(one.qty_milli for one in back)
        assert 0 <= quantity <= line.qty_milli
        if back and quantity == line.qty_milli:
            assert _amounts(back) == tuple(-amount for amount in _amounts((line,)))


def _amounts(lines: Iterable[InvoiceLine]) -> tuple[int, ...]:
    """Return list, discounts, net, tax, gross, and the amount of each tax, added up."""
    lines = list(lines)
    names = (
        "list_minor",
        "line_discount_minor",
        "bill_discount_minor",
        "net_minor",
        "tax_minor",
        "gross_minor",
    )
    sums = [sum(getattr(line, name) for line in lines) for name in names]
    taxes = [
        sum(tax.amount_minor for tax in column)
        for column in zip(*(line.taxes for line in lines), strict=True)
    ]
    shares = [
        sum(share.net_minor for share in column)
        for column in zip(*(line.staff for line in lines), strict=True)
    ]
    return (*sums, *taxes, *shares)


def replace_tenders(figures: Any, tenders: tuple[()]) -> Any:
    """Return figures without what documents alone do not say: tenders, and what was paid of debts."""
    debts = tuple(one for one in figures.debts if one.what != "paid")
    return figures._replace(tenders=tenders, debts=debts)


def _ledger_agrees(shop: StaffedShop) -> None:
    def total(sql: str) -> int:
        return int(shop.value(sql) or 0)

    ledger = "SELECT sum(amount) FROM balance WHERE account"
    gross, allocated = (
        total("SELECT sum(gross_minor) FROM invoice"),
        total("SELECT sum(amount_minor) FROM allocation"),
    )
    assert total(f"{ledger} = 'receivable'") == gross - allocated
    assert total(f"{ledger} = 'credit'") == 0
    money = total("SELECT sum(amount_minor) FROM payment")
    assert money == allocated + total(f"{ledger} = 'rounding'")
    owed = total("SELECT sum(gross_minor - allocated_minor) FROM settlement")
    assert owed == gross - allocated


def _session_agrees(shop: StaffedShop) -> None:
    session = shop.ask(OpenSession())
    if session is None:
        return
    x = shop.ask(XReport())
    money = sum(one.sales_minor + one.refunds_minor for one in x.tenders)
    assert money == x.gross_minor + x.rounding_minor - x.on_account_minor + x.debts_paid_minor
    drawer = shop.value("SELECT amount FROM balance WHERE account = 'drawer' AND holder_id = ?", session.id)
    assert x.expected_minor == (drawer or 0)
    with shop.unit() as uow:
        assert uow.sessions.cash_of(session.id) == x.expected_minor
