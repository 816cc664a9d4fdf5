"""A derived table compares the rows it should have with those it has, and puts a row in order."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from salondesk.storage.driver import Connection

Row = tuple[Any, ...]


class Difference(NamedTuple):
    """A row that is not as it should be; ``stored`` None: missing; ``wanted`` None: nothing stands behind it."""

    table: "DerivedTable"
    key: Row
    stored: Row | None
    wanted: Row | None


class DerivedTable(NamedTuple):
    """A table that can be made anew: its name, its key and its other columns."""

    name: str
    key: tuple[str, ...]
    values: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The key, then the rest."""
        return (*self.key, *self.values)

    @property
    def select(self) -> str:
        """The statement that reads all rows, columns in order."""
        return f"SELECT {', '.join(self.columns)} FROM {self.name}"

    def stored(self, connection: Connection, where: str = "1", parameters: Row = ()) -> dict[Row, Row]:
        """Return the rows that a condition picks, by key."""
        width = len(self.key)
        rows = connection.execute(f"{self.select} WHERE {where}", parameters).fetchall()
        return {tuple(row[:width]): tuple(row[width:]) for row in rows}

    def differences(self, stored: dict[Row, Row], wanted: Mapping[Row, Row]) -> Iterator[Difference]:
        """Yield what is missing, differs, or is too much."""
        for key, row in wanted.items():
            had = stored.pop(key, None)
            if had != row:
                yield Difference(self, key, had, row)
        for key, had in stored.items():
            yield Difference(self, key, had, None)

    def put(self, connection: Connection, key: Row, row: Sequence[Any] | None) -> None:
        """Write a row in the place of the one it had; None takes it out."""
        if row is None:
            where = " AND ".join(f"{name} = ?" for name in self.key)
            connection.execute(f"DELETE FROM {self.name} WHERE {where}", key)
            return
        marks = ", ".join("?" * len(self.columns))
        sql = f"INSERT OR REPLACE INTO {self.name} ({', '.join(self.columns)}) VALUES ({marks})"
        connection.execute(sql, (*key, *row))
