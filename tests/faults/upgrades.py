"""The aged shop as earlier programs would have left it, and what an upgrade must not change."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from salondesk.storage import migrate
from tests.support.killed import die
from tests.support.older import to_first_schema, to_third_schema

PAPERS = "SELECT number, hash, snapshot FROM invoice UNION ALL SELECT number, hash, snapshot FROM z_report ORDER BY 1"
ENTRIES = (
    "SELECT account, holder_id, unit, amount, at, business_date, note FROM ledger_entry"
    " WHERE account IN ('stock', 'drawer') AND source_key NOT LIKE '%/difference' ORDER BY 1, 2, 5, 4, 7"
)


def older_home(home: Path, revision: str) -> Path:
    """Take the shop in a folder back to a revision; return the folder."""
    path = home / "shop.db"
    if revision == "0003":
        to_third_schema(path)
    else:
        to_first_schema(path)
        if revision != "0001":
            migrate.run(path, revision)
    with contextlib.closing(dbapi2.connect(str(path))) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    return home


def asked_of(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query of a database that is not open."""
    with contextlib.closing(dbapi2.connect(str(path))) as connection:
        found: list[tuple[Any, ...]] = connection.execute(sql).fetchall()
        return found


def upgrading(path: Path, statement: int) -> None:
    """Upgrade a database, and die at the n-th statement of any of the upgrade's connections."""
    left = statement
    real = migrate.connect

    def counted(path: Path, **how: Any) -> dbapi2.Connection:
        connection = real(path, **how)

        def one(_sql: str) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                die()

        connection.set_trace_callback(one)
        return connection

    if statement:
        migrate.connect = counted
    migrate.upgrade(path)
