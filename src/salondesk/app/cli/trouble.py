"""Turns an error into the one line that the command line says."""

import errno
import re
from pathlib import Path

from salondesk.app.paths import ShopPaths
from salondesk.core.errors import SalonDeskError, UserError
from salondesk.core.message import Message, N_
from salondesk.storage.outside.file_errors import why


class Misused(UserError):
    """The arguments make no sense."""


_MISUSES = (
    (r"the following arguments are required: (?P<names>.+)", N_("Still missing: {names}")),
    (
        r"argument (?P<name>[^:]+): invalid choice: '?(?P<value>.*?)'? \(choose from (?P<choices>.*)\)",
        N_("{name}: “{value}” is none of {choices}."),
    ),
    (r"unrecognized arguments: (?P<words>.+)", N_("Not understood: {words}")),
    (r"argument (?P<name>[^:]+): expected one argument", N_("{name} needs a value.")),
    (r"ambiguous option: (?P<name>\S+) could match (?P<choices>.+)", N_("{name} may mean any of {choices}.")),
)


def misuse(said: str) -> Message:
    """Return in words that can be translated what argparse says in English."""
    for pattern, key in _MISUSES:
        match = re.fullmatch(pattern, said, re.DOTALL)
        if match:
            parts = {name: value.replace("'", "")[:300] for name, value in match.groupdict().items()}
            return Message(key, parts)
    return Message(N_("Not understood: {words}"), {"words": said[:300]})


def trouble_of(error: Exception, paths: ShopPaths) -> Message:
    """Return what a person is told of an error; one nobody expected also leaves a report in the logs."""
    if isinstance(error, SalonDeskError):
        return error.message
    if isinstance(error, OSError):
        return _file_trouble(error)
    if isinstance(error, MemoryError):
        return Message(N_("This computer has not enough memory for that. Nothing was saved."))
    told = _database_trouble(error)
    return told if told is not None else _fault(error, paths.logs)


def _file_trouble(error: OSError) -> Message:
    file = error.filename if isinstance(error.filename, str) else ""
    if error.errno == errno.ENOSPC:
        if not file:
            return Message(N_("The disk is full. Free some space and try again."))
        return Message(
            N_("{file}: the disk is full. Free some space and try again."),
            {"file": file.removesuffix(".part")},
        )
    return Message(N_("{file}: {why}"), {"file": file.removesuffix(".part"), "why": why(error)})


def _database_trouble(error: Exception) -> Message | None:
    """Return what can be told of trouble with the database; nothing for anything else."""
    if type(error).__module__.partition(".")[0] != "sqlcipher3":
        return None
    from salondesk.storage.driver import translate

    told = translate(error)
    return told.message if isinstance(told, SalonDeskError) else None


def _fault(error: Exception, logs: Path) -> Message:
    from salondesk.app.crash import CrashReporter
    from salondesk.core.clock import SystemClock

    if not logs.is_dir():
        return Message(
            N_("This is a fault of SalonDesk itself ({kind}). Nothing was saved."),
            {"kind": type(error).__name__},
        )
    name = CrashReporter(logs, SystemClock()).report(error)
    return Message(
        N_("This is a fault of SalonDesk itself. Nothing was saved; a report is in {file}."),
        {"file": str(logs / name)},
    )
