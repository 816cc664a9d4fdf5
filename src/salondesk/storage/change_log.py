"""Writes the change log: what is kept of each change, and the digest that chains transactions."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, fields, replace
from functools import cache, lru_cache
from typing import Any, cast

from salondesk.core import snapshot
from salondesk.domain.change import Change, TxnNote
from salondesk.domain.nouns import noun
from salondesk.domain.record import Log, Noun
from salondesk.storage.driver import Connection

SEALED = (
    "id", "command_key", "command", "actor_id", "device_id", "branch_id", "at", "offset_min", "origin", "label",
    "override", "result",
)  # fmt: skip
"""The columns of a transaction that its digest covers, in this order; frozen, like the digest itself."""
_FOLLOWS = frozenset({"version", "updated_at"})
"""Fields of a changed record that follow from the log."""


def seal(before: str, note: Sequence[Any], rows: Iterable[Sequence[Any]]) -> str:
    """Return the digest (SHA-256, hex) of a transaction that follows the one whose digest is ``before``.

    ``note`` are its SEALED values; ``rows`` its changes in order, each noun, row id, op and body.
    """
    digest = hashlib.sha256(before.encode("ascii"))
    digest.update(_packed(note))
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


def last_digest(connection: Connection) -> str:
    """Return the digest of the newest transaction, empty when there is none."""
    row = connection.execute("SELECT digest FROM change_txn ORDER BY seq DESC LIMIT 1").fetchone()
    return "" if row is None else str(row[0])


def note_values(entry: TxnNote) -> dict[str, Any]:
    """Return the columns of a transaction's note, all but its number and digest."""
    return {f.name: getattr(entry, f.name) for f in fields(entry)}


def change_rows(changes: Sequence[Change]) -> list[tuple[str, bytes, str, str | None]]:
    """Return what is kept of each change: noun, row id, op and body."""
    return [(c.noun, c.id, op(c), body(c)) for c in changes]


def sealed_values(note: Mapping[str, Any]) -> list[Any]:
    """Return what a digest covers of a transaction's columns."""
    return [note[name] for name in SEALED]


def op(change: Change) -> str:
    """Return what a change did: add, set, or remove (a record is only marked as gone)."""
    if change.before is None:
        return "add"
    deleted = getattr(change.after, "deleted_at", None)
    return "remove" if deleted is not None and getattr(change.before, "deleted_at", None) is None else "set"


def body(change: Change) -> str | None:
    """Return a change's JSON: a new record whole, a change as ``{field: [before, after]}``, nothing for documents
    and for what was loaded in bulk."""
    entry = noun(change.noun)
    if change.after is None or entry.log is Log.HASH:
        return None
    if change.before is None:
        return snapshot.dumps(_told(entry, change.after))
    moved = {}
    for name in _fields(cast(Any, type(change.after))):
        old, new = getattr(change.before, name), getattr(change.after, name)
        if old != new and name not in _FOLLOWS and name not in entry.unlogged:
            moved[name] = [snapshot.to_plain(old), snapshot.to_plain(new)]
    return snapshot.dumps(moved)


def _told(entry: Noun[Any], record: Any) -> Any:
    blanks = _blanks(entry)
    return replace(record, **blanks) if blanks else record


@cache
def _blanks(entry: Noun[Any]) -> dict[str, Any]:
    """Return what a new record's unlogged fields say in the log; one without a default is told as it began."""
    return {
        f.name: f.default for f in fields(entry.cls) if f.name in entry.unlogged and f.default is not MISSING
    }


@lru_cache(maxsize=128)
def _fields(cls: Any) -> tuple[str, ...]:
    return tuple(f.name for f in fields(cls))
