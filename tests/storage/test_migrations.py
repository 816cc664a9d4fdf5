"""Migrations: a fresh database is what the tables say; a newer one is refused; a failed upgrade is put back."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlcipher3 import dbapi2

from salondesk.app.cli_upkeep import problems
from salondesk.core.errors import DataError
from salondesk.storage import migrate, schema
from salondesk.storage.tables import METADATA
from tests.support.shop import StaffedShop
from tests.support.tampering import checked, live_a_while


def test_the_head_is_the_newest_script() -> None:
    assert ScriptDirectory.from_config(migrate.config()).get_current_head() == schema.HEAD


def test_a_fresh_database_is_what_the_tables_say(tmp_path: Path) -> None:
    path = tmp_path / "fresh.db"
    assert migrate.upgrade(path) is None
    engine = migrate.engine_of(path)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_object": lambda _o, name, kind, *_: (
                    not (kind == "table" and name.startswith("client_fts"))
                )
            },
        )
        differences = compare_metadata(context, METADATA)
    engine.dispose()
    assert differences == []


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
    assert again.queries.booking(booking.id) == booking
    again.close()


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    path.write_bytes(b"hello world, I am a letter" * 100)
    with pytest.raises(DataError):
        migrate.upgrade(path)
    assert path.read_bytes().startswith(b"hello world")


def test_a_shop_of_the_first_schema_gets_its_chain_and_loses_the_pins_in_its_feed(shop: StaffedShop) -> None:
    live_a_while(shop)
    shop.close()
    path = shop.paths.database
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
    assert migrate.upgrade(path) == "0001"
    assert checked(shop.paths) == []
    again = shop.again()
    try:
        assert again.value("SELECT count(*) FROM change_row WHERE body LIKE '%argon%'") == 0
        again.sell()
        assert list(problems(again)) == []
    finally:
        again.close()


def test_no_hash_of_a_pin_enters_the_change_feed(shop: StaffedShop) -> None:
    assert shop.value("SELECT count(*) FROM change_row WHERE noun = 'user' AND body IS NOT NULL") > 0
    assert shop.value("SELECT count(*) FROM change_row WHERE body LIKE '%argon2%'") == 0
