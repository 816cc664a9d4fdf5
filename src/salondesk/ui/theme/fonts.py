"""The bundled type family, Latin and Arabic, registered once per process."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase

from salondesk.core.resources import resource

FAMILIES = ["IBM Plex Sans", "IBM Plex Sans Arabic"]


@lru_cache(maxsize=1)
def register_fonts() -> int:
    """Give Qt the fonts under resources/fonts; return how many were taken."""
    paths = sorted(resource("fonts").glob("*.ttf"))
    return sum(QFontDatabase.addApplicationFont(str(path)) >= 0 for path in paths)


def font(size_px: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Make a font of the family; its size is in logical pixels so that rows keep their height everywhere."""
    made = QFont(FAMILIES)
    made.setPixelSize(size_px)
    made.setWeight(weight)
    return made
