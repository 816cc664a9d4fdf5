"""Which version of the schema a database has: one select, no Alembic. Bringing it up to date is migrate's job."""

from pathlib import Path

from salondesk.storage.driver import OperationalError, connect

HEAD = "0020"
"""The newest revision in migrations/versions; written by tools/schema.py, and a test holds it to the scripts."""


def version_of(path: Path) -> str | None:
    """Return the database's revision, or None when it has no schema yet. Raises DataError for a damaged file."""
    if not path.exists() or path.stat().st_size == 0:
        return None
    connection = connect(path, read_only=True)
    try:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except OperationalError:
        return None
    finally:
        connection.close()
    return None if row is None else str(row[0])
