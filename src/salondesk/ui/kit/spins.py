"""Edits for a number with arrows, typed in either script's digits."""

from __future__ import annotations

import unicodedata

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox

_POINTS = str.maketrans({"٫": ".", "٬": ""})


def latin(text: str) -> str:
    """Return a typed number with ASCII digits and point; everything else stays."""
    return "".join(
        str(unicodedata.digit(c)) if unicodedata.digit(c, None) is not None else c
        for c in text.translate(_POINTS)
    )


class CountSpin(QSpinBox):
    """A whole number."""

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        """Take Arabic digits as the ones Qt reads."""
        return super().validate(latin(text), place)

    def valueFromText(self, text: str) -> int:
        return super().valueFromText(latin(text))


class NumberSpin(QDoubleSpinBox):
    """A number with decimals."""

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        """Take Arabic digits as the ones Qt reads."""
        return super().validate(latin(text), place)

    def valueFromText(self, text: str) -> float:
        return super().valueFromText(latin(text))
