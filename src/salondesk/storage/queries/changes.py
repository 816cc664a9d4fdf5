"""What was committed by whichever process: the commands of late, as other windows read them."""

import json

from salondesk.core.ids import Id
from salondesk.services.reads.read_models import ChangeRow
from salondesk.storage.driver import Connection


def last_seq(connection: Connection) -> int:
    """Return the number of the newest command, 0 when there is none."""
    row = connection.execute("SELECT coalesce(max(n), 0) FROM command_result").fetchone()
    return int(row[0])


def changes_since(connection: Connection, seq: int, limit: int = 500) -> list[ChangeRow]:
    """Return what was committed after the command numbered ``seq``, oldest first."""
    found = []
    for n, key, origin, touched in connection.execute(
        "SELECT n, command_key, origin, touched FROM command_result WHERE n > ? ORDER BY n LIMIT ?",
        (seq, limit),
    ).fetchall():
        told = json.loads(touched)
        found.append(
            ChangeRow(
                n,
                Id(key),
                origin,
                frozenset(told.get("nouns", ())),
                frozenset(Id(bytes.fromhex(row_id)) for row_id in told.get("ids", ())),
                frozenset(told.get("dates", ())),
            )
        )
    return found
