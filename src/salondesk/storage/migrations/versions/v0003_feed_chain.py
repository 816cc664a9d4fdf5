"""The change feed becomes a chain.

Each transaction gets a digest over itself and the one before it. What the feed only named of ledger entries and number
series is copied into it first, as it stands now, so that what is done to those rows from here on can be seen; and PIN
hashes that slipped into it are taken out. Frozen: this is the digest as it was at this revision.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_COPIED = {
    "ledger_entry": (
        "id", "branch_id", "account", "holder_id", "unit", "amount", "source_key", "at", "business_date", "note",
    ),
    "number_series": (
        "id", "branch_id", "till_id", "kind", "till_code", "generation", "next_seq", "last_hash", "closed_at",
        "closed_reason",
    ),
}  # fmt: skip
_SEALED = (
    "id", "command_key", "command", "actor_id", "device_id", "branch_id", "at", "offset_min", "origin", "label",
    "override", "result",
)  # fmt: skip


def upgrade() -> None:
    """Copy what was only named, add the column, seal every transaction there is."""
    op.add_column("change_txn", sa.Column("digest", sa.Text(), nullable=False, server_default=""))
    for table in ("change_txn", "change_row"):
        op.execute(f"DROP TRIGGER {table}_no_update")
    connection: Any = op.get_bind().connection.driver_connection
    for noun, columns in _COPIED.items():
        _copy(connection, noun, columns)
    connection.execute(
        "UPDATE change_row SET body = json_set(body, '$.pin_hash', '')"
        " WHERE noun = 'user' AND op = 'add' AND body IS NOT NULL"
    )
    connection.executemany("UPDATE change_txn SET digest = ? WHERE seq = ?", list(_chain(connection)))
    for table in ("change_txn", "change_row"):
        op.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is never changed'); END"
        )


def _copy(connection: Any, noun: str, columns: Sequence[str]) -> None:
    rows = connection.execute(f"SELECT {', '.join(columns)} FROM {noun}").fetchall()
    connection.executemany(
        "UPDATE change_row SET body = ? WHERE noun = ? AND row_id = ? AND op = 'add' AND body IS NULL",
        [(_json(dict(zip(columns, row, strict=True))), noun, row[0]) for row in rows],
    )


def _json(row: dict[str, Any]) -> str:
    plain = {name: value.hex() if isinstance(value, bytes) else value for name, value in row.items()}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def _chain(connection: Any) -> Iterator[tuple[str, int]]:
    changes = groupby(
        connection.execute("SELECT txn_seq, noun, row_id, op, body FROM change_row ORDER BY txn_seq, n"),
        key=lambda row: row[0],
    )
    ahead = next(changes, None)
    before = ""
    for seq, *note in connection.execute(f"SELECT seq, {', '.join(_SEALED)} FROM change_txn ORDER BY seq"):
        digest = hashlib.sha256(before.encode("ascii"))
        digest.update(_packed(note))
        while ahead is not None and ahead[0] <= seq:
            for row in ahead[1]:
                if row[0] == seq:
                    digest.update(_packed(row[1:]))
            ahead = next(changes, None)
        before = digest.hexdigest()
        yield before, seq


def _packed(values: Sequence[Any]) -> bytes:
    parts = []
    for value in values:
        if value is None:
            parts.append(b"n;")
            continue
        kind = b"b" if isinstance(value, bytes) else b"s" if isinstance(value, str) else b"i"
        raw = value if isinstance(value, bytes) else str(value).encode()
        parts.append(b"%b%d:%b" % (kind, len(raw), raw))
    return b"(%b)" % b"".join(parts)
