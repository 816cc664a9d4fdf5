"""Checks till and stock ledgers against documents, floats and petty cash."""

from collections.abc import Iterator
from typing import NamedTuple

from salondesk.core import snapshot
from salondesk.core.message import Message, N_
from salondesk.domain.ledger import DRAWER, STOCK
from salondesk.domain.sale.invoice import Invoice
from salondesk.domain.sale.ticket import LineKind, TenderKind
from salondesk.services.shop.problem import Problem
from salondesk.storage.driver import Connection

FREE_STOCK = ("stock/", "import/", "demo/")
"""How the source keys of stock entries begin that no document stands behind: deliveries, counts, take-overs."""


class _Entry(NamedTuple):
    account: str
    holder: bytes
    amount: int


def problems(connection: Connection) -> Iterator[Problem]:
    """Yield entries that are missing, differ, or have nothing behind them."""
    wanted = dict(_expected(connection))
    for key, account, holder, amount in connection.execute(
        "SELECT source_key, account, holder_id, amount FROM ledger_entry WHERE account IN (?, ?)",
        (DRAWER, STOCK),
    ):
        expected = wanted.pop(key, None)
        if expected is None:
            if not (account == STOCK and key.startswith(FREE_STOCK)):
                yield Problem(
                    f"{account}_ledger", key, Message(N_("Nothing stands behind this ledger entry."))
                )
        elif expected != _Entry(account, bytes(holder), amount):
            yield Problem(
                f"{account}_ledger", key, Message(N_("The ledger entry differs from its document."))
            )
    for key, expected in wanted.items():
        yield Problem(f"{expected.account}_ledger", key, Message(N_("The ledger entry is missing.")))


def _expected(connection: Connection) -> Iterator[tuple[str, _Entry]]:
    for (text,) in connection.execute("SELECT snapshot FROM invoice"):
        document = _read(text)
        if document is not None:
            yield from _of_document(document)
    for session, amount in connection.execute("SELECT id, float_minor FROM till_session"):
        yield f"float/{session.hex()}", _Entry(DRAWER, bytes(session), amount)
    for row, session, kind, amount in connection.execute(
        "SELECT id, session_id, kind, amount_minor FROM cash_movement"
    ):
        yield f"cash/{row.hex()}", _Entry(DRAWER, bytes(session), amount if kind == "in" else -amount)


def _read(text: str) -> Invoice | None:
    """Return the document, or nothing for one that cannot be read: documents reports it."""
    try:
        return snapshot.loads(Invoice, text)
    except (KeyError, TypeError, ValueError):
        return None


def _of_document(document: Invoice) -> Iterator[tuple[str, _Entry]]:
    for line in document.lines:
        if line.kind is LineKind.PRODUCT:
            yield f"{document.number}/n{line.n}", _Entry(STOCK, line.item_id, -line.qty_milli)
    for n, tender in enumerate(document.tenders):
        if tender.kind is TenderKind.CASH:
            yield f"{document.number}/t{n}", _Entry(DRAWER, document.session_id, tender.amount_minor)
