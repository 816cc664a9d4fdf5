"""A file that is written as a whole: whatever happens to the power, it is the old one or the new one."""

import contextlib
import errno
import os
from pathlib import Path


def write_durably(target: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, and durable. Raises OSError with nothing left behind."""
    partial = target.with_name(target.name + ".part")
    try:
        with partial.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(target)
        flush_folder(target.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(target)) from error


def flush_file(path: Path) -> None:
    """Make what was written to a file durable. Raises OSError."""
    with path.open("r+b") as stream:  # Windows flushes only what is open for writing
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
