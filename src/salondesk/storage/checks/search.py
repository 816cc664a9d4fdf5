"""The search index of clients against their cards."""

from collections.abc import Iterator
from pathlib import Path

from salondesk.core.errors import TransientError
from salondesk.core.ids import id_text
from salondesk.core.message import Message, N_
from salondesk.services.shop.problem import Problem
from salondesk.storage.driver import (
    Code,
    Connection,
    DatabaseError,
    OperationalError,
    code_of,
    connect,
    translate,
)

RULE = "client_search"
MOST = 100


def problems(connection: Connection) -> Iterator[Problem]:
    """Yield clients the index does not know, and words of it that are no client's."""
    for (row_id,) in connection.execute(
        "SELECT c.id FROM client c LEFT JOIN client_fts_docsize d ON d.id = c.rowid"
        f" WHERE d.id IS NULL LIMIT {MOST}"
    ).fetchall():
        yield Problem(RULE, id_text(row_id), Message(N_("The client is not found by searching.")))
    if connection.execute(
        "SELECT EXISTS (SELECT 1 FROM client_fts_docsize d LEFT JOIN client c ON c.rowid = d.id WHERE c.id IS NULL)"
    ).fetchone()[0]:
        yield Problem(RULE, "", Message(N_("The client search knows somebody who is not there.")))


def stale(database: Path) -> Iterator[Problem]:
    """Yield a problem when the index says other words than the clients' cards.

    SQLite compares them itself, but only for one who could write: a connection of its own, for a second in a shop of
    200,000 clients, and nothing is written. Where the folder is read-only the question is not asked.
    Raises TransientError while somebody else writes for long.
    """
    connection = connect(database, read_only=True)
    try:
        connection.execute("PRAGMA query_only=OFF")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO client_fts (client_fts, rank) VALUES ('integrity-check', 1)")
    except OperationalError as error:
        told = translate(error)
        if isinstance(told, TransientError) and code_of(error) != Code.READONLY:
            raise told from error  # busy: no verdict on the data; an index that is not there is named by its shape
    except DatabaseError:
        yield Problem(
            RULE, "", Message(N_("The client search says other names or numbers than the clients' cards."))
        )
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.close()
