"""Migrations: a fresh database is what the tables say; a newer one is refused; a failed upgrade is put back."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlcipher3 import dbapi2

from salondesk.app.backups import restore
from salondesk.app.cli_upkeep import problems
from salondesk.core.errors import DataError
from salondesk.domain.access import Permission
from salondesk.storage import migrate, schema
from salondesk.storage.backup import make_backup
from salondesk.storage.tables import METADATA
from tests.support.shop import StaffedShop


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

    monkeypatch.setattr(migrate, "HEAD", f"{int(schema.HEAD) + 1:04d}")
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


def shop_of_the_first_schema(shop: StaffedShop) -> None:
    """Put a shop with a sale and an open bill back to how the first version would have written it."""
    shop.open_till()
    shop.sell("CUT", "SHAMPOO")
    shop.ticket("CUT")
    shop.close()
    connection = dbapi2.connect(str(shop.paths.database), isolation_level=None)
    connection.execute("ALTER TABLE ticket_line DROP COLUMN price_change")
    connection.execute("DELETE FROM role_permission WHERE permission = 'sale.price'")
    connection.execute("UPDATE alembic_version SET version_num = '0001'")
    connection.close()


def test_a_shop_of_the_first_schema_gets_changed_prices_for_whoever_gives_discounts(
    shop: StaffedShop,
) -> None:
    shop_of_the_first_schema(shop)
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
    shop_of_the_first_schema(shop)
    backup = shop.paths.home / "old.db"
    make_backup(shop.paths.database, backup)
    restore(shop.paths, backup)
    again = shop.again()
    assert again.sell("CUT").number == "T1B-INV-000001"
    assert list(problems(again)) == []
    again.close()
