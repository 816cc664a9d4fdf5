"""Checks records against the change log: every row is what the transactions made of it.

A record whose beginning is in the log is made again from it. Of one that was loaded in bulk, is a document, or was begun
anew, the log holds a hash: what was changed since is taken back from the record as it stands, and the rest is hashed.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import groupby, islice
from typing import Any, NamedTuple

from salondesk.core import snapshot
from salondesk.core.ids import Id
from salondesk.core.message import Message, N_
from salondesk.domain.nouns import MODULES, noun, nouns
from salondesk.domain.record import Log, Noun
from salondesk.services.shop.problem import Problem
from salondesk.storage.change_log import came_later, plain, salted, state, state_text
from salondesk.storage.driver import Connection
from salondesk.storage.log_retention import BY_SNAPSHOT
from salondesk.storage.mapping import PartRows, Rows, rows_of

RULE = "record"
MOST = 100
"""Problems named of one table: a table that was emptied is said often enough."""
TAKEN_OVER = {
    "payment": "x.source <> '' AND x.taken_with IS NOT NULL",
    "allocation": "EXISTS (SELECT 1 FROM payment p WHERE p.id = x.payment_id AND p.source <> '')",
}
"""Rows that an upgrade made of older facts, so that no transaction names them: payments are held to their documents."""
_BEGINS = "('add', 'load')"
_MENTIONED = "('add', 'load', 'note')"
_ADDED = (
    "EXISTS (SELECT 1 FROM change_row r WHERE r.row_id = x.{key} AND r.noun = ? AND r.op IN " + _BEGINS + ")"
)
_HISTORY = (
    "SELECT r.row_id, r.noun, r.op, r.body_hash, b.salt, b.body, t.at, t.sv, t.command FROM change_row r"
    " JOIN change_txn t ON t.seq = r.txn_seq LEFT JOIN change_body b ON b.txn_seq = r.txn_seq AND b.n = r.n"
    " WHERE r.op IN ('add', 'load', 'set', 'remove', 'erase', 'baseline')"
    " ORDER BY r.row_id, r.noun, r.txn_seq, r.n"
)


_LAST_UNTOLD = 11
"""The schema version that revision 0011 gave to all that was logged before it."""


class Step(NamedTuple):
    """A change of a record as the log has it; ``salt`` None: its body is gone, ``body`` None: the record says it."""

    op: str
    body_hash: bytes
    salt: bytes | None
    body: str | None
    at: int
    sv: int
    command: str

    @property
    def hashed(self) -> bool:
        """Whether it holds the hash of the record as it stood then."""
        return self.salt is not None and self.body is None


def problems(connection: Connection) -> Iterator[Problem]:
    """Yield rows nobody made, rows that are gone, and rows that differ from what the log says."""
    named = dict(
        connection.execute(
            f"SELECT noun, count(*) FROM change_row WHERE op IN {_BEGINS} GROUP BY noun"
        ).fetchall()
    )
    for entry in nouns():
        if entry.log is not Log.LOCAL:
            yield from _presence(connection, entry, named.get(entry.name, 0))
    yield from islice(_contents(connection), MOST)


def _presence(connection: Connection, entry: Noun[Any], named: int) -> Iterator[Problem]:
    name, key = entry.name, entry.key
    taken_over = TAKEN_OVER.get(name, "0")
    made = f"({_ADDED.format(key=key)} OR ({taken_over}))"
    unmade = connection.execute(f'SELECT x.{key} FROM "{name}" x WHERE NOT {made}', (name,))
    stray = list(islice((i for (i,) in unmade if not _is_draft(connection, entry, i)), MOST))
    if name == "document_file":  # archived, maybe, by a program whose log did not name them
        stray, named = [], -1
    for row_id in stray:
        yield _problem(name, row_id, Message(N_("No transaction made this row of {table}."), {"table": name}))
    begins = _BEGINS
    if entry.draft is not None:  # its draft may be noted, and its end is another beginning
        begins, named = _MENTIONED, -1
    logged = f'SELECT count(*) FROM "{name}" x WHERE {_ADDED.format(key=key)}'
    if not stray and named == connection.execute(logged, (name,)).fetchone()[0]:
        return
    for (row_id,) in connection.execute(
        f"SELECT DISTINCT r.row_id FROM change_row r WHERE r.noun = ? AND r.op IN {begins}"
        f' AND NOT EXISTS (SELECT 1 FROM "{name}" x WHERE x.{key} = r.row_id) LIMIT {MOST}',
        (name,),
    ).fetchall():
        yield _problem(name, row_id, Message(N_("A row of {table} was removed."), {"table": name}))


def _is_draft(connection: Connection, entry: Noun[Any], row_id: bytes) -> bool:
    """Tell whether a record is a draft, of which the log need not know; one that makes no sense is none."""
    if entry.draft is None:
        return False
    try:
        record = rows_of(entry).load(connection, Id(row_id))
        return record is not None and entry.draft.holds(record)
    except (KeyError, TypeError, ValueError):
        return False


def _contents(connection: Connection) -> Iterator[Problem]:
    for (row_id, name), changes in groupby(connection.execute(_HISTORY), key=lambda row: (row[0], row[1])):
        steps = _granted(name, _timed([Step(*row[2:]) for row in changes]))
        entry = noun(name) if name in MODULES else None
        if entry is None or entry.log is Log.LOCAL:
            continue  # of a noun this program does not know
        if name in BY_SNAPSHOT:
            wrong = _text_differs(connection, entry, row_id, steps)
        else:
            wrong = _record_differs(connection, entry, row_id, steps)
        if wrong:
            yield _problem(
                name,
                row_id,
                Message(
                    N_("This row of {table} is not what was written, in: {fields}"),
                    {"table": name, "fields": ", ".join(wrong)},
                ),
            )


def _timed(steps: list[Step]) -> list[Step]:
    """Return the steps with the time that an upgrade (revision 0014) set and did not tell: its own, for that before."""
    wrote = 0
    for n, step in enumerate(steps):
        told = _told(step) if step.command == "Upgrade" and step.op == "set" else {}
        if told and "updated_at" not in told:
            steps[n] = step._replace(body=json.dumps(told | {"updated_at": [wrote, step.at]}))
        if step.op in ("add", "load", "set"):
            wrote = step.at
    return steps


def _granted(name: str, steps: list[Step]) -> list[Step]:
    """Return a role's steps with the right that the first program of revision 0002 gave and did not tell.

    Whoever might give a discount may change a price; later programs told of it, and of every right since.
    """
    if name != "role" or not steps or steps[0].op != "add" or steps[0].sv > _LAST_UNTOLD:
        return steps
    told = _told(steps[0])
    held = told.get("permissions")
    if not isinstance(held, list) or "sale.discount" not in held or "sale.price" in held:
        return steps
    for step in steps[1:]:
        pair = _told(step).get("permissions")
        if isinstance(pair, list) and pair and isinstance(pair[0], list):
            if "sale.price" not in pair[0]:
                return steps  # whoever changed them next did not find it
            break
    told["permissions"] = sorted([*held, "sale.price"])
    return [steps[0]._replace(body=json.dumps(told)), *steps[1:]]


def _told(step: Step) -> dict[str, Any]:
    """Return what a step's body says; nothing where it makes no sense, which is said elsewhere."""
    try:
        told = json.loads(step.body or "{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _text_differs(
    connection: Connection, entry: Noun[Any], row_id: bytes, steps: Sequence[Step]
) -> list[str]:
    found = connection.execute(f"SELECT snapshot FROM {entry.name} WHERE id = ?", (row_id,)).fetchone()
    known = [step for step in steps if step.hashed]
    if found is None or not known:
        return []  # not there: said already; or an earlier program only named it
    return [] if _bears(known[-1], str(found[0])) else ["snapshot"]


def _bears(step: Step, text: str) -> bool:
    """Tell whether a text is the one that was hashed."""
    return isinstance(step.salt, bytes) and salted(step.salt, text) == step.body_hash


def _bears_state(step: Step, then: Mapping[str, Any], kind: Any) -> bool:
    """Tell whether a state is the one that was hashed: a field that came later is left out while it has its default.

    The first programs of revisions 0018 and 0019 said those of a service all the same.
    """
    return any(
        _bears(step, state_text(said, step.sv, came_later(kind)))
        for said in (then, {**snapshot.unsaid(kind), **then})
    )


def _record_differs(
    connection: Connection, entry: Noun[Any], row_id: bytes, steps: Sequence[Step]
) -> list[str]:
    rows = rows_of(entry)
    values = connection.execute(rows.load_sql, (row_id,)).fetchone()
    if values is None:
        return []  # not there: said already
    try:
        seen: PartRows = {}
        record = rows.whole(connection, values, seen)
    except (KeyError, TypeError, ValueError):
        return ["*"]
    stale = list(_stale(rows, values, (), record, 0, seen))
    if entry.draft is not None and entry.draft.holds(record) and not any(step.hashed for step in steps):
        return stale  # what an earlier program said of an open bill is not held against it
    if entry.log is Log.HASH:
        known = [step for step in steps if step.hashed]
        return stale or ([] if not known or _bears(known[-1], state(entry, record)) else ["*"])
    found = plain(entry, record)
    start = max((n for n, step in enumerate(steps) if step.hashed or step.op == "add"), default=-1)
    first, later = steps[start] if start >= 0 else None, steps[start + 1 :]
    wrong = _differences([step for step in steps[max(start, 0) :] if step.body is not None], found, entry)
    if not wrong and first is not None and first.hashed:
        kind: Any = entry.cls
        then = _taken_back(found, later, snapshot.unsaid(kind))
        if then is not None and not _bears_state(first, then, kind):
            wrong = ["*"]
    return sorted({*wrong, *stale})


def _taken_back(
    found: Mapping[str, Any], later: Sequence[Step], unsaid: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Return what a record said before ``later`` changes; None where they make no sense, which is said elsewhere."""
    then = dict(found)
    for step in reversed(later):
        try:
            told = json.loads(step.body or "{}")
            then |= {name: pair[0] for name, pair in told.items()}
        except (TypeError, ValueError, LookupError, AttributeError):
            return None
        if "version" in then and "version" not in told:
            then["version"] -= 1
    return {name: value for name, value in then.items() if name not in unsaid or value != unsaid[name]}


def _stale(
    rows: Rows[Any], stored: Sequence[Any], owners: Sequence[Any], item: Any, pos: int, seen: PartRows
) -> Iterator[str]:
    """Yield the columns of a row, and of its parts below it, that a program would have written otherwise."""
    written = rows.values(owners, item, pos)
    for (name, *_kind), value in zip(rows.columns, stored, strict=True):
        if not _same(value, written.get(name, value)):
            yield name if not owners else f"{rows.table}.{name}"
    for child in rows.children:
        parts = seen[child.rows.table, item.id]
        for n, (part, below) in enumerate(zip(parts, getattr(item, child.field), strict=True)):
            yield from _stale(child.rows, part, (*owners, item), below, n, seen)


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


def _differences(steps: Sequence[Step], found: Mapping[str, Any], entry: Noun[Any]) -> list[str]:
    expected: dict[str, Any] = {}
    broken: set[str] = set()
    kind: Any = entry.cls
    unsaid, since = snapshot.unsaid(kind), came_later(kind)
    found = {**unsaid, **found}
    for step in steps:
        try:
            told = json.loads(step.body or "")
            if step.op == "add":
                known = {name: value for name, value in unsaid.items() if since.get(name, 0) <= step.sv}
                told = known | told
                expected = {
                    name: value for name, value in told.items() if value or name not in entry.digested
                }
            else:
                # a hand between two changes: what one left is not what the next one found
                broken |= {
                    n for n, pair in told.items() if n in expected and not _agrees(expected[n], pair[0])
                }
                expected |= {name: pair[1] for name, pair in told.items()}
        except (TypeError, ValueError, LookupError, AttributeError):
            return []  # no change the program wrote: the log's own check names it
        if "updated_at" in found and "updated_at" not in told:
            expected["updated_at"] = step.at
        if "version" in expected and step.op != "add" and "version" not in told:
            expected["version"] += 1
    wrong = {name for name, value in expected.items() if name in found and not _agrees(value, found[name])}
    wrong |= broken
    if any(step.op == "add" for step in steps):
        wrong |= _never_said(entry) & found.keys() - expected.keys()
    return sorted(wrong)


def _never_said(entry: Noun[Any]) -> set[str]:
    """Return the fields that are said only where they have not their default; the log tells of each that was set."""
    return {field.name for field in fields(entry.cls) if field.metadata.get("later")}


def _agrees(expected: Any, found: Any) -> bool:
    """Tell whether a value is what was written; fields that came to the program later are not held against it."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return all(_agrees(value, found[name]) for name, value in expected.items() if name in found)
    if isinstance(expected, list) and isinstance(found, list):
        return len(expected) == len(found) and all(map(_agrees, expected, found))
    return bool(expected == found)


def _problem(noun: str, row_id: bytes, text: Message) -> Problem:
    return Problem(RULE, f"{noun}/{row_id.hex()}", text)
