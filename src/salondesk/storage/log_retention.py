"""Forgets what the change log said: the hash of how a record stands takes the place of earlier bodies."""

from collections.abc import Iterable
from typing import Any

from salondesk.core.ids import Id
from salondesk.domain.nouns import MODULES, noun, nouns
from salondesk.domain.record import Log, Noun
from salondesk.engine.retention import LoggedBody, LogPlace, Pruning
from salondesk.storage.change_log import Entry, state
from salondesk.storage.driver import Connection
from salondesk.storage.mapping import rows_of

# Most bodies are hashes without a text: the index names the others, which are few past the keep time.
_OLD = (
    "SELECT b.txn_seq, b.n, r.noun, r.row_id FROM change_body b INDEXED BY ix_change_body_kept"
    " JOIN change_row r ON r.txn_seq = b.txn_seq AND r.n = b.n"
    " WHERE b.body IS NOT NULL AND (b.txn_seq, b.n) > (?, ?) AND b.txn_seq <= ? ORDER BY b.txn_seq, b.n LIMIT ?"
)
_HAS_DOCUMENT = (
    "SELECT 1 FROM invoice WHERE ticket_id = ? UNION ALL SELECT 1 FROM invoice WHERE id = ?"
    " UNION ALL SELECT 1 FROM z_report WHERE id = ? LIMIT 1"
)
_BODIES = (
    "SELECT r.txn_seq, r.n, r.op, t.at FROM change_row r JOIN change_txn t ON t.seq = r.txn_seq"
    " JOIN change_body b ON b.txn_seq = r.txn_seq AND b.n = r.n WHERE r.row_id = ? AND r.noun = ?"
    " ORDER BY r.txn_seq, r.n"
)
BY_SNAPSHOT = frozenset({"invoice", "z_report"})
"""Nouns whose table keeps the document as a text, which is what is hashed."""


def only_named(connection: Connection) -> list[Entry]:
    """Return a baseline of every record of which an earlier program's log does not know everything."""
    found: list[Entry] = []
    for entry in nouns():
        if entry.log is not Log.LOCAL:
            ids = connection.execute(
                "SELECT DISTINCT row_id FROM change_row WHERE noun = ? AND (body_hash = x'' OR ?) AND op IN ('add', 'load')",
                (entry.name, bool(entry.digested)),
            ).fetchall()
            found += baselines(connection, entry, (Id(row_id) for (row_id,) in ids))
    return found


def baselines(connection: Connection, entry: Noun[Any], ids: Iterable[Id]) -> list[Entry]:
    """Return a baseline of each record of a noun that is still there: its hash as it stands."""
    found = []
    for row_id in ids:
        text = state_of(connection, entry, row_id)
        if text is not None:
            found.append(Entry(entry.name, row_id, "baseline", text, kept=False))
    return found


def old_bodies(
    connection: Connection, before_ms: int, after: LogPlace, most: int
) -> tuple[list[LoggedBody], LogPlace | None]:
    """Return all bodies of the records of ``most`` old bodies, and the place of the last; None where there are no more.

    Old is what was written before an instant (UTC ms) and stands behind a place in the log. Bounded, however long the
    log is: the counter waits meanwhile. A record that is its own body (a document, what was loaded in bulk and never
    changed) has nothing to be forgotten.
    """
    rows = connection.execute(
        _OLD, (after.txn_seq, after.n, _last_before(connection, before_ms), most)
    ).fetchall()
    found: list[LoggedBody] = []
    for noun_name, row_id in dict.fromkeys(row[2:] for row in rows):
        kept = connection.execute(_HAS_DOCUMENT, (row_id, row_id, row_id)).fetchone() is not None
        found += (
            LoggedBody(txn_seq=seq, n=n, noun=noun_name, row_id=Id(row_id), op=op, at=at, has_document=kept)
            for seq, n, op, at in connection.execute(_BODIES, (row_id, noun_name)).fetchall()
        )
    return found, LogPlace(*rows[-1][:2]) if len(rows) == most else None


def _last_before(connection: Connection, before_ms: int) -> int:
    """Return the number of the last transaction from before an instant, halving the log: its times hardly ever go back.

    Where a clock was set back the number is near it; engine/retention looks at the time of each body.
    """
    low, high = 0, connection.execute("SELECT coalesce(max(seq), 0) FROM change_txn").fetchone()[0]
    while low < high:
        middle = (low + high + 1) // 2
        row = connection.execute(
            "SELECT at FROM change_txn WHERE seq >= ? ORDER BY seq LIMIT 1", (middle,)
        ).fetchone()
        if row is not None and row[0] < before_ms:
            low = middle
        else:
            high = middle - 1
    return int(low)


def pruned(connection: Connection, pruning: Pruning) -> list[Entry]:
    """Delete bodies, and return the baselines of their records, to be written in the same transaction."""
    connection.executemany("DELETE FROM change_body WHERE txn_seq = ? AND n = ?", pruning.bodies)
    found = []
    for noun_name, row_id in pruning.records:
        text = state_of(connection, noun(noun_name), row_id) if noun_name in MODULES else None
        found.append(Entry(noun_name, row_id, "baseline", text or "", kept=False))
    return found


def forget_results(connection: Connection, before_ms: int) -> int:
    """Delete the results of commands up to the first from an instant on (UTC ms), the newest aside; return how many."""
    return int(
        connection.execute(
            "DELETE FROM command_result WHERE n < coalesce((SELECT n FROM command_result WHERE at >= ? ORDER BY n LIMIT 1),"
            " (SELECT max(n) FROM command_result))",
            (before_ms,),
        ).rowcount
    )


def state_of(connection: Connection, entry: Noun[Any], row_id: Id) -> str | None:
    """Return the text that is hashed for a record as it stands, None where it is not there."""
    if entry.name in BY_SNAPSHOT:
        row = connection.execute(f"SELECT snapshot FROM {entry.name} WHERE id = ?", (row_id,)).fetchone()
        return None if row is None else str(row[0])
    record = rows_of(entry).load(connection, row_id)
    return None if record is None else state(entry, record)
