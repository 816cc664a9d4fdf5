"""One window per data folder: a second start asks the first to show its window."""

import hashlib
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_WAIT_MS = 1_000
_PATIENCE_S = 4.0
_AGAIN_S = 0.1


def _name_of(lock_path: Path) -> str:
    return "salondesk-" + hashlib.sha256(str(lock_path).encode()).hexdigest()[:20]


def announce_second_start(lock_path: Path) -> bool:
    """Ask the window that holds the folder to show itself; tell whether it answered.

    A window that is only just opening does not hear yet, so one asks for some seconds.
    """
    until = time.monotonic() + _PATIENCE_S
    while not _announce_once(lock_path):
        if time.monotonic() > until:
            return False
        time.sleep(_AGAIN_S)
    return True


def _announce_once(lock_path: Path) -> bool:
    socket = QLocalSocket()
    socket.connectToServer(_name_of(lock_path))
    if not socket.waitForConnected(_WAIT_MS):
        return False
    socket.write(b"show")
    socket.waitForBytesWritten(_WAIT_MS)
    socket.disconnectFromServer()
    return True


class SecondStartListener(QObject):
    """Listens for a second start. The folder's lock file is held by app/window/start."""

    def __init__(self, lock_path: Path, on_second_start: Callable[[], None]) -> None:
        super().__init__()
        self._on_second_start = on_second_start
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        QLocalServer.removeServer(_name_of(lock_path))  # of a window that died
        self._server.listen(_name_of(lock_path))

    def close(self) -> None:
        """Hear nothing more."""
        self._server.close()

    def _on_connection(self) -> None:
        socket = self._server.nextPendingConnection()
        if socket is not None:
            socket.disconnected.connect(socket.deleteLater)
        self._on_second_start()
