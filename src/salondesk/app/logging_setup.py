"""Logs: rotating lines of JSON, without personal data. What may not be logged is masked here, whoever logs it."""

import json
import logging
import re
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from salondesk.core.errors import BugError

_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_NUMBER = re.compile(r"\+?\d[\d \-]{5,}\d")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_OF_CODE = (BugError, AttributeError, NameError, ImportError, TypeError)
_qt_log = logging.getLogger("qt")


def mask(text: str) -> str:
    """Return ``text`` with e-mail addresses and long numbers (phones, cards, tax numbers) blanked."""
    return _NUMBER.sub("<number>", _MAIL.sub("<mail>", text))


def trace_of(error: BaseException) -> str:
    """Return where an error came from and what led to it, without values: those may be names of people.

    Only errors that speak of code, not of records, keep their words.
    """
    cause: BaseException | None = error
    parts: list[str] = []
    seen: set[int] = set()
    while cause is not None and id(cause) not in seen:  # "raise x from x" makes a circle
        seen.add(id(cause))
        said = f": {mask(str(cause))}" if isinstance(cause, _OF_CODE) else ""
        parts.append(
            "".join(traceback.format_tb(cause.__traceback__)) + f"{type(cause).__qualname__}{said}\n"
        )
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "\nwhich led to\n\n".join(reversed(parts))


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, text, and the trace of an error without its values."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": int(record.created * 1000),
            "level": record.levelname,
            "log": record.name,
            "text": mask(record.getMessage()),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["trace"] = trace_of(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


class QuietFile(RotatingFileHandler):
    """Log files that never get in the way: a line that finds no room on the disk is left out, without a trace."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Leave the line out."""


def set_up_logging(folder: Path) -> logging.Handler:
    """Write logs below ``folder``: five files of a megabyte; return the handler so that it can be closed."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = QuietFile(folder / "salondesk.log", maxBytes=1_000_000, backupCount=5, encoding="utf-8")
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    qInstallMessageHandler(_on_qt_message)
    return handler


def _on_qt_message(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    _qt_log.log(_LEVELS.get(kind, logging.INFO), "%s", text)
