"""Raises when the interface thread touches disk, database, network, another program or a PDF.

`interface_thread_is_free(home)` guards the thread that enters it: work handed to the lanes is not judged.
What was caught is listed again when the block ends, because an error raised inside Qt may be swallowed.
Resources (icons, fonts, catalogues) lie outside the shop's folder and are not judged.
"""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

CONNECTING = ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "ftplib.connect")
FILING = (
    "open",
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.listdir",
    "os.scandir",
    "shutil.copyfile",
    "shutil.move",
)


class InterfaceThreadBusyError(AssertionError):
    """The interface thread did what belongs on a lane."""


class InterfaceThreadGuard:
    """Judges calls made on one thread, for one shop's folder."""

    def __init__(self, home: Path) -> None:
        self.breaches: list[str] = []
        self._home = str(home.resolve())
        self._thread = threading.get_ident()

    def refuse(self, what: str) -> None:
        """Note and raise when this is the interface thread; any other thread passes."""
        if threading.get_ident() != self._thread:
            return
        where = "".join(traceback.format_stack(limit=8)[:-2])
        self.breaches.append(f"{what}\n{where}")
        raise InterfaceThreadBusyError(f"on the interface thread: {what}")

    def audit(self, event: str, args: tuple[Any, ...]) -> None:
        """Judge one of the interpreter's audit events."""
        if event in CONNECTING:
            self.refuse(event)
        elif event in FILING and args and str(args[0]).startswith(self._home):
            self.refuse(f"{event} {args[0]}")


_active: InterfaceThreadGuard | None = None
_hooked = False


def _audit(event: str, args: tuple[Any, ...]) -> None:
    if _active is not None:
        _active.audit(event, args)


def _hook_once() -> None:
    # An audit hook cannot be taken out again, so there is one for the process, idle while nobody is guarded.
    global _hooked
    if not _hooked:
        sys.addaudithook(_audit)
        _hooked = True


class GuardedConnection(dbapi2.Connection):  # type: ignore[misc]  # the driver has no types
    """A database connection that asks the guard before it works."""

    def execute(self, sql: str, *args: Any) -> Any:
        """Run one statement unless the interface thread asks."""
        _refuse(f"SQL: {sql.strip()[:60]}")
        return super().execute(sql, *args)

    def executemany(self, sql: str, *args: Any) -> Any:
        """Run many statements unless the interface thread asks."""
        _refuse(f"SQL: {sql.strip()[:60]}")
        return super().executemany(sql, *args)

    def cursor(self, *args: Any) -> Any:
        """Give a cursor unless the interface thread asks."""
        _refuse("SQL: cursor")
        return super().cursor(*args)


def _refuse(what: str) -> None:
    if _active is not None:
        _active.refuse(what)


def _guard_calls(patch: pytest.MonkeyPatch) -> None:
    """Let opening a database, and making or reading a PDF, ask the guard."""
    plain_connect = dbapi2.connect

    def connect(database: str, *args: Any, **options: Any) -> Any:
        _refuse(f"opens {database}")
        return plain_connect(database, *args, factory=GuardedConnection, **options)

    patch.setattr(dbapi2, "connect", connect)
    for module_name, owner, method in (
        ("reportlab.pdfgen.canvas", "Canvas", "__init__"),
        ("pypdfium2", "PdfDocument", "__init__"),
    ):
        module = __import__(module_name, fromlist=[owner])
        _guard_method(patch, getattr(module, owner), method)


def _guard_method(patch: pytest.MonkeyPatch, owner: type, method: str) -> None:
    plain = getattr(owner, method)

    def guarded(self: object, *args: Any, **options: Any) -> Any:
        _refuse(f"PDF: {owner.__name__}.{method}")
        return plain(self, *args, **options)

    patch.setattr(owner, method, guarded)


@contextmanager
def database_connections_ask() -> Iterator[None]:
    """Make connections opened in this block guardable; enter it before the shop is opened."""
    with pytest.MonkeyPatch.context() as patch:
        _guard_calls(patch)
        yield


@contextmanager
def interface_thread_is_free(home: Path) -> Iterator[InterfaceThreadGuard]:
    """Guard the calling thread until the block ends; raise with every breach if there was one."""
    global _active
    _hook_once()
    guard = InterfaceThreadGuard(home)
    _active = guard
    try:
        yield guard
    finally:
        _active = None
    if guard.breaches:
        raise InterfaceThreadBusyError("\n\n".join(guard.breaches))
