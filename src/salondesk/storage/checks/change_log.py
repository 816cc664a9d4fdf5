"""Checks the change log: its transactions are those that were sealed, its bodies too, or rightly gone."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from salondesk.core.message import Message, N_
from salondesk.services.shop.problem import Problem
from salondesk.storage.change_log import SEALED, SEALED_ROW, salted, seal
from salondesk.storage.driver import Connection

RULE = "change_log"


def problems(connection: Connection) -> Iterator[Problem]:
    """Yield gaps in the numbers of transactions, and transactions that are not what was sealed."""
    yield from _chain(connection)
    yield from _bodies(connection)


def _chain(connection: Connection) -> Iterator[Problem]:
    expected, before = 1, ""
    changes = _changes(connection)
    ahead = next(changes, None)
    for seq, head, *note in connection.execute(
        f"SELECT seq, head, {', '.join(SEALED)} FROM change_txn ORDER BY seq"
    ):
        if seq != expected:
            yield _gap(expected, seq)
        expected = seq + 1
        while ahead is not None and ahead[0] < seq:
            yield _stray(ahead[0])
            ahead = next(changes, None)
        rows: list[Sequence[Any]] = []
        if ahead is not None and ahead[0] == seq:
            rows, ahead = ahead[1], next(changes, None)
        if [row[0] for row in rows] != list(range(len(rows))) or head != seal(
            before, note, (row[1:] for row in rows)
        ):
            yield Problem(
                RULE, str(seq), Message(N_("This transaction of the change log is not what was written."))
            )
        before = head
    while ahead is not None:
        yield _stray(ahead[0])
        ahead = next(changes, None)
    # SQLite itself keeps the highest number it ever gave
    given = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'change_txn'").fetchone()
    if (0 if given is None else given[0]) != expected - 1:
        yield _gap(expected, None)


def _changes(connection: Connection) -> Iterator[tuple[int, list[Sequence[Any]]]]:
    """Yield the rows of each transaction: n, then what is sealed of each."""
    found = connection.execute(
        f"SELECT txn_seq, n, {', '.join(SEALED_ROW)} FROM change_row ORDER BY txn_seq, n"
    )
    for seq, rows in groupby(found, key=lambda row: row[0]):
        yield seq, [row[1:] for row in rows]


def _bodies(connection: Connection) -> Iterator[Problem]:
    """Yield bodies that are not what was sealed, that no change has, or that are gone without leave.

    One that is gone is right where the record was erased or its log begun anew later. What the record itself says is
    held against the record (checks/records), and of what came from an earlier program nothing may be known.
    """
    gone = False
    for seq, body_hash, salt, body in connection.execute(
        "SELECT r.txn_seq, r.body_hash, b.salt, b.body FROM change_row r"
        " LEFT JOIN change_body b ON b.txn_seq = r.txn_seq AND b.n = r.n ORDER BY r.txn_seq, r.n"
    ):
        if salt is None:
            gone = gone or bool(body_hash)
        elif body is not None and (not isinstance(salt, bytes) or salted(salt, str(body)) != body_hash):
            yield Problem(
                RULE, str(seq), Message(N_("What this transaction of the change log says was altered."))
            )
    if gone:
        yield from _without_leave(connection)
    for (seq,) in connection.execute(
        "SELECT DISTINCT b.txn_seq FROM change_body b WHERE NOT EXISTS"
        " (SELECT 1 FROM change_row r WHERE r.txn_seq = b.txn_seq AND r.n = b.n)"
    ):
        yield _stray(seq)


def _without_leave(connection: Connection) -> Iterator[Problem]:
    for (seq,) in connection.execute(
        "SELECT DISTINCT r.txn_seq FROM change_row r WHERE r.body_hash <> x''"
        " AND NOT EXISTS (SELECT 1 FROM change_body b WHERE b.txn_seq = r.txn_seq AND b.n = r.n)"
        " AND NOT EXISTS (SELECT 1 FROM change_row l WHERE l.row_id = r.row_id AND l.noun = r.noun"
        " AND l.op IN ('erase', 'baseline') AND (l.txn_seq, l.n) > (r.txn_seq, r.n))"
    ):
        yield Problem(
            RULE,
            str(seq),
            Message(N_("What this transaction of the change log said was removed without leave.")),
        )


def _gap(expected: int, found: int | None) -> Problem:
    text = (
        Message(N_("Transactions are missing at the end of the change log."))
        if found is None
        else Message(
            N_("Transactions are missing from the change log: {expected} should come, {found} comes."),
            {"expected": expected, "found": found},
        )
    )
    return Problem(RULE, str(expected), text)


def _stray(seq: int) -> Problem:
    return Problem(
        RULE, str(seq), Message(N_("The change log has changes of a transaction that is not there."))
    )
