"""The file an import reads: whole, but never one so large that it would fill this computer's memory."""

from pathlib import Path

from salondesk.core.errors import UserError
from salondesk.core.message import Message, N_

LARGEST = 100_000_000
"""Bytes. Ten years of a busy salon are a tenth of that; reading takes some twenty times a file's size in memory."""


def read_import(path: Path, *, largest: int = LARGEST) -> bytes:
    """Return a file's bytes. Raises OSError when it cannot be read, UserError when it is too large."""
    with path.open("rb") as stream:
        data = stream.read(largest + 1)
    if len(data) > largest:
        raise UserError(
            Message(
                N_("{file} has more than {most} MB. Split it into parts and import one after the other."),
                {"file": path.name, "most": largest // 1_000_000},
            )
        )
    return data
