"""Rebuild makes the derived tables anew from the facts, and says how many rows differed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from salondesk.core.ids import Id
from salondesk.domain.ledger import LedgerEntry
from salondesk.domain.sale.old_receipt import OLD_RECEIPT
from salondesk.domain.sale.payment import ALLOCATION, PAYMENT
from salondesk.domain.shop import SHOP
from salondesk.domain.stock import STOCK_MOVEMENT
from salondesk.domain.till import CASH_MOVEMENT, TILL_SESSION
from salondesk.engine import posting, rollups
from salondesk.storage.derived import balances, ledger, settlements
from salondesk.storage.derived.daily import DailySums
from salondesk.storage.derived.facts import documents, records
from salondesk.storage.derived.table import Difference
from salondesk.storage.driver import Connection

TABLES = ("ledger_entry", "balance", "settlement", "daily")
"""The tables that are derived, in the order in which they are made."""
_Posted = tuple[Id, Iterable[LedgerEntry]]


def differences(connection: Connection, *, strict: bool = False) -> Iterator[Difference]:
    """Yield every row of a derived table that is not as it should be.

    Whoever writes the wanted row before taking the next difference puts the tables in order. Raises UserError for a
    document that cannot be read, where ``strict``.
    """
    daily = DailySums()
    for document in documents(connection, strict=strict):
        daily.add(rollups.of_sale(document))
        yield from ledger.differences(connection, document.id, posting.of_document(document))
    for fact_id, entries in _posted(connection, daily):
        yield from ledger.differences(connection, fact_id, entries)
    yield from ledger.strays(connection)
    for receipt in records(connection, OLD_RECEIPT):
        daily.add(rollups.of_receipt(receipt))
    yield from balances.differences(connection)
    yield from settlements.differences(connection)
    yield from daily.differences(connection)


def _posted(connection: Connection, daily: DailySums) -> Iterator[_Posted]:
    """Yield the entries of every fact that is no document, and add payments to the roll-ups."""
    currency = next((shop.currency for shop in records(connection, SHOP)), "")
    for payment in records(connection, PAYMENT):
        daily.add(rollups.of_payment(payment))
        yield payment.id, posting.of_payment(payment, currency)
    for allocation in records(connection, ALLOCATION):
        yield allocation.id, posting.of_allocation(allocation, currency)
    sessions = {session.id: session for session in records(connection, TILL_SESSION)}
    for session in sessions.values():
        yield session.id, posting.of_session(session, currency)
    for movement in records(connection, CASH_MOVEMENT):
        if movement.session_id in sessions:  # else its reference is broken, and named as that
            yield movement.id, posting.of_cash(movement, sessions[movement.session_id], currency)
    for stock in records(connection, STOCK_MOVEMENT):
        yield stock.id, posting.of_stock(stock)


def rebuild(connection: Connection, *, strict: bool = True) -> Mapping[str, int]:
    """Put the derived tables in order inside the caller's transaction; return how many rows of each differed.

    Raises UserError for a document that cannot be read, where ``strict``; else what it stands for is left out.
    """
    found = Counter(dict.fromkeys(TABLES, 0))
    for difference in differences(connection, strict=strict):
        table, key, _stored, wanted = difference
        table.put(connection, key, wanted)
        found[table.name] += 1
    return found
