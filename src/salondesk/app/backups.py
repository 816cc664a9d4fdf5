"""Backups of a shop: made after each close of the till or by hand, and put back. Slow: never on the interface thread."""

import re
import shutil
from datetime import datetime
from pathlib import Path

from salondesk.app.bootstrap import open_shop
from salondesk.app.erasures import erase_again, known_erased
from salondesk.app.leftovers import RESTORING, tidy
from salondesk.app.paths import ShopPaths
from salondesk.core.clock import Clock, SystemClock
from salondesk.core.errors import DataError, SalonDeskError, TransientError
from salondesk.core.ids import Id
from salondesk.core.message import Message, N_
from salondesk.core.timespan import to_local
from salondesk.services.shop.upkeep import OpenNextGeneration
from salondesk.storage.backup import (
    BackupDone,
    backup_name,
    generations,
    make_backup,
    rotate,
    verify,
)
from salondesk.storage.driver import DatabaseError
from salondesk.storage.outside.held_files import move
from salondesk.storage.outside.whole_file import flush_folder
from salondesk.storage.readers import Readers
from salondesk.storage.reading import SqlQueries
from salondesk.storage.replacing import put_in_place
from salondesk.storage.schema import version_of

RESTORED = "Backup restored"
_NUMBER = re.compile(r"[A-Z][A-Z0-9]*?([A-Z]+)-(?:INV|CRN|Z)-\d+")


def back_up(paths: ShopPaths, clock: Clock, *, out: Path | None = None) -> BackupDone:
    """Make a verified backup: into ``out``, or into the backups folder, whose old ones are then thinned out.

    The window calls this after closing the till. Raises TransientError or DataError; the shop is not touched.
    """
    if version_of(paths.database) is None:
        raise DataError(Message(N_("There is no shop in this folder yet.")))
    if out is not None:
        return make_backup(paths.database, out)
    done = make_backup(paths.database, paths.backups / backup_name(_local_now(paths, clock)))
    rotate(paths.backups)
    return done


def _local_now(paths: ShopPaths, clock: Clock) -> datetime:
    readers = Readers(paths.database)
    try:
        zone = SqlQueries(readers).branch().zone
    finally:
        readers.close()
    return to_local(clock.now_ms(), zone)


def restore(paths: ShopPaths, backup: Path, clock: Clock | None = None) -> tuple[Path | None, str]:
    """Put a backup in the shop's place; return where the old database was kept, and the new letter of the numbers.

    The backup is verified and its copy made ready before the shop is touched. Raises DataError for a file
    that is no whole backup, TransientError while a window has the folder open.
    """
    from PySide6.QtCore import QLockFile  # the window's own lock; `check` and `backup` do without Qt

    clock = clock or SystemClock()
    verify(backup)
    paths.make()
    lock = QLockFile(str(paths.lock))
    lock.setStaleLockTime(0)
    if not lock.tryLock(0):
        if lock.error() is not QLockFile.LockError.LockFailedError:
            raise TransientError(
                Message(
                    N_(
                        "{folder} cannot be written to: the disk is full or it is not yours. Nothing was changed."
                    ),
                    {"folder": str(paths.home)},
                )
            )
        raise TransientError(
            Message(N_("SalonDesk is open on this folder. Close its window, then restore the backup."))
        )
    try:
        return _restore(paths, backup, clock)
    finally:
        lock.unlock()


def _restore(paths: ShopPaths, backup: Path, clock: Clock) -> tuple[Path | None, str]:
    ready = ShopPaths(paths.home / RESTORING)
    # A restore that was killed may have left its files there, and this one must not meet their log.
    tidy(paths)
    ready.make()
    kept: Path | None = None
    try:
        make_backup(backup, ready.database)
        letter = _next_generation(ready, _letters(paths), known_erased(paths, clock), clock)
        make_backup(ready.database, ready.home / "ready.db")
        if paths.database.exists():
            kept = _free_name(paths.backups / f"replaced-{clock.now_ms()}.db")
            put_in_place(ready.home / "ready.db", paths.database, kept)
        else:
            move(ready.home / "ready.db", paths.database)
            flush_folder(paths.home)
    finally:
        shutil.rmtree(ready.home, ignore_errors=True)
    return kept, letter


def _next_generation(ready: ShopPaths, used: frozenset[str], erased: frozenset[Id], clock: Clock) -> str:
    shop = open_shop(ready, origin="console", clock=clock)
    try:
        erase_again(shop, erased)
        letter: str = shop.executor.run(
            OpenNextGeneration(key=shop.new_id(), used=used, reason=RESTORED), shop.console
        )
    finally:
        shop.close()
    return letter


def _letters(paths: ShopPaths) -> frozenset[str]:
    """Return every letter the folder has used: by the present database, and by archived documents should it be damaged."""
    found = {match[1] for path in paths.documents.rglob("*.pdf") if (match := _NUMBER.match(path.name))}
    if paths.database.exists():
        readers = Readers(paths.database)
        try:
            with readers.lend() as connection:
                found |= generations(connection)
        except (SalonDeskError, DatabaseError):
            pass  # it is being replaced because it cannot be read
        finally:
            readers.close()
    return frozenset(found)


def _free_name(path: Path) -> Path:
    n, found = 1, path
    while found.exists():
        n += 1
        found = path.with_name(f"{path.stem}-{n}{path.suffix}")
    return found
