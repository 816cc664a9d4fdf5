"""A file that is written as a whole: whatever happens to the power, it is the old one or the new one."""

import errno
import os
from pathlib import Path

from salondesk.storage.outside.held_files import move, opened, remove_if_free


def write_durably(target: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, and durable. Raises OSError with nothing left behind."""
    partial = target.with_name(target.name + ".part")
    try:
        with opened(partial, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        move(partial, target)
        flush_folder(target.parent)
    except OSError as error:
        remove_if_free(partial)
        raise OSError(error.errno, error.strerror, str(target), getattr(error, "winerror", None)) from error


def flush_file(path: Path) -> None:
    """Make what was written to a file durable. Raises OSError."""
    with opened(path, "r+b") as stream:  # Windows flushes only what is open for writing
        os.fsync(stream.fileno())


def make_folder(folder: Path) -> None:
    """Make a folder, durable, unless it is there already. Raises OSError."""
    if not folder.exists():
        folder.mkdir(parents=True, exist_ok=True)
        flush_folder(folder.parent)


def flush_folder(folder: Path) -> None:
    """Make names made, changed or removed in ``folder`` durable, where the system can. Raises OSError."""
    if os.name == "nt":  # no folder is opened there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL:  # of file systems that flush no folders
            raise
    finally:
        os.close(handle)
