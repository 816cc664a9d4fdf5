"""Core tables to frozen dataclasses and back. Knows no noun; repos/ says which table holds which dataclass.

SQL comes compiled from the Table objects (storage/statements) and runs straight
through the driver, so a write costs what the driver costs. Columns carry the
names of the dataclass's fields; how a field is kept follows from its type:
LocalText and nested values as JSON, enums by value, dates as ISO text.
"""

import dataclasses
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, Generic, TypeVar

from salondesk.core import snapshot
from salondesk.core.localtext import LocalText
from salondesk.storage.driver import Connection
from salondesk.storage.statements import table_sql

T = TypeVar("T")
Encoder = Callable[[Any], Any]


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


Extra = Callable[[Sequence[Any], Any], Mapping[str, Any]]
"""Given the chain of owners (outermost first) and an item, the columns that repeat something of them."""


_Place = tuple[Sequence[Any], Any, int]


@dataclass(frozen=True, slots=True)
class Child:
    """Which field of an owner holds parts, and how those are kept."""

    field: str
    rows: "Rows[Any]"


class Rows(Generic[T]):
    """A dataclass and its table; parts of an aggregate hang below as children.

    ``extra`` fills columns that are no field of the dataclass; fields named in ``apart``
    are a subclass's business. Parts without an ``id`` are replaced as a whole when any
    of them changes.
    """

    def __init__(
        self,
        cls: type[T],
        table: str,
        *,
        children: Sequence[Child] = (),
        extra: Extra | None = None,
        apart: Sequence[str] = (),
    ) -> None:
        self.cls, self.sql, self.children, self.extra = cls, table_sql(table), tuple(children), extra
        self.table, self.owner = table, self.sql.owner
        hints = typing.get_type_hints(cls)
        held_by_children = {c.field for c in children} | set(apart)
        fields = [f.name for f in dataclasses.fields(cls) if f.name not in held_by_children]  # type: ignore[arg-type]
        columns = self.sql.columns
        missing = [f for f in fields if f not in columns]
        if missing:
            raise TypeError(f"{table} has no column for {missing}")
        self.fields = tuple(fields)
        codecs = {f: codec(hints[f]) for f in fields}
        self._write = tuple((f, write) for f, (write, _read) in codecs.items())
        self._read = tuple((f, columns.index(f), read) for f, (_write, read) in codecs.items())
        self.keyed = "id" in fields
        self._insert = self.sql["insert"]

    def read(self, values: Sequence[Any]) -> dict[str, Any]:
        """Return the fields a row (all columns, in the table's order) stands for, without its children."""
        return {field: read(values[n]) for field, n, read in self._read}

    def load(self, connection: Connection, row_id: bytes) -> T | None:
        """Read one aggregate whole, or None."""
        values = connection.execute(self.sql["load"].sql, (row_id,)).fetchone()
        return None if values is None else self.whole(connection, values)

    def load_where(self, connection: Connection, where: str, parameters: Sequence[Any] = ()) -> list[T]:
        """Read the aggregates that an SQL condition (with its ORDER BY) picks."""
        rows = connection.execute(f"{self.sql['select'].sql} WHERE {where}", tuple(parameters)).fetchall()
        return [self.whole(connection, values) for values in rows]

    def whole(self, connection: Connection, values: Sequence[Any]) -> T:
        """Make the aggregate of a row, reading its parts."""
        fields = self.read(values)
        for child in self.children:
            rows = connection.execute(child.rows.sql["load_parts"].sql, (fields["id"],)).fetchall()
            fields[child.field] = tuple(child.rows.whole(connection, part) for part in rows)
        return self.cls(**fields)

    def values(self, owners: Sequence[Any], item: T, pos: int = 0) -> dict[str, Any]:
        """Return the columns of ``item``; ``owners`` is the chain of aggregates above it, outermost first."""
        row = {name: write(getattr(item, name)) for name, write in self._write}
        if self.owner:
            row[self.owner], row["pos"] = owners[-1].id, pos
        if self.extra:
            row.update(self.extra(owners, item))
        return row

    def insert(self, connection: Connection, item: T, *, owners: Sequence[Any] = (), pos: int = 0) -> None:
        """Write a new aggregate whole."""
        self._insert.run(connection, self.values(owners, item, pos))
        for child in self.children:
            for n, part in enumerate(getattr(item, child.field)):
                child.rows.insert(connection, part, owners=(*owners, item), pos=n)

    def insert_all(self, connection: Connection, items: Sequence[T]) -> None:
        """Write many new aggregates, one statement a table: an import of years costs minutes, not hours."""
        self._insert_level(connection, [((), item, 0) for item in items])

    def _insert_level(self, connection: Connection, places: "Sequence[_Place]") -> None:
        self._insert.run_many(connection, (self.values(*place) for place in places))
        for child in self.children:
            below: list[_Place] = [
                ((*owners, item), part, n)
                for owners, item, _ in places
                for n, part in enumerate(getattr(item, child.field))
            ]
            if below:
                child.rows._insert_level(connection, below)  # noqa: SLF001

    def update(self, connection: Connection, before: T, after: T) -> None:
        """Write what changed between two states of one aggregate; rows that stay equal are not touched."""
        self._update_row(connection, ((), before, 0), ((), after, 0))

    def _update_row(self, connection: Connection, old: "_Place", new: "_Place") -> None:
        """Bring one row and all below it from ``old`` to ``new``: each a chain of owners, the item, its position."""
        row = self.values(*new)
        if row != self.values(*old):
            self.sql["update"].run(connection, row | {"row_id": row["id"]})
        for child in self.children:
            self._update_parts(connection, child, old, new)

    def _update_parts(self, connection: Connection, child: Child, old: "_Place", new: "_Place") -> None:
        rows = child.rows
        old_chain, new_chain = (*old[0], old[1]), (*new[0], new[1])
        had, has = getattr(old[1], child.field), getattr(new[1], child.field)
        if not rows.keyed:
            if had != has:
                connection.execute(rows.sql["delete_parts"].sql, (new[1].id,))
                for n, part in enumerate(has):
                    rows.insert(connection, part, owners=new_chain, pos=n)
            return
        known = {part.id: (old_chain, part, n) for n, part in enumerate(had)}
        kept = {part.id for part in has}
        for part in had:
            if part.id not in kept:
                rows.delete(connection, part)
        for n, part in enumerate(has):
            if part.id in known:
                rows._update_row(connection, known[part.id], (new_chain, part, n))  # noqa: SLF001
            else:
                rows.insert(connection, part, owners=new_chain, pos=n)

    def delete(self, connection: Connection, item: T) -> None:
        """Remove a part and all below it (aggregates themselves are never removed, only marked)."""
        for child in self.children:
            for part in getattr(item, child.field):
                if child.rows.keyed:
                    child.rows.delete(connection, part)
                else:
                    connection.execute(child.rows.sql["delete_parts"].sql, (item.id,))  # type: ignore[attr-defined]
                    break
        connection.execute(self.sql["delete"].sql, (item.id,))  # type: ignore[attr-defined]  # keyed
