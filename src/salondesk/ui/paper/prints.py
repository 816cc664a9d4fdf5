"""Printing what a sale left behind, off the interface thread: the first receipt, and copies of it."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from salondesk.core.ids import Id
from salondesk.services.ports.paper import DocumentRequest, PrintResult
from salondesk.ui.i18n import _, say
from salondesk.ui.workplace import Workplace

Printed = Callable[[PrintResult], None]


def print_first(work: Workplace, owner: QObject, job_id: Id, done: Printed) -> None:
    """Print a queued document; whatever happens, the sale is saved."""
    me = work.me
    work.draw(owner, lambda: work.documents.print_job(job_id, me), done, _failed(work, done))


def print_copy(work: Workplace, owner: QObject, request: DocumentRequest, done: Printed) -> None:
    """Print a document once more; a fiscal one is marked a copy."""
    me = work.me
    work.draw(owner, lambda: work.documents.print_again(request, me), done, _failed(work, done))


def _failed(work: Workplace, done: Printed) -> Callable[[Exception], None]:
    def failed(error: Exception) -> None:
        done(PrintResult(printed=False))
        work.refused.emit(error, None)

    return failed


def outcome_text(result: PrintResult) -> str:
    """Say what became of a print."""
    if result.printed:
        return _("Printed")
    return say(result.trouble) if result.trouble else _("It was not printed.")
