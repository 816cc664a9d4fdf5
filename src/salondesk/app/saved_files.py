"""Writes files that somebody asked for, where she chose: never over the shop's own record."""

from pathlib import Path

from salondesk.app.paths import ShopPaths, is_own
from salondesk.core.errors import TransientError, UserError
from salondesk.core.message import Message, N_
from salondesk.storage.outside.file_errors import why
from salondesk.storage.outside.whole_file import write_durably


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
