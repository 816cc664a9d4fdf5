"""`check` against hands that change the file behind the program's back: whatever they touch is named."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from salondesk.app.paths import ShopPaths
from salondesk.core import snapshot
from salondesk.core.errors import DataError
from salondesk.core.localtext import LocalText
from salondesk.domain.sale.invoice import document_hash
from salondesk.domain.staff import TimeOffKind
from salondesk.services.sale.line_price import ChangePrice
from salondesk.services.shop.resource import AddResource
from salondesk.services.shop.setting import ChangeSetting
from salondesk.services.staff.time_off import AddTimeOff
from salondesk.storage.checks import documents
from salondesk.storage.derived.rebuild import rebuild
from salondesk.storage.migrations.metadata import metadata
from tests.support.fault_tally import Faults
from tests.support.shop import StaffedShop, open_copy, open_home
from tests.support.tampering import Hand, checked, live_a_while, tampered

TABLES = metadata().tables
FISCAL = (
    "number_series", "invoice", "invoice_line", "invoice_line_tax", "invoice_line_share", "invoice_tax", "payment",
    "invoice_price_change", "invoice_tender", "allocation", "stock_movement",
    "z_report", "ledger_entry", "till", "till_session", "cash_movement", "document_file", "change_txn", "change_row",
    "change_body",
    "balance", "settlement", "daily", "old_receipt", "old_receipt_line", "tax_code", "tax_component", "shop",
    "ticket", "ticket_line", "ticket_line_share",
)  # fmt: skip
OTHERS = (
    "branch", "opening_hours", "device", "staff", "shift", "client", "role", "role_permission", "role_limit",
    "user", "pin_attempt", "booking", "booking_line", "booking_segment", "claim", "service", "product", "resource",
    "setting", "time_off",
)  # fmt: skip
UNWATCHED = {
    "print_job": "a queue of paper still to come; that its documents are there, and printed once, is held (HANDS)",
    "ticket (open)": "an open bill is a draft: what discounts and prices it bore is noted, the rest when it is closed",
    "self": "this computer's own, never synced: a wrong device or till does not open the shop",
    "device.id": "likewise",
    "command_result": "results of commands for a retry, pruned after a while; no record depends on them",
    "user.deleted_at": "a shop without its console's user does not open at all",
}


@pytest.fixture(scope="module")
def lived_in(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a shop with something in every table."""
    home = tmp_path_factory.mktemp("lived") / "home"
    shop = open_copy(shop_template, home)
    live_a_while(shop)
    _set_and_away(shop)
    shop.close()
    connection = dbapi2.connect(str(shop.paths.database))
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
    return home


def _set_and_away(shop: StaffedShop) -> None:
    """Change a setting, put a chair on the books, let somebody be away, and charge another price than the list's."""
    ticket = shop.ticket("MANI")
    ticket = shop.run(
        ChangePrice(
            key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version, line_id=ticket.lines[0].id,
            unit_price_minor=9_000, reason="long nails",
        ),
        shop.manager,
    )  # fmt: skip
    shop.pay(ticket)
    shop.run(ChangeSetting(key=shop.new_id(), setting="booking.late_minutes", text="7"), shop.manager)
    shop.run(AddResource(key=shop.new_id(), names=LocalText(en="Chair", ar="كرسي")), shop.manager)
    away = shop.at("09:00") + 9 * 86_400_000
    shop.run(
        AddTimeOff(
            key=shop.new_id(), staff_id=shop.people["MONA"], start_at=away, end_at=away + 3_600_000,
            kind=TimeOffKind.SICK, reason="ill",
        ),
        shop.manager,
    )  # fmt: skip


def columns(tables: tuple[str, ...]) -> list[str]:
    """Return every column of some tables, as table.column."""
    return [f"{t}.{c.name}" for t in tables for c in TABLES[t].c]


def altered(table: str, column: str, seed: int) -> Hand:
    """Return a hand that changes one column of one row drawn by chance."""

    def hand(connection: dbapi2.Connection) -> None:
        rows = connection.execute(
            f'SELECT "{column}", {ordered(table)} FROM "{table}" WHERE {held(table)} ORDER BY {ordered(table)}'
        ).fetchall()
        value, *key = random.Random(f"{table}.{column}{seed}").choice(rows)
        where = named(table)
        connection.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE {where}', (other(value), *key))

    return hand


def held(table: str) -> str:
    """Return the condition for the rows of a table that the log holds: a bill once it is closed or dropped."""
    closed = "IN (SELECT id FROM ticket WHERE status <> 'open')"
    if table == "ticket_line_share":
        return f"ticket_line_id IN (SELECT id FROM ticket_line WHERE ticket_id {closed})"
    return {"ticket": f"id {closed}", "ticket_line": f"ticket_id {closed}"}.get(table, "1")


def ordered(table: str) -> str:
    """Return the columns that name a row."""
    return ", ".join(f'"{column.name}"' for column in TABLES[table].primary_key)


def named(table: str) -> str:
    """Return the condition that finds a row by those columns."""
    return " AND ".join(f'"{column.name}" = ?' for column in TABLES[table].primary_key)


def other(value: object) -> object:
    """Return a value like ``value`` that is not it."""
    if isinstance(value, bytes):
        return value[:-1] + bytes([value[-1] ^ 1])
    if isinstance(value, int):
        return value + 1_000
    return 1 if value is None else f"{value}x"


def test_a_shop_with_something_in_every_table_is_in_order(lived_in: Path, tmp_path: Path) -> None:
    assert tampered(lived_in, tmp_path / "home", lambda _: None) == []


@pytest.mark.parametrize("table", FISCAL)
def test_a_changed_row_of_a_fiscal_table_is_found(lived_in: Path, tmp_path: Path, table: str) -> None:
    column = random.Random(table).choice([c.name for c in TABLES[table].c])
    assert_seen(lived_in, tmp_path / "home", table, column, 0)


@pytest.mark.torture
@pytest.mark.parametrize("table", (*FISCAL, *OTHERS))
def test_every_changed_column_is_found(lived_in: Path, tmp_path: Path, table: str, faults: Faults) -> None:
    """Each column of the table, once for each hundred faults of the count: a row and another value drawn by chance."""
    for rng in faults.each(f"changed column of {table}", share=0.01):
        for where in columns((table,)):
            if where not in UNWATCHED:
                outcome = seen(lived_in, tmp_path / "home", drawn(*where.split("."), rng))
                assert outcome != "not seen", where
                faults.note("changed column", outcome)


@pytest.mark.torture
@pytest.mark.parametrize("table", (*FISCAL, *OTHERS))
def test_every_removed_row_is_found(lived_in: Path, tmp_path: Path, table: str, faults: Faults) -> None:
    for rng in faults.each(f"removed row of {table}", share=0.02):

        def hand(connection: dbapi2.Connection, rng: random.Random = rng) -> None:
            rows = connection.execute(
                f'SELECT {ordered(table)} FROM "{table}" WHERE {held(table)} ORDER BY {ordered(table)}'
            ).fetchall()
            connection.execute(f'DELETE FROM "{table}" WHERE {named(table)}', rng.choice(rows))

        outcome = seen(lived_in, tmp_path / "home", hand)
        assert outcome != "not seen"
        faults.note("removed row", outcome)


def drawn(table: str, column: str, rng: random.Random) -> Hand:
    """Return a hand that gives one row drawn by chance another value in a column."""

    def hand(connection: dbapi2.Connection) -> None:
        rows = connection.execute(
            f'SELECT "{column}", {ordered(table)} FROM "{table}" WHERE {held(table)} ORDER BY {ordered(table)}'
        ).fetchall()
        value, *key = rng.choice(rows)
        change = f'UPDATE "{table}" SET "{column}" = ? WHERE {named(table)}'
        connection.execute(change, (another(value, rng), *key))

    return hand


def another(value: object, rng: random.Random) -> object:
    """Return some value that is not ``value``: one more or less, nothing, a letter more or less, another's."""
    if isinstance(value, bytes):
        at = rng.randrange(len(value)) if value else 0
        return value[:at] + bytes([value[at] ^ rng.randint(1, 255)]) + value[at + 1 :] if value else b"x"
    if isinstance(value, int):
        return value + rng.choice((1, -1, 1_000, 86_400_000))
    if value is None:
        return rng.choice((1, "x"))
    text = str(value)
    # a blank before JSON says nothing else than without it
    more = f"{text}x" if text.startswith(("{", "[")) else f" {text}"
    return rng.choice((f"{text}x", more, text[:-1] if text else "y", text[1:] if text else "z"))


def seen(whole: Path, home: Path, hand: Hand) -> str:
    """Tell whether the check names what a hand did, or the database itself would not have it."""
    try:
        found = tampered(whole, home, hand)
    except dbapi2.IntegrityError:
        return "refused by the database"
    except DataError:
        return "does not open"
    return "seen" if {p.rule for p in found} - {"schema"} else "not seen"


@pytest.mark.parametrize("table", FISCAL)
def test_a_row_that_was_removed_is_found(lived_in: Path, tmp_path: Path, table: str) -> None:
    def hand(connection: dbapi2.Connection) -> None:
        rows = connection.execute(
            f'SELECT {ordered(table)} FROM "{table}" WHERE {held(table)} ORDER BY {ordered(table)}'
        ).fetchall()
        connection.execute(f'DELETE FROM "{table}" WHERE {named(table)}', random.Random(table).choice(rows))

    assert {p.rule for p in tampered(lived_in, tmp_path / "home", hand)} - {"schema"}


def assert_seen(whole: Path, home: Path, table: str, column: str, seed: int) -> None:
    """Change one column of one row, and expect a problem that is not of the database's shape."""
    assert {p.rule for p in tampered(whole, home, altered(table, column, seed))} - {"schema"}


HANDS = [
    (
        "record",
        "UPDATE shop SET grant_level = grant_level - 1",
    ),  # opening the shop grants anew, and writes it again
    ("record", "UPDATE stock_movement SET qty_milli = qty_milli + 1000 WHERE source = 'stock/OIL'"),
    ("record", "UPDATE stock_movement SET reason = 'mine' WHERE source = 'stock/OIL'"),
    ("record", "DELETE FROM stock_movement WHERE source = 'stock/OIL'"),
    (
        "record",
        "INSERT INTO stock_movement SELECT randomblob(16), branch_id, 1, at, at, NULL, product_id, -2000, 'x', at,"
        " business_date, \"by\", 'stock/gift' FROM stock_movement WHERE source = 'stock/OIL'",
    ),
    ("ledger_entry", "UPDATE ledger_entry SET note = 'mine' WHERE account = 'stock'"),
    ("ledger_entry", "DELETE FROM ledger_entry WHERE account = 'receivable'"),
    ("payment", "UPDATE payment SET tendered_minor = tendered_minor + 1"),
    ("payment", "UPDATE payment SET reverses = NULL"),
    ("record", "DELETE FROM allocation WHERE amount_minor < 0"),
    (
        "record",
        "INSERT INTO allocation SELECT randomblob(16), branch_id, 1, at, at, NULL, payment_id, document_id, 0, at,"
        ' business_date, "by" FROM allocation LIMIT 1',
    ),
    ("balance", "UPDATE balance SET amount = amount + 1000 WHERE account = 'stock'"),
    ("balance", "UPDATE balance SET unit = 'box' WHERE account = 'stock'"),
    ("balance", "DELETE FROM balance WHERE account = 'drawer'"),
    ("balance", "INSERT INTO balance VALUES ('stock', x'00', 'piece', 0)"),
    ("balance", "DELETE FROM ledger_entry WHERE account = 'stock'"),
    ("settlement", "UPDATE settlement SET lines_left = 0"),
    ("settlement", "UPDATE settlement SET booking_id = NULL WHERE booking_id IS NOT NULL"),
    ("settlement", "UPDATE settlement SET state = 'unpaid' WHERE lines_left = 0"),
    ("settlement", "DELETE FROM settlement WHERE lines_left = 0"),
    ("settlement", "INSERT INTO settlement VALUES (x'00', NULL, NULL, 0, 0, 0, 'credited')"),
    ("record", "DELETE FROM number_series WHERE generation = 'B' AND kind = 'CRN'"),
    ("record", "DELETE FROM number_series WHERE generation = 'A' AND kind = 'INV'"),
    (
        "number_gap",
        "UPDATE number_series SET next_seq = next_seq - 1 WHERE generation = 'B' AND kind = 'INV'",
    ),
    (
        "number_gap",
        "UPDATE number_series SET next_seq = next_seq + 1 WHERE generation = 'B' AND kind = 'CRN'",
    ),
    ("record", "UPDATE number_series SET generation = 'C' WHERE generation = 'B' AND kind = 'CRN'"),
    ("record", "UPDATE number_series SET closed_at = NULL WHERE generation = 'A' AND kind = 'Z'"),
    (
        "record",
        "INSERT INTO number_series SELECT randomblob(16), branch_id, till_id, kind, till_code, 'C', 1, '', NULL, '', NULL"
        " FROM number_series WHERE generation = 'B' AND kind = 'CRN'",
    ),
    (
        "till_session",
        "INSERT INTO till_session SELECT randomblob(16), branch_id, version, created_at, updated_at, NULL, till_id,"
        " business_date, opened_at, opened_by, float_minor, NULL, NULL, NULL, NULL, '', NULL FROM till_session"
        " WHERE closed_at IS NULL",
    ),
    ("number", "UPDATE invoice SET dup_of = id WHERE seq = 1"),
    ("number_gap", "UPDATE invoice SET dup_of = id WHERE seq = 1"),
    ("number", "UPDATE z_report SET dup_of = id"),
    ("record", "UPDATE number_series SET dup_of = id WHERE generation = 'B' AND kind = 'CRN'"),
    ("change_log", "DELETE FROM change_txn WHERE seq = 9"),
    ("change_log", "DELETE FROM change_row WHERE txn_seq = 9 AND n = 0"),
    ("change_log", "DELETE FROM change_txn WHERE seq = (SELECT max(seq) FROM change_txn)"),
    ("change_log", "UPDATE change_txn SET at = at - 60000 WHERE seq = 9"),
    ("change_log", "UPDATE change_row SET body_hash = x'' WHERE txn_seq = 9 AND n = 0"),
    ("change_log", "UPDATE change_row SET base = '{}' WHERE txn_seq = 9 AND n = 0"),
    ("change_log", "INSERT INTO change_row VALUES (9, 77, 'booking', x'00', 'add', NULL, x'')"),
    ("change_log", "INSERT INTO change_row VALUES (999, 0, 'booking', x'00', 'add', NULL, x'')"),
    ("change_log", "UPDATE change_body SET body = body || ' ' WHERE txn_seq = 9 AND n = 0"),
    ("change_log", "DELETE FROM change_body WHERE txn_seq = 9 AND n = 0"),
    ("change_log", "INSERT INTO change_body VALUES (9, 77, x'00', '{}')"),
    ("record", "UPDATE change_body SET body = NULL WHERE txn_seq = 1 AND n = 0"),
    ("record", "UPDATE user SET pin_hash = pin_hash || 'x' WHERE sort = 0"),
    ("record", 'UPDATE staff SET title = \'{"en":"Boss"}\''),
    ("record", "UPDATE old_receipt_line SET taxes = '[]'"),
    ("record", "UPDATE till SET names = '{}'"),
    ("record", "UPDATE booking SET note = 'mine' WHERE status = 'cancelled'"),
    ("record", "UPDATE role_limit SET value = value + 1"),
    ("record", "UPDATE shop SET tax_number = '100000000000003'"),
    ("record", "UPDATE till_session SET float_minor = float_minor + 100 WHERE closed_at IS NULL"),
    ("print_job", "UPDATE print_job SET document_id = randomblob(16)"),
    (
        "print_job",
        "UPDATE print_job SET document_kind = CASE document_kind WHEN 'z' THEN 'invoice' ELSE 'z' END",
    ),
    ("print_job", "UPDATE print_job SET document_kind = 'poem'"),
    (
        "print_job",
        "INSERT INTO print_job SELECT randomblob(16), branch_id, document_kind, document_id, paper, lang, 0, 'done', 1, '',"
        " created_at, updated_at FROM print_job, (SELECT 1 UNION ALL SELECT 2)",
    ),
    ("client_search", "INSERT INTO client_fts (client_fts) VALUES ('delete-all')"),
    ("client_search", "UPDATE client SET name_fold = 'somebody else'"),
]


def test_a_number_that_was_given_twice_can_be_kept_beside_the_first(lived_in: Path, tmp_path: Path) -> None:
    """Two computers that were copies of each other gave one number twice: both documents stay, one of them marked."""
    names = ", ".join(f'"{c.name}"' for c in TABLES["invoice"].c if c.name not in ("id", "dup_of"))
    again = f"INSERT INTO invoice (id, {names}, dup_of) SELECT randomblob(16), {names}, {{dup_of}} FROM invoice LIMIT 1"
    told: list[str] = []

    def hand(connection: dbapi2.Connection) -> None:
        connection.execute(again.format(dup_of="id"))
        told.extend(documents.given_twice(connection))

    rules = {p.rule for p in tampered(lived_in, tmp_path / "home", hand)}
    assert told == ["T1A-INV-000001"]  # known, and no fault of the numbers
    assert not rules & {"number", "number_gap"}
    assert "record" in rules  # but no transaction brought it
    with pytest.raises(dbapi2.IntegrityError):
        tampered(
            lived_in, tmp_path / "again", lambda connection: connection.execute(again.format(dup_of="NULL"))
        )


@pytest.mark.parametrize(("rule", "sql"), HANDS)
def test_what_a_hand_did_is_named(lived_in: Path, tmp_path: Path, rule: str, sql: str) -> None:
    found = tampered(lived_in, tmp_path / "home", lambda connection: connection.execute(sql))
    assert rule in {p.rule for p in found}


def test_a_hand_that_a_later_change_covers_is_seen(lived_in: Path, tmp_path: Path) -> None:
    """What one change left is what the next one finds: what was done between them shows in the log alone."""
    setting = "booking.late_minutes"

    def hand(connection: dbapi2.Connection) -> None:
        connection.execute("UPDATE setting SET value = '9' WHERE key = ?", (setting,))

    home = tmp_path / "home"
    assert tampered(lived_in, home, hand)
    shop = open_home(home)
    shop.run(ChangeSetting(key=shop.new_id(), setting=setting, text="20"), shop.manager)
    shop.close()
    found = checked(shop.paths)
    assert {p.rule for p in found} == {"record"}


def test_the_last_sale_taken_out_with_its_number_is_missed(lived_in: Path, tmp_path: Path) -> None:
    """Everything that a sale wrote is removed and the counter wound back: only the feed can tell."""

    def hand(connection: dbapi2.Connection) -> None:
        sale, series, seq, hash_before = connection.execute(
            "SELECT i.id, i.series_id, i.seq, i.prev_hash FROM invoice i JOIN number_series s ON s.id = i.series_id"
            " WHERE s.generation = 'B' AND i.seq = s.next_seq - 1"
        ).fetchone()
        for table in (
            "invoice_price_change",
            "invoice_line",
            "invoice_line_tax",
            "invoice_line_share",
            "invoice_tax",
            "invoice_tender",
        ):
            connection.execute(f"DELETE FROM {table} WHERE invoice_id = ?", (sale,))
        (ticket,) = connection.execute("SELECT ticket_id FROM invoice WHERE id = ?", (sale,)).fetchone()
        connection.execute("DELETE FROM print_job WHERE document_id = ?", (sale,))
        connection.execute("DELETE FROM allocation WHERE document_id = ?", (sale,))
        connection.execute("DELETE FROM payment WHERE taken_with = ?", (sale,))
        connection.execute("DELETE FROM invoice WHERE id = ?", (sale,))
        connection.execute(
            "DELETE FROM ticket_line_share WHERE ticket_line_id IN"
            " (SELECT id FROM ticket_line WHERE ticket_id = ?)",
            (ticket,),
        )
        connection.execute("DELETE FROM ticket_line WHERE ticket_id = ?", (ticket,))
        connection.execute("DELETE FROM ticket WHERE id = ?", (ticket,))
        connection.execute(
            "UPDATE number_series SET next_seq = ?, last_hash = ? WHERE id = ?", (seq, hash_before, series)
        )
        rebuild(connection)

    found = tampered(lived_in, tmp_path / "home", hand)
    assert {p.rule for p in found} == {"record"}
    assert {p.id.split("/")[0] for p in found} == {"invoice", "ticket", "payment", "allocation"}


SHAPES = [
    ("trigger invoice_no_update", "DROP TRIGGER invoice_no_update"),
    ("trigger allocation_no_delete", "DROP TRIGGER allocation_no_delete"),
    ("index ix_claim_holder_start", "DROP INDEX ix_claim_holder_start"),
    ("index ix_till_session_open", "DROP INDEX ix_till_session_open"),
    ("table setting", "DROP TABLE setting"),
    ("table client_fts", "DROP TABLE client_fts"),
    ("table mine", "CREATE TABLE mine (a)"),
    ("trigger mine", "CREATE TRIGGER mine AFTER INSERT ON payment BEGIN DELETE FROM booking; END"),
    ("view mine", "CREATE VIEW mine AS SELECT 1"),
    ("table setting", "ALTER TABLE setting ADD COLUMN more TEXT"),
    ("table invoice", "ALTER TABLE invoice DROP COLUMN offset_min"),
]


@pytest.mark.parametrize(("part", "sql"), SHAPES)
def test_a_part_of_the_database_that_is_not_as_it_was_made_is_named(
    lived_in: Path, tmp_path: Path, part: str, sql: str
) -> None:
    home = tmp_path / "home"
    shutil.copytree(lived_in, home)
    connection = dbapi2.connect(str(ShopPaths(home).database), isolation_level=None)
    connection.execute(sql)
    connection.close()
    assert part in {p.id for p in checked(ShopPaths(home)) if p.rule == "schema"}


def test_an_empty_trigger_in_the_place_of_one_that_refuses_is_named(lived_in: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(lived_in, home)
    connection = dbapi2.connect(str(ShopPaths(home).database), isolation_level=None)
    connection.execute("DROP TRIGGER payment_no_delete")
    connection.execute("CREATE TRIGGER payment_no_delete BEFORE DELETE ON payment BEGIN SELECT 1; END")
    connection.close()
    assert [p.id for p in checked(ShopPaths(home))] == ["trigger payment_no_delete"]


def test_a_document_keeps_its_hash_when_documents_gain_a_field() -> None:
    later = {"number": "T1A-INV-000001", "a_field_of_the_future": 1, "hash": ""}
    text = snapshot.dumps(later | {"hash": document_hash(later)})
    assert documents.hash_of(text) == document_hash(later)
    assert documents.canonical(text) == text


def test_a_nested_value_of_an_earlier_program_is_not_held_against_its_row(
    lived_in: Path, tmp_path: Path
) -> None:
    sql = (
        "UPDATE ticket_line SET discount = json_remove(discount, '$.approver_id') WHERE discount IS NOT NULL"
    )
    found = tampered(lived_in, tmp_path / "home", lambda connection: connection.execute(sql))
    assert {p.text.params.get("fields") for p in found} <= {
        "*"
    }  # the manager who approved is missed, no more
    assert "ticket_line.discount" not in str(found)
