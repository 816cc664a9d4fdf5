"""Read-only connections for screens and workers; the first paint reads through here."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, LifoQueue

from salondesk.storage.driver import Connection, connect


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
