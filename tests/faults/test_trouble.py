"""A full disk, a folder that is not to be written to, damaged files, a clock that jumps: told, and nothing half done."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from salondesk.app.backups import back_up, restore
from salondesk.app.bootstrap import open_shop
from salondesk.app.cli.entry import run
from salondesk.app.cli.upkeep import problems
from salondesk.app.files import computer_settings
from salondesk.app.files.computer_settings import ComputerSettings
from salondesk.app.paths import ShopPaths
from salondesk.core.clock import FixedClock
from salondesk.core.errors import DataError, SalonDeskError, TransientError
from salondesk.domain.settings import PRINTER_RECEIPT
from salondesk.storage import migrate
from salondesk.storage.outside.erased import ErasedList
from tests.faults.conftest import DAY_MS, LATE_MS
from tests.faults.judge import assert_files_whole, assert_whole
from tests.faults.upgrades import PAPERS, asked_of, older_home
from tests.faults.work import Work
from tests.faults.worker import digest_of
from tests.support.fault_tally import Faults
from tests.support.shop import StaffedShop, open_home

pytestmark = pytest.mark.faults
DISK_BYTES = 24_000_000


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own; the test is skipped where none may be mounted."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root on Linux may mount a small disk")
    place = tmp_path / "disk"
    place.mkdir()
    size = f"size={DISK_BYTES}"
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(place)], capture_output=True, text=True
    )
    if done.returncode:
        pytest.skip(f"no small disk can be mounted here: {done.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(disk: Path, leave: int) -> None:
    """Take all room of a disk but some bytes."""
    (disk / "filler").unlink(missing_ok=True)
    stat = os.statvfs(disk)
    (disk / "filler").write_bytes(bytes(max(stat.f_bavail * stat.f_frsize - leave, 0)))


def asked(shop: StaffedShop, work: Work, *, most: int) -> str:
    """Give commands until one meets trouble; return its message. Nothing of it is there."""
    for _ in range(most):
        before = digest_of(shop.paths.database)
        _name, command, actor = work.next()
        try:
            shop.run(command, actor)
        except TransientError as error:
            assert digest_of(shop.paths.database) == before
            return error.message.key
        except SalonDeskError:
            assert digest_of(shop.paths.database) == before
    return "no trouble"


@pytest.mark.torture
def test_a_full_disk_at_any_work(small_disk: Path, aged: Path, faults: Faults) -> None:
    for rng in faults.each("full disk"):
        home = small_disk / "home"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(aged, home)
        shop = open_home(home, now_ms=LATE_MS)
        try:
            work = Work(shop, rng)
            asked(shop, work, most=rng.randint(0, 12))
            fill(small_disk, rng.choice((0, 4_096, 40_960, 400_000)))
            said = asked(shop, work, most=60)
            assert said == "no trouble" or "full" in said
            whole = beside(shop.paths, rng)
            (small_disk / "filler").unlink()
            assert_whole(shop)
            asked(shop, work, most=5)
            assert_whole(shop)
        finally:
            shop.close()
        assert_files_whole(ShopPaths(home))
        faults.note("full disk", f"{said[:40]}; {whole}")


def beside(paths: ShopPaths, rng: Random) -> str:
    """Do one thing beside the database on a full disk: it is told, and the old file is whole."""
    clock = FixedClock(LATE_MS)
    what = rng.choice(("backup", "settings", "erased"))
    settings = ComputerSettings().changed(PRINTER_RECEIPT, "printer 1")
    try:
        if what == "backup":
            back_up(paths, clock)
        elif what == "settings":
            computer_settings.save(paths.settings, settings)
        else:
            ErasedList(paths.erased).add([paths_id(rng)])
    except (TransientError, OSError):
        if what == "settings":
            assert not paths.settings.exists()
        return f"{what} told"
    return f"{what} done"


def paths_id(rng: Random) -> bytes:
    return rng.randbytes(16)


@pytest.mark.torture
def test_a_restore_or_an_upgrade_on_a_full_disk(
    small_disk: Path, long_aged: Path, tmp_path: Path, faults: Faults
) -> None:
    older = older_home(Path(shutil.copytree(long_aged, tmp_path / "older")), "0001")
    for rng in faults.each("full disk at a large job", share=0.5):
        job = rng.choice(("restore", "upgrade"))
        home = small_disk / "home"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(older if job == "upgrade" else long_aged, home)
        paths, before = ShopPaths(home), digest_of(home / "shop.db")
        size = paths.database.stat().st_size
        fill(small_disk, rng.randint(0, 5 * size))
        try:
            if job == "restore":
                restore(paths, long_aged / "shop.db", FixedClock(LATE_MS))
            else:
                migrate.upgrade(paths.database)
            said = "done"
        except TransientError as error:
            said = "told"
            assert "full" in error.message.key or "could not be written" in error.message.key, error.message
            assert digest_of(home / "shop.db") == before
        (small_disk / "filler").unlink()
        papers = asked_of(home / "shop.db", PAPERS)
        shop = open_home(home, now_ms=LATE_MS)
        assert_whole(shop)
        shop.close()
        assert asked_of(home / "shop.db", PAPERS) == papers
        assert_files_whole(paths)
        faults.note("full disk at a large job", f"{job} {said}")


# ---------------------------------------------------------------- damaged files


def test_damaged_files_are_told_and_left(fresh: Callable[[], Path], tmp_path: Path, faults: Faults) -> None:
    """Bytes of the database, its log, this computer's settings or the list of the erased are changed by chance."""
    for rng in faults.each("damaged file"):
        home = fresh()
        paths = ShopPaths(home)
        backup = tmp_path / "good.db"
        back_up(paths, FixedClock(LATE_MS), out=backup)
        what = rng.choice(("shop.db", "shop.db", "shop.db-wal", "computer.toml", "backups/erased"))
        damage(home, what, rng)
        outcome = opened(paths)
        if outcome == "seen":
            restore(paths, backup, FixedClock(LATE_MS))
            shop = open_home(home, now_ms=LATE_MS)
            assert_whole(shop)
            shop.close()
        elif not what.startswith("shop.db"):
            assert outcome == "well"
        faults.note("damaged file", f"{what}: {outcome}")


def damage(home: Path, what: str, rng: Random) -> None:
    """Change some bytes of a file, cut it, or fill it with nothing; a log is that of a program that was killed."""
    path = home / what
    if what == "shop.db-wal":
        shop = open_home(home, now_ms=LATE_MS)
        shop.open_till()
        shop.sell("CUT")
        held = path.read_bytes(), (home / "shop.db").read_bytes()
        shop.close()
        path.write_bytes(held[0])
        (home / "shop.db").write_bytes(held[1])
    elif what == "computer.toml":
        computer_settings.save(path, ComputerSettings().changed(PRINTER_RECEIPT, "printer 1"))
    elif what == "backups/erased":
        ErasedList(path).add([rng.randbytes(16) for _ in range(5)])
    content = bytearray(path.read_bytes())
    how = rng.choice(("bytes", "page", "cut"))
    at = rng.randrange(len(content))
    if how == "bytes":
        for _ in range(rng.randint(1, 40)):
            content[rng.randrange(len(content))] ^= rng.randint(1, 255)
    elif how == "page":
        content[at : at + 4_096] = rng.randbytes(len(content[at : at + 4_096]))
    else:
        del content[at:]
    path.write_bytes(content)


def opened(paths: ShopPaths) -> str:
    """Open and check the shop: it is well, or the damage is told in words; never does the program fall over."""
    computer_settings.load(paths.settings)
    ErasedList(paths.erased).ids()
    try:
        shop = open_shop(paths, origin="judge", clock=FixedClock(LATE_MS))
    except SalonDeskError as error:
        assert isinstance(error, (DataError, TransientError))
        return "seen"
    try:
        found = list(problems(shop))
    finally:
        shop.close()
    return "seen" if found else "well"


@pytest.mark.torture
@pytest.mark.skipif(os.name == "nt", reason="folders of Windows are closed otherwise")
def test_a_folder_that_cannot_be_written_to(fresh: Callable[[], Path], faults: Faults) -> None:
    """Each command of the back office says so in one line, and nothing is changed."""
    words = (
        ["set", "service", "CUT", "price=1"], ["backup"], ["rebuild"], ["check"], ["list", "invoices"],
        ["set", "user", "RANA", "lang=ar"], ["erase", "+971501234567", "--yes"],
    )  # fmt: skip
    for rng in faults.each("folder not to be written to", share=0.25):
        home = fresh()
        before = digest_of(home / "shop.db")
        said = subprocess.run(
            [
                "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", sys.executable, "-m", "salondesk",
                *rng.choice(words), "--home", str(home),
            ],
            capture_output=True, text=True, check=False, env={**os.environ, "HOME": "/nonexistent"},
        ) if os.geteuid() == 0 and shutil.which("setpriv") else None  # fmt: skip
        if said is None:
            pytest.skip("only root may become nobody")
        if "Permission denied" in said.stderr and "salondesk:" not in said.stderr:
            pytest.skip("nobody may not even read the program here")
        assert said.stderr.count("\n") <= 1, said.stderr
        assert "Traceback" not in said.stderr and "fault of SalonDesk" not in said.stderr, said.stderr
        assert digest_of(home / "shop.db") == before
        faults.note("folder not to be written to", (said.stderr or "read").strip()[:60])


def test_a_clock_that_jumps(fresh: Callable[[], Path], faults: Faults) -> None:
    """The clock jumps back and forth between commands: what is kept stays in order, what cannot be is refused in words."""
    for rng in faults.each("clock jump"):
        shop = open_home(fresh(), now_ms=LATE_MS)
        work, refused = Work(shop, rng), 0
        try:
            for _ in range(40):
                if rng.random() < 0.3:
                    jump = rng.choice((-400, -31, -1, -0.02, 0.02, 1, 3, 31, 400)) * DAY_MS
                    shop.time.move_to(LATE_MS + int(jump))
                    faults.note("clock jump", f"{jump / DAY_MS:+g} days")
                _name, command, actor = work.next()
                try:
                    shop.run(command, actor)
                except SalonDeskError:
                    refused += 1
            assert_whole(shop)
        finally:
            shop.close()


def test_a_new_shop_in_a_file_of_the_same_name(tmp_path: Path) -> None:
    """A folder where a file is, and a file where a folder should be: said in one line."""
    (tmp_path / "home").write_text("a file", encoding="utf-8")
    assert run(["check", "--home", str(tmp_path / "home")]) == 1
