"""Keys that several tills can keep: a number that was given twice can be stored, and nothing refers to this computer alone.

``dup_of`` marks the later of two documents, Zs or series of one number; only those without it are unique. Two sessions of
a till may be open in a file that joins two tills' days: one at a time is a rule of the command that opens them. A document
still names the bill it came from, without a foreign key, since bills stay on their computer. No text of a document is
touched, and every row keeps its place.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_FIRST = "dup_of IS NULL"


class _Anew(NamedTuple):
    """How a table is made anew: a column that is added, and the columns whose foreign key goes."""

    table: str
    adds: str = ""
    unlinked: Sequence[str] = ()


_TABLES = (
    _Anew("number_series", "dup_of"),
    _Anew("z_report", "dup_of"),
    _Anew("invoice", "dup_of", ("ticket_id",)),
)
_UNIQUE = (
    ("ix_invoice_given_number", "invoice", ("number",)),
    ("ix_invoice_given_seq", "invoice", ("series_id", "seq")),
    ("ix_z_report_given_seq", "z_report", ("series_id", "seq")),
    ("ix_z_report_given_session", "z_report", ("session_id",)),
    ("ix_number_series_given_letter", "number_series", ("till_code", "generation", "kind")),
)


def upgrade() -> None:
    """Make the tables anew without their unique constraints, and the indexes that take their place."""
    connection: Any = op.get_bind().connection.driver_connection
    for anew in _TABLES:
        _make_anew(connection, anew)
    for name, table, columns in _UNIQUE:
        op.create_index(name, table, list(columns), unique=True, sqlite_where=sa.text(_FIRST))
    op.drop_index("ix_till_session_open", "till_session")
    op.create_index(
        "ix_till_session_open",
        "till_session",
        ["till_id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
    )


def _make_anew(connection: Any, anew: _Anew) -> None:
    """Copy a table, row by row in its order, into one without unique constraints; its indexes and triggers come back."""
    table = anew.table
    kept = [
        (str(name), str(kind), bool(full), bool(key))
        for _n, name, kind, full, _default, key in connection.execute(
            f'PRAGMA table_info("{table}")'
        ).fetchall()
    ]
    links = {
        str(row[3]): str(row[2])
        for row in connection.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
        if row[3] not in anew.unlinked
    }
    beside = connection.execute(
        "SELECT sql FROM sqlite_schema WHERE tbl_name = ? AND type IN ('index', 'trigger') AND sql IS NOT NULL"
        " ORDER BY type, name",
        (table,),
    ).fetchall()
    columns = [f'"{name}" {kind}{" NOT NULL" if full else ""}' for name, kind, full, _key in kept]
    if anew.adds:
        columns.append(f'"{anew.adds}" BLOB')
        links[anew.adds] = table
    constraints = [
        f"CONSTRAINT pk_{table} PRIMARY KEY ({', '.join(name for name, _k, _f, key in kept if key)})"
    ]
    constraints += [
        f'CONSTRAINT fk_{table}_{column}_{target} FOREIGN KEY ("{column}") REFERENCES "{target}" (id)'
        for column, target in sorted(links.items())
    ]
    names = ", ".join(f'"{name}"' for name, _kind, _full, _key in kept)
    connection.execute(f"CREATE TABLE {table}_anew ({', '.join((*columns, *constraints))})")
    connection.execute(
        f'INSERT INTO {table}_anew (rowid, {names}) SELECT rowid, {names} FROM "{table}" ORDER BY rowid'
    )
    connection.execute(f'DROP TABLE "{table}"')
    connection.execute(f'ALTER TABLE {table}_anew RENAME TO "{table}"')
    for (sql,) in beside:
        connection.execute(sql)
