"""Choosing by key in a list that drops down. QComboBox.findData compares Python bytes by identity, not by value: an
id read twice would never be found, and the first row would stand in for it.
"""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox


def index_of(box: QComboBox, key: object) -> int:
    """Return the row whose data equals ``key``, -1 when there is none."""
    return next((n for n in range(box.count()) if box.itemData(n) == key), -1)


def choose(box: QComboBox, key: object) -> None:
    """Show the row whose data equals ``key``; the first one when there is none."""
    box.setCurrentIndex(max(0, index_of(box, key)))
