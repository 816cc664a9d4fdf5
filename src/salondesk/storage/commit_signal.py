"""A commit signal tells whether others have written to the database since it was last asked.

SQLite counts commits per connection (``PRAGMA data_version``): the number changes when *another* connection, of
whichever process, has committed. So the signal keeps a connection that never writes, and reads no table.
"""

from pathlib import Path

from salondesk.storage.driver import Connection, connect


class CommitSignal:
    """Asks one database; used by one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: Connection | None = None
        self._version = -1

    def changed(self) -> bool:
        """Tell whether something was committed since the last call; the first call says yes."""
        if self._connection is None:
            self._connection = connect(self._path, read_only=True)
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        before, self._version = self._version, int(version)
        return self._version != before

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
            self._version = -1
