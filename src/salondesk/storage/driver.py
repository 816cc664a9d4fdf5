"""Opening the database file: the driver, its version, its pragmas. Knows no tables.

The driver is sqlcipher3 for the SQLite it bundles: the standard library's may
lie in the range with the WAL-reset corruption bug (3.7.0 to 3.51.2).
"""

import contextlib
import shutil
from enum import IntEnum
from pathlib import Path
from typing import Any, TypeAlias

from sqlcipher3 import dbapi2

from salondesk.core.errors import DataError, TransientError
from salondesk.core.message import Message, N_

OLDEST = (3, 51, 3)
BUSY_MS = 5_000

Connection: TypeAlias = dbapi2.Connection
OperationalError = dbapi2.OperationalError
DatabaseError = dbapi2.DatabaseError
IntegrityError = dbapi2.IntegrityError

NO_ROOM = 65_536
"""Bytes free below which an error while opening is a full disk: not even the log's index finds room."""
_WRITER = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA fullfsync=1",
    "PRAGMA checkpoint_fullfsync=1",
    "PRAGMA secure_delete=ON",
)
"""What is deleted or written over is not left in the file: a client who was erased is gone from it."""
_EVERYONE = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA mmap_size=0",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA recursive_triggers=ON",
    "PRAGMA cache_size=-16000",
    "PRAGMA temp_store=MEMORY",
)


def assert_current_sqlite() -> None:
    """Raise DataError when the bundled SQLite is older than the first one known to be sound (3.51.3)."""
    if dbapi2.sqlite_version_info < OLDEST:
        raise DataError(
            Message(N_("This installation has an unsafe version of SQLite. Please reinstall SalonDesk."))
        )


def connect(path: Path, *, read_only: bool = False) -> Connection:
    """Open ``path``; a writer creates it when missing, a reader can never write.

    Transactions are begun by hand (autocommit otherwise). The connection may be
    handed from thread to thread but must not be used by two at once. Raises
    DataError when the file is no database or cannot be opened.
    """
    assert_current_sqlite()
    if read_only and not path.exists():
        raise DataError(Message(N_("There is no shop in this folder yet.")))
    try:
        connection = dbapi2.connect(
            str(path),
            timeout=BUSY_MS / 1000,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=512,
        )
        if not read_only:
            for pragma in _WRITER:
                connection.execute(pragma)
        for pragma in _EVERYONE:
            connection.execute(pragma)
        if read_only:
            connection.execute("PRAGMA query_only=ON")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except OperationalError as error:
        raise _opening_trouble(path, error) from error
    except (DatabaseError, UnicodeDecodeError) as error:  # SQLite quotes the damaged text in its error
        raise DataError(
            Message(N_("The shop's data file is damaged. It was left as it is; restore the latest backup."))
        ) from error
    return connection


class Code(IntEnum):
    """The primary result codes of SQLite that a person can act on (sqlite.org/rescode.html)."""

    BUSY = 5
    LOCKED = 6
    READONLY = 8
    IOERR = 10
    CORRUPT = 11
    FULL = 13
    CANTOPEN = 14
    NOTADB = 26


_CODE_OF_BACKUP = {
    "database is locked": Code.BUSY,
    "attempt to write a readonly database": Code.READONLY,
    "disk I/O error": Code.IOERR,
    "database disk image is malformed": Code.CORRUPT,
    "database or disk is full": Code.FULL,
    "unable to open database file": Code.CANTOPEN,
    "file is not a database": Code.NOTADB,
}
"""What sqlite3_errstr says of a code. The driver's backup raises these words without the code, and nothing else."""


def code_of(error: BaseException) -> int:
    """Return the primary result code that SQLite gave; 0 for an error that is not SQLite's."""
    if not isinstance(error, DatabaseError):
        return 0
    code = getattr(error, "sqlite_errorcode", None)
    return int(code) & 0xFF if code is not None else _CODE_OF_BACKUP.get(str(error), 0)


def _full() -> TransientError:
    return TransientError(Message(N_("The disk is full. Nothing was saved; free some space and try again.")))


def _opening_trouble(path: Path, error: Exception) -> Exception:
    """Return what an error while opening stands for: an I/O error on a full disk is the full disk."""
    if code_of(error) == Code.IOERR:
        with contextlib.suppress(OSError):
            if shutil.disk_usage(path.parent).free < NO_ROOM:
                return _full()
    return translate(error)


def translate(error: Exception) -> Exception:
    """Return the error a person can act on for SQLite's result code, or the error itself when it is a bug."""
    code = code_of(error)
    if code == Code.FULL:
        return _full()
    if code in (Code.BUSY, Code.LOCKED):
        return TransientError(
            Message(N_("The shop's data is busy in another window. Nothing was saved; please try again."))
        )
    if code in (Code.READONLY, Code.CANTOPEN):
        return TransientError(Message(N_("The shop's data folder cannot be written to. Nothing was saved.")))
    if code == Code.IOERR:
        return TransientError(
            Message(N_("The disk reported an error. Nothing was saved; check the disk and try again."))
        )
    if code in (Code.CORRUPT, Code.NOTADB):
        return DataError(
            Message(N_("The shop's data file is damaged. It was left as it is; restore the latest backup."))
        )
    return error


def row_values(connection: Connection, sql: str, parameters: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return all rows of a query as tuples."""
    rows: list[tuple[Any, ...]] = connection.execute(sql, parameters).fetchall()
    return rows
