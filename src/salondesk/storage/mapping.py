"""Rows tie the dataclass of a noun or part to its table; their SQL is made at first use.

Columns carry the names of the dataclass's fields; how a field is kept follows from its type: LocalText and nested values
as JSON, enums by value, dates as ISO text. Statements run straight through the driver, so a write costs what the driver
costs.
"""

import dataclasses
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar

from salondesk.core import snapshot
from salondesk.core.localtext import LocalText
from salondesk.domain.record import Derived, Noun, Part
from salondesk.storage.driver import Connection
from salondesk.storage.side_tables import BESIDE
from salondesk.storage.statement import Statement, inserting, quoted

T = TypeVar("T")
Encoder = Callable[[Any], Any]
PartRows = dict[tuple[str, bytes], list[Sequence[Any]]]
"""Rows of parts as they are kept, by their table and their owner's id."""


def _same(value: Any) -> Any:
    return value


def _unwrap(hint: Any) -> tuple[Any, bool]:
    """Return a hint without Optional and NewType, and whether it was optional."""
    args = typing.get_args(hint)
    optional = type(None) in args
    if optional:
        hint = next(a for a in args if a is not type(None))
    if isinstance(hint, typing.NewType):
        hint = hint.__supertype__
    return hint, optional


def codec(hint: Any) -> tuple[Encoder, Encoder]:
    """Return how a value of type ``hint`` is written to a column and read back."""
    hint, optional = _unwrap(hint)
    write: Encoder = _same
    read: Encoder = _same
    if hint is LocalText:
        write, read = LocalText.to_json, LocalText.from_json
    elif hint is bool:
        write, read = int, bool
    elif hint is date:
        write, read = date.isoformat, date.fromisoformat
    elif isinstance(hint, type) and issubclass(hint, Enum):
        write, read = (lambda v: v.value), hint
    elif hint not in (int, str, bytes):
        write, read = snapshot.dumps, (lambda text: snapshot.loads(hint, text))
    if optional and write is not _same:
        inner_write, inner_read = write, read
        return (lambda v: None if v is None else inner_write(v)), (
            lambda v: None if v is None else inner_read(v)
        )
    return write, read


class Column(NamedTuple):
    """A column as its hint tells it: ``int``, ``bytes`` or ``str`` as kept, and whether it may be NULL."""

    name: str
    kept: type
    optional: bool


def column(name: str, hint: Any) -> Column:
    """Return the column of a field or getter of type ``hint``."""
    plain, optional = _unwrap(hint)
    kept = bytes if plain is bytes else int if plain in (int, bool) else str
    return Column(name, kept, optional)


class _Place(NamedTuple):
    """Where a row stands: the chain of owners above it, outermost first, the item, its position below its owner."""

    owners: Sequence[Any]
    item: Any
    pos: int


@dataclass(frozen=True, slots=True)
class Child:
    """Which field of an owner holds parts, and how those are kept."""

    field: str
    rows: "Rows[Any]"


class Rows(Generic[T]):
    """A dataclass and its table; parts hang below as children, other rows that hold a field stand beside.

    Parts without an ``id`` are replaced as a whole when any of them changes.
    """

    def __init__(
        self,
        cls: type[T],
        table: str,
        *,
        key: str = "id",
        owner: str = "",
        parts: Sequence[Part] = (),
        derived: Mapping[str, Derived] | None = None,
    ) -> None:
        self.cls, self.table, self.owner = cls, table, owner
        self.beside = BESIDE.get(table, ())
        self.children = tuple(Child(part.name, rows_of_part(part)) for part in parts)
        hints = typing.get_type_hints(cls)
        apart = {part.name for part in parts} | {side.field for side in self.beside}
        fields = [f.name for f in dataclasses.fields(cls) if f.name not in apart]  # type: ignore[arg-type]
        codecs = {f: codec(hints[f]) for f in fields}
        derived = derived or {}
        self._write = tuple((f, write) for f, (write, _read) in codecs.items())
        self._read = tuple((f, n, read) for n, (f, (_write, read)) in enumerate(codecs.items()))
        self._derived = tuple((name, codec(hint)[0], get) for name, (hint, get) in derived.items())
        self.keyed = key in fields
        self.columns = (
            *(column(f, hints[f]) for f in fields),
            *((Column(owner, bytes, False), Column("pos", int, False)) if owner else ()),
            *(column(name, hint) for name, (hint, _get) in derived.items()),
        )
        self.key = (key,) if self.keyed else (owner, "pos")
        self._make_sql(key)

    def _make_sql(self, key: str) -> None:
        """Make the statements; those that name a row are for rows with a key, those of an owner for parts."""
        names = tuple(c.name for c in self.columns)
        table, row = quoted(self.table), f" WHERE {quoted(key)} = ?"
        kept = tuple(name for name in names if name not in (key, self.owner))
        self.select = f"SELECT {', '.join(map(quoted, names))} FROM {table}"
        self.insert_sql = inserting(self.table, names)
        self.load_sql = self.select + row
        self.update_sql = Statement(
            f"UPDATE {table} SET {', '.join(f'{quoted(name)} = ?' for name in kept)}{row}", (*kept, key)
        )
        self.delete_sql = f"DELETE FROM {table}{row}"
        owned = f" WHERE {quoted(self.owner)} = ?"
        self.load_parts_sql = f"{self.select}{owned} ORDER BY pos"
        self.delete_parts_sql = f"DELETE FROM {table}{owned}"

    def statements(self) -> list[str]:
        """Return every statement this mapping runs."""
        made = [self.select, self.insert_sql.sql]
        if self.keyed:
            made += [self.load_sql, self.update_sql.sql, self.delete_sql]
        if self.owner:
            made += [self.load_parts_sql, self.delete_parts_sql]
        return made

    def read(self, values: Sequence[Any]) -> dict[str, Any]:
        """Return the fields a row (its columns in order) stands for, without what other tables hold."""
        return {field: read(values[n]) for field, n, read in self._read}

    def load(self, connection: Connection, row_id: bytes) -> T | None:
        """Read one aggregate whole, or None."""
        values = connection.execute(self.load_sql, (row_id,)).fetchone()
        return None if values is None else self.whole(connection, values)

    def load_where(self, connection: Connection, where: str, parameters: Sequence[Any] = ()) -> list[T]:
        """Read the aggregates that an SQL condition (with its ORDER BY) picks."""
        rows = connection.execute(f"{self.select} WHERE {where}", tuple(parameters)).fetchall()
        return [self.whole(connection, values) for values in rows]

    def whole(self, connection: Connection, values: Sequence[Any], seen: PartRows | None = None) -> T:
        """Make the aggregate of a row, reading its parts; their rows are left in ``seen`` for whoever compares them."""
        fields = self.read(values)
        for child in self.children:
            rows = connection.execute(child.rows.load_parts_sql, (fields["id"],)).fetchall()
            if seen is not None:
                seen[child.rows.table, fields["id"]] = rows
            fields[child.field] = tuple(child.rows.whole(connection, part, seen) for part in rows)
        for side in self.beside:
            fields[side.field] = side.read_of(connection, fields["id"])
        return self.cls(**fields)

    def values(self, owners: Sequence[Any], item: T, pos: int = 0) -> dict[str, Any]:
        """Return the columns of ``item``; ``owners`` is the chain of aggregates above it, outermost first."""
        row = {name: write(getattr(item, name)) for name, write in self._write}
        if self.owner:
            row[self.owner], row["pos"] = owners[-1].id, pos
        for name, write, get in self._derived:
            row[name] = write(get(owners, item))
        return row

    def insert(self, connection: Connection, item: T, *, owners: Sequence[Any] = (), pos: int = 0) -> None:
        """Write a new aggregate whole."""
        self.insert_sql.run(connection, self.values(owners, item, pos))
        for child in self.children:
            for n, part in enumerate(getattr(item, child.field)):
                child.rows.insert(connection, part, owners=(*owners, item), pos=n)
        for side in self.beside:
            side.insert(connection, item)

    def insert_all(self, connection: Connection, items: Sequence[T]) -> None:
        """Write many new aggregates, one statement a table: an import of years costs minutes, not hours."""
        self._insert_level(connection, [_Place((), item, 0) for item in items])

    def _insert_level(self, connection: Connection, places: Sequence[_Place]) -> None:
        self.insert_sql.run_many(connection, (self.values(*place) for place in places))
        for child in self.children:
            below = [
                _Place((*owners, item), part, n)
                for owners, item, _ in places
                for n, part in enumerate(getattr(item, child.field))
            ]
            if below:
                child.rows._insert_level(connection, below)  # noqa: SLF001
        for side in self.beside:
            for place in places:
                side.insert(connection, place.item)

    def update(self, connection: Connection, before: T, after: T) -> None:
        """Write what changed between two states of one aggregate; rows that stay equal are not touched."""
        self._update_row(connection, _Place((), before, 0), _Place((), after, 0))

    def _update_row(self, connection: Connection, old: _Place, new: _Place) -> None:
        """Bring one row and all below it from ``old`` to ``new``."""
        row = self.values(*new)
        if row != self.values(*old):
            self.update_sql.run(connection, row)
        for child in self.children:
            self._update_parts(connection, child, old, new)
        for side in self.beside:
            if getattr(old.item, side.field) != getattr(new.item, side.field):
                side.delete(connection, new.item.id)
                side.insert(connection, new.item)

    def _update_parts(self, connection: Connection, child: Child, old: _Place, new: _Place) -> None:
        rows = child.rows
        old_chain, new_chain = (*old.owners, old.item), (*new.owners, new.item)
        had, has = getattr(old.item, child.field), getattr(new.item, child.field)
        if not rows.keyed:
            if had != has:
                connection.execute(rows.delete_parts_sql, (new.item.id,))
                for n, part in enumerate(has):
                    rows.insert(connection, part, owners=new_chain, pos=n)
            return
        known = {part.id: _Place(old_chain, part, n) for n, part in enumerate(had)}
        kept = {part.id for part in has}
        for part in had:
            if part.id not in kept:
                rows.delete(connection, part)
        for n, part in enumerate(has):
            if part.id in known:
                rows._update_row(connection, known[part.id], _Place(new_chain, part, n))  # noqa: SLF001
            else:
                rows.insert(connection, part, owners=new_chain, pos=n)

    def delete(self, connection: Connection, item: T) -> None:
        """Remove a part and all below it (aggregates themselves are never removed, only marked)."""
        for child in self.children:
            if child.rows.keyed:
                for part in getattr(item, child.field):
                    child.rows.delete(connection, part)
            else:
                connection.execute(child.rows.delete_parts_sql, (item.id,))  # type: ignore[attr-defined]
        connection.execute(self.delete_sql, (item.id,))  # type: ignore[attr-defined]  # keyed


_MADE: dict[Noun[Any], Rows[Any]] = {}


def rows_of(noun: Noun[T]) -> Rows[T]:
    """Return how a noun's records are kept; its SQL is made at the first call."""
    found: Rows[T] | None = _MADE.get(noun)
    if found is None:
        found = Rows(noun.cls, noun.name, key=noun.key, parts=noun.parts, derived=noun.derived)
        _MADE[noun] = found
    return found


@cache
def rows_of_part(part: Part) -> Rows[Any]:
    """Return how parts are kept."""
    return Rows(part.cls, part.table, owner=part.owner, parts=part.parts, derived=part.derived)
