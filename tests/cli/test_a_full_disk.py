"""A disk that is really full: a small one is mounted, filled, and everything that writes is tried on it."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from salondesk.app.backups import back_up, restore
from salondesk.app.documents import PaperDesk
from salondesk.app.logging_setup import QuietFile
from salondesk.app.paths import ShopPaths
from salondesk.core.errors import TransientError
from salondesk.core.resources import resource
from salondesk.services.reads.read_desk import ReadDesk
from salondesk.storage.schema import HEAD, version_of
from tests.cli.conftest import Run
from tests.support.older import to_first_schema
from tests.support.shop import StaffedShop, open_copy

SIZE = 8_000_000
SERVICES = "IsActive,Code,Desc,Cate,Price,Cost\n" + "".join(
    f"TRUE,S{n},{'long name ' * 15},STYLE,{n},0\n" for n in range(2_000)
)


class Disk:
    """A small disk of its own."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._filler = place / "filler"

    def fill(self, *, leave: int = 0) -> None:
        """Take all room but ``leave`` bytes."""
        self.free()
        stat = os.statvfs(self.place)
        self._filler.write_bytes(bytes(max(stat.f_bavail * stat.f_frsize - leave, 0)))

    def free(self) -> None:
        """Give the room back."""
        self._filler.unlink(missing_ok=True)

    def names(self) -> list[str]:
        """Return what lies on it, from its top."""
        found = (p.relative_to(self.place).as_posix() for p in self.place.rglob("*") if p.is_file())
        return sorted(name for name in found if name != "filler")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A disk of eight megabytes; the test is skipped where none may be mounted."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root on Linux may mount a small disk")
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)], capture_output=True, text=True
    )
    if done.returncode:
        pytest.skip(f"no small disk can be mounted here: {done.stderr.strip()}")
    try:
        yield Disk(place)
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture
def counter(disk: Disk, shop_template: Path) -> Iterator[StaffedShop]:
    """A shop on the small disk, its till open."""
    shop = open_copy(shop_template, disk.place / "home")
    shop.open_till()
    yield shop
    shop.close()


def test_a_sale_is_whole_or_not_at_all_and_takes_no_number(
    counter: StaffedShop, disk: Disk, run: Run
) -> None:
    first = counter.sell()
    ticket = counter.ticket("CUT", "SHAMPOO")
    disk.fill()
    # the log has pages to spare from before: sales go on until it needs one more
    with pytest.raises(TransientError) as full:
        for _ in range(2_000):
            counter.pay(ticket)
            ticket = counter.ticket("CUT", "SHAMPOO")
    assert "full" in full.value.message.key
    disk.free()
    assert run("check", "--home", counter.paths.home, "--json").data["problems"] == []
    numbers = [
        r["number"] for r in run("list", "invoices", "--home", counter.paths.home, "--json").data["rows"]
    ]
    again = counter.sell("CUT")
    assert numbers[0] == first.number
    assert int(again.number[-6:]) == len(numbers) + 1
    assert run("check", "--home", counter.paths.home, "--json").data["problems"] == []


def test_a_document_that_cannot_be_kept_is_said_and_made_good_later(
    counter: StaffedShop, disk: Disk, run: Run
) -> None:
    number = counter.sell().number
    desk = PaperDesk(
        ReadDesk(counter.queries, counter.clock),
        counter.queries,
        counter.executor,
        counter.paths,
        counter.clock,
    )
    with counter.readers.lend() as connection:
        job = connection.execute("SELECT id FROM print_job WHERE document_kind = 'invoice'").fetchone()[0]
    disk.fill()
    with pytest.raises(TransientError) as trouble:
        desk.print_job(job, counter.reception)
    assert number == trouble.value.message.params.get("number") or "full" in trouble.value.message.key
    assert not list(counter.paths.documents.rglob("*.pdf*"))
    disk.free()
    desk.print_job(job, counter.reception)
    assert [p.stem for p in counter.paths.documents.rglob("*.pdf")] == [number]
    assert run("check", "--home", counter.paths.home, "--json").data["problems"] == []


def test_an_import_is_kept_whole_or_not_at_all(disk: Disk, run: Run, tmp_path: Path) -> None:
    home, file = disk.place / "home", tmp_path / "services.csv"
    run("init", "--home", home, "--profile", resource("import/salon2018-shop.toml"))
    file.write_text(SERVICES, encoding="utf-8")
    words = ("import", "services", file, "--map", resource("import/salon2018-services.toml"), "--home", home)
    for leave in (0, 400_000):
        disk.fill(leave=leave)
        said = run(*words, "--json")
        assert (said.code, said.err.count("\n")) == (1, 1)
        assert "full" in said.data["error"]
        disk.free()
        assert run("list", "services", "--home", home, "--json").data["rows"] == []
    assert run(*words, "--json").data["kept"] == 2_000
    assert run("check", "--home", home).code == 0


def test_a_shop_that_finds_no_room_leaves_nothing(disk: Disk, run: Run) -> None:
    profile = resource("import/salon2018-shop.toml")
    disk.fill(leave=100_000)
    for name, words in {"home": ("init", "--profile", profile), "demo": ("demo",)}.items():
        said = run(*words, "--home", disk.place / name)
        assert said.code == 1
        assert "full" in said.err
        assert disk.names() == []
    disk.free()
    assert run("init", "--profile", profile, "--home", disk.place / "home").code == 0


def test_backups_and_restores_leave_the_shop_as_it_was(
    counter: StaffedShop, disk: Disk, tmp_path: Path, run: Run
) -> None:
    good = tmp_path / "good.db"
    back_up(counter.paths, counter.clock, out=good)
    home = counter.paths.home
    counter.close()
    before = disk.names()
    for leave in (0, 300_000, 1_000_000):
        disk.fill(leave=leave)
        for words in (
            ("backup",),
            ("restore", good),
            ("report", "takings", "--date", "2026-11-20", "--out", home / "x.pdf"),
        ):
            said = run(*words, "--home", home)
            assert said.err.count("\n") <= 1
            if leave == 0:
                assert (said.code, "full" in said.err) == (1, True), said.err
                assert [n for n in disk.names() if "-wal" not in n and "-shm" not in n] == before
    disk.free()
    assert run("check", "--home", home).code == 0
    restore(ShopPaths(home), good)
    assert run("check", "--home", home).code == 0


def test_an_upgrade_that_finds_no_room_leaves_the_shop_as_it_was(
    counter: StaffedShop, disk: Disk, run: Run
) -> None:
    home, path = counter.paths.home, counter.paths.database
    for _ in range(40):
        counter.sell()
    counter.close()
    to_first_schema(path)
    before = disk.names()
    for leave in (0, path.stat().st_size // 2, path.stat().st_size + 100_000):
        disk.fill(leave=leave)
        said = run("migrate", "--home", home)
        assert (said.code, said.err.count("\n"), "full" in said.err) == (1, 1, True), said.err
        disk.free()
        assert version_of(path) == "0001"
        kept = [f"home/shop.before-{HEAD}.db"]
        assert [n for n in disk.names() if not n.endswith(("-wal", "-shm")) and n not in kept] == before
    assert run("check", "--home", home, "--json").data["problems"] == []


def test_a_log_that_finds_no_room_is_silent(disk: Disk, capsys: pytest.CaptureFixture[str]) -> None:
    logs = QuietFile(disk.place / "salondesk.log", maxBytes=1_000, backupCount=2, encoding="utf-8")
    disk.fill()
    for _ in range(300):
        logs.handle(logging.LogRecord("till", logging.INFO, "", 0, "a line " * 20, (), None))
    assert capsys.readouterr().err == ""
    disk.free()
    logs.close()
