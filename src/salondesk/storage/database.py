"""A shop's database file: its write side; readers are in readers."""

from pathlib import Path

from salondesk.storage.driver import Connection, connect
from salondesk.storage.uow import SqlUnitOfWork


class SqlStorage:
    """The write side (services/ports/storage.Storage): one connection, used by one unit of work at a time.

    The executor's lock keeps the threads of this process apart; SQLite keeps processes apart.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection: Connection | None = None

    def unit(self, now_ms: int) -> SqlUnitOfWork:
        """Return a unit of work; entering it opens the transaction."""
        return SqlUnitOfWork(self._opened(), now_ms)

    def _opened(self) -> Connection:
        if self._connection is None:
            self._connection = connect(self.path)
        return self._connection

    def hurry(self) -> None:
        """Stop waiting for the disk at each commit: only for a database that is thrown away if its making fails."""
        self._opened().execute("PRAGMA synchronous=OFF")

    @property
    def in_transaction(self) -> bool:
        """Whether a unit of work is open."""
        return self._connection is not None and bool(self._connection.in_transaction)

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
