"""The power goes at any moment of recorded work: what was flushed is there, and nothing promised is lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from salondesk.app.cli.upkeep import problems
from salondesk.app.files import computer_settings
from salondesk.app.leftovers import tidy
from salondesk.app.paths import ShopPaths
from salondesk.domain.settings import PRINTER_RECEIPT
from salondesk.storage import migrate
from salondesk.storage.backup import make_backup, verify
from salondesk.storage.outside.erased import ErasedList
from salondesk.storage.schema import HEAD, version_of
from salondesk.storage.secret_file import SecretFile, read_header
from tests.faults.conftest import LATE_MS
from tests.faults.jobs import HEADER, KEY
from tests.faults.judge import assert_files_whole, assert_whole, pairs
from tests.faults.recording import Disk, cuts, read_record, record
from tests.faults.upgrades import PAPERS, asked_of, older_home
from tests.faults.worker import Begun, Entry, digest_of, read_diary
from tests.support.fault_tally import Faults
from tests.support.shop import open_home

pytestmark = pytest.mark.faults
CUTS_A_RECORD = 25
"""Recording takes seconds, a cut a fraction of one."""


def recorded(
    recorder: Path, home: Path, folder: Path, faults: Faults, kind: str, words: Callable[[Random], list[str]]
) -> Iterator[tuple[Path, int, str]]:
    """Record a process time and again and cut each record at some moments; yield what is found, how far the record was."""
    left = faults.count
    for rng in faults.each(kind):
        if left <= 0:
            return
        disk, log, found = Disk(home), folder / "record", folder / "found"
        log.unlink(missing_ok=True)
        shutil.copytree(home, folder / "before", dirs_exist_ok=False)
        record(recorder, home, log, *words(rng))
        for end, style in cuts(disk, read_record(log), rng, min(left, CUTS_A_RECORD)):
            left -= 1
            shutil.rmtree(found, ignore_errors=True)
            disk.lay_out(found, rng, style)
            ShopPaths(found).make()
            yield found, end, style
            if faults.is_over:
                return
        shutil.rmtree(home)
        shutil.move(folder / "before", home)


def test_cut_in_any_work(recorder: Path, fresh: Callable[[], Path], tmp_path: Path, faults: Faults) -> None:
    home, diary = fresh(), tmp_path / "diary"

    def words(rng: Random) -> list[str]:
        diary.unlink(missing_ok=True)
        return ["tests.faults.jobs", "work", str(home), str(diary), rng.random().hex()]

    for found, end, style in recorded(recorder, home, tmp_path, faults, "power cut at work", words):
        outcome = judge_cut(found, read_diary(diary), end)
        faults.note("power cut at work", f"{outcome} ({style})")


def judge_cut(home: Path, diary: list[Entry], end: int) -> str:
    """Judge what the power left after so much of the record: the state after the last work that was told as done, or
    after the one that was being done."""
    told = [d for _b, d in pairs(diary) if d.seen <= end]
    states = [e.digest for e in diary if isinstance(e, Begun)] + [pairs(diary)[-1][1].digest]
    shop = open_home(home, origin="judge", now_ms=LATE_MS)
    try:
        found = digest_of(shop.paths.database)
        assert found in states[len(told) : len(told) + 2], (
            f"not the state after {len(told)} works, nor the next"
        )
        assert_whole(shop)
        erased = {
            b.command.client_id
            for b, d in pairs(diary)
            if b.name == "erase" and not d.refused and d.seen <= end
        }
        assert erased <= ErasedList(shop.paths.erased).ids()
    finally:
        shop.close()
    assert_files_whole(shop.paths)
    assert_settings_whole(shop.paths, diary)
    return "as told" if found == states[len(told)] else "one more"


def assert_settings_whole(paths: ShopPaths, diary: list[Entry]) -> None:
    """This computer's settings are those of some moment: they are never an empty file."""
    if paths.settings.exists():
        assert computer_settings.load(paths.settings).value(PRINTER_RECEIPT).startswith("printer ")


@pytest.mark.torture
def test_cut_while_documents_are_archived(
    recorder: Path, fresh: Callable[[], Path], tmp_path: Path, faults: Faults
) -> None:
    home = fresh()
    words = lambda rng: ["tests.faults.jobs", "archive", str(home)]  # noqa: E731
    for found, _end, style in recorded(recorder, home, tmp_path, faults, "power cut at the archive", words):
        shop = open_home(found, now_ms=LATE_MS)
        try:
            assert list(problems(shop)) == []
            kept = shop.value("SELECT count(*) FROM document_file")
        finally:
            shop.close()
        faults.note("power cut at the archive", f"{kept} kept ({style})")


@pytest.mark.torture
def test_cut_while_a_backup_is_put_back(
    recorder: Path, fresh: Callable[[], Path], tmp_path: Path, faults: Faults
) -> None:
    home = fresh()
    backup = tmp_path / "backup.db"
    make_backup(home / "shop.db", backup)
    shop = open_home(home, now_ms=LATE_MS)
    shop.open_till()
    lost = shop.sell("CUT").number
    shop.close()
    old = digest_of(home / "shop.db")
    words = lambda rng: ["tests.faults.jobs", "restore", str(home), str(backup)]  # noqa: E731
    for found, _end, style in recorded(recorder, home, tmp_path, faults, "power cut at a restore", words):
        paths = ShopPaths(found)
        tidy(paths)
        is_old = digest_of(paths.database) == old
        shop = open_home(found, now_ms=LATE_MS)
        try:
            assert_whole(shop)
            if not is_old:
                assert shop.value("SELECT count(*) FROM invoice WHERE number = ?", lost) == 0
                shop.open_till()
                assert shop.sell("CUT").number.partition("-")[0] > lost.partition("-")[0]  # T1C after T1B
        finally:
            shop.close()
        kept = list(paths.backups.glob("replaced-*.db"))
        assert is_old or any(digest_of(one) == old for one in kept)
        assert_files_whole(paths)
        faults.note("power cut at a restore", f"{'old' if is_old else 'new'} ({style})")


@pytest.mark.torture
def test_cut_while_a_backup_is_written_over_another(
    recorder: Path, fresh: Callable[[], Path], tmp_path: Path, faults: Faults
) -> None:
    home = fresh()
    out = home / "documents" / "mine.db"
    make_backup(home / "shop.db", out)
    shop = open_home(home, now_ms=LATE_MS)
    shop.open_till()
    shop.close()
    words = lambda rng: ["tests.faults.jobs", "backup", str(home), str(out)]  # noqa: E731
    for found, _end, style in recorded(recorder, home, tmp_path, faults, "power cut at a backup", words):
        verify(found / "documents" / "mine.db")
        faults.note("power cut at a backup", f"whole ({style})")


@pytest.mark.torture
def test_cut_while_a_shop_is_made(recorder: Path, tmp_path: Path, faults: Faults) -> None:
    home = tmp_path / "new"
    home.mkdir()
    words = lambda rng: ["tests.faults.jobs", "init", str(home)]  # noqa: E731
    for found, _end, style in recorded(recorder, home, tmp_path, faults, "power cut at a new shop", words):
        from salondesk.app.bootstrap import open_shop

        paths = ShopPaths(found)
        version = version_of(paths.database)
        if version is None:
            faults.note("power cut at a new shop", f"none ({style})")
            continue
        assert version == HEAD
        faults.note("power cut at a new shop", f"schema ({style})")
        with __import__("contextlib").suppress(Exception):
            open_shop(paths, origin="judge").close()


@pytest.mark.torture
def test_cut_while_secrets_are_kept(recorder: Path, tmp_path: Path, faults: Faults) -> None:
    home = tmp_path / "new"
    home.mkdir()
    words = lambda rng: ["tests.faults.jobs", "secret", str(home)]  # noqa: E731
    for found, _end, style in recorded(recorder, home, tmp_path, faults, "power cut at secrets", words):
        path = found / "secrets"
        if read_header(path) is None:
            faults.note("power cut at secrets", f"none ({style})")
            continue
        SecretFile(path, KEY, HEADER).test()
        faults.note("power cut at secrets", f"whole ({style})")


@pytest.mark.torture
@pytest.mark.parametrize("revision", ["0001", "0003"])
def test_cut_in_an_upgrade(
    recorder: Path, long_aged: Path, tmp_path: Path, faults: Faults, revision: str
) -> None:
    home = older_home(Path(shutil.copytree(long_aged, tmp_path / "home")), revision)
    papers = asked_of(home / "shop.db", PAPERS)
    words = lambda rng: ["tests.faults.jobs", "upgrade", str(home)]  # noqa: E731
    kind = f"power cut at an upgrade from {revision}"
    for found, _end, style in recorded(recorder, home, tmp_path, faults, kind, words):
        path = found / "shop.db"
        version = version_of(path)
        assert version in (revision, HEAD)
        tidy(ShopPaths(found))
        assert migrate.upgrade(path) == version
        assert asked_of(path, PAPERS) == papers
        shop = open_home(found, now_ms=LATE_MS)
        try:
            assert_whole(shop)
        finally:
            shop.close()
        faults.note(kind, f"{version} ({style})")
