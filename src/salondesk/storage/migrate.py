"""Bringing a database to the program's schema: copy, upgrade, verify, or put back. Run at start, before anything else."""

import errno
import shutil
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from salondesk.core.errors import DataError, TransientError
from salondesk.core.message import Message, N_
from salondesk.storage.backup import copy_database
from salondesk.storage.derived.rebuild import rebuild
from salondesk.storage.driver import DatabaseError, connect, translate
from salondesk.storage.migrations.skipped import run_skipped
from salondesk.storage.outside.held_files import move, remove, remove_if_free
from salondesk.storage.outside.whole_file import flush_file, flush_folder
from salondesk.storage.partial import PART, being_written
from salondesk.storage.replacing import hold, load
from salondesk.storage.schema import HEAD, version_of


def engine_of(path: Path) -> Engine:
    """Return an SQLAlchemy engine over our driver and pragmas (migrations and their tests only)."""
    return create_engine(
        "sqlite://", module=dbapi2, creator=lambda: connect(path), poolclass=StaticPool, isolation_level=None
    )


def config() -> Config:
    """Return Alembic's configuration: scripts live in the package."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return settings


def known_revisions() -> set[str]:
    """Return every revision this program has a script for."""
    return {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}


def upgrade(path: Path, *, keep: Path | None = None) -> str | None:
    """Bring ``path`` to HEAD; return the revision it had (None: it was new).

    An existing database is copied to ``keep`` first (default: beside it, named
    after its revision) and put back when the upgrade or its check fails. Raises
    DataError when the schema is newer than the program, or the upgrade failed.
    """
    had = version_of(path)
    if had == HEAD:
        return had
    if had is None and _holds_something(path):
        raise DataError(
            Message(N_("{file} is no database of SalonDesk. It was left as it is."), {"file": str(path)})
        )
    if had is not None and had not in known_revisions():
        raise DataError(
            Message(
                N_(
                    "This shop was last opened by a newer SalonDesk. Please update this computer; nothing was changed."
                )
            )
        )
    kept = None
    if had is not None:
        kept = keep or path.with_name(f"{path.stem}.before-{HEAD}{path.suffix}")
        _keep(path, kept, had)
    try:
        run(path, HEAD)
        _verify(path)
    except Exception as error:
        if kept is None:
            _remove(path)
            _raise_if_passing(error)
            raise DataError(
                Message(N_("The shop's data could not be made. The folder is as it was."))
            ) from error
        # rolled back: the database is as it was, and somebody else may be at work in it by now
        _raise_if_passing(error)
        _put_back(kept, path)
        raise DataError(
            Message(N_("The shop's data could not be brought up to date. It was put back as it was."))
        ) from error
    return had


def run(path: Path, revision: str) -> None:
    """Run Alembic up to ``revision`` in one transaction; at the newest, what is derived is made anew in it.

    Foreign keys rest meanwhile, since a table that others refer to is made anew by dropping it (sqlite.org/lang_altertable
    §7); every reference is looked at before the commit.
    """
    engine = engine_of(path)
    try:
        with engine.connect() as connection:
            settings = config()
            settings.attributes["connection"] = connection
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            run_skipped(connection)
            command.upgrade(settings, revision)
            if revision == HEAD:
                rebuild(connection.connection.driver_connection, strict=False)
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise RuntimeError("foreign key check failed in the upgrade")
            connection.exec_driver_sql("COMMIT")
    finally:
        engine.dispose()


def _verify(path: Path) -> None:
    connection = connect(path)
    try:
        if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise RuntimeError("integrity check failed after the upgrade")
    finally:
        connection.close()


def _holds_something(path: Path) -> bool:
    """Tell whether a file without our schema is somebody else's database."""
    if not path.exists() or path.stat().st_size == 0:
        return False
    connection = connect(path, read_only=True)
    try:
        return bool(connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0])
    finally:
        connection.close()


def _keep(path: Path, target: Path, revision: str) -> None:
    """Copy the database, which others may be using, to ``target``: there whole or not at all.

    Where another process has upgraded it meanwhile, ``target`` is that one's copy and stays.
    """
    partial = target.with_name(target.name + PART)
    try:
        with being_written(partial):
            copy_database(path, partial)
            if version_of(partial) != revision:
                return
            flush_file(partial)
            move(partial, target)
    except (OSError, DatabaseError) as error:
        _raise_if_passing(error)
        raise


def _raise_if_passing(error: Exception) -> None:
    """Raise what a person can act on: a full disk or a busy database is no fault of the data, and passes.

    Alembic's errors have the driver's inside.
    """
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.errno == errno.ENOSPC:
            raise TransientError(
                Message(N_("The disk is full. Nothing was saved; free some space and try again."))
            ) from error
        told = translate(cause) if isinstance(cause, DatabaseError) else cause
        if isinstance(told, TransientError):
            raise told from error
        cause = cause.__cause__


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        remove(path.with_name(path.name + suffix))


def _put_back(kept: Path, path: Path) -> None:
    """Put the copy in the place of a database that an upgrade left broken; one of the two is there at every moment.

    Raises TransientError when somebody else has it open.
    """
    try:
        held = hold(path)
    except DataError:
        _replace(kept, path)
        return
    try:
        load(kept, held)
    except DatabaseError as error:
        raise translate(error) from error
    finally:
        held.close()


def _replace(kept: Path, path: Path) -> None:
    """Put the copy in the place of a database that cannot be opened any more."""
    ready = path.with_name(path.name + PART)
    try:
        shutil.copyfile(kept, ready)
        flush_file(ready)
        for suffix in ("-wal", "-shm"):
            remove(path.with_name(path.name + suffix))
        move(ready, path)
        flush_folder(path.parent)
    finally:
        remove_if_free(ready)
