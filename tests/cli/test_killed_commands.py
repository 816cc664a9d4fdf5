"""`demo` and `restore` killed half-way: the second try works, and the shop's database is never away."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from salondesk.app.backups import back_up, restore
from salondesk.app.leftovers import tidy
from salondesk.core.errors import TransientError
from salondesk.storage.partial import being_written
from tests.cli.conftest import Run
from tests.support.shop import StaffedShop

DIE = "import os, signal; die = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)\n"
pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows kills otherwise")


def _killed(code: str) -> None:
    done = subprocess.run([sys.executable, "-c", DIE + code], capture_output=True, timeout=120)
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.parametrize(
    "where",
    ["demo_shop._Maker._history", "demo_shop._Maker._diary", "demo_shop.Path.rmdir", "demo_shop.json.dumps"],
)
def test_a_demo_that_was_killed_is_begun_anew(tmp_path: Path, run: Run, where: str) -> None:
    owner, _, name = where.rpartition(".")
    home = tmp_path / "home"
    words = ["demo", "--bookings", "5", "--staff", "1", "--clients", "3", "--home", str(home)]
    _killed(
        "from salondesk.app.demo import shop as demo_shop; from salondesk.app.cli.entry import run; "
        f"{owner}.{name} = die; run({words!r})"
    )
    whole = (home / "shop.db").exists()
    assert whole is (name == "rmdir")
    assert run(*words).code == (1 if whole else 0)
    assert run("check", "--home", home).code == 0


@pytest.mark.parametrize("step", ["hold", "copy_whole", "flush_folder", "load", "Path.replace"])
def test_a_restore_that_is_killed_leaves_a_shop_and_its_letters(
    shop: StaffedShop, tmp_path: Path, run: Run, step: str
) -> None:
    backup = tmp_path / "one.db"
    back_up(shop.paths, shop.clock, out=backup)
    shop.close()
    assert restore(shop.paths, backup, shop.clock)[1] == "B"
    home = str(shop.paths.home)
    words = ["restore", str(backup), "--home", home]
    _killed(
        "from salondesk.storage import replacing; from salondesk.app.cli.entry import run\n"
        f"replacing.{step} = die; run({words!r})"
    )
    assert run("check", "--home", home, "--json").data["problems"] == []
    before = sorted(p.name for p in shop.paths.backups.iterdir())
    tidy(shop.paths)
    assert not (shop.paths.home / "restoring").exists()
    left = [p for p in shop.paths.backups.glob("replaced-*.db") if p.samefile(shop.paths.database)]
    assert left == [], before
    assert run(*words, "--json").data["generation"] == "C"
    assert run("check", "--home", home, "--json").data["problems"] == []


@pytest.mark.parametrize("step", ["verify", "flush_file", "write_durably"])
def test_a_backup_that_is_killed_is_swept_away_by_the_next(shop: StaffedShop, run: Run, step: str) -> None:
    shop.close()
    home = str(shop.paths.home)
    _killed(
        "from salondesk.storage import backup; from salondesk.app.cli.entry import run\n"
        f"backup.{step} = die; run(['backup', '--home', {home!r}])"
    )
    assert run("backup", "--home", home).code == 0
    assert not list(shop.paths.backups.glob("*.part*"))
    assert run("check", "--home", home).code == 0


def test_a_backup_in_the_making_is_not_swept_away_by_another_process(shop: StaffedShop, run: Run) -> None:
    shop.close()
    made = shop.paths.backups / "shop-2026-01-01T000000.db.part"
    with being_written(made):
        made.write_bytes(b"half of it")
        assert run("backup", "--home", shop.paths.home).code == 0
        tidy(shop.paths)
        assert made.exists()
        with pytest.raises(TransientError), being_written(made):
            pass
    tidy(shop.paths)
    assert not made.exists()
