"""A file of lines that only grows: a line is there whole, and durable, or not at all."""

import os
from collections.abc import Iterable
from pathlib import Path

from salondesk.core.errors import TransientError
from salondesk.core.message import Message, N_
from salondesk.storage.outside.held_files import opened
from salondesk.storage.outside.whole_file import flush_folder


class AppendFile:
    """Lines of ASCII text, the oldest first. Several processes may append: each writes its lines at once."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def lines(self) -> list[str]:
        """Return every whole line; one that a power cut tore is left out. None where there is no file."""
        try:
            text = self.path.read_bytes().decode("ascii", errors="replace")
        except FileNotFoundError:
            return []
        return text.split("\n")[:-1]

    def append(self, lines: Iterable[str]) -> None:
        """Write lines and wait until they are durable. Raises TransientError when they cannot be written."""
        data = "".join(f"{line}\n" for line in lines).encode("ascii")
        if not data:
            return
        try:
            new = not self.path.exists()
            with opened(self.path, "ab") as file:
                if self._is_torn():
                    data = b"\n" + data
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if new:
                flush_folder(self.path.parent)
        except OSError as error:
            raise TransientError(
                Message(
                    N_("{file} cannot be written: the disk is full, or the folder is not yours."),
                    {"file": self.path.name},
                )
            ) from error

    def _is_torn(self) -> bool:
        """Tell whether the file ends within a line: what follows must not become part of it."""
        with self.path.open("rb") as file:
            if file.seek(0, os.SEEK_END) == 0:
                return False
            file.seek(-1, os.SEEK_END)
            return file.read(1) != b"\n"
