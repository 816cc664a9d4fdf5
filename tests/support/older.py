"""A shop's database as an earlier program left it."""

from __future__ import annotations

from pathlib import Path

from sqlcipher3 import dbapi2


def to_first_schema(path: Path) -> None:
    """Take a database back to revision 0001: no chain, ledger and series named only, a PIN's hash in the feed."""
    connection = dbapi2.connect(str(path), isolation_level=None)
    for table in ("change_txn", "change_row"):
        connection.execute(f"DROP TRIGGER {table}_no_update")
    connection.execute("UPDATE change_row SET body = NULL WHERE noun IN ('ledger_entry', 'number_series')")
    connection.execute(
        "UPDATE change_row SET body = json_set(body, '$.pin_hash', 'argon') WHERE noun = 'user'"
    )
    connection.execute("ALTER TABLE change_txn DROP COLUMN digest")
    connection.execute("UPDATE alembic_version SET version_num = '0001'")
    for table in ("change_txn", "change_row"):
        connection.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is never changed'); END"
        )
    connection.close()
