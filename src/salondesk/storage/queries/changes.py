"""What was committed, by whichever process: the change log as other windows read it."""

import json

from salondesk.core.ids import Id
from salondesk.services.reads.read_models import ChangeRow
from salondesk.storage.driver import Connection


def last_seq(connection: Connection) -> int:
    """Return the sequence number of the newest transaction, 0 when there is none."""
    row = connection.execute("SELECT coalesce(max(seq), 0) FROM change_txn").fetchone()
    return int(row[0])


def changes_since(connection: Connection, seq: int, limit: int = 500) -> list[ChangeRow]:
    """Return what was committed after ``seq``, oldest first."""
    found = []
    for at, txn_id, origin in connection.execute(
        "SELECT seq, id, origin FROM change_txn WHERE seq > ? ORDER BY seq LIMIT ?", (seq, limit)
    ).fetchall():
        rows = connection.execute(
            "SELECT noun, row_id, body FROM change_row WHERE txn_seq = ?", (at,)
        ).fetchall()
        dates = {day for noun, _, body in rows if noun == "booking" and body for day in _dates(body)}
        found.append(
            ChangeRow(
                at,
                Id(txn_id),
                origin,
                frozenset(r[0] for r in rows),
                frozenset(Id(r[1]) for r in rows),
                frozenset(dates),
            )
        )
    return found


def _dates(body: str) -> list[str]:
    day = json.loads(body).get("business_date")
    return [day] if isinstance(day, str) else list(day or ())
