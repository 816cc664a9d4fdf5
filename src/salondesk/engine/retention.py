"""Plans which old bodies of the change log may be deleted while the log still proves the records.

A body says what a change was; its hash stays for ever. A record whose bodies go gets a ``baseline``, the hash of its
state, from which `check` goes on. Pure: the worker that deletes asks here and writes.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from salondesk.core.ids import Id
from salondesk.core.timespan import day_start

NOTE = "note"
"""The op of what is said about an open bill (a discount, a price, a dropped line): no state, kept with its document."""


@dataclass(frozen=True, slots=True, order=True)
class LogPlace:
    """Where a body stands in the change log: its transaction's number, and which of its changes it is."""

    txn_seq: int
    n: int


BEGINNING = LogPlace(0, -1)
"""Before every body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedBody:
    """A body of the change log: place in it (``txn_seq``, ``n``), record, op, and its transaction's instant (UTC ms).

    ``has_document``: the document that a note speaks of is there.
    """

    txn_seq: int
    n: int
    noun: str
    row_id: Id
    op: str
    at: int
    has_document: bool = False


@dataclass(frozen=True, slots=True)
class Pruning:
    """Bodies to delete, in log order, and the records (noun, id) that need a baseline with it."""

    bodies: tuple[tuple[int, int], ...]
    records: tuple[tuple[str, Id], ...]


def kept_from(today: date, keep_months: int, zone_name: str) -> int:
    """Return the instant (UTC ms) from which everything is kept: the beginning of the day ``keep_months`` before today.

    A day that the month of then lacks is its last one: 60 months before 31 August are the 31st, six are 28 February.
    """
    month = today.year * 12 + today.month - 1 - keep_months
    year, month = month // 12, month % 12 + 1
    return day_start(date(year, month, min(today.day, monthrange(year, month)[1])), zone_name)


def plan_pruning(
    bodies: Iterable[LoggedBody],
    kept_from_ms: int,
    *,
    synced_through: int | None = None,
) -> Pruning:
    """Return which of ``bodies`` may go.

    ``bodies`` are all of the records they belong to, in any order. Of a record only the oldest go, up to the first
    that has to stay: a clock that went back, or a change that came late from another till, must not tear a hole into
    its history. A shop that syncs gives the newest transaction that was acknowledged long enough ago
    (``synced_through``): nothing after it goes. The records longest unpruned come first.
    """
    by_record: dict[tuple[str, Id], list[LoggedBody]] = {}
    for body in sorted(bodies, key=lambda one: (one.txn_seq, one.n)):
        by_record.setdefault((body.noun, body.row_id), []).append(body)
    gone: list[tuple[int, int]] = []
    records: list[tuple[str, Id]] = []
    for record, history in by_record.items():
        oldest = _oldest(history, kept_from_ms, synced_through)
        if oldest:
            gone += [(one.txn_seq, one.n) for one in oldest]
            records.append(record)
    return Pruning(tuple(sorted(gone)), tuple(records))


def _oldest(history: list[LoggedBody], kept_from_ms: int, synced_through: int | None) -> list[LoggedBody]:
    """Return what may go of one record's bodies, given in log order."""
    found = []
    for body in history:
        old = body.at < kept_from_ms and (synced_through is None or body.txn_seq <= synced_through)
        if body.op == NOTE:
            if old and not body.has_document:
                found.append(body)
        elif old:
            found.append(body)
        else:
            break
    return found
