"""A statement: SQL and the order of its parameters, run with named values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from salondesk.storage.driver import Connection


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL and the names of its parameters, in their order."""

    sql: str
    names: tuple[str, ...]

    def run(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """Execute with named ``values`` and return the cursor."""
        return connection.execute(self.sql, tuple(values[n] for n in self.names))

    def run_many(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Execute once for each of ``rows``."""
        names = self.names
        connection.executemany(self.sql, [tuple(row[n] for n in names) for row in rows])


def quoted(name: str) -> str:
    """Return a table's or column's name as SQL: some are SQL's own words.

    In brackets, since SQLite takes a name in double quotes that it does not know for a text.
    """
    return f"[{name}]"


def inserting(table: str, names: Sequence[str]) -> Statement:
    """Return the statement that adds a row with these columns."""
    marks = ", ".join("?" * len(names))
    return Statement(
        f"INSERT INTO {quoted(table)} ({', '.join(map(quoted, names))}) VALUES ({marks})", tuple(names)
    )
