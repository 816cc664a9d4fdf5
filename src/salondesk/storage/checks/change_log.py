"""The change log: no transaction missing, none changed, none added behind the program's back."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from salondesk.core.message import Message, N_
from salondesk.services.shop.problem import Problem
from salondesk.storage.change_log import SEALED, seal
from salondesk.storage.driver import Connection

RULE = "feed"


def problems(connection: Connection) -> Iterator[Problem]:
    """Yield gaps in the numbers of transactions, and transactions that are not what was sealed."""
    expected, before = 1, ""
    changes = _changes(connection)
    ahead = next(changes, None)
    for seq, digest, *note in connection.execute(
        f"SELECT seq, digest, {', '.join(SEALED)} FROM change_txn ORDER BY seq"
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
        if [row[0] for row in rows] != list(range(len(rows))) or digest != seal(
            before, note, (row[1:] for row in rows)
        ):
            yield Problem(
                RULE, str(seq), Message(N_("This transaction of the change feed is not what was written."))
            )
        before = digest
    while ahead is not None:
        yield _stray(ahead[0])
        ahead = next(changes, None)
    # SQLite itself keeps the highest number it ever gave
    given = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'change_txn'").fetchone()
    if (0 if given is None else given[0]) != expected - 1:
        yield _gap(expected, None)


def _changes(connection: Connection) -> Iterator[tuple[int, list[Sequence[Any]]]]:
    """Yield the rows of each transaction: n, noun, row id, op, body."""
    found = connection.execute(
        "SELECT txn_seq, n, noun, row_id, op, body FROM change_row ORDER BY txn_seq, n"
    )
    for seq, rows in groupby(found, key=lambda row: row[0]):
        yield seq, [row[1:] for row in rows]


def _gap(expected: int, found: int | None) -> Problem:
    text = (
        Message(N_("Transactions are missing at the end of the change feed."))
        if found is None
        else Message(
            N_("Transactions are missing from the change feed: {expected} should come, {found} comes."),
            {"expected": expected, "found": found},
        )
    )
    return Problem(RULE, str(expected), text)


def _stray(seq: int) -> Problem:
    return Problem(
        RULE, str(seq), Message(N_("The change feed has changes of a transaction that is not there."))
    )
