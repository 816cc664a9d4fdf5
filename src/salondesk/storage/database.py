"""A shop's database file: its write lane, its readers, and the schema it must have."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, LifoQueue

from salondesk.storage.driver import Connection, connect
from salondesk.storage.uow import SqlUnitOfWork


class SqlStorage:
    """The write side (services/ports.Storage): one connection, used by one unit of work at a time.

    The executor's lock keeps the threads of this process apart; SQLite keeps processes apart.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection: Connection | None = None

    def unit(self, now_ms: int) -> SqlUnitOfWork:
        """Return a unit of work; entering it opens the transaction."""
        if self._connection is None:
            self._connection = connect(self.path)
        return SqlUnitOfWork(self._connection, now_ms)

    def lend_view(self, connection: Connection, now_ms: int) -> SqlUnitOfWork:
        """Return a unit of work that only reads, over a reader's connection: one consistent moment."""
        return SqlUnitOfWork(connection, now_ms, read_only=True)

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class Readers:
    """Read-only connections, lent one at a time and kept for the next reader."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._idle: LifoQueue[Connection] = LifoQueue()

    @contextmanager
    def lend(self) -> Iterator[Connection]:
        """Lend a connection for one query or several; each statement sees the newest commit."""
        try:
            connection = self._idle.get_nowait()
        except Empty:
            connection = connect(self.path, read_only=True)
        try:
            yield connection
        finally:
            self._idle.put(connection)

    def close(self) -> None:
        """Let go of the file; no reader may be out."""
        while True:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return
