"""A process that does one large job on a shop's folder: ``python -m tests.faults.jobs JOB HOME [WORDS…]``."""

from __future__ import annotations

import sys
from pathlib import Path

from salondesk.app.backups import back_up, restore
from salondesk.app.bootstrap import open_shop
from salondesk.app.cli.entry import run
from salondesk.app.documents import PaperDesk
from salondesk.app.paths import ShopPaths
from salondesk.core.clock import FixedClock
from salondesk.core.resources import resource
from salondesk.domain.settings import PRINT_LANG
from salondesk.services.ports.paper import DocumentRequest
from salondesk.services.reads.read_desk import ReadDesk
from salondesk.storage import migrate
from salondesk.storage.secret_file import SecretFile, make, read_header
from tests.faults.conftest import LATE_MS
from tests.faults.worker import working
from tests.support.shop import open_home

KEY, HEADER = b"k" * 32, b"0123456789abcdef"


def archive(home: Path) -> None:
    """Keep the original of every document, of a year that has no folder yet."""
    from PySide6.QtGui import QGuiApplication

    _app = QGuiApplication([])
    shop = open_home(home, now_ms=LATE_MS)
    desk = PaperDesk(ReadDesk(shop.queries, shop.clock), shop.queries, shop.executor, shop.paths, shop.clock)
    with shop.readers.lend() as connection:
        wanted = connection.execute("SELECT id FROM invoice ORDER BY seq LIMIT 6").fetchall()
    for (document_id,) in wanted:
        request = DocumentRequest("invoice", document_id, "80mm", PRINT_LANG.default)
        desk.file(request, shop.manager)
        sys.stdout.write(f"{document_id.hex()}\n")
    shop.close()


def secret(home: Path) -> None:
    """Make the secret file, and write in it."""
    path = home / "secrets"
    if read_header(path) is None:
        make(path, KEY, HEADER)
    for n in range(6):
        SecretFile(path, KEY, HEADER).set(f"name{n % 3}", f"value{n}")


def work(home: Path, diary: Path, seed: Path) -> None:
    """Do forty pieces of work, drawn by a seed."""
    working(home, diary, str(seed), 40, LATE_MS)


def put_back(home: Path, file: Path) -> None:
    """Restore a backup."""
    restore(ShopPaths(home), file, FixedClock(LATE_MS))


def upgrade(home: Path) -> None:
    """Bring the shop up to date, as its opening does."""
    migrate.upgrade(ShopPaths(home).database)
    open_shop(ShopPaths(home), origin="upgrade", clock=FixedClock(LATE_MS)).close()


def back_up_over(home: Path, file: Path) -> None:
    """Write a backup over an older one."""
    back_up(ShopPaths(home), FixedClock(LATE_MS), out=file)


def init(home: Path) -> None:
    """Make a new shop."""
    assert run(["init", "--home", str(home), "--profile", str(resource("import/salon2018-shop.toml"))]) == 0


JOBS = {
    "archive": archive, "secret": secret, "restore": put_back, "upgrade": upgrade, "backup": back_up_over, "init": init,
    "work": work,
}  # fmt: skip

if __name__ == "__main__":
    JOBS[sys.argv[1]](*map(Path, sys.argv[2:]))
