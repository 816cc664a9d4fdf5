"""Compiles the SQL of every table with SQLAlchemy, for storage/statements to be run without it.

Used by tools/statements.py and by the test that holds its file to the tables; never by the program.
"""

from typing import Any

from sqlalchemy import Table, bindparam, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql import Executable

from salondesk.storage.tables import METADATA

_DIALECT = sqlite.dialect(paramstyle="qmark")


def compiled_book() -> dict[str, Any]:
    """Return, for each table by name, its columns, its owner and its statements; see statements.TableSql."""
    return {name: _entry(table) for name, table in sorted(METADATA.tables.items())}


def _entry(table: Table) -> dict[str, Any]:
    return {
        "columns": [column.name for column in table.c],
        "key": [column.name for column in table.primary_key.columns],
        "owner": table.info.get("owner", ""),
        "statements": {purpose: _compiled(made) for purpose, made in _statements(table).items()},
    }


def _statements(table: Table) -> dict[str, Executable]:
    owner = table.info.get("owner", "")
    counted = table.autoincrement_column  # SQLite gives its value
    given: dict[str, Any] = {c.name: bindparam(c.name) for c in table.c if c is not counted}
    found: dict[str, Executable] = {"insert": table.insert().values(given), "select": select(table)}
    if "id" in table.primary_key.columns:
        row = table.c.id == bindparam("row_id")
        kept = {name: value for name, value in given.items() if name not in ("id", owner)}
        found["load"] = select(table).where(row)
        found["update"] = table.update().where(row).values(kept)
        found["delete"] = table.delete().where(row)
    if owner:
        owned = table.c[owner] == bindparam("owner_id")
        found["load_parts"] = select(table).where(owned).order_by(table.c.pos)
        found["delete_parts"] = table.delete().where(owned)
    return found


def _compiled(statement: Executable) -> dict[str, Any]:
    made = statement.compile(dialect=_DIALECT)  # type: ignore[attr-defined]  # every Executable compiles
    return {"sql": " ".join(str(made).split()), "names": list(made.positiontup or ())}
