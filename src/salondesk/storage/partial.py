"""Files that are still being written are claimed by their writer, so that leftovers are told apart."""

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from salondesk.core.errors import TransientError
from salondesk.core.message import Message, N_
from salondesk.storage.outside.held_files import remove, remove_if_free

PART = ".part"
"""How the name of a file ends that is still being written."""


CLAIM = ".claim"
"""How the name of the file ends that claims another on Windows, where a file that is open could not get its name."""


@contextlib.contextmanager
def being_written(partial: Path) -> Iterator[None]:
    """Claim ``partial``, emptied, for as long as it is written; the system lets go of it when the process dies.

    It is taken away unless it was given another name, but only by who claimed it. Raises TransientError while another
    process writes the same file.
    """
    handle = os.open(_claim_of(partial), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        # who wrote it last may have given it its name meanwhile: that file must not be emptied
        if not _claim(handle) or not _is_still(handle, _claim_of(partial)):
            raise TransientError(
                Message(
                    N_("{file} is being written by another program. Please try again."),
                    {"file": str(partial)},
                )
            )
        if os.name == "nt":
            remove(partial)
        else:
            os.ftruncate(handle, 0)
        try:
            yield
        finally:
            if _is_still(handle, _claim_of(partial)):
                remove_if_free(partial)
    finally:
        os.close(handle)
        if os.name == "nt":
            remove_if_free(_claim_of(partial))  # refused while the next one holds it, who takes it away then


def sweep(folder: Path) -> list[Path]:
    """Remove databases in the making that nobody is writing any more; return what went."""
    gone = []
    with contextlib.suppress(OSError):
        for path in sorted(folder.glob(f"*.db{PART}")):
            with contextlib.suppress(OSError):
                if not _is_claimed(path) and remove_if_free(path):
                    gone.append(path)
        for note in folder.glob(f"*.db.*{PART}"):  # a checksum that was not finished
            remove_if_free(note)
    for path in gone:
        for suffix in ("-journal", "-wal", "-shm", CLAIM):
            remove_if_free(path.with_name(path.name + suffix))
    return gone


def forget_killed_restore(database: Path, backups: Path, restoring: Path) -> None:
    """Take away what a restore that was killed left: its folder, and the second name it gave the database.

    Only for one who knows that no restore is at work: it holds the window's lock.
    """
    shutil.rmtree(restoring, ignore_errors=True)
    with contextlib.suppress(OSError):
        for path in backups.glob("replaced-*.db"):
            if path.samefile(database):
                remove_if_free(path)


def _claim_of(partial: Path) -> Path:
    """Return the file whose lock claims ``partial``: itself, or on Windows one beside it."""
    return partial.with_name(partial.name + CLAIM) if os.name == "nt" else partial


def _is_claimed(path: Path) -> bool:
    try:
        handle = os.open(_claim_of(path), os.O_RDWR)
    except FileNotFoundError:
        return False
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
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # a file system that knows no claims
    return True
