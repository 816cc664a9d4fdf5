"""Ledger entries that each fact of money or stock should have posted, beside those it has."""

from collections.abc import Iterable, Iterator

from salondesk.core.ids import Id
from salondesk.domain.ledger import LedgerEntry
from salondesk.storage.derived.table import DerivedTable, Difference, Row
from salondesk.storage.driver import Connection

LEDGER = DerivedTable(
    "ledger_entry",
    ("source_key",),
    ("id", "branch_id", "account", "holder_id", "unit", "amount", "at", "business_date", "note"),
)
_FACTS = ("invoice", "payment", "allocation", "till_session", "cash_movement", "stock_movement")
_NOTHING_BEHIND = " AND ".join(
    f"NOT EXISTS (SELECT 1 FROM {noun} f WHERE f.id = unhex(substr(source_key, 1, 32)))" for noun in _FACTS
)


def row_of(entry: LedgerEntry) -> Row:
    """Return an entry as it is kept, without its key."""
    return (
        entry.id, entry.branch_id, entry.account, entry.holder_id, entry.unit, entry.amount, entry.at,
        entry.business_date.isoformat(), entry.note,
    )  # fmt: skip


def differences(connection: Connection, fact_id: Id, entries: Iterable[LedgerEntry]) -> Iterator[Difference]:
    """Yield where the ledger's entries of a fact are not these."""
    fact = fact_id.hex()
    stored = LEDGER.stored(connection, "source_key >= ? AND source_key < ?", (f"{fact}/", f"{fact}0"))
    yield from LEDGER.differences(stored, {(entry.source_key,): row_of(entry) for entry in entries})


def strays(connection: Connection) -> Iterator[Difference]:
    """Yield the entries that no fact stands behind."""
    for key, row in LEDGER.stored(connection, _NOTHING_BEHIND).items():
        yield Difference(LEDGER, key, row, None)
