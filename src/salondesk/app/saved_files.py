"""Writes files of documents, into the archive or where somebody chose, never over the shop's record."""

from pathlib import Path

from salondesk.app.paths import ShopPaths, is_own
from salondesk.core.errors import TransientError, UserError
from salondesk.core.message import Message, N_
from salondesk.storage.outside.file_errors import why
from salondesk.storage.outside.held_files import opened
from salondesk.storage.outside.whole_file import make_folder, write_durably


def kept_once(target: Path, data: bytes) -> bytes:
    """Write a file of the archive unless it is there, and return what lies there then. Raises OSError."""
    if not target.exists():
        make_folder(target.parent)
        write_durably(target, data)
    with opened(target, "rb") as stream:
        kept: bytes = stream.read()
    return kept


def save_outside(paths: ShopPaths, file: Path, data: bytes) -> None:
    """Write a file, there whole or not at all.

    Raises UserError for a folder, the shop's database or an archived document, TransientError with the reason when the
    file cannot be written; what was there before is unchanged then.
    """
    if file.is_dir() or is_own(paths, file) or file.resolve().is_relative_to(paths.documents.resolve()):
        raise UserError(Message(N_("{file}: choose the name of a new file."), {"file": str(file)}))
    try:
        write_durably(file, data)
    except OSError as error:
        raise TransientError(
            Message(
                N_("{file} could not be written: {why}. Choose another place, or mend that and try again."),
                {"file": str(file), "why": why(error)},
            )
        ) from error
