"""Opening the database file: the driver, its version, its pragmas. Knows no tables.

The driver is sqlcipher3 for the SQLite it bundles: the standard library's may
lie in the range with the WAL-reset corruption bug (3.7.0 to 3.51.2).
"""

import shutil
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
)
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
        raise translate(_no_room(path, error)) from error
    except DatabaseError as error:
        raise DataError(
            Message(N_("The shop's data file is damaged. It was left as it is; restore the latest backup."))
        ) from error
    return connection


def _no_room(path: Path, error: Exception) -> Exception:
    """Return the error of a full disk for an I/O error while opening on one; any other error as it is."""
    if "disk I/O" not in str(error):
        return error
    try:
        room = shutil.disk_usage(path.parent).free
    except OSError:
        return error
    return OperationalError("database or disk is full") if room < NO_ROOM else error


def translate(error: Exception) -> Exception:
    """Return the error a person can act on for what SQLite said, or the error itself when it is a bug."""
    text = str(error)
    if "full" in text:
        return TransientError(
            Message(N_("The disk is full. Nothing was saved; free some space and try again."))
        )
    if "locked" in text or "busy" in text:
        return TransientError(
            Message(N_("The shop's data is busy in another window. Nothing was saved; please try again."))
        )
    if "readonly" in text or "unable to open" in text:
        return TransientError(Message(N_("The shop's data folder cannot be written to. Nothing was saved.")))
    if "disk I/O" in text:
        return TransientError(
            Message(N_("The disk reported an error. Nothing was saved; check the disk and try again."))
        )
    if "malformed" in text or "not a database" in text:
        return DataError(
            Message(N_("The shop's data file is damaged. It was left as it is; restore the latest backup."))
        )
    return error


def row_values(connection: Connection, sql: str, parameters: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return all rows of a query as tuples."""
    rows: list[tuple[Any, ...]] = connection.execute(sql, parameters).fetchall()
    return rows
