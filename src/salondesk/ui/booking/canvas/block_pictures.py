"""Pictures of blocks, drawn once and copied to the screen afterwards."""

from __future__ import annotations

from collections import OrderedDict
from functools import lru_cache

from PySide6.QtGui import QPixmap

MOST_BYTES = 24 * 1024 * 1024


class Pictures:
    """Keeps pictures by all that can change their look; the ones not asked for lately go first."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._kept: OrderedDict[tuple[object, ...], QPixmap] = OrderedDict()
        self._most, self._bytes = most_bytes, 0

    def find(self, key: tuple[object, ...]) -> QPixmap | None:
        """Return the picture of a key, or None when it has to be drawn."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def keep(self, key: tuple[object, ...], made: QPixmap) -> None:
        """Remember a picture that was just drawn."""
        self._kept[key] = made
        self._bytes += _bytes_of(made)
        while self._bytes > self._most and len(self._kept) > 1:
            _oldest, dropped = self._kept.popitem(last=False)
            self._bytes -= _bytes_of(dropped)


def _bytes_of(picture: QPixmap) -> int:
    return picture.width() * picture.height() * 4


@lru_cache(maxsize=1)
def pictures() -> Pictures:
    """Give the pictures of this process, as the theme is one."""
    return Pictures()
