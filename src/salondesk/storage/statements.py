"""The SQL of every table, compiled ahead from storage/tables by SQLAlchemy and run as it is.

``tools/statements.py`` writes it to resources/sql; a test holds it to the tables. A counter that opens needs no
SQLAlchemy: importing it costs more than the rest of the write side together.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from salondesk.core.errors import BugError
from salondesk.core.resources import resource
from salondesk.storage.driver import Connection

FILE = "sql/statements.json"


@dataclass(frozen=True, slots=True)
class Statement:
    """Compiled SQL and the order of its parameters."""

    sql: str
    names: tuple[str, ...]

    def run(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """Execute with named ``values`` and return the cursor."""
        return connection.execute(self.sql, tuple(values[n] for n in self.names))

    def run_many(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Execute once for each of ``rows``."""
        names = self.names
        connection.executemany(self.sql, [tuple(row[n] for n in names) for row in rows])


@dataclass(frozen=True, slots=True)
class TableSql:
    """One table: its columns in order, its primary key, the column that names a part's owner, its statements by purpose.

    Purposes: ``insert``; ``select`` (no condition); where rows have an ``id``: ``load``, ``update`` (parameter
    ``row_id``), ``delete``; where they are parts: ``load_parts``, ``delete_parts`` (parameter ``owner_id``).
    """

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    owner: str
    statements: Mapping[str, Statement]

    def __getitem__(self, purpose: str) -> Statement:
        return self.statements[purpose]


@lru_cache(maxsize=1)
def _book() -> dict[str, Any]:
    """Read the compiled SQL of all tables."""
    found: dict[str, Any] = json.loads(resource(FILE).read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=64)
def table_sql(name: str) -> TableSql:
    """Return the SQL of a table. Raises BugError when the table was never compiled."""
    entry = _book().get(name)
    if entry is None:
        raise BugError(f"no SQL was compiled for table {name}: run tools/statements.py")
    statements = {
        purpose: Statement(found["sql"], tuple(found["names"]))
        for purpose, found in entry["statements"].items()
    }
    return TableSql(name, tuple(entry["columns"]), tuple(entry["key"]), entry["owner"], statements)
