"""What every noun's entry must keep, as functions that yield a line for each breach."""

from __future__ import annotations

import dataclasses
import typing
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from salondesk.core.ids import Id
from salondesk.domain.nouns import MODULES, noun
from salondesk.domain.record import MergeRule, Noun, Part, Record, Scope
from salondesk.storage.driver import Connection
from salondesk.storage.mapping import Column, Rows, column, rows_of, rows_of_part
from salondesk.storage.side_tables import OTHER_TABLES, SIDE_TABLES

BY_SNAPSHOT = frozenset({"invoice", "z_report"})
"""Nouns whose table is a side table: the document stands in it whole, beside columns for reports."""
RECORD_FIELDS = frozenset(f.name for f in dataclasses.fields(Record))
FOREIGN = {
    "alembic_version": "Alembic's own",
    **{f"client_fts{part}": "the search index" for part in ("", "_config", "_data", "_docsize", "_idx")},
    "sqlite_sequence": "SQLite's own",
}
"""Tables of a migrated file that need no entry."""
TO_LOCAL = frozenset({"invoice.ticket_id"})
"""References from a record of the shop to one of this computer: they say something there alone, and have no foreign key."""


def all_parts(parts: Iterable[Part]) -> Iterator[Part]:
    """Yield parts and their parts."""
    for part in parts:
        yield part
        yield from all_parts(part.parts)


def rows_made(entries: Iterable[Noun[Any]]) -> Iterator[Rows[Any]]:
    """Yield the mapping of each noun and part that has one."""
    for entry in entries:
        if entry.name not in BY_SNAPSHOT:
            yield rows_of(entry)
            yield from (rows_of_part(part) for part in all_parts(entry.parts))


def declared(entries: Iterable[Noun[Any]]) -> dict[str, tuple[Column, ...]]:
    """Return the columns of every table that has an entry."""
    found = {rows.table: rows.columns for rows in rows_made(entries)}
    for side in SIDE_TABLES:
        found[side.table] = tuple(column(name, hint) for name, (hint, _get) in side.columns.items())
    for name, other in OTHER_TABLES.items():
        found[name] = tuple(column(c, hint) for c, hint in other.columns.items())
    return found


def table_breaches(connection: Connection, tables: Mapping[str, tuple[Column, ...]]) -> Iterator[str]:
    """A table has the columns of its entry and no others, and no more NULLs than it says; every table has one."""
    kinds = {int: "INTEGER", bytes: "BLOB", str: "TEXT"}
    stored = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    yield from (f"{name}: no entry" for name in sorted(stored - tables.keys() - FOREIGN.keys()))
    for name, columns in tables.items():
        wanted = {(c.name, kinds[c.kept], not c.optional) for c in columns}
        found = {(row[1], row[2], bool(row[3])) for row in connection.execute(f'PRAGMA table_info("{name}")')}
        if found:
            yield from (f"{name}: {difference}" for difference in sorted(wanted ^ found))
        else:
            yield f"{name}: no table"


def foreign_key_breaches(connection: Connection, entries: Iterable[Noun[Any]]) -> Iterator[str]:
    """No foreign key leads from a row that other computers may have to a row that only this one has."""
    entries = tuple(entries)
    own = {entry.name for entry in entries if entry.scope is Scope.LOCAL}
    own |= {part.table for entry in entries if entry.scope is Scope.LOCAL for part in all_parts(entry.parts)}
    for (table,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
        if table in own:
            continue
        for link in connection.execute(f'PRAGMA foreign_key_list("{table}")').fetchall():
            if link[2] in own:
                yield f"{table}.{link[3]}: a foreign key to {link[2]}, which stays on its computer"


def branch_breaches(connection: Connection, entries: Iterable[Noun[Any]]) -> Iterator[str]:
    """A record of a branch refers to what the whole shop shares, or to records of the same branch."""
    for entry in entries:
        if entry.scope is not Scope.BRANCH:
            continue
        for name, ref in entry.refs.items():
            for target in (target for target in ref.split("|") if noun(target).scope is Scope.BRANCH):
                (wrong,) = connection.execute(
                    f'SELECT count(*) FROM "{entry.name}" x JOIN "{target}" y ON y.{noun(target).key} = x."{name}"'
                    " WHERE y.branch_id <> x.branch_id"
                ).fetchone()
                if wrong:
                    yield f"{entry.name}.{name}: refers to a {target} of another branch"


def statement_breaches(connection: Connection, statements: Iterable[str]) -> Iterator[str]:
    """SQLite understands every statement."""
    for sql in statements:
        try:
            connection.execute(f"EXPLAIN {sql}", (None,) * sql.count("?"))
        except Exception as error:
            yield f"{sql}: {error}"


def field_paths(entry: Noun[Any]) -> Iterator[str]:
    """Yield every field that is merged, those of parts as ``lines.staff_id``."""
    yield from (path for path in _paths(entry.cls, entry.parts) if path not in RECORD_FIELDS | {entry.key})


def _paths(cls: type[Any], parts: Iterable[Part]) -> Iterator[str]:
    below = {part.name: part for part in parts}
    for f in dataclasses.fields(cls):
        if f.name in below:
            part = below[f.name]
            yield from (f"{f.name}.{path}" for path in _paths(part.cls, part.parts))
        else:
            yield f.name


def group_breaches(entry: Noun[Any]) -> Iterator[str]:
    """Every field is in exactly one group, every group has a field and a rule."""
    named = Counter(path for paths in entry.groups.values() for path in paths)
    yield from (f"{entry.name}: {path} in two groups" for path, times in named.items() if times > 1)
    group_at = {path: group for group, paths in entry.groups.items() for path in paths}
    used: set[str] = set()
    for path in field_paths(entry):
        words = path.split(".")
        heads = [".".join(words[:n]) for n in range(len(words), 0, -1)]
        head = next((head for head in heads if head in group_at), None)
        if head is not None:
            named.pop(head, None)
        used.add("" if head is None else group_at[head])
    yield from (f"{entry.name}: {path} is no field, or all of it is named apart" for path in named)
    yield from (f"{entry.name}: rule without fields: {group!r}" for group in entry.rules.keys() - used)
    yield from (f"{entry.name}: no rule for {group!r}" for group in used - entry.rules.keys())


def scope_breaches(entry: Noun[Any]) -> Iterator[str]:
    """What stays on this computer, and only that, merges by the rule that says so."""
    local = {rule is MergeRule.LOCAL for rule in entry.rules.values()}
    if local != {entry.scope is Scope.LOCAL}:
        yield f"{entry.name}: {entry.scope} does not go with its rules"


def ref_breaches(entry: Noun[Any]) -> Iterator[str]:
    """Every id says what it refers to; what the shop shares refers to nothing of one branch or of one computer."""
    yield from _untold(entry.name, entry.cls, entry.refs)
    for part in all_parts(entry.parts):
        yield from _untold(part.table, part.cls, part.refs)
    held = [(entry.name, entry.refs), *((part.table, part.refs) for part in all_parts(entry.parts))]
    for where, refs in held:
        for name, ref in refs.items():
            for target in ref.split("|"):
                if target not in MODULES:
                    yield f"{where}.{name}: no noun {target}"
                elif not _reaches(entry.scope, noun(target).scope) and f"{where}.{name}" not in TO_LOCAL:
                    yield f"{where}.{name}: {entry.scope} refers to {target}"


def _reaches(scope: Scope, target: Scope) -> bool:
    return target is Scope.SHOP or scope is Scope.LOCAL or scope is target


def _untold(where: str, cls: type[Any], refs: Mapping[str, str]) -> Iterator[str]:
    hints = typing.get_type_hints(cls)
    for f in dataclasses.fields(cls):
        if f.name not in ("id", "branch_id", *refs) and Id in (
            hints[f.name],
            *typing.get_args(hints[f.name]),
        ):
            yield f"{where}.{f.name}: nobody says what it refers to"


def _is_field(cls: Any, path: Sequence[str]) -> bool:
    """Tell whether a path names a field of a class, or of the values that such a field holds."""
    name, *below = path
    hints = typing.get_type_hints(cls)
    if name not in {f.name for f in dataclasses.fields(cls)}:
        return False
    kinds = [kind for kind in (hints[name], *typing.get_args(hints[name])) if dataclasses.is_dataclass(kind)]
    return not below or any(_is_field(kind, below) for kind in kinds)


def name_breaches(entry: Noun[Any]) -> Iterator[str]:
    """What is unlogged or personal is a field; what is derived is none."""
    fields = {f.name for f in dataclasses.fields(entry.cls)}
    for name in (*entry.unlogged, *entry.personal, entry.key):
        if not _is_field(entry.cls, name.split(".")):
            yield f"{entry.name}: {name} is no field"
    for name in entry.derived.keys() & fields:
        yield f"{entry.name}: {name} is a field and derived"
