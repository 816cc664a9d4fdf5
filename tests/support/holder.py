"""A stand-in for an antivirus: it opens every new file of a folder for itself alone, and lets go after a while.

Only Windows refuses others meanwhile, so that it does something there only.
"""

from __future__ import annotations

import contextlib
import math
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

GENERIC_READ, OPEN_EXISTING, INVALID = 0x80000000, 3, -1


def _taken_alone(file: Path) -> int:
    """Open a file so that nobody else may open, move or remove it; return its handle, -1 when somebody has it open."""
    assert sys.platform == "win32"
    import ctypes

    create = ctypes.windll.kernel32.CreateFileW
    create.restype = ctypes.c_ssize_t
    handle: int = create(str(file), GENERIC_READ, 0, None, OPEN_EXISTING, 0, None)
    return handle


def _let_go(handle: int) -> None:
    assert sys.platform == "win32"
    import ctypes

    ctypes.windll.kernel32.CloseHandle(ctypes.c_ssize_t(handle))


@contextlib.contextmanager
def held(file: Path, seconds: float) -> Iterator[None]:
    """Hold one file for some seconds, or for ever (infinity): until the block ends."""
    handle = _taken_alone(file)
    assert handle != INVALID
    ended = threading.Event()

    def hold() -> None:
        ended.wait(min(seconds, 3_600))
        _let_go(handle)

    holding = threading.Thread(target=hold)
    holding.start()
    try:
        yield
    finally:
        if seconds == math.inf:
            ended.set()
        holding.join()


class Holder(threading.Thread):
    """Holds every new file below a folder for some seconds, each once a size."""

    def __init__(self, folder: Path, seconds: float = 2.0) -> None:
        super().__init__(name="holder", daemon=True)
        self._folder, self._seconds = folder, seconds
        self._seen = set(self._names())
        self._ended = threading.Event()
        self.had: list[str] = []
        """The names of what was held."""

    def _names(self) -> Iterator[Path]:
        with contextlib.suppress(OSError):
            yield from (path for path in self._folder.rglob("*") if path.is_file())

    def run(self) -> None:
        """Look for new files until told to stop."""
        holding: list[tuple[float, int]] = []
        while not self._ended.is_set():
            for path in self._names():
                if path not in self._seen and (handle := _taken_alone(path)) != INVALID:
                    self._seen.add(path)
                    self.had.append(path.name)
                    holding.append((time.monotonic() + self._seconds, handle))
            for due, handle in [each for each in holding if each[0] < time.monotonic()]:
                _let_go(handle)
                holding.remove((due, handle))
            time.sleep(0.005)
        for _due, handle in holding:
            _let_go(handle)

    def __enter__(self) -> Holder:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self.join()
