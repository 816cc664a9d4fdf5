"""The program's start as a process of its own: no shop, a second window, a newer schema, a damaged file."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from PySide6.QtCore import QLockFile

from salondesk.storage.schema import HEAD, version_of
from tests.support.older import to_first_schema
from tests.support.shop import StaffedShop

# Stands in for a person: closes the first dialog or window that shows, and says what it read.
DRIVER = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from salondesk.app.window.start import run_window
from salondesk.app.paths import ShopPaths

app = QApplication([])
asked, noticed = [], []

def look():
    for widget in app.topLevelWidgets():
        if type(widget).__name__ == "UpgradeNotice" and widget.isVisible() and not noticed:
            noticed.append(1)
            print("upgrading", widget.close(), flush=True)
        if isinstance(widget, QDialog) and widget.isVisible():
            print("dialog:", " | ".join(label.text() for label in widget.findChildren(QLabel)))
            widget.accept()
            return
        if type(widget).__name__ == "MainWindow" and widget.isVisible() and widget.sign_in.tiles():
            if WAIT and not asked:
                asked.append(1)
                print("open", flush=True)
            if not WAIT or not Path(STOP).exists():
                if not WAIT:
                    print("open", flush=True)
                    app.quit()
                return
            app.quit()
            return

timer = QTimer()
timer.timeout.connect(look)
timer.start(50)
status = run_window(ShopPaths(Path(HOME)), lang=LANG)
print("status", status)
"""


def start(home: Path, *, lang: str = "en", stop: Path | None = None) -> subprocess.Popen[str]:
    """Start the program on a folder."""
    head = f"HOME = {str(home)!r}\nLANG = {lang!r}\nWAIT = {stop is not None}\nSTOP = {str(stop)!r}\n"
    return subprocess.Popen(
        [sys.executable, "-c", head + DRIVER],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )


def ended(process: subprocess.Popen[str]) -> tuple[str, str]:
    """Wait for the end; return what was said and what went wrong."""
    said, wrong = process.communicate(timeout=60)
    return said, wrong


def test_a_folder_without_a_shop_is_said_and_left_alone(tmp_path: Path) -> None:
    said, wrong = ended(start(tmp_path / "nothing"))
    assert "status 2" in said
    assert len(wrong.strip().splitlines()) == 1 and "There is no shop" in wrong
    assert not (tmp_path / "nothing").exists()


def test_the_window_opens_on_a_shop_and_closes_cleanly(shop: StaffedShop) -> None:
    home = shop.paths.home
    shop.close()
    said, _wrong = ended(start(home))
    assert said.split() == ["open", "status", "0"]


MODULES_AT_FIRST_PAINT, MODULES_WHEN_READY = 80, 260
"""Of our own, when today's diary is painted and when somebody may sign in. More are felt at every start: ask whether the
new one could come with the rooms that load behind."""
# Says, when the first look is painted and when the write side stands, what was loaded that nobody had asked for.
LIGHT = """
import builtins, gc, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from salondesk.app.window.start import run_window
from salondesk.app.paths import ShopPaths
import salondesk.app.window.start as start

HEAVY = {"babel", "sqlalchemy", "alembic", "reportlab", "phonenumbers", "keyring", "requests", "PySide6.QtNetwork"}

def say(when):
    ours = sum(name.startswith("salondesk") for name in sys.modules)
    print(when, ours, *sorted(HEAVY & set(sys.modules)), flush=True)

def look():
    from PySide6.QtWidgets import QApplication
    app = QApplication.instance()
    for window in app.topLevelWidgets():
        if type(window).__name__ == "MainWindow" and hasattr(window.work, "executor"):
            say("ready")
            print("import", builtins.__import__ is builtins.__orig_import__)
            app.quit()
            return
    QTimer.singleShot(20, look)

def run(self, of=start._Start.run, open_window=start._Start._open):
    def opened(self):
        say("painted")
        open_window(self)
    start._Start._open = opened
    QTimer.singleShot(20, look)
    return of(self)

start._Start.run = run
print("status", run_window(ShopPaths(Path(HOME))))
print("collecting", gc.isenabled())
"""


def test_starting_loads_nothing_that_nobody_asked_for(shop: StaffedShop) -> None:
    home = shop.paths.home
    shop.close()
    process = subprocess.Popen(
        [sys.executable, "-c", f"HOME = {str(home)!r}\n" + LIGHT],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )
    said, wrong = ended(process)
    painted, ready, *rest = [line.split() for line in said.splitlines()]
    assert painted[0] == "painted" and len(painted) == 2, wrong
    assert int(painted[1]) <= MODULES_AT_FIRST_PAINT
    assert ready[0] == "ready" and len(ready) == 2, wrong
    assert int(ready[1]) <= MODULES_WHEN_READY
    assert rest == [["import", "True"], ["status", "0"], ["collecting", "True"]], wrong


def test_a_second_start_raises_the_first_window_and_ends(shop: StaffedShop, tmp_path: Path) -> None:
    home, stop = shop.paths.home, tmp_path / "stop"
    shop.close()
    first = start(home, stop=stop)
    assert first.stdout is not None
    try:
        assert first.stdout.readline().strip() == "open"
        said, _wrong = ended(start(home))
        assert said.split() == ["status", "0"]
    finally:
        stop.touch()
        ended(first)
    assert first.returncode == 0


def test_a_second_start_waits_for_a_window_that_is_only_just_opening(
    shop: StaffedShop, tmp_path: Path
) -> None:
    home, lock, stop = shop.paths.home, shop.paths.lock, tmp_path / "stop"
    shop.close()
    first = start(home, stop=stop)
    try:
        end = time.monotonic() + 30
        while not lock.exists() and time.monotonic() < end:
            time.sleep(0.01)
        said, wrong = ended(start(home))  # long before the first is there
        assert said.split() == ["status", "0"], wrong
    finally:
        stop.touch()
        ended(first)
    assert first.returncode == 0


def test_a_shop_of_an_earlier_program_is_brought_up_to_date_under_a_notice(shop: StaffedShop) -> None:
    paths = shop.paths
    shop.book()
    shop.close()
    to_first_schema(paths.database)
    said, wrong = ended(start(paths.home, lang="ar"))
    assert said.split() == ["upgrading", "False", "open", "status", "0"], wrong
    assert version_of(paths.database) == HEAD


def test_a_shop_of_a_newer_program_is_refused_politely_and_untouched(shop: StaffedShop) -> None:
    paths = shop.paths
    with shop.unit() as uow:
        uow._connection.execute("UPDATE alembic_version SET version_num = '9999'")  # noqa: SLF001 - a newer program's mark
        uow.commit()
    shop.close()
    said, wrong = ended(start(paths.home, lang="ar"))
    assert "status 1" in said
    assert "dialog:" in said and "SalonDesk" in said
    assert "newer" not in said  # it is said in Arabic
    assert wrong.strip() != ""
    assert not list(paths.home.glob("*before*"))


def test_a_damaged_file_is_said_and_left_as_it_is(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    damaged = b"this is no database" * 400
    (home / "shop.db").write_bytes(damaged)
    said, _wrong = ended(start(home))
    assert "status 1" in said and "damaged" in said
    assert (home / "shop.db").read_bytes() == damaged


def test_a_window_that_is_opened_while_a_backup_is_restored_says_so(shop: StaffedShop) -> None:
    shop.close()
    restoring = QLockFile(str(shop.paths.lock))
    assert restoring.tryLock(0)
    try:
        process = start(shop.paths.home, lang="ar")
        out, err = process.communicate(timeout=60)
    finally:
        restoring.unlock()
    assert "status 1" in out, err
    assert "تجري استعادة" in out
