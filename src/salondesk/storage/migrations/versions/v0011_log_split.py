"""The change log is split: sealed rows without texts, bodies that can be removed, results of commands apart.

Ledger entries are derived since 0010, so their lines go; those of stock that no document stood behind name the movement.
The old chain is verified and written anew with salted hashes, transaction by transaction; one that was not what its digest
said is not sealed anew either, so that ``check`` goes on naming it. What was only named stays named without a hash until
the shop is opened (services/shop/sealing). Frozen: these are the digest and the head as they were at this revision.
"""

import hashlib
import json
import os
import time
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa
import uuid_utils
from alembic import op

from salondesk.core.message import N_

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_LABEL = N_("Brought up to this version of SalonDesk")
_KEPT_MS = 30 * 24 * 3_600_000
_OLD = (
    "id", "command_key", "command", "actor_id", "device_id", "branch_id", "at", "offset_min", "origin", "label",
    "override", "result",
)  # fmt: skip
_NEW = (
    "id", "command", "actor_id", "device_id", "branch_id", "at", "offset_min", "sv", "initiator", "source", "origin",
    "label", "override",
)  # fmt: skip
_SV = 11
_FORMER_STOCK = {
    "id": "id", "branch_id": "branch_id", "holder_id": "product_id", "amount": "qty_milli", "note": "reason", "at": "at",
    "business_date": "business_date", "source_key": "source",
}  # fmt: skip
"""Fields of a ledger entry that a stock movement was made of, and what they are called there."""


def upgrade() -> None:
    """Make the tables, and write the log into them."""
    connection: Any = op.get_bind().connection.driver_connection
    connection.execute("PRAGMA secure_delete = ON")  # what was said of people is not left in free pages
    for table in ("change_txn", "change_row"):
        for verb in ("update", "delete"):
            connection.execute(f"DROP TRIGGER {table}_no_{verb}")
        connection.execute(f"ALTER TABLE {table} RENAME TO old_{table}")
    connection.execute("DROP INDEX ix_change_row_row")
    _tables()
    given = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'old_change_txn'").fetchone()
    if given is not None:
        _rewrite(connection, int(given[0]))
    for table in ("old_change_txn", "old_change_row"):
        connection.execute(f"DROP TABLE {table}")
    _identify(connection)
    for table, verb in (("change_txn", "UPDATE"), ("change_txn", "DELETE"), ("change_row", "UPDATE"),
                        ("change_row", "DELETE"), ("change_body", "UPDATE")):  # fmt: skip
        connection.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is never changed'); END"
        )


def _rewrite(connection: Any, given: int) -> None:
    """Copy all transactions into the new tables, chained anew, and say in one more what the old chain ended with."""
    txn, row, body = (
        f"INSERT INTO {table} VALUES ({', '.join('?' * n)})"
        for table, n in (("change_txn", 15), ("change_row", 7), ("change_body", 4))
    )
    recent = time.time_ns() // 1_000_000 - _KEPT_MS
    moved = {bytes(row_id) for (row_id,) in connection.execute("SELECT id FROM stock_movement")}
    old = head = ""
    for seq, digest, note, rows in _transactions(connection):
        sound = digest == _seal(old, [note[name] for name in _OLD], (r[1:] for r in rows))
        old = digest
        columns, entries = _new_columns(note), [_entry(*r) for r in _without_ledger(rows, moved)]
        reason = _reason(note["override"])
        if reason:
            text = _json({"reason": reason})
            entries.append(
                _entry(max((r[0] for r in rows), default=-1) + 1, "override", note["id"], "note", text)
            )
        sealed = _seal(head, columns, (e[1:6] for e in entries))
        head = sealed if sound else digest
        connection.execute(txn, (seq, *columns, head))
        connection.executemany(row, [(seq, *e[:6]) for e in entries])
        connection.executemany(body, [(seq, e[0], *e[6]) for e in entries if e[6] is not None])
        if note["at"] >= recent:
            _keep_result(connection, seq, note, entries)
    _strays(connection, row, body)
    first = connection.execute(
        "SELECT actor_id, device_id, branch_id, offset_min FROM change_txn ORDER BY seq LIMIT 1"
    ).fetchone()
    if first is None:
        return
    actor, device, branch, offset = first
    now = time.time_ns() // 1_000_000
    columns = [
        uuid_utils.uuid7().bytes, "Upgrade", actor, device, branch, now, offset, _SV, "", "local", "upgrade",
        _json({"key": _LABEL}), None,
    ]  # fmt: skip
    entry = _entry(0, "change_log", columns[0], "note", _json({"digest": old}))
    connection.execute(txn, (given + 1, *columns, _seal(head, columns, [entry[1:6]])))
    connection.execute(row, (given + 1, *entry[:6]))
    connection.execute(body, (given + 1, 0, *entry[6]))


def _transactions(connection: Any) -> Iterator[tuple[int, str, dict[str, Any], list[Sequence[Any]]]]:
    changes = groupby(
        connection.execute(
            "SELECT txn_seq, n, noun, row_id, op, body FROM old_change_row ORDER BY txn_seq, n"
        ),
        key=lambda row: row[0],
    )
    ahead = next(changes, None)
    for seq, digest, *values in connection.execute(
        f"SELECT seq, digest, {', '.join(_OLD)} FROM old_change_txn ORDER BY seq"
    ):
        while ahead is not None and ahead[0] < seq:
            ahead = next(changes, None)
        rows: list[Sequence[Any]] = []
        if ahead is not None and ahead[0] == seq:
            rows = [row[1:] for row in ahead[1]]
            ahead = next(changes, None)
        yield seq, digest, dict(zip(_OLD, values, strict=True)), rows


def _without_ledger(rows: Sequence[Sequence[Any]], moved: set[bytes]) -> list[Sequence[Any]]:
    """Return changes without ledger entries, which are derived now; those that became stock movements name these."""
    found: list[Sequence[Any]] = []
    dropped = False
    for n, noun, row_id, op_, body in rows:
        if noun != "ledger_entry":
            found.append((n, noun, row_id, op_, body))
        elif row_id in moved:
            found.append((n, "stock_movement", row_id, op_, _as_movement(body)))
        else:
            dropped = True
    return [(n, *row[1:]) for n, row in enumerate(found)] if dropped else found


def _as_movement(body: str | None) -> str | None:
    """Return what the log says of a ledger entry as it is said of a stock movement; fields it lacked are left out."""
    if body is None:
        return None
    told = json.loads(body)
    return _json({new: told[old] for old, new in _FORMER_STOCK.items() if old in told})


def _new_columns(note: dict[str, Any]) -> list[Any]:
    override = note["override"]
    if override is not None:
        told = json.loads(override)
        told.pop("reason", None)
        override = _json(told)
    same = {**note, "sv": _SV, "initiator": "", "source": "local", "override": override}
    return [same[name] for name in _NEW]


def _reason(override: str | None) -> str:
    return "" if override is None else str(json.loads(override).get("reason", ""))


def _entry(n: int, noun: str, row_id: bytes, op_: str, body: str | None) -> tuple[Any, ...]:
    """Return a row's columns after the transaction's number, and its body (salt and text), if there is one."""
    if body is None:
        return n, noun, row_id, "load" if op_ == "add" else op_, None, b"", None
    salt = os.urandom(16)
    return n, noun, row_id, op_, None, hashlib.sha256(salt + body.encode()).digest(), (salt, body)


def _keep_result(connection: Any, seq: int, note: dict[str, Any], entries: Sequence[tuple[Any, ...]]) -> None:
    """Remember a result as the program does now: a record by its name and version, else as it is."""
    result = None if note["result"] is None else json.loads(note["result"])
    if isinstance(result, dict) and {"id", "version"} <= result.keys():
        noun = next((e[1] for e in entries if e[2].hex() == result["id"]), None)
        result = None if noun is None else {"noun": noun, "id": result["id"], "version": result["version"]}
    connection.execute(
        "INSERT INTO command_result (command_key, txn_seq, actor_id, command, at, origin, touched, result)"
        " VALUES (?, ?, ?, ?, ?, ?, '{}', ?)",
        (
            note["command_key"], seq, note["actor_id"], note["command"], note["at"], note["origin"],
            None if result is None else _json(result),
        ),
    )  # fmt: skip


def _strays(connection: Any, row: str, body: str) -> None:
    """Keep the changes of transactions that are not there: ``check`` goes on naming them."""
    for seq, *stray in connection.execute(
        "SELECT txn_seq, n, noun, row_id, op, body FROM old_change_row"
        " WHERE txn_seq NOT IN (SELECT seq FROM old_change_txn)"
    ).fetchall():
        entry = _entry(*stray)
        connection.execute(row, (seq, *entry[:6]))
        if entry[6] is not None:
            connection.execute(body, (seq, entry[0], *entry[6]))


def _identify(connection: Any) -> None:
    """Say which computer this is: the one that the shop has had so far. It is new to the log (``since`` 0)."""
    connection.execute(
        "INSERT INTO self (k, device_id, till_id, incarnation, since)"
        " SELECT 1, id, till_id, ?, 0 FROM device ORDER BY created_at, id LIMIT 1",
        (uuid_utils.uuid7().bytes,),
    )


def _seal(before: str, columns: Sequence[Any], rows: Any) -> str:
    digest = hashlib.sha256(before.encode("ascii"))
    digest.update(_packed(columns))
    for row in rows:
        digest.update(_packed(row))
    return digest.hexdigest()


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


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _tables() -> None:
    op.create_table(
        "change_txn",
        sa.Column("seq", sa.Integer(), nullable=False, primary_key=True, autoincrement=True),
        *(sa.Column(name, sa.LargeBinary() if name in ("id", "actor_id", "device_id", "branch_id")
                    else sa.Integer() if name in ("at", "offset_min", "sv") else sa.Text(),
                    nullable=name in ("label", "override")) for name in _NEW),
        sa.Column("head", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_change_txn_actor_id_user")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_change_txn")),
        sa.UniqueConstraint("id", name=op.f("uq_change_txn_id")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_table(
        "change_row",
        sa.Column("txn_seq", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("noun", sa.Text(), nullable=False),
        sa.Column("row_id", sa.LargeBinary(), nullable=False),
        sa.Column("op", sa.Text(), nullable=False),
        sa.Column("base", sa.Text(), nullable=True),
        sa.Column("body_hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("txn_seq", "n", name=op.f("pk_change_row")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_change_row_row", "change_row", ["row_id"], unique=False)
    op.create_table(
        "change_body",
        sa.Column("txn_seq", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("txn_seq", "n", name=op.f("pk_change_body")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "command_result",
        sa.Column("n", sa.Integer(), nullable=False, primary_key=True, autoincrement=True),
        sa.Column("command_key", sa.LargeBinary(), nullable=False),
        sa.Column("txn_seq", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.LargeBinary(), nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("touched", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_command_result_actor_id_user")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_command_result")),
        sa.UniqueConstraint("command_key", name=op.f("uq_command_result_command_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "self",
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.LargeBinary(), nullable=False),
        sa.Column("till_id", sa.LargeBinary(), nullable=False),
        sa.Column("incarnation", sa.LargeBinary(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.CheckConstraint("k = 1"),
        sa.PrimaryKeyConstraint("k", name=op.f("pk_self")),
    )
