"""When the program itself is wrong: a report in the logs folder, and the window lives on. The open bill is already saved."""

import faulthandler
import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TextIO

from salondesk import __version__
from salondesk.app.logging_setup import trace_of
from salondesk.core.clock import Clock

_log = logging.getLogger(__name__)


class CrashReporter:
    """Writes one file a crash; hooks catch what nobody else did."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder, self._clock = folder, clock
        self._dump: TextIO | None = None
        self.shown: Callable[[Exception], None] = lambda _error: None
        """Tells the person; set by the window."""

    def install(self) -> None:
        """Catch errors of the main thread, other threads, and of the interpreter itself."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._dump = (self._folder / "fault.txt").open("a", encoding="utf-8")
        faulthandler.enable(self._dump)
        sys.excepthook = self._on_error
        threading.excepthook = lambda args: self._on_error(args.exc_type, args.exc_value, args.exc_traceback)

    def report(self, error: BaseException) -> str:
        """Write the report; return the file's name."""
        name = f"crash-{self._clock.now_ms()}.txt"
        body = f"SalonDesk {__version__}\nPython {sys.version}\n{sys.platform}\n\n{trace_of(error)}"
        try:
            (self._folder / name).write_text(body, encoding="utf-8")
        except OSError:
            _log.error("the crash report could not be written")
        return name

    def _on_error(
        self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None or issubclass(kind, KeyboardInterrupt):
            return
        _log.error("uncaught error", exc_info=(kind, error, trace))
        if isinstance(error, Exception):
            self.shown(error)
