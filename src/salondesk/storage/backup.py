"""Makes verified copies of the database while the shop works, and keeps a few of them."""

import contextlib
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlcipher3 import dbapi2

from salondesk.core.errors import DataError, TransientError
from salondesk.core.message import Message, N_
from salondesk.storage.driver import Connection, DatabaseError, connect, translate
from salondesk.storage.outside.file_errors import why
from salondesk.storage.outside.held_files import move, opened, remove, remove_if_free
from salondesk.storage.outside.whole_file import flush_file, write_durably
from salondesk.storage.partial import PART, being_written, sweep
from salondesk.storage.schema import HEAD, version_of

PAGES_A_STEP = 500
PAUSE_S = 0.002
KEEP_LAST, KEEP_MONTHS = 14, 12
PREFIX, SUFFIX, SUM_SUFFIX = "shop-", ".db", ".sha256"
_NOTE = re.compile(r"([0-9a-f]{64}) ")


@dataclass(frozen=True, slots=True)
class BackupDone:
    """A verified backup: where it lies, its SHA-256 (hex) and size in bytes."""

    path: Path
    sha256: str
    size: int


def make_backup(
    database: Path, target: Path, *, progress: Callable[[int, int], None] = lambda left, total: None
) -> BackupDone:
    """Copy a database that may be in use to ``target``, verify the copy, and only then give it its name.

    Takes a second per half gigabyte: never on the interface thread. ``progress`` hears the pages left and
    all pages. Raises TransientError when the disk is full or away, DataError when the copy is damaged.
    """
    partial = target.with_name(target.name + PART)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        sweep(target.parent)
        with being_written(partial):
            copy_database(database, partial, progress)
            verify(partial)
            digest = _sha256(partial)
            flush_file(partial)
            note = target.with_name(target.name + SUM_SUFFIX)
            remove(note)  # of a backup that had the name before: the two would not fit
            move(partial, target)
        write_durably(note, f"{digest}  {target.name}\n".encode())
    except DatabaseError as error:
        raise translate(error) from error
    except OSError as error:
        raise TransientError(
            Message(
                N_("The backup could not be written to {folder}: {why}"),
                {"folder": str(target.parent), "why": why(error)},
            )
        ) from error
    return BackupDone(target, digest, target.stat().st_size)


def copy_database(
    database: Path, target: Path, progress: Callable[[int, int], None] = lambda left, total: None
) -> None:
    """Copy a database that may be in use to ``target``, as one plain file; not verified, not yet on the disk."""
    source = connect(database, read_only=True)
    try:
        copy = dbapi2.connect(str(target), isolation_level=None)
        try:

            def step(_status: int, left: int, total: int) -> None:
                progress(left, total)

            source.backup(copy, pages=PAGES_A_STEP, progress=step, sleep=PAUSE_S)
            # one plain file: a backup must not need a log beside it
            copy.execute("PRAGMA journal_mode=DELETE")
        finally:
            copy.close()
    finally:
        source.close()


def verify(path: Path) -> None:
    """Raise DataError unless ``path`` is a whole database of a shop this program can open, true to its checksum."""
    damaged = DataError(Message(N_("This file is not a whole backup of a shop. Nothing was changed.")))
    if not path.is_file():
        raise damaged
    noted = _noted_sum(path.with_name(path.name + SUM_SUFFIX))
    if noted is not None and noted != _sha256(path):
        raise damaged
    try:
        version = version_of(path)
    except DataError as error:
        raise damaged from error
    if version is None:
        raise damaged
    if version > HEAD:
        raise DataError(
            Message(
                N_(
                    "This shop was last opened by a newer SalonDesk. Please update this computer; nothing was changed."
                )
            )
        )
    connection = connect(path, read_only=True)
    try:
        if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise damaged
        if connection.execute("SELECT count(*) FROM shop").fetchone() != (1,):
            raise damaged
    except DatabaseError as error:
        raise damaged from error
    finally:
        connection.close()
        _remove_logs(path)


def _noted_sum(note: Path) -> str | None:
    """Return the SHA-256 that a backup's note names; None where there is no note, or a power cut tore it."""
    if not note.exists():
        return None
    found = _NOTE.match(note.read_text(encoding="utf-8", errors="replace"))
    return found[1] if found else None


def _remove_logs(path: Path) -> None:
    """Take away the empty log files that merely looking at a database leaves beside it."""
    for suffix in ("-wal", "-shm"):
        log = path.with_name(path.name + suffix)
        with contextlib.suppress(OSError):
            if suffix == "-shm" or log.stat().st_size == 0:
                remove_if_free(log)


def backup_name(at: datetime) -> str:
    """Return the file name of a backup made at a local time; names sort by time."""
    return f"{PREFIX}{at:%Y-%m-%dT%H%M%S}{SUFFIX}"


def rotate(folder: Path) -> list[Path]:
    """Remove old backups but the newest fourteen and the last of each of twelve months; return what went."""
    found = sorted(folder.glob(f"{PREFIX}*{SUFFIX}"), key=lambda p: p.name, reverse=True)
    months: dict[str, Path] = {}
    for path in found:
        months.setdefault(path.name[len(PREFIX) : len(PREFIX) + 7], path)
    kept = {*found[:KEEP_LAST], *list(months.values())[:KEEP_MONTHS]}
    gone = [path for path in found if path not in kept]
    for path in gone:
        if remove_if_free(path):  # a backup that a person looks at goes next time
            remove_if_free(path.with_name(path.name + SUM_SUFFIX))
    return gone


def generations(connection: Connection) -> set[str]:
    """Return every generation letter a database has numbers of."""
    return {str(letter) for (letter,) in connection.execute("SELECT generation FROM number_series")}


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with opened(path, "rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
