"""Users say what they are: a person, the console or a worker; the console was known by its place in the order until now.

The console's new kind enters the change log as a change like any other; everybody else is a person, as the program takes
for granted where the log says nothing. Frozen, like the sealing that it has from revision 0011.
"""

import hashlib
import os
import time
from typing import Any

import sqlalchemy as sa
import uuid_utils
from alembic import op

from salondesk.core.message import N_
from salondesk.storage.migrations.versions.v0011_log_split import _json, _seal

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_LABEL = N_("Brought up to this version of SalonDesk")
_SV = 14
_CONSOLE = (
    "SELECT id FROM user WHERE pin_hash = '' AND staff_id IS NULL AND sort = 10000 AND deleted_at IS NULL"
    " ORDER BY id LIMIT 1"
)
"""How earlier programs found the user as whom the command line acts."""


def upgrade() -> None:
    """Add the column, and name the console."""
    op.add_column("user", sa.Column("kind", sa.Text(), nullable=False, server_default="person"))
    connection: Any = op.get_bind().connection.driver_connection
    found = connection.execute(_CONSOLE).fetchone()
    if found is not None:
        _name(connection, found[0])


def _name(connection: Any, console: bytes) -> None:
    """Change the kind of the console's user, and chain a transaction that says so."""
    now = time.time_ns() // 1_000_000
    connection.execute(
        "UPDATE user SET kind = 'console', version = version + 1, updated_at = ? WHERE id = ?", (now, console)
    )
    last = connection.execute(
        "SELECT s.seq, t.head, t.device_id, t.branch_id, t.offset_min FROM change_txn t, sqlite_sequence s"
        " WHERE s.name = 'change_txn' ORDER BY t.seq DESC LIMIT 1"
    ).fetchone()
    if last is None:
        return
    seq, head, device, branch, offset = last
    columns = (
        uuid_utils.uuid7().bytes, "Upgrade", console, device, branch, now, offset, _SV, "", "local", "upgrade",
        _json({"key": _LABEL}), None,
    )  # fmt: skip
    salt, body = os.urandom(16), _json({"kind": ["person", "console"]})
    entry = ("user", console, "set", None, hashlib.sha256(salt + body.encode()).digest())
    sealed = _seal(head, columns, [entry])
    marks = ", ".join("?" * 15)
    connection.execute(f"INSERT INTO change_txn VALUES ({marks})", (seq + 1, *columns, sealed))
    connection.execute("INSERT INTO change_row VALUES (?, 0, ?, ?, ?, ?, ?)", (seq + 1, *entry))
    connection.execute("INSERT INTO change_body VALUES (?, 0, ?, ?)", (seq + 1, salt, body))
