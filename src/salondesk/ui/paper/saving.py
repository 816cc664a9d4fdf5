"""Asks where a document is to be saved; the bytes are made and written elsewhere."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from salondesk.core.message import Message, N_
from salondesk.services.ports.paper import DocumentRequest
from salondesk.ui.i18n import _
from salondesk.ui.workplace import Workplace


def save_pdf(work: Workplace, over: QWidget, request: DocumentRequest, name: str) -> None:
    """Ask where, then write the document there as a PDF; one of record is marked a copy."""
    me = work.me
    save_file(work, over, f"{name or request.kind}.pdf", lambda: work.documents.file(request, me))


def save_file(work: Workplace, over: QWidget, name: str, make: Callable[[], bytes]) -> None:
    """Ask where to save ``name``, then make the bytes and write them off the interface thread.

    Trouble with the disk reaches the window's presenter; the shop's own record is not touched.
    """
    dialog = QFileDialog(over.window(), _("Save as"), name)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(name).suffix[1:])
    dialog.selectFile(name)
    dialog.fileSelected.connect(lambda path: write_file(work, over, Path(path), make))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def write_file(work: Workplace, over: QWidget, path: Path, make: Callable[[], bytes]) -> None:
    """Make the bytes and write them to ``path``; the window says when it is done."""

    def task() -> str:
        work.documents.save(path, make())
        return path.name

    def done(written: str) -> None:
        work.said.emit(Message(N_("Saved: {file}"), {"file": written}), False)

    work.draw(over, task, done)
