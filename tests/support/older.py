"""A shop's database as an earlier program left it."""

from __future__ import annotations

import json
from pathlib import Path

from sqlcipher3 import dbapi2

FEED = ("change_txn", "change_row")


LATER_INDEXES = (
    "ix_booking_segment_booking", "ix_invoice_legal_date", "ix_invoice_ticket", "ix_old_receipt_number",
    "ix_print_job_document", "ix_till_session_till", "ix_time_off_end", "ix_z_report_number", "ix_z_report_till",
)  # fmt: skip


def to_fourth_schema(path: Path) -> None:
    """Take a database back to revision 0004: no settlements, settings, last days or levels of rights."""
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute("DROP TABLE setting")
    connection.execute("CREATE TABLE setting (key TEXT NOT NULL, value TEXT NOT NULL, updated_at INTEGER NOT NULL,"
                       " CONSTRAINT pk_setting PRIMARY KEY (key))")  # fmt: skip
    connection.execute("ALTER TABLE staff DROP COLUMN last_day")
    connection.execute("ALTER TABLE shop DROP COLUMN grant_level")
    connection.execute("DROP TABLE settlement")
    connection.execute("DROP TABLE daily")
    connection.execute("UPDATE alembic_version SET version_num = '0004'")
    connection.close()


def to_third_schema(path: Path) -> None:
    """Take a database back to revision 0003: no balances, and fewer indexes."""
    to_fourth_schema(path)
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute("DROP TABLE balance")
    for name in LATER_INDEXES:
        connection.execute(f"DROP INDEX {name}")
    connection.execute("CREATE INDEX ix_time_off_branch_start ON time_off (branch_id, start_at)")
    connection.execute("UPDATE alembic_version SET version_num = '0003'")
    connection.close()


def to_first_schema(path: Path) -> None:
    """Take a database back to revision 0001.

    No price changes and nobody who may make them; no chain, ledger and series named only, a PIN's hash in the feed.
    """
    to_third_schema(path)
    connection = dbapi2.connect(str(path), isolation_level=None)
    for table in FEED:
        connection.execute(f"DROP TRIGGER {table}_no_update")
    connection.execute("ALTER TABLE ticket_line DROP COLUMN price_change")
    connection.execute("DELETE FROM role_permission WHERE permission = 'sale.price'")
    for rowid, body in connection.execute(
        "SELECT rowid, body FROM change_row WHERE noun = 'role' AND op = 'add' AND body IS NOT NULL"
    ).fetchall():
        role = json.loads(body)
        role["permissions"] = [name for name in role["permissions"] if name != "sale.price"]
        connection.execute(
            "UPDATE change_row SET body = ? WHERE rowid = ?", (json.dumps(role, ensure_ascii=False), rowid)
        )
    connection.execute("UPDATE change_row SET body = NULL WHERE noun IN ('ledger_entry', 'number_series')")
    connection.execute(
        "UPDATE change_row SET body = json_set(body, '$.pin_hash', 'argon') WHERE noun = 'user'"
    )
    connection.execute("ALTER TABLE change_txn DROP COLUMN digest")
    connection.execute("UPDATE alembic_version SET version_num = '0001'")
    for table in FEED:
        connection.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is never changed'); END"
        )
    connection.close()
