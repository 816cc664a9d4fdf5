"""Migrations: a fresh database is what the tables say; a newer one is refused; a failed upgrade is put back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from salondesk.app.backups import restore
from salondesk.app.cli.upkeep import problems
from salondesk.app.leftovers import tidy
from salondesk.core.errors import DataError, TransientError
from salondesk.domain.access import Permission
from salondesk.services.reads.booking.visit import VisitById
from salondesk.services.sale.line_price import ChangePrice
from salondesk.services.sale.refund import RefundInvoice, RefundLine
from salondesk.storage import migrate, schema
from salondesk.storage.backup import make_backup
from salondesk.storage.driver import Code
from tests.support.older import (
    to_eleventh_schema,
    to_first_schema,
    to_fourteenth_schema,
    to_fourth_schema,
    to_seventh_schema,
    to_tenth_schema,
    to_third_schema,
    to_twelfth_schema,
)
from tests.support.shop import StaffedShop
from tests.support.tampering import checked, live_a_while


def test_an_upgrade_to_the_present_changes_nothing(shop: StaffedShop) -> None:
    assert migrate.upgrade(shop.paths.database) == schema.HEAD
    assert not list(shop.paths.home.glob("*.before-*"))


def test_a_newer_shop_is_refused_and_left_alone(shop: StaffedShop) -> None:
    shop.close()
    connection = dbapi2.connect(str(shop.paths.database), isolation_level=None)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = shop.paths.database.read_bytes()
    with pytest.raises(DataError) as refused:
        migrate.upgrade(shop.paths.database)
    assert "newer" in refused.value.message.key
    assert shop.paths.database.read_bytes() == before


def test_a_failed_upgrade_is_put_back(shop: StaffedShop, monkeypatch: pytest.MonkeyPatch) -> None:
    booking = shop.book()
    shop.close()

    def broken(path: Path, revision: str) -> None:
        del revision
        connection = dbapi2.connect(str(path), isolation_level=None)
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DROP TABLE booking_line")
        connection.close()
        raise RuntimeError("the power went")

    monkeypatch.setattr(migrate, "HEAD", "9998")
    monkeypatch.setattr(migrate, "run", broken)
    with pytest.raises(DataError):
        migrate.upgrade(shop.paths.database)
    monkeypatch.undo()
    again = shop.again()
    assert again.ask(VisitById(booking.id)).booking == booking
    again.close()


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    path.write_bytes(b"hello world, I am a letter" * 100)
    with pytest.raises(DataError):
        migrate.upgrade(path)
    assert path.read_bytes().startswith(b"hello world")


def sold_before(shop: StaffedShop) -> None:
    """Put a shop with a sale and an open bill back to how the first version would have written it."""
    shop.open_till()
    shop.sell("CUT", "SHAMPOO")
    shop.ticket("CUT")
    shop.close()
    to_first_schema(shop.paths.database)


def test_a_shop_of_the_first_schema_gets_changed_prices_for_whoever_gives_discounts(
    shop: StaffedShop,
) -> None:
    sold_before(shop)
    assert migrate.upgrade(shop.paths.database) == "0001"
    again = shop.again()
    with again.unit() as uow:
        holders = {role.key for role in uow.roles.all() if Permission.SALE_PRICE in role.permissions}
        lines = [line for ticket in uow.tickets.all() for line in ticket.lines]
    assert holders == {"manager", "reception"}
    assert [line.price_change for line in lines] == [None] * len(lines)
    assert list(problems(again)) == []
    again.close()


def test_a_document_of_the_first_schema_keeps_its_hash(shop: StaffedShop) -> None:
    shop.open_till()
    done = shop.sell("CUT")
    stored = shop.value("SELECT snapshot FROM invoice WHERE id = ?", done.invoice_id)
    assert "price_change" not in stored


def test_a_backup_of_the_first_schema_is_restored_and_goes_on_selling(shop: StaffedShop) -> None:
    sold_before(shop)
    backup = shop.paths.home / "old.db"
    make_backup(shop.paths.database, backup)
    restore(shop.paths, backup)
    again = shop.again()
    assert again.sell("CUT").number == "T1B-INV-000001"
    assert list(problems(again)) == []
    again.close()


def test_a_shop_of_the_first_schema_gets_its_chain_and_loses_the_pins_in_its_feed(shop: StaffedShop) -> None:
    live_a_while(shop)
    shop.close()
    path = shop.paths.database
    to_first_schema(path)
    assert migrate.upgrade(path) == "0001"
    assert checked(shop.paths) == []
    again = shop.again()
    try:
        assert again.value("SELECT count(*) FROM change_body WHERE body LIKE '%argon%'") == 0
        again.sell()
        assert list(problems(again)) == []
    finally:
        again.close()


BALANCES = "SELECT account, holder_id, unit, amount FROM balance ORDER BY 1, 2, 3"
SUMS = "SELECT account, holder_id, unit, sum(amount) FROM ledger_entry GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"


def rows_of(shop: StaffedShop, sql: str) -> list[tuple[object, ...]]:
    """Return all rows of a query."""
    with shop.readers.lend() as connection:
        return list(connection.execute(sql).fetchall())


def brought_to(path: Path, revision: str) -> None:
    """Take a shop back to an earlier revision; the second one is reached from the first, as it was then."""
    made = {
        "0004": to_fourth_schema, "0007": to_seventh_schema, "0010": to_tenth_schema, "0011": to_eleventh_schema,
        "0012": to_twelfth_schema,
        "0014": to_fourteenth_schema,
    }.get(revision)  # fmt: skip
    if made is not None:
        made(path)
        return
    if revision == "0003":
        to_third_schema(path)
        return
    to_first_schema(path)
    if revision != "0001":
        migrate.run(path, revision)


@pytest.mark.parametrize("revision", ["0001", "0002", "0003", "0007", "0010", "0011", "0012", "0014"])
def test_an_older_shop_gets_the_balances_its_ledger_adds_up_to(shop: StaffedShop, revision: str) -> None:
    live_a_while(shop)
    wanted = rows_of(shop, BALANCES)
    shop.close()
    path = shop.paths.database
    brought_to(path, revision)
    assert migrate.upgrade(path) == revision
    assert checked(shop.paths) == []
    again = shop.again()
    try:
        assert rows_of(again, BALANCES) == wanted == rows_of(again, SUMS)
        again.sell()
        assert list(problems(again)) == []
    finally:
        again.close()


FAMILIES = "SELECT * FROM settlement ORDER BY root_id"


@pytest.mark.parametrize("revision", ["0001", "0003", "0004"])
def test_an_older_shop_gets_the_settlements_its_documents_add_up_to(shop: StaffedShop, revision: str) -> None:
    live_a_while(shop)
    half_given_back(shop)
    wanted = rows_of(shop, FAMILIES)
    assert {row[-1] for row in wanted} == {"settled", "credited"}
    shop.close()
    brought_to(shop.paths.database, revision)
    assert migrate.upgrade(shop.paths.database) == revision
    assert checked(shop.paths) == []
    again = shop.again()
    try:
        assert rows_of(again, FAMILIES) == wanted
    finally:
        again.close()


def test_an_older_shop_keeps_what_its_documents_say_of_changed_prices(shop: StaffedShop) -> None:
    live_a_while(shop)
    ticket = shop.ticket("CUT", "MANI")
    ticket = shop.run(
        ChangePrice(
            key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version, line_id=ticket.lines[1].id,
            unit_price_minor=8_500, reason='long "hair"',
        ),
        shop.manager,
    )  # fmt: skip
    sale = shop.pay(ticket)
    shop.run(RefundInvoice(key=shop.new_id(), invoice_id=sale.invoice_id, reason="broken"), shop.manager)
    wanted = rows_of(shop, PRICES)
    assert [row[1:] for row in wanted if 'long "hair"' in row] == [(2, 8_000, 'long "hair"')] * 2
    shop.close()
    brought_to(shop.paths.database, "0014")
    assert migrate.upgrade(shop.paths.database) == "0014"
    assert checked(shop.paths) == []
    again = shop.again()
    try:
        assert rows_of(again, PRICES) == wanted
    finally:
        again.close()


PRICES = "SELECT * FROM invoice_price_change ORDER BY invoice_id, n"


def half_given_back(shop: StaffedShop) -> None:
    """Sell two things to a bill in odd cash, and give one of them back."""
    sale = shop.sell("CUT", "SHAMPOO")
    refund = RefundInvoice(
        key=shop.new_id(),
        invoice_id=sale.invoice_id,
        reason="broken",
        lines=(RefundLine(n=2, qty_milli=1_000),),
    )
    shop.run(refund, shop.manager)


@pytest.mark.parametrize("revision", ["0001", "0007", "0012"])
def test_the_console_of_an_older_shop_is_named_as_one_and_nobody_else(
    shop: StaffedShop, revision: str
) -> None:
    console = shop.console.user_id
    shop.close()
    brought_to(shop.paths.database, revision)
    assert migrate.upgrade(shop.paths.database) == revision
    assert checked(shop.paths) == []
    again = shop.again()
    try:
        assert again.console.user_id == console
        assert again.value("SELECT count(*) FROM user WHERE kind = 'console'") == 1
        assert again.value("SELECT count(*) FROM user WHERE kind = 'person'") == len(
            again.queries.user_tiles(again.today())
        )
    finally:
        again.close()
    connection = dbapi2.connect(str(shop.paths.database))
    connection.execute("UPDATE user SET kind = 'worker' WHERE sort = 1")
    connection.commit()
    connection.close()
    assert {problem.rule for problem in checked(shop.paths)} == {"record"}


def test_no_hash_of_a_pin_enters_the_change_feed(shop: StaffedShop) -> None:
    assert shop.value("SELECT count(*) FROM change_row WHERE noun = 'user'") > 0
    assert shop.value("SELECT count(*) FROM change_body WHERE body LIKE '%argon2%'") == 0


def test_another_database_is_no_empty_shop_and_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    connection = dbapi2.connect(str(path))
    connection.execute("CREATE TABLE songs (name TEXT)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(DataError, match="no database of SalonDesk"):
        migrate.upgrade(path)
    assert path.read_bytes() == before


def test_an_upgrade_that_has_to_wait_for_somebody_puts_nothing_back(
    shop: StaffedShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process may be in the middle of the same upgrade: its work is not thrown away."""
    shop.close()
    path = shop.paths.database
    to_first_schema(path)

    def busy(_path: Path, _revision: str) -> None:
        error = dbapi2.OperationalError("database is locked")
        error.sqlite_errorcode = Code.BUSY
        raise error

    monkeypatch.setattr(migrate, "run", busy)
    monkeypatch.setattr(migrate, "_put_back", lambda *_: pytest.fail("put back"))
    with pytest.raises(TransientError):
        migrate.upgrade(path)
    monkeypatch.undo()
    assert migrate.upgrade(path) == "0001"
    assert checked(shop.paths) == []


def test_a_program_that_lies_in_a_folder_with_a_per_cent_sign_finds_its_migrations(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    storage = Path("/opt/100%/salondesk/storage")
    monkeypatch.setattr(migrate, "__file__", str(storage / "migrate.py"))
    assert migrate.config().get_main_option("script_location") == str(storage / "migrations")


KILLS = [
    "migrate.copy_database = die",
    "migrate.flush_file = die",
    "migrate.run = die",
    "migrate._verify = die",
    *(f"nth = {n}" for n in (1, 12, 20, 24, 26, 28, 34, 38, 40, 42, 382, 388, 396, 404)),
    "import pathlib; migrate._verify = lambda path: 1 / 0; migrate.hold = die",
    "import pathlib; migrate._verify = lambda path: 1 / 0; migrate.load = die",
]


@pytest.mark.skipif(os.name == "nt", reason="Windows kills otherwise")
@pytest.mark.parametrize("where", KILLS)
def test_an_upgrade_that_is_killed_is_done_at_the_next_start(shop: StaffedShop, where: str) -> None:
    live_a_while(shop)
    shop.close()
    path = shop.paths.database
    to_first_schema(path)
    program = (
        "import os, signal\n"
        "from pathlib import Path\n"
        "from salondesk.storage import migrate\n"
        "die = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)\n"
        "nth = 0\n"
        f"{where}\n"
        "real = migrate.connect\n"
        "def counted(path, **how):\n"
        "    connection, left = real(path, **how), [nth]\n"
        "    def one(_sql):\n"
        "        left[0] -= 1\n"
        "        if left[0] == 0: die()\n"
        "    connection.set_trace_callback(one)\n"
        "    return connection\n"
        "if nth: migrate.connect = counted\n"
        f"migrate.upgrade(Path({str(path)!r}))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=120)
    assert done.returncode == -signal.SIGKILL, done.stderr
    tidy(shop.paths)
    assert checked(shop.paths) == []
    kept = path.with_name(f"shop.before-{schema.HEAD}.db")
    assert sorted(p.name for p in shop.paths.home.glob("*.db*")) == [kept.name, "shop.db"]
    assert schema.version_of(kept) == "0001"


PAPERS = "SELECT number, hash, snapshot FROM invoice UNION ALL SELECT number, hash, snapshot FROM z_report ORDER BY 1"
ENTRIES = (
    "SELECT account, holder_id, unit, amount, at, business_date, note FROM ledger_entry"
    " WHERE account IN ('stock', 'drawer') AND source_key NOT LIKE '%/difference' ORDER BY 1, 2, 5, 4, 7"
)


@pytest.mark.parametrize("revision", ["0001", "0007", "0010", "0011"])
def test_an_older_shop_keeps_its_papers_and_its_ledger_of_stock_and_drawer(
    shop: StaffedShop, revision: str
) -> None:
    live_a_while(shop)
    half_given_back(shop)
    taken = rows_of(shop, "SELECT id, amount_minor, reverses FROM payment ORDER BY 1")
    shop.close()
    brought_to(shop.paths.database, revision)
    connection = dbapi2.connect(str(shop.paths.database))
    before = connection.execute(ENTRIES).fetchall()
    papers = connection.execute(PAPERS).fetchall()
    connection.close()
    assert any("fiscal" in text for _number, _hash, text in papers) is (revision == "0011")
    assert migrate.upgrade(shop.paths.database) == revision
    assert checked(shop.paths) == []
    again = shop.again()
    try:
        assert rows_of(again, ENTRIES) == before
        assert rows_of(again, PAPERS) == papers
        assert rows_of(again, "SELECT id, amount_minor, reverses FROM payment ORDER BY 1") == taken
        if revision < "0010":  # payments were taken over from tenders then
            assert again.value("SELECT count(*) FROM payment WHERE source = ''") == 0
    finally:
        again.close()
