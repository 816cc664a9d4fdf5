"""Puts one database in the place of another; at every moment the old data or the new is there.

The new data are written into the old file, in one transaction of SQLite and under its lock. A new file under the old
name would not do: a process that has just opened the old one would write its log beside the new one.
"""

import os
import shutil
from pathlib import Path

from sqlcipher3 import dbapi2

from salondesk.core.errors import DataError, TransientError
from salondesk.core.message import Message, N_
from salondesk.storage.driver import Connection, DatabaseError, connect, translate
from salondesk.storage.outside.held_files import move, remove_if_free
from salondesk.storage.outside.whole_file import flush_file, flush_folder
from salondesk.storage.partial import PART, being_written


def put_in_place(ready: Path, database: Path, kept: Path) -> None:
    """Put a finished database in the place of one that nobody has open, which is kept as ``kept``.

    One that is too damaged to be opened is moved away with its log. Raises TransientError when another process has it
    open, or the disk is full: then nothing has changed, but ``kept`` may be there.
    """
    try:
        held = hold(database)
    except DataError:
        _move_away(database, kept)
        move(ready, database)
        flush_folder(database.parent)
        return
    try:
        partial = kept.with_name(kept.name + PART)
        with being_written(partial):
            copy_whole(held, partial)
            flush_file(partial)
            move(partial, kept)
        flush_folder(kept.parent)
        load(ready, held)
    except DatabaseError as error:
        raise translate(error) from error
    finally:
        held.close()


def hold(database: Path) -> Connection:
    """Open a database and keep everybody else out until it is closed, with its log brought into the file.

    Raises TransientError when another process has it open, DataError when it is damaged.
    """
    connection = connect(database)
    try:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        # leaving WAL needs the file for oneself: this is the test that nobody else has it open
        if connection.execute("PRAGMA journal_mode=DELETE").fetchone() != ("delete",):
            raise TransientError(
                Message(N_("The shop's data is busy in another window. Nothing was saved; please try again."))
            )
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
    except DatabaseError as error:
        connection.close()
        raise translate(error) from error
    except TransientError:
        connection.close()
        raise
    return connection


def load(ready: Path, held: Connection) -> None:
    """Write a finished database over one that is held, in one transaction. Raises DatabaseError, nothing changed."""
    source = connect(ready, read_only=True)
    try:
        source.backup(held, pages=-1)
    finally:
        source.close()


def copy_whole(held: Connection, target: Path) -> None:
    """Copy a database that is held; its file may not even be opened otherwise, for closing it would end the lock."""
    copy = dbapi2.connect(str(target), isolation_level=None)
    try:
        held.backup(copy, pages=-1)
    finally:
        copy.close()


def _move_away(database: Path, kept: Path) -> None:
    """Give a damaged database and its log another name; until something takes its place it has both."""
    partial = kept.with_name(kept.name + PART)
    try:
        try:
            os.link(database, partial)
        except OSError:  # a file system without second names
            shutil.copyfile(database, partial)
            flush_file(partial)
        move(partial, kept)
    finally:
        remove_if_free(partial)
    flush_folder(kept.parent)
    for suffix in ("-wal", "-shm"):
        log = database.with_name(database.name + suffix)
        if log.exists():
            move(log, kept.with_name(kept.name + suffix))
