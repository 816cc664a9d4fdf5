"""Keys by their place on the keyboard, so that letters work under an Arabic layout too."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_ARABIC = "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرﻻىةوزظ"
_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,./"
_PLACES = dict(zip(_ARABIC, _LATIN, strict=True))


def letter_of(event: QKeyEvent) -> str:
    """Give the Latin letter (lower case) on the key that was pressed, whatever the layout in force; "" for
    none.
    """
    if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
        return ""
    typed = event.text().lower()
    return _PLACES.get(typed, typed if len(typed) == 1 and typed.isascii() and typed.isalpha() else "")
