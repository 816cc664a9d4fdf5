"""Ledger entries derived from documents, payments, allocations, petty cash, sessions and stock.

Each fact gives its own entries and asks no other, so that they are the same in a sale, a check, a rebuild and on
another machine. Keys are the fact's id and the entry's part. Amounts keep the sign of what they add: money that came
in, what a client owes (receivable) or has paid ahead (credit), and cash rounding are positive. A family's receivable
is what is left of its invoice less what was allocated to it, a payment's credit what of it is not allocated; of all
payments together, money = allocated + credit + rounding.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from salondesk.core.ids import Id, derived_id
from salondesk.domain.ledger import DRAWER, STOCK, LedgerEntry
from salondesk.domain.sale.invoice import Invoice
from salondesk.domain.sale.payment import Allocation, Payment
from salondesk.domain.sale.ticket import LineKind, TenderKind
from salondesk.domain.stock import StockMovement
from salondesk.domain.till import CashMovement, MovementKind, TillSession
from salondesk.engine.settlement import root_of

CARD = "card"
"""Charged on the card terminal, in minor units; holder is the till session."""
TRANSFER = "transfer"
"""Taken by bank transfer, in minor units; holder is the till session."""
RECEIVABLE = "receivable"
"""What is owed of an invoice and its credit notes, in minor units; holder is the invoice."""
CREDIT = "credit"
"""What of a payment is not allocated, in minor units; holder is the payment."""
ROUNDING = "rounding"
"""Cash rounding, in minor units; holder is the till session."""

PIECE = "piece"
MONEY: Mapping[TenderKind, str] = {
    TenderKind.CASH: DRAWER,
    TenderKind.CARD: CARD,
    TenderKind.TRANSFER: TRANSFER,
}
"""The account that each tender's money lies in."""


@dataclass(frozen=True, slots=True)
class _Fact:
    """What all entries of a fact share."""

    id: Id
    branch_id: Id
    at: int
    business_date: date

    def entry(
        self, part: str, account: str, holder_id: Id, amount: int, unit: str, note: str = ""
    ) -> LedgerEntry:
        key = f"{self.id.hex()}/{part}"
        return LedgerEntry(
            id=derived_id(self.at, "ledger", key),
            branch_id=self.branch_id,
            account=account,
            holder_id=holder_id,
            unit=unit,
            amount=amount,
            source_key=key,
            at=self.at,
            business_date=self.business_date,
            note=note,
        )


def of_document(document: Invoice) -> tuple[LedgerEntry, ...]:
    """Return what an invoice or credit note adds: to its family's receivable, and each product line to the stock."""
    fact = _Fact(document.id, document.branch_id, document.issued_at, document.business_date)
    made = [
        fact.entry(f"n{line.n}", STOCK, line.item_id, -line.qty_milli, PIECE)
        for line in document.lines
        if line.kind is LineKind.PRODUCT
    ]
    if document.gross_minor:
        root, gross = root_of(document), document.gross_minor
        made.append(fact.entry("receivable", RECEIVABLE, root, gross, document.currency))
    return tuple(made)


def of_payment(payment: Payment, currency: str) -> tuple[LedgerEntry, ...]:
    """Return what a payment adds: to the money of its kind, to the rounding, and the rest to its credit.

    Cash that was handed over and handed back whole is entered too: the drawer was opened for it.
    """
    fact = _Fact(payment.id, payment.branch_id, payment.at, payment.business_date)
    session = payment.session_id
    made = []
    if payment.moved_money:
        made.append(fact.entry("money", MONEY[payment.kind], session, payment.amount_minor, currency))
    if payment.rounding_minor:
        made.append(fact.entry("rounding", ROUNDING, session, payment.rounding_minor, currency))
    if payment.allocatable_minor:
        made.append(fact.entry("credit", CREDIT, payment.id, payment.allocatable_minor, currency))
    return tuple(made)


def of_allocation(allocation: Allocation, currency: str) -> tuple[LedgerEntry, ...]:
    """Return what an allocation moves: from the payment's credit to the invoice's receivable."""
    fact = _Fact(allocation.id, allocation.branch_id, allocation.at, allocation.business_date)
    off = -allocation.amount_minor
    return (
        fact.entry("credit", CREDIT, allocation.payment_id, off, currency),
        fact.entry("receivable", RECEIVABLE, allocation.document_id, off, currency),
    )


def of_session(session: TillSession, currency: str) -> tuple[LedgerEntry, ...]:
    """Return what a till session adds to its drawer: the float, and at its close what the count found over or short."""
    opened = _Fact(session.id, session.branch_id, session.opened_at, session.business_date)
    made = [opened.entry("float", DRAWER, session.id, session.float_minor, currency, "float")]
    difference = (session.counted_minor or 0) - (session.expected_minor or 0)
    if session.closed_at is not None and difference:
        closed = _Fact(session.id, session.branch_id, session.closed_at, session.business_date)
        note = session.difference_reason
        made.append(closed.entry("difference", DRAWER, session.id, difference, currency, note))
    return tuple(made)


def of_cash(movement: CashMovement, session: TillSession, currency: str) -> tuple[LedgerEntry, ...]:
    """Return what petty cash adds to the drawer of its ``session``, whose trading day it counts in."""
    fact = _Fact(movement.id, movement.branch_id, movement.at, session.business_date)
    amount = movement.amount_minor if movement.kind is MovementKind.IN else -movement.amount_minor
    return (fact.entry("cash", DRAWER, session.id, amount, currency, movement.reason),)


def of_stock(movement: StockMovement) -> tuple[LedgerEntry, ...]:
    """Return what a stock movement adds to its product's stock."""
    fact = _Fact(movement.id, movement.branch_id, movement.at, movement.business_date)
    return (fact.entry("stock", STOCK, movement.product_id, movement.qty_milli, PIECE, movement.reason),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything a ledger is derived from; petty cash only of ``sessions``. Each is read once, in the order given."""

    currency: str
    documents: Iterable[Invoice] = ()
    payments: Iterable[Payment] = ()
    allocations: Iterable[Allocation] = ()
    sessions: Iterable[TillSession] = ()
    petty_cash: Iterable[CashMovement] = ()
    stock_movements: Iterable[StockMovement] = ()


def postings(facts: Facts) -> Iterator[LedgerEntry]:
    """Yield the whole ledger of the facts. Raises KeyError for petty cash of a session that is not among them."""
    sessions = {session.id: session for session in facts.sessions}
    for session in sessions.values():
        yield from of_session(session, facts.currency)
    for movement in facts.petty_cash:
        yield from of_cash(movement, sessions[movement.session_id], facts.currency)
    for document in facts.documents:
        yield from of_document(document)
    for payment in facts.payments:
        yield from of_payment(payment, facts.currency)
    for allocation in facts.allocations:
        yield from of_allocation(allocation, facts.currency)
    for stock in facts.stock_movements:
        yield from of_stock(stock)
