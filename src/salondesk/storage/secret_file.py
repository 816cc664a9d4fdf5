"""A secret file is a small SQLCipher database of names and texts, encrypted whole under a key.

Layout: SQLCipher begins a file with 16 bytes in the clear, its salt. Here the first 12 of them are the salt of
whoever derives the key from a passphrase, the last 4 are a check of that key, so that a wrong passphrase is told apart
from a damaged file without a second file that could be lost or left behind. Four bytes tell a guesser nothing that the
first page of the database would not tell him as fast.

It is opened for each call: nothing is held between, another process may write too, and a commit is whole or not there.
"""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from salondesk.core.errors import DataError, TransientError
from salondesk.core.message import Message, N_
from salondesk.storage.outside.held_files import move_new, opened, remove_if_free
from salondesk.storage.outside.whole_file import flush_file, flush_folder

SALT_BYTES, CHECK_BYTES, KEY_BYTES = 12, 4, 32
PART = ".part"
BUSY_S = 5.0
_DAMAGED = frozenset({11, 26})
"""SQLITE_CORRUPT and SQLITE_NOTADB: a page that is not what was written under this key."""


def read_header(path: Path) -> tuple[bytes, bytes] | None:
    """Return salt and check of a secret file, None when there is none. Raises DataError when it is too short."""
    try:
        with opened(path, "rb") as stream:
            head = stream.read(SALT_BYTES + CHECK_BYTES)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unreachable() from error
    if len(head) < SALT_BYTES + CHECK_BYTES:
        raise _damaged()
    return head[:SALT_BYTES], head[SALT_BYTES:]


def make(path: Path, key: bytes, header: bytes) -> None:
    """Make an empty secret file, whole or not at all; only its owner may read it (on POSIX; on Windows the folder says).

    ``header`` is salt and check. Raises FileExistsError when there is one: it is never written over; TransientError
    when the folder cannot be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unreachable() from error
    try:
        handle, name = tempfile.mkstemp(prefix=path.name, suffix=PART, dir=path.parent)  # mode 0600
        os.close(handle)
        part = Path(name)
        try:
            with _opened(part, key, header) as connection:
                connection.execute("CREATE TABLE secret (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT")
            flush_file(part)
            _move_in(part, path)
        finally:
            remove_if_free(part)
        _sweep(path)
    except FileExistsError:
        raise
    except OSError as error:
        raise _unreachable() from error


class SecretFile:
    """The rows of one file under its key. Raises DataError when it is damaged, TransientError when it is in use."""

    def __init__(self, path: Path, key: bytes, header: bytes) -> None:
        self._path, self._key, self._header = path, key, header

    def test(self) -> None:
        """Read every row: raises DataError when a page is damaged."""
        with self._open() as connection:
            connection.execute("SELECT name, value FROM secret").fetchall()

    def get(self, name: str) -> str | None:
        """Return the text of a name, None when there is none."""
        with self._open() as connection:
            row = connection.execute("SELECT value FROM secret WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def set(self, name: str, value: str) -> None:
        """Keep a text in place of an earlier one."""
        with self._open() as connection:
            connection.execute(
                "INSERT INTO secret VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
                (name, value),
            )

    def delete(self, name: str) -> None:
        """Forget a name; what it held is overwritten."""
        with self._open() as connection:
            connection.execute("DELETE FROM secret WHERE name = ?", (name,))

    @contextmanager
    def _open(self) -> Iterator[Any]:
        if not self._path.exists():  # SQLite would make one
            raise _unreachable()
        with _opened(self._path, self._key, self._header) as connection:
            yield connection


@contextmanager
def _opened(path: Path, key: bytes, header: bytes) -> Iterator[Any]:
    """Open a file under its key for a few statements, each its own transaction."""
    try:
        with contextlib.closing(
            dbapi2.connect(str(path), timeout=BUSY_S, isolation_level=None)
        ) as connection:
            connection.execute("PRAGMA cipher_log_level = NONE")  # it would write to standard error
            connection.execute(f"PRAGMA key = \"x'{key.hex()}{header.hex()}'\"")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")
            yield connection
    except dbapi2.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the primary code, without its extension
        raise (_damaged() if code in _DAMAGED else _unreachable()) from error


def _move_in(part: Path, path: Path) -> None:
    """Give a finished file its name unless there is one of that name. Raises FileExistsError."""
    try:
        move_new(part, path)
    except FileNotFoundError:
        raise FileExistsError from None  # another maker was first and swept
    flush_folder(path.parent)


def _sweep(path: Path) -> None:
    """Take away what killed makers left: now that there is a file, whoever still makes one comes too late."""
    for part in path.parent.glob(f"{path.name}*{PART}"):
        remove_if_free(part)


def _damaged() -> DataError:
    return DataError(
        Message(N_("The file with the stored passwords is damaged. It was left as it is; enter them again."))
    )


def _unreachable() -> TransientError:
    return TransientError(
        Message(N_("The file with the stored passwords cannot be read or written at the moment."))
    )
