"""Writes the change log: sealed rows of changes, their bodies apart, a head that chains transactions.

A row holds only the hash of its body and of 16 random bytes: a body can be removed for good while the chain still proves
what was there. Where the record itself says everything, the body is left out: the hash is of the record (ADR 0030).
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from typing import Any, NamedTuple, cast

from salondesk.core import snapshot
from salondesk.core.ids import Id
from salondesk.domain.change import Change, TxnNote
from salondesk.domain.nouns import noun
from salondesk.domain.record import Draft, Log, Noun, Scope
from salondesk.storage.driver import Connection
from salondesk.storage.schema import HEAD
from salondesk.storage.statement import inserting

SEALED = (
    "id", "command", "actor_id", "device_id", "branch_id", "at", "offset_min", "sv", "initiator", "source", "origin",
    "label", "override",
)  # fmt: skip
"""The columns of a transaction that its head covers, in this order; frozen, like the head itself."""
SEALED_ROW = ("noun", "row_id", "op", "base", "body_hash")
"""The columns of a change that the head of its transaction covers, likewise."""
SCHEMA = int(HEAD)
"""The schema of what is written now; a state says by which it was hashed."""
OVERRIDE = "override"
"""The noun of the note that holds why something was approved; its row id is the transaction's."""
_FOLLOWS = "version"
"""The field of a changed record that follows from the log."""
_OWN = ("version", "updated_at")
"""What another till's change says of itself."""
_WROTE = (
    "SELECT t.id, r.base FROM change_row r JOIN change_txn t ON t.seq = r.txn_seq WHERE r.row_id = ? AND r.noun = ?"
    " AND r.op IN ('add', 'load', 'set', 'remove', 'erase') ORDER BY r.txn_seq DESC, r.n DESC"
)
_ADD_TXN = inserting("change_txn", (*SEALED, "head"))
_ADD_ROW = inserting("change_row", ("txn_seq", "n", *SEALED_ROW))
_ADD_BODY = inserting("change_body", ("txn_seq", "n", "salt", "body"))


class Entry(NamedTuple):
    """A change as it enters the log; ``text`` is hashed, and kept as the body unless the record itself says it.

    ``groups`` are the groups of fields that a change of a record wrote.
    """

    noun: str
    row_id: Id
    op: str
    text: str
    kept: bool = True
    groups: frozenset[str] = frozenset()


def seal(before: str, columns: Sequence[Any], rows: Iterable[Sequence[Any]]) -> str:
    """Return the head (SHA-256, hex) of a transaction that follows the one whose head is ``before``.

    ``columns`` are its SEALED values; ``rows`` its changes in order, each its SEALED_ROW values.
    """
    digest = hashlib.sha256(before.encode("ascii"))
    digest.update(_packed(columns))
    for row in rows:
        digest.update(_packed(row))
    return digest.hexdigest()


def _packed(values: Sequence[Any]) -> bytes:
    """Return values as bytes that no other values give: each with its type and length."""
    parts = []
    for value in values:
        if value is None:
            parts.append(b"n;")
            continue
        kind = b"b" if isinstance(value, bytes) else b"s" if isinstance(value, str) else b"i"
        raw = value if isinstance(value, bytes) else str(value).encode()
        parts.append(b"%b%d:%b" % (kind, len(raw), raw))
    return b"(%b)" % b"".join(parts)


def salted(salt: bytes, text: str) -> bytes:
    """Return the hash that a row keeps of a text."""
    return hashlib.sha256(salt + text.encode()).digest()


def last_head(connection: Connection) -> str:
    """Return the head of the newest transaction, empty when there is none."""
    row = connection.execute("SELECT head FROM change_txn ORDER BY seq DESC LIMIT 1").fetchone()
    return "" if row is None else str(row[0])


def write(connection: Connection, note: TxnNote, entries: Sequence[Entry]) -> int:
    """Write a transaction, chained to the one before it; return its sequence number."""
    if note.override_reason:
        entries = [
            *entries,
            Entry(OVERRIDE, note.id, "note", snapshot.dumps({"reason": note.override_reason})),
        ]
    salts = os.urandom(16 * len(entries))
    rows, bodies = [], []
    for n, entry in enumerate(entries):
        salt = salts[16 * n : 16 * n + 16]
        base = _base(connection, entry) if entry.groups else None
        rows.append((entry.noun, entry.row_id, entry.op, base, salted(salt, entry.text)))
        bodies.append((salt, entry.text if entry.kept else None))
    columns = [*_columns(note)]
    head = seal(last_head(connection), columns, rows)
    seq = int(connection.execute(_ADD_TXN.sql, (*columns, head)).lastrowid or 0)
    connection.executemany(_ADD_ROW.sql, [(seq, n, *row) for n, row in enumerate(rows)])
    connection.executemany(_ADD_BODY.sql, [(seq, n, *body) for n, body in enumerate(bodies)])
    return seq


def _base(connection: Connection, entry: Entry) -> str:
    """Return, as JSON, the transaction (hex) that last wrote each group which a change writes, as its writer saw it.

    A row from before bases were kept counts for every group: what it wrote is in no sealed column.
    """
    found: dict[str, str] = {}
    for txn_id, base in connection.execute(_WROTE, (entry.row_id, entry.noun)):
        wrote = entry.groups if base is None else entry.groups & json.loads(base).keys()
        found |= {group: txn_id.hex() for group in wrote - found.keys()}
        if len(found) == len(entry.groups):
            break
    return snapshot.dumps(dict(sorted(found.items())))


def forget(connection: Connection, noun_name: str, row_id: Id) -> None:
    """Remove the bodies of a record's changes so far; right only where its log is begun anew in this transaction."""
    connection.execute(
        "DELETE FROM change_body WHERE (txn_seq, n) IN"
        " (SELECT txn_seq, n FROM change_row WHERE row_id = ? AND noun = ?)",
        (row_id, noun_name),
    )


def _columns(note: TxnNote) -> Iterable[Any]:
    for name in SEALED:
        yield SCHEMA if name == "sv" else getattr(note, name)


def entries_of(changes: Sequence[Change]) -> list[Entry]:
    """Return what the log keeps of changes, in their order."""
    return [found for change in changes for found in _entries(change)]


def _entries(change: Change) -> Iterable[Entry]:
    entry = noun(change.noun)
    if entry.log is Log.LOCAL:
        return ()
    if entry.draft is not None:
        return _of_draft(entry, entry.draft, change)
    return (_entry(entry, change),)


def _entry(entry: Noun[Any], change: Change) -> Entry:
    if change.erased:
        return Entry(
            change.noun,
            change.id,
            "erase",
            state(entry, change.after),
            kept=False,
            groups=_groups(entry, change),
        )
    if change.loaded is not None:
        return Entry(change.noun, change.id, "load", state(entry, change.loaded), kept=False)
    if entry.log is Log.HASH:
        return Entry(change.noun, change.id, op(change), state(entry, change.after), kept=False)
    return Entry(change.noun, change.id, op(change), body(change), groups=_groups(entry, change))


def _groups(entry: Noun[Any], change: Change) -> frozenset[str]:
    """Return the groups that a change writes, of records that other tills hear of."""
    if change.before is None or entry.scope is Scope.LOCAL:
        return frozenset()
    return entry.written(change.before, change.after)


def _of_draft(entry: Noun[Any], draft: Draft[Any], change: Change) -> Iterable[Entry]:
    """Yield what is noted of a draft; and once it is none any more, its hash."""
    if change.erased:
        yield _entry(entry, change)
        return
    after = change.after if change.loaded is None else change.loaded
    note = draft.noted(change.before, after)
    if note is not None:
        yield Entry(change.noun, change.id, "note", snapshot.dumps(note))
    if draft.holds(after):
        return
    if change.loaded is None and (change.before is None or draft.holds(change.before)):
        yield Entry(change.noun, change.id, "add", state(entry, after), kept=False)
    else:
        yield _entry(entry, change)


def op(change: Change) -> str:
    """Return what a change did: add, set, or remove (a record is only marked as gone)."""
    if change.before is None:
        return "add"
    deleted = getattr(change.after, "deleted_at", None)
    return "remove" if deleted is not None and getattr(change.before, "deleted_at", None) is None else "set"


def body(change: Change) -> str:
    """Return a change's JSON: a new record whole, a change as ``{field: [before, after]}``."""
    entry = noun(change.noun)
    if change.before is None:
        return snapshot.dumps(plain(entry, change.after))
    moved = {}
    for name in _fields(cast(Any, type(change.after))):
        old, new = getattr(change.before, name), getattr(change.after, name)
        follows = name == _FOLLOWS and not change.remote
        if (old != new and not follows and name not in entry.unlogged) or (change.remote and name in _OWN):
            moved[name] = [_told(entry, name, old), _told(entry, name, new)]
    return snapshot.dumps(moved)


def state(entry: Noun[Any], record: Any) -> str:
    """Return the text that is hashed for a record as it stands: a document's own, else its logged fields."""
    return snapshot.dumps(record) if entry.log is Log.HASH else state_text(plain(entry, record))


def plain(entry: Noun[Any], record: Any) -> dict[str, Any]:
    """Return the logged fields of a record as plain values; of those that the log only knows by digest, the digest."""
    return {
        name: _told(entry, name, value) if name in entry.digested else value
        for name, value in snapshot.to_plain(record).items()
        if name not in entry.unlogged
    }


def state_text(values: Mapping[str, Any], sv: int = SCHEMA, since: Mapping[str, int] | None = None) -> str:
    """Return the text of a state (plain values) as schema ``sv`` knew it, without the fields that came ``since``."""
    known = {name: value for name, value in values.items() if (since or {}).get(name, 0) <= sv}
    return snapshot.text_of(dict(sorted(known.items())))


def _told(entry: Noun[Any], name: str, value: Any) -> Any:
    if name in entry.digested:
        return hashlib.sha256(str(value).encode()).hexdigest()
    return snapshot.to_plain(value)


@lru_cache(maxsize=128)
def came_later(cls: Any) -> Mapping[str, int]:
    """Return the fields of a record that it gained later, and at which schema (core/snapshot.since)."""
    return {f.name: f.metadata["since"] for f in fields(cls) if "since" in f.metadata}


@lru_cache(maxsize=128)
def _fields(cls: Any) -> tuple[str, ...]:
    return tuple(f.name for f in fields(cls))
