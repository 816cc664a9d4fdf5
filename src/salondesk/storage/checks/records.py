"""Checks records against the change log: every row is what the transactions made of it.

What was loaded in bulk the feed only names: of such a row it knows what was changed since.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import Any

from salondesk.core import snapshot
from salondesk.core.message import Message, N_
from salondesk.domain.ledger import STOCK
from salondesk.domain.nouns import MODULES, noun, nouns
from salondesk.domain.record import Log
from salondesk.services.shop.problem import Problem
from salondesk.storage.driver import Connection
from salondesk.storage.mapping import Rows, rows_of

RULE = "record"
FREE_STOCK = ("stock/", "import/", "demo/")
"""How the source keys of ledger entries began that no document stood behind."""
MOST = 100
"""Problems named of one table: a table that was emptied is said often enough."""
TAKEN_OVER = {
    "payment": "x.source <> '' AND x.taken_with IS NOT NULL",
    "allocation": "EXISTS (SELECT 1 FROM payment p WHERE p.id = x.payment_id AND p.source <> '')",
    "stock_movement": "EXISTS (SELECT 1 FROM change_row r WHERE r.row_id = x.id AND r.noun = 'ledger_entry')",
}
"""Rows that an upgrade made of older facts, so that no transaction names them: payments are held to their documents."""
_FORMER_STOCK = {
    "branch_id": "branch_id", "holder_id": "product_id", "amount": "qty_milli", "note": "reason", "at": "at",
    "business_date": "business_date", "source_key": "source",
}  # fmt: skip
"""Fields of a ledger entry that a stock movement was made of, and what they are called there."""
_ADDED = "EXISTS (SELECT 1 FROM change_row r WHERE r.row_id = x.{key} AND r.noun = ? AND r.op = 'add')"


def problems(connection: Connection) -> Iterator[Problem]:
    """Yield rows nobody made, rows that are gone, and rows that differ from what the feed says."""
    named = dict(
        connection.execute("SELECT noun, count(*) FROM change_row WHERE op = 'add' GROUP BY noun").fetchall()
    )
    for entry in nouns():
        if entry.log is not Log.LOCAL:
            yield from _presence(connection, entry.name, entry.key, named.get(entry.name, 0))
    yield from islice(_contents(connection), MOST)


def _presence(connection: Connection, name: str, key: str, named: int) -> Iterator[Problem]:
    taken_over = TAKEN_OVER.get(name, "0")
    made = f"({_ADDED.format(key=key)} OR ({taken_over}))"
    stray = connection.execute(
        f'SELECT x.{key} FROM "{name}" x WHERE NOT {made} LIMIT {MOST}', (name,)
    ).fetchall()
    if name == "document_file":  # archived, maybe, by a program whose feed did not name them
        stray, named = [], -1
    for (row_id,) in stray:
        yield _problem(name, row_id, Message(N_("No transaction made this row of {table}."), {"table": name}))
    logged = f'SELECT count(*) FROM "{name}" x WHERE {_ADDED.format(key=key)}'
    if not stray and named == connection.execute(logged, (name,)).fetchone()[0]:
        return
    for (row_id,) in connection.execute(
        "SELECT r.row_id FROM change_row r WHERE r.noun = ? AND r.op = 'add'"
        f' AND NOT EXISTS (SELECT 1 FROM "{name}" x WHERE x.{key} = r.row_id) LIMIT {MOST}',
        (name,),
    ).fetchall():
        yield _problem(name, row_id, Message(N_("A row of {table} was removed."), {"table": name}))


def _contents(connection: Connection) -> Iterator[Problem]:
    found = connection.execute(
        "SELECT r.row_id, r.noun, r.op, r.body, t.at FROM change_row r JOIN change_txn t ON t.seq = r.txn_seq"
        " WHERE r.body IS NOT NULL ORDER BY r.row_id, r.noun, r.txn_seq, r.n"
    )
    for (row_id, name), changes in groupby(found, key=lambda row: (row[0], row[1])):
        told = [(op, body, at) for _, _, op, body, at in changes]
        if name == "ledger_entry":
            name, told = "stock_movement", _as_stock(told)
            if not told:
                continue
        state = _state(connection, name, row_id)
        if state is None:
            continue  # not there: said already; or a noun this program does not know
        wrong = _differences(told, *state)
        if wrong:
            yield _problem(
                name,
                row_id,
                Message(
                    N_("This row of {table} is not what was written, in: {fields}"),
                    {"table": name, "fields": ", ".join(wrong)},
                ),
            )


def _as_stock(changes: Sequence[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    """Return what the log says of a stock movement that once was a ledger entry; nothing of other entries."""
    found = []
    for op, body, at in changes:
        told = json.loads(body) if body.startswith("{") else {}
        if told.get("account") == STOCK and str(told.get("source_key", "")).startswith(FREE_STOCK):
            named = {new: told[old] for old, new in _FORMER_STOCK.items() if old in told}
            found.append((op, json.dumps(named), at))
    return found


def _state(connection: Connection, name: str, row_id: bytes) -> tuple[dict[str, Any], list[str]] | None:
    """Return a record as it stands, plain and without what is not logged, and its columns that do not say what it says."""
    entry = noun(name) if name in MODULES else None
    if entry is None or entry.log is not Log.WHOLE:
        return None
    rows = rows_of(entry)
    values = connection.execute(rows.load_sql, (row_id,)).fetchone()
    if values is None:
        return None
    try:
        record = rows.whole(connection, values)
    except (KeyError, TypeError, ValueError):
        return {}, ["*"]
    plain = {
        field: value for field, value in snapshot.to_plain(record).items() if field not in entry.unlogged
    }
    return plain, list(_stale(connection, rows, values, (), record, 0))


def _stale(
    connection: Connection, rows: Rows[Any], stored: Sequence[Any], owners: Sequence[Any], item: Any, pos: int
) -> Iterator[str]:
    """Yield the columns of a row, and of its parts below it, that a program would have written otherwise."""
    written = rows.values(owners, item, pos)
    for (name, *_kind), value in zip(rows.columns, stored, strict=True):
        if not _same(value, written.get(name, value)):
            yield name if not owners else f"{rows.table}.{name}"
    for child in rows.children:
        parts = connection.execute(child.rows.load_parts_sql, (item.id,)).fetchall()
        for n, (part, below) in enumerate(zip(parts, getattr(item, child.field), strict=True)):
            yield from _stale(connection, child.rows, part, (*owners, item), below, n)


def _same(stored: Any, written: Any) -> bool:
    """Tell whether a column says what would be written today; in nested values older fields are enough."""
    if stored == written:
        return True
    if not (isinstance(stored, str) and isinstance(written, str) and written[:1] in ("{", "[")):
        return False
    try:
        return _agrees(json.loads(stored), json.loads(written))
    except ValueError:
        return False


def _differences(
    changes: Sequence[tuple[str, str, int]], found: Mapping[str, Any], stale: Sequence[str]
) -> list[str]:
    expected: dict[str, Any] = {}
    for op, body, at in changes:
        try:
            told = json.loads(body)
            expected |= told if op == "add" else {name: pair[1] for name, pair in told.items()}
        except (TypeError, ValueError, LookupError):
            return []  # no change the program wrote: the feed's own check names it
        if "updated_at" in found and "version" in expected:
            expected["updated_at"] = at
        if "version" in expected and op != "add":
            expected["version"] += 1
    wrong = {name for name, value in expected.items() if name in found and not _agrees(value, found[name])}
    return sorted(wrong | set(stale))


def _agrees(expected: Any, found: Any) -> bool:
    """Tell whether a value is what was written; fields that came to the program later are not held against it."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return all(_agrees(value, found[name]) for name, value in expected.items() if name in found)
    if isinstance(expected, list) and isinstance(found, list):
        return len(expected) == len(found) and all(map(_agrees, expected, found))
    return bool(expected == found)


def _problem(noun: str, row_id: bytes, text: Message) -> Problem:
    return Problem(RULE, f"{noun}/{row_id.hex()}", text)
