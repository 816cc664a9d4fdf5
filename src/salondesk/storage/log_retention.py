"""Begins the log of a record anew: the hash of how it stands takes the place of earlier bodies."""

from collections.abc import Iterable
from typing import Any

from salondesk.core.ids import Id
from salondesk.domain.nouns import nouns
from salondesk.domain.record import Log, Noun
from salondesk.storage.change_log import Entry, state
from salondesk.storage.driver import Connection
from salondesk.storage.mapping import rows_of

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


def state_of(connection: Connection, entry: Noun[Any], row_id: Id) -> str | None:
    """Return the text that is hashed for a record as it stands, None where it is not there."""
    if entry.name in BY_SNAPSHOT:
        row = connection.execute(f"SELECT snapshot FROM {entry.name} WHERE id = ?", (row_id,)).fetchone()
        return None if row is None else str(row[0])
    record = rows_of(entry).load(connection, row_id)
    return None if record is None else state(entry, record)
