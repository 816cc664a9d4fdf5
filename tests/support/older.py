"""A shop's database as an earlier program left it."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from salondesk.core import snapshot
from salondesk.domain.sale.invoice import document_hash
from salondesk.domain.sale.ticket import TICKET
from salondesk.storage import change_log, migrate
from salondesk.storage.mapping import rows_of

FEED = ("change_txn", "change_row")


LATER_INDEXES = (
    "ix_booking_segment_booking", "ix_invoice_legal_date", "ix_invoice_ticket", "ix_old_receipt_number",
    "ix_print_job_document", "ix_till_session_till", "ix_time_off_end", "ix_z_report_number", "ix_z_report_till",
)  # fmt: skip


OLD_LOG = (
    "CREATE TABLE change_txn (seq INTEGER NOT NULL, id BLOB NOT NULL, command_key BLOB NOT NULL, command TEXT NOT NULL,"
    " actor_id BLOB NOT NULL, device_id BLOB NOT NULL, branch_id BLOB NOT NULL, at INTEGER NOT NULL,"
    " offset_min INTEGER NOT NULL, origin TEXT NOT NULL, label TEXT, override TEXT, result TEXT,"
    " digest TEXT DEFAULT '' NOT NULL, CONSTRAINT pk_change_txn PRIMARY KEY (seq AUTOINCREMENT),"
    " CONSTRAINT fk_change_txn_actor_id_user FOREIGN KEY (actor_id) REFERENCES user (id),"
    " CONSTRAINT uq_change_txn_command_key UNIQUE (command_key), CONSTRAINT uq_change_txn_id UNIQUE (id))",
    "CREATE TABLE change_row (txn_seq INTEGER NOT NULL, n INTEGER NOT NULL, noun TEXT NOT NULL, row_id BLOB NOT NULL,"
    " op TEXT NOT NULL, body TEXT, CONSTRAINT pk_change_row PRIMARY KEY (txn_seq, n))",
    "CREATE INDEX ix_change_row_row ON change_row (row_id)",
)
"""The tables of the log before it was split."""
OLD_SEALED = (
    "id", "command_key", "command", "actor_id", "device_id", "branch_id", "at", "offset_min", "origin", "label",
    "override", "result",
)  # fmt: skip
"""The columns of a transaction that its digest covered then."""


Shape = dict[str, frozenset[str]]
"""The tables and indexes of a database, each with its columns."""


def _whole_shape(connection: dbapi2.Connection) -> Shape:
    names = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type IN ('table', 'index') AND sql IS NOT NULL AND name NOT GLOB 'sqlite_*'"
        " ORDER BY type"
    ).fetchall()
    return {
        name: frozenset(row[1] for row in connection.execute(f"PRAGMA table_info({name})").fetchall())
        for (name,) in names
    }


@cache
def _shape_of_revision_0014() -> Shape:
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "fresh.db"
        migrate.run(fresh, "0014")
        connection = dbapi2.connect(str(fresh))
        try:
            return _whole_shape(connection)
        finally:
            connection.close()


def _without_what_came_since(connection: dbapi2.Connection, earlier: Shape) -> None:
    """Take off the indexes, tables and columns that an earlier schema did not have."""
    for name, columns in _whole_shape(connection).items():
        if name not in earlier:
            connection.execute(f"DROP {'TABLE' if columns else 'INDEX'} {name}")
        for column in columns - earlier.get(name, columns):
            connection.execute(f"ALTER TABLE {name} DROP COLUMN {column}")


def to_fourteenth_schema(path: Path) -> None:
    """Take a database back to revision 0014: without what came since, and every absence is a person's."""
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute("BEGIN")
    _without_what_came_since(connection, _shape_of_revision_0014())
    beside = connection.execute(
        "SELECT sql FROM sqlite_schema WHERE tbl_name = 'time_off' AND type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    (sql,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'time_off'").fetchone()
    connection.execute("ALTER TABLE time_off RENAME TO newer")
    connection.execute(
        sql.replace("staff_id BLOB", "staff_id BLOB NOT NULL").replace('"time_off"', "time_off")
    )
    connection.execute("INSERT INTO time_off SELECT * FROM newer ORDER BY rowid")
    connection.execute("DROP TABLE newer")
    for (index,) in beside:
        connection.execute(index)
    connection.execute("UPDATE alembic_version SET version_num = '0014'")
    connection.execute("COMMIT")
    connection.close()


def to_twelfth_schema(path: Path) -> None:
    """Take a database back to revision 0012: the console's user is known by its place in the order alone."""
    to_fourteenth_schema(path)
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute("BEGIN")
    (console,) = connection.execute("SELECT id FROM user WHERE kind = 'console'").fetchone()
    connection.execute("UPDATE user SET sort = 10000 WHERE id = ?", (console,))
    connection.execute("ALTER TABLE user DROP COLUMN kind")

    def earlier(user: dict[str, Any]) -> dict[str, Any]:
        user.pop("kind", None)
        return {**user, "sort": 10_000} if user["id"] == console.hex() else user

    _tell_anew(connection, "user", earlier, unheard="pin_attempt")
    connection.execute("UPDATE alembic_version SET version_num = '0012'")
    connection.execute("COMMIT")
    connection.close()


def _tell_anew(
    connection: dbapi2.Connection,
    noun: str,
    told: Callable[[dict[str, Any]], dict[str, Any]],
    *,
    unheard: str,
) -> None:
    """Let the log tell otherwise how the records of a noun began, and nothing of another; chain it anew."""
    triggers = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name LIKE 'change%'"
    ).fetchall()
    for name, _sql in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    for table in ("change_body", "change_row"):
        connection.execute(
            f"DELETE FROM {table} WHERE (txn_seq, n) IN (SELECT txn_seq, n FROM change_row WHERE noun = ?)",
            (unheard,),
        )
    for seq, n, salt, body in connection.execute(
        "SELECT r.txn_seq, r.n, b.salt, b.body FROM change_row r JOIN change_body b USING (txn_seq, n)"
        " WHERE r.noun = ? AND r.op = 'add' AND b.body IS NOT NULL",
        (noun,),
    ).fetchall():
        text = json.dumps(told(json.loads(body)), ensure_ascii=False, separators=(",", ":"))
        place = (seq, n)
        connection.execute("UPDATE change_body SET body = ? WHERE txn_seq = ? AND n = ?", (text, *place))
        connection.execute(
            "UPDATE change_row SET body_hash = ? WHERE txn_seq = ? AND n = ?",
            (change_log.salted(salt, text), *place),
        )
    head = ""
    for seq, *note in connection.execute(
        f"SELECT seq, {', '.join(change_log.SEALED)} FROM change_txn ORDER BY seq"
    ).fetchall():
        rows = connection.execute(
            f"SELECT {', '.join(change_log.SEALED_ROW)} FROM change_row WHERE txn_seq = ? ORDER BY n", (seq,)
        ).fetchall()
        head = change_log.seal(head, note, rows)
        connection.execute("UPDATE change_txn SET head = ? WHERE seq = ?", (head, seq))
    for _name, sql in triggers:
        connection.execute(sql)


def to_eleventh_schema(path: Path) -> None:
    """Take a database back to revision 0011: numbers unique whatever they are, a bill that its document refers to."""
    to_twelfth_schema(path)
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "fresh.db"
        migrate.run(fresh, "0011")
        old = dbapi2.connect(str(fresh))
        shapes = {
            table: _shape(old, table) for table in ("number_series", "z_report", "invoice", "till_session")
        }
        old.close()
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN")
    connection.execute("PRAGMA legacy_alter_table = ON")
    for table, (made, *beside) in shapes.items():
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_schema WHERE tbl_name = ? AND type = 'index' AND sql IS NOT NULL",
            (table,),
        ).fetchall():
            connection.execute(f"DROP INDEX {name}")
        connection.execute(f"ALTER TABLE {table} RENAME TO newer")
        connection.execute(made)
        names = ", ".join(row[1] for row in connection.execute(f"PRAGMA table_info({table})").fetchall())
        connection.execute(
            f"INSERT INTO {table} (rowid, {names}) SELECT rowid, {names} FROM newer ORDER BY rowid"
        )
        connection.execute("DROP TABLE newer")
        for sql in beside:
            connection.execute(sql)
    connection.execute("UPDATE alembic_version SET version_num = '0011'")
    connection.execute("COMMIT")
    connection.close()


def _shape(connection: dbapi2.Connection, table: str) -> list[str]:
    """Return the statement that makes a table, then those of its indexes and triggers."""
    found = connection.execute(
        "SELECT sql FROM sqlite_schema WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY type <> 'table', name",
        (table,),
    )
    return [str(sql) for (sql,) in found.fetchall()]


def to_tenth_schema(path: Path) -> None:
    """Take a database back to revision 0010: one log with texts and results, chained by digests over all of it.

    It told bills whole, open ones too.
    """
    to_eleventh_schema(path)
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN")
    write_documents_of_revision_0010(connection)
    notes = connection.execute(
        "SELECT t.seq, t.id, coalesce(r.command_key, randomblob(16)), t.command, t.actor_id, t.device_id, t.branch_id, t.at,"
        " t.offset_min, t.origin, t.label, t.override, r.result"
        " FROM change_txn t LEFT JOIN command_result r ON r.txn_seq = t.seq ORDER BY t.seq"
    ).fetchall()
    rows, reasons = _old_rows(connection)
    told = {
        ticket.id: snapshot.dumps(change_log.plain(TICKET, ticket))
        for ticket in rows_of(TICKET).load_where(connection, "1")
    }
    for changes in rows.values():
        changes[:] = [(noun, i, op, told.pop(i) if i in told else body) for noun, i, op, body in changes]
    rows.setdefault(notes[-1][0], []).extend(("ticket", i, "add", text) for i, text in told.items())
    for table in ("change_txn", "change_row", "change_body", "command_result", "self"):
        connection.execute(f"DROP TABLE {table}")
    for sql in OLD_LOG:
        connection.execute(sql)
    digest = ""
    for seq, *note in notes:
        if note[10] is not None:
            note[10] = json.dumps({**json.loads(note[10]), "reason": reasons[seq]}, ensure_ascii=False)
        digest = _digest(digest, note, rows.get(seq, []))
        marks = ", ".join("?" * 14)
        connection.execute(f"INSERT INTO change_txn VALUES ({marks})", (seq, *note, digest))
        connection.executemany(
            "INSERT INTO change_row VALUES (?, ?, ?, ?, ?, ?)",
            [(seq, n, *row) for n, row in enumerate(rows.get(seq, []))],
        )
    for table in FEED:
        for verb in ("UPDATE", "DELETE"):
            connection.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} is never changed'); END"
            )
    connection.execute("UPDATE shop SET grant_level = 1")
    connection.execute("UPDATE alembic_version SET version_num = '0010'")
    connection.execute("COMMIT")
    connection.close()


def _old_rows(connection: dbapi2.Connection) -> tuple[dict[int, list[tuple[Any, ...]]], dict[int, str]]:
    """Return the changes of each transaction as they were told then, and why something was approved."""
    rows: dict[int, list[tuple[Any, ...]]] = {}
    reasons: dict[int, str] = {}
    for seq, noun, row_id, op, body in connection.execute(
        "SELECT r.txn_seq, r.noun, r.row_id, r.op, b.body FROM change_row r"
        " LEFT JOIN change_body b ON b.txn_seq = r.txn_seq AND b.n = r.n ORDER BY r.txn_seq, r.n"
    ).fetchall():
        if op == "note":
            if noun == "override":
                reasons[seq] = json.loads(body)["reason"]
        elif noun != "pin_attempt":
            rows.setdefault(seq, []).append(
                (noun, row_id, "add" if op == "load" else op, _old_body(noun, op, body))
            )
    return rows, reasons


def _old_body(noun: str, op: str, body: str | None) -> str | None:
    if body is None:
        return None
    told = json.loads(body)
    if op == "add" and noun == "user":
        told["pin_hash"] = ""
    if op == "add" and noun == "shop":
        told.pop("grant_level")  # the programs of before said no level of rights; an upgrade gives the first
    if op == "add" and noun == "number_series":
        told |= {"next_seq": 1, "last_hash": ""}
    if op != "add":
        told = {name: pair for name, pair in told.items() if name not in ("updated_at", "pin_hash")}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _digest(before: str, note: Sequence[Any], rows: Sequence[Sequence[Any]]) -> str:
    digest = hashlib.sha256(before.encode())
    for values in (note, *rows):
        digest.update(b"(%b)" % b"".join(map(_packed, values)))
    return digest.hexdigest()


def _packed(value: Any) -> bytes:
    if value is None:
        return b"n;"
    kind = b"b" if isinstance(value, bytes) else b"s" if isinstance(value, str) else b"i"
    raw = value if isinstance(value, bytes) else str(value).encode()
    return b"%b%d:%b" % (kind, len(raw), raw)


LATER_FIELDS = frozenset({"adjustments", "debts_paid_minor", "fiscal", "on_account_minor"})
"""Fields that documents and their lines gained after revision 0010."""


def as_of_revision_0010(plain: Any) -> Any:
    """Return a document's JSON without the fields that documents have gained since."""
    if isinstance(plain, dict):
        return {name: as_of_revision_0010(value) for name, value in plain.items() if name not in LATER_FIELDS}
    return [as_of_revision_0010(value) for value in plain] if isinstance(plain, list) else plain


def write_documents_of_revision_0010(connection: dbapi2.Connection) -> None:
    """Let every invoice and Z say what it would have said at revision 0010, each series chained anew."""
    for table in ("invoice", "z_report"):
        connection.execute(f"DROP TRIGGER {table}_no_update")
    for (series_id,) in connection.execute("SELECT id FROM number_series").fetchall():
        last = ""
        for table in ("invoice", "z_report"):
            sql = f"SELECT id, snapshot FROM {table} WHERE series_id = ? ORDER BY seq"
            for row_id, text in connection.execute(sql, (series_id,)).fetchall():
                plain = as_of_revision_0010(json.loads(text)) | {"prev_hash": last, "hash": ""}
                before, last = last, document_hash(plain)
                connection.execute(
                    f"UPDATE {table} SET snapshot = ?, prev_hash = ?, hash = ? WHERE id = ?",
                    (snapshot.dumps(plain | {"hash": last}), before, last, row_id),
                )
        connection.execute("UPDATE number_series SET last_hash = ? WHERE id = ?", (last, series_id))
    for table in ("invoice", "z_report"):
        connection.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is never changed'); END"
        )


def to_seventh_schema(path: Path) -> None:
    """Take a database back to revision 0007: no payments, stock movements or roll-ups, and a ledger posted by hand.

    The change log names stock entries whole, as it did, and knows of no payment; it is chained anew. Documents say
    what they said then.
    """
    to_tenth_schema(path)
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute("BEGIN")
    connection.execute("DELETE FROM ledger_entry")
    connection.executemany(
        "INSERT INTO ledger_entry (source_key, id, branch_id, account, holder_id, unit, amount, at, business_date, note)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        list(ledger_by_hand(connection)),
    )
    _feed_of_the_ledger(connection)
    for table in ("daily", "allocation", "payment", "stock_movement"):
        connection.execute(f"DROP TABLE {table}")
    connection.execute("DELETE FROM balance")
    connection.execute(
        "INSERT INTO balance SELECT account, holder_id, unit, sum(amount) FROM ledger_entry GROUP BY 1, 2, 3"
    )
    connection.execute("CREATE TABLE payment AS SELECT * FROM invoice_tender")
    connection.execute("CREATE INDEX ix_payment_session ON payment (session_id)")
    connection.execute("DROP TABLE invoice_tender")
    for table in ("payment", "ledger_entry"):
        for verb in ("update", "delete"):
            connection.execute(
                f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} is never changed'); END"
            )
    connection.execute("UPDATE alembic_version SET version_num = '0007'")
    connection.execute("COMMIT")
    connection.close()


Entry = tuple[str, bytes, bytes, str, bytes, str, int, int, str, str]


def ledger_by_hand(connection: dbapi2.Connection) -> Iterator[Entry]:
    """Yield the ledger as sale, refund, till and stock posted it before it was derived, under its old keys."""
    stock = (
        "SELECT source, id, branch_id, 'stock', product_id, 'piece', qty_milli, at, business_date, reason"
        " FROM stock_movement"
    )
    yield from connection.execute(stock).fetchall()
    of_documents = (
        "SELECT i.number || '/n' || l.n, randomblob(16), i.branch_id, 'stock', l.item_id, 'piece', -l.qty_milli,"
        " i.issued_at, i.business_date, '' FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id"
        " WHERE l.kind = 'product'",
        "SELECT i.number || '/t' || t.pos, randomblob(16), i.branch_id, 'drawer', i.session_id, i.currency,"
        " t.amount_minor, i.issued_at, i.business_date, '' FROM invoice_tender t JOIN invoice i ON i.id = t.invoice_id"
        " WHERE t.kind = 'cash'",
        "SELECT 'float/' || lower(hex(s.id)), randomblob(16), s.branch_id, 'drawer', s.id, h.currency, s.float_minor,"
        " s.opened_at, s.business_date, 'float' FROM till_session s, shop h",
        "SELECT 'cash/' || lower(hex(m.id)), randomblob(16), m.branch_id, 'drawer', m.session_id, h.currency,"
        " CASE m.kind WHEN 'in' THEN m.amount_minor ELSE -m.amount_minor END, m.at, s.business_date, m.reason"
        " FROM cash_movement m JOIN till_session s ON s.id = m.session_id, shop h",
    )
    for sql in of_documents:
        yield from connection.execute(sql).fetchall()


def _feed_of_the_ledger(connection: dbapi2.Connection) -> None:
    """Let the change log tell stock entries instead of stock movements, and nothing of payments."""
    for table in FEED:
        for verb in ("update", "delete"):
            connection.execute(f"DROP TRIGGER {table}_no_{verb}")
    connection.execute("DELETE FROM change_row WHERE noun IN ('payment', 'allocation')")
    connection.execute(
        "UPDATE change_row SET n = (SELECT count(*) FROM change_row b WHERE b.txn_seq = change_row.txn_seq"
        " AND b.n < change_row.n)"
    )
    names = (
        "id",
        "branch_id",
        "account",
        "holder_id",
        "unit",
        "amount",
        "source_key",
        "at",
        "business_date",
        "note",
    )
    for (row_id,) in connection.execute(
        "SELECT row_id FROM change_row WHERE noun = 'stock_movement'"
    ).fetchall():
        entry = connection.execute(
            f"SELECT {', '.join(names)} FROM ledger_entry WHERE id = ?", (row_id,)
        ).fetchone()
        plain = {n: v.hex() if isinstance(v, bytes) else v for n, v in zip(names, entry, strict=True)}
        connection.execute(
            "UPDATE change_row SET noun = 'ledger_entry', body = ? WHERE row_id = ? AND noun = 'stock_movement'",
            (json.dumps(plain, ensure_ascii=False, separators=(",", ":")), row_id),
        )
    before = ""
    for seq, *note in connection.execute(
        f"SELECT seq, {', '.join(OLD_SEALED)} FROM change_txn ORDER BY seq"
    ).fetchall():
        rows = connection.execute(
            "SELECT noun, row_id, op, body FROM change_row WHERE txn_seq = ? ORDER BY n", (seq,)
        ).fetchall()
        before = _digest(before, note, rows)
        connection.execute("UPDATE change_txn SET digest = ? WHERE seq = ?", (before, seq))
    for table in FEED:
        for verb in ("update", "delete"):
            connection.execute(
                f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} is never changed'); END"
            )


def to_fourth_schema(path: Path) -> None:
    """Take a database back to revision 0004: no settlements, settings, last days or levels of rights."""
    to_seventh_schema(path)
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute("DROP TABLE setting")
    connection.execute("CREATE TABLE setting (key TEXT NOT NULL, value TEXT NOT NULL, updated_at INTEGER NOT NULL,"
                       " CONSTRAINT pk_setting PRIMARY KEY (key))")  # fmt: skip
    connection.execute("ALTER TABLE staff DROP COLUMN last_day")
    connection.execute("ALTER TABLE shop DROP COLUMN grant_level")
    connection.execute("DROP TABLE settlement")
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
