"""Rebuild makes the derived tables anew from the facts, and says how many rows differed."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from salondesk.engine import rollups
from salondesk.storage.derived import balances, settlements
from salondesk.storage.derived.daily import DailySums
from salondesk.storage.derived.facts import documents, old_receipts
from salondesk.storage.derived.table import Difference
from salondesk.storage.driver import Connection, DatabaseError, connect, translate

TABLES = ("balance", "settlement", "daily")
"""The tables that are derived, in the order in which they are made."""


def differences(connection: Connection, *, strict: bool = False) -> Iterator[Difference]:
    """Yield every row of a derived table that is not as it should be.

    Whoever writes the wanted row before taking the next difference puts the tables in order. Raises UserError for a
    document that cannot be read, where ``strict``.
    """
    daily = DailySums()
    for document in documents(connection, strict=strict):
        daily.add(rollups.of_document(document))
    for receipt in old_receipts(connection):
        daily.add(rollups.of_receipt(receipt))
    yield from balances.differences(connection)
    yield from settlements.differences(connection)
    yield from daily.differences(connection)


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


def rebuild_file(path: Path) -> Mapping[str, int]:
    """Put the derived tables of a shop's database in order in one transaction; return how many rows of each differed.

    Raises UserError for a document that cannot be read, TransientError when another writer does not let go.
    """
    connection = connect(path)
    try:
        connection.execute("BEGIN IMMEDIATE")
        found = rebuild(connection)
        connection.execute("COMMIT")
    except DatabaseError as error:
        raise translate(error) from error
    finally:
        connection.close()
    return found
