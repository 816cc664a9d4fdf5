"""Opens, moves and removes files, waiting while another program holds them open, as Windows refuses.

There an antivirus, a viewer or a folder that a cloud service syncs makes a file unusable for others while it reads it
(errors 5 and 32). Not for the interface thread: each call may take ten seconds.
"""

import contextlib
import errno
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

PATIENCE_S: Final = 10.0
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.02, 0.5
_REFUSED: Final = frozenset({5, 32, 33})
"""ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION (winerror.h)."""

T = TypeVar("T")


def is_held(error: OSError) -> bool:
    """Tell whether an error may mean that another program holds the file: on Windows access is denied then too."""
    if os.name != "nt":
        return False
    return getattr(error, "winerror", None) in _REFUSED or error.errno == errno.EACCES


def patiently(act: Callable[[], T]) -> T:
    """Return what ``act`` returns; while another program holds its file, try again for some seconds.

    Raises the last OSError when the file is not let go of in time, and any other error at once.
    """
    pause, until = _FIRST_PAUSE_S, time.monotonic() + PATIENCE_S
    while True:
        try:
            return act()
        except OSError as error:
            if not is_held(error) or time.monotonic() > until:
                raise
        time.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE_S)


def opened(path: Path, mode: Literal["rb", "r+b", "wb", "ab"]) -> Any:
    """Open a file for bytes. Raises OSError."""
    return patiently(lambda: path.open(mode))


def move(source: Path, target: Path) -> None:
    """Give a file another name, in the place of one that has it. Raises OSError; then both are what they were."""
    patiently(lambda: source.replace(target))


def move_new(source: Path, target: Path) -> None:
    """Give a file a name that none has. Raises FileExistsError when one has it, any other OSError.

    Where files may have two names ``source`` stays, to be taken away.
    """
    if os.name == "nt":
        patiently(lambda: source.rename(target))  # refuses to replace
    else:
        os.link(source, target)


def remove(path: Path) -> None:
    """Take a file away; that there is none is right too. Raises OSError."""
    patiently(lambda: path.unlink(missing_ok=True))


def remove_if_free(path: Path) -> bool:
    """Take a file away unless that is refused, without waiting; tell whether it is gone."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
        return True
    return False
