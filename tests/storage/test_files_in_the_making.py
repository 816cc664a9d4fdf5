"""A file that is being written is its writer's alone: whoever comes second neither empties it nor takes it away."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from salondesk.core.errors import DataError, TransientError
from salondesk.storage import backup, driver, migrate, partial
from salondesk.storage.backup import make_backup, verify
from salondesk.storage.driver import connect
from salondesk.storage.partial import being_written
from salondesk.storage.replacing import hold, load
from salondesk.storage.schema import HEAD, version_of
from tests.support.older import to_third_schema
from tests.support.shop import StaffedShop

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows removes no open file")


@pytest.mark.parametrize("job", ["backup", "upgrade"])
def test_the_second_writer_leaves_the_firsts_file_alone(shop: StaffedShop, tmp_path: Path, job: str) -> None:
    shop.close()
    path, target = shop.paths.database, tmp_path / "copy.db"
    if job == "upgrade":
        to_third_schema(path)
    first = target.with_name("copy.db.part")
    with being_written(first):
        first.write_bytes(b"half of it")
        with pytest.raises(TransientError, match="written by another"):
            make_backup(path, target) if job == "backup" else migrate.upgrade(path, keep=target)
        assert first.read_bytes() == b"half of it"
    assert not first.exists()


def test_a_file_that_has_just_got_its_name_is_not_emptied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, name, real = tmp_path / "a.db.part", tmp_path / "a.db", partial._claim  # noqa: SLF001

    def named_first(handle: int) -> bool:
        made.replace(name)
        return real(handle)

    made.write_bytes(b"whole")
    monkeypatch.setattr(partial, "_claim", named_first)
    with pytest.raises(TransientError), being_written(made):
        pass
    assert name.read_bytes() == b"whole"


def test_an_upgrade_that_another_process_has_done_meanwhile_keeps_that_ones_copy(
    shop: StaffedShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.close()
    path = shop.paths.database
    to_third_schema(path)
    real = migrate._keep  # noqa: SLF001

    def after_the_other(database: Path, target: Path, revision: str) -> None:
        monkeypatch.setattr(migrate, "_keep", real)
        migrate.upgrade(database)
        real(database, target, revision)

    monkeypatch.setattr(migrate, "_keep", after_the_other)
    assert migrate.upgrade(path) == "0003"
    assert version_of(path) == HEAD
    assert version_of(path.with_name(f"shop.before-{HEAD}.db")) == "0003"


@pytest.mark.parametrize("moment", ["named", "torn"])
def test_a_backup_over_another_is_whole_at_every_moment(
    shop: StaffedShop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    target = tmp_path / "mine.db"
    make_backup(shop.paths.database, target)
    shop.open_till()

    def cut(path: Path, data: bytes) -> None:
        del data
        if moment == "torn":  # as a program of before wrote it: the name is there, its content is not
            path.write_bytes(bytes(40))
        raise OSError(5, "the power went")

    monkeypatch.setattr(backup, "write_durably", cut)
    with pytest.raises(TransientError):
        make_backup(shop.paths.database, target)
    verify(target)


def test_a_backup_that_is_not_what_its_note_says_is_refused(shop: StaffedShop, tmp_path: Path) -> None:
    target = tmp_path / "mine.db"
    make_backup(shop.paths.database, target)
    note = target.with_name("mine.db.sha256")
    note.write_text("0" * 64 + "  mine.db\n", encoding="utf-8")
    with pytest.raises(DataError):
        verify(target)


def test_while_a_database_is_replaced_nobody_else_opens_it(
    shop: StaffedShop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever comes meanwhile waits or is told; afterwards there is one database, and no log of the old one."""
    path, ready = shop.paths.database, tmp_path / "ready.db"
    make_backup(path, ready)
    shop.open_till()
    with pytest.raises(TransientError, match="busy"):
        hold(path)
    shop.close()
    monkeypatch.setattr(driver, "BUSY_MS", 50)
    held = hold(path)
    with pytest.raises(TransientError, match="busy"):
        connect(path)
    load(ready, held)
    held.close()
    again = connect(path)
    assert again.execute("SELECT count(*) FROM till_session").fetchone() == (0,)
    again.close()
    assert [p.name for p in path.parent.glob("shop.db*")] == ["shop.db"]
