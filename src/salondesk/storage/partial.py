"""Files that are still being written are claimed by their writer, so that leftovers are told apart."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from salondesk.core.errors import TransientError
from salondesk.core.message import Message, N_

PART = ".part"
"""How the name of a file ends that is still being written."""


@contextlib.contextmanager
def being_written(partial: Path) -> Iterator[None]:
    """Claim ``partial``, emptied, for as long as it is written; the system lets go of it when the process dies.

    It is taken away unless it was given another name, but only by who claimed it. Raises TransientError while another
    process writes the same file. Windows needs no claim: it removes no open file.
    """
    if os.name == "nt":
        partial.unlink(missing_ok=True)
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                partial.unlink(missing_ok=True)
        return
    handle = os.open(partial, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        # who wrote it last may have given it its name meanwhile: that file must not be emptied
        if not _claim(handle) or not _is_still(handle, partial):
            raise TransientError(
                Message(
                    N_("{file} is being written by another program. Please try again."),
                    {"file": str(partial)},
                )
            )
        os.ftruncate(handle, 0)
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                if _is_still(handle, partial):
                    partial.unlink()
    finally:
        os.close(handle)


def sweep(folder: Path) -> list[Path]:
    """Remove databases in the making that nobody is writing any more; return what went."""
    gone = []
    with contextlib.suppress(OSError):
        for path in sorted(folder.glob(f"*.db{PART}")):
            with contextlib.suppress(OSError):
                if not _is_claimed(path):
                    path.unlink()
                    gone.append(path)
    for path in gone:
        for suffix in ("-journal", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    return gone


def forget_killed_restore(database: Path, backups: Path, restoring: Path) -> None:
    """Take away what a restore that was killed left: its folder, and the second name it gave the database.

    Only for one who knows that no restore is at work: it holds the window's lock.
    """
    shutil.rmtree(restoring, ignore_errors=True)
    with contextlib.suppress(OSError):
        for path in backups.glob("replaced-*.db"):
            if path.samefile(database):
                path.unlink()


def _is_claimed(path: Path) -> bool:
    if os.name == "nt":
        return False  # the system refuses to remove it
    handle = os.open(path, os.O_RDONLY)
    try:
        return not _claim(handle)
    finally:
        os.close(handle)


def _is_still(handle: int, path: Path) -> bool:
    """Tell whether an open file is what lies at ``path``."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _claim(handle: int) -> bool:
    """Tell whether the file could be had for oneself."""
    import fcntl  # not on Windows

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # a file system that knows no claims
    return True
