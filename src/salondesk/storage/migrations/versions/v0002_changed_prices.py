"""Changed prices: a bill's line keeps why it is charged otherwise, and whoever may give a discount may change a price.

The roles are records like any other, so the change feed is told what became of them: by whom the shop was set up, now.
"""

import json
import time
from typing import Any

import sqlalchemy as sa
import uuid_utils
from alembic import op

from salondesk.core.message import N_

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_LABEL = N_("Brought up to this version of SalonDesk")


def upgrade() -> None:
    """Add the line's column, and the permission to the roles of the shop."""
    op.add_column("ticket_line", sa.Column("price_change", sa.Text(), nullable=True))
    connection: Any = op.get_bind().connection.driver_connection
    first = connection.execute(
        "SELECT actor_id, device_id, branch_id, offset_min FROM change_txn ORDER BY seq LIMIT 1"
    ).fetchone()
    roles = connection.execute(
        "SELECT role_id FROM role_permission WHERE permission = 'sale.discount' AND role_id NOT IN"
        " (SELECT role_id FROM role_permission WHERE permission = 'sale.price') ORDER BY role_id"
    ).fetchall()
    if first is None or not roles:
        return
    now = time.time_ns() // 1_000_000
    actor, device, branch, offset = first
    seq = connection.execute(
        "INSERT INTO change_txn (id, command_key, command, actor_id, device_id, branch_id, at, offset_min, origin, label)"
        " VALUES (?, ?, 'Upgrade', ?, ?, ?, ?, ?, 'upgrade', ?)",
        (_new_id(), _new_id(), actor, device, branch, now, offset, _json({"key": _LABEL})),
    ).lastrowid
    for n, (role_id,) in enumerate(roles):
        before = _permissions(connection, role_id)
        connection.execute("INSERT INTO role_permission VALUES (?, 'sale.price')", (role_id,))
        connection.execute(
            "UPDATE role SET version = version + 1, updated_at = ? WHERE id = ?", (now, role_id)
        )
        moved = _json({"permissions": [before, _permissions(connection, role_id)]})
        connection.execute(
            "INSERT INTO change_row (txn_seq, n, noun, row_id, op, body) VALUES (?, ?, 'role', ?, 'set', ?)",
            (seq, n, role_id, moved),
        )


def _new_id() -> bytes:
    return uuid_utils.uuid7().bytes


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _permissions(connection: Any, role_id: bytes) -> list[str]:
    found = connection.execute(
        "SELECT permission FROM role_permission WHERE role_id = ? ORDER BY permission", (role_id,)
    )
    return [name for (name,) in found]
