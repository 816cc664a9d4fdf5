"""Posting derives the ledger entries of the facts that a transaction entered; a reaction."""

from salondesk.domain.change import Change
from salondesk.domain.ledger import LedgerEntry
from salondesk.domain.sale.invoice import Invoice
from salondesk.domain.sale.payment import Allocation, Payment
from salondesk.domain.stock import StockMovement
from salondesk.domain.till import CashMovement, TillSession
from salondesk.engine import posting
from salondesk.services.context import Work


def post_entries(changes: tuple[Change, ...], work: Work) -> None:
    """Post the entries of each changed fact that it did not have before: of a session that was closed, the difference."""
    entries: list[LedgerEntry] = []
    for change in changes:
        had = entries_of(change.before, work)
        entries += [entry for entry in entries_of(change.after, work) if entry not in had]
    work.uow.ledger.post(entries)


def entries_of(fact: object, work: Work) -> tuple[LedgerEntry, ...]:
    """Return the entries of a fact as it stands; none of what is no fact of money or stock."""
    currency = work.shop.currency
    match fact:
        case Invoice():
            return posting.of_document(fact)
        case Payment():
            return posting.of_payment(fact, currency)
        case Allocation():
            return posting.of_allocation(fact, currency)
        case TillSession():
            return posting.of_session(fact, currency)
        case CashMovement():
            return posting.of_cash(fact, work.uow.sessions.get(fact.session_id), currency)
        case StockMovement():
            return posting.of_stock(fact)
    return ()
