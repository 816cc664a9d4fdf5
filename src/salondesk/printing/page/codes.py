"""Codes for machines: Code 128 for the refund scan, QR for readers. Drawn as vectors, on whole printer dots.

What they say is decided by the documents (fiscal_words.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import segno

from salondesk.printing.page.blocks import MM, Whole
from salondesk.printing.page.code128 import modules
from salondesk.printing.page.pdf_canvas import PageCanvas

DOT = 72 / 203
"""Width in points of one dot of a 203-dpi thermal printer."""

_QUIET_MODULES, _QUIET_BAR_MODULES = 4, 10
_MASK = 3


@dataclass(frozen=True, slots=True)
class BarCode(Whole):
    """A Code 128 of ASCII text, centred. ``dots`` is the width of its thinnest bar in thermal dots."""

    value: str
    bar_height: float = 11 * MM
    dots: int = 2

    def height(self, width: float) -> float:
        """Return the height of the bars."""
        return self.bar_height

    def draw(self, canvas: PageCanvas, x: float, top: float, width: float) -> None:
        """Draw it with bars as wide as `dots`, or thinner where it would not fit with its quiet zones."""
        widths = modules(self.value)
        module = self.dots * DOT
        if _wide(widths, module) > width:
            module = DOT
        left = x + (width - _wide(widths, module)) / 2
        # A bar that begins between two dots of the print head comes out a dot too wide or too thin.
        canvas.setFillGray(0.0)
        canvas.setStrokeGray(0.0)
        canvas.saveState()
        canvas.translate(round(left / DOT) * DOT, top - self.bar_height)
        at = _QUIET_BAR_MODULES * module
        for n, wide in enumerate(widths):
            if n % 2 == 0:
                canvas.rect(at, 0, wide * module, self.bar_height, stroke=0, fill=1)
            at += wide * module
        canvas.restoreState()


def _wide(widths: tuple[int, ...], module: float) -> float:
    return (sum(widths) + 2 * _QUIET_BAR_MODULES) * module


@dataclass(frozen=True, slots=True)
class QrCode(Whole):
    """A QR code of ASCII text, error level M, centred. ``dots`` is the width of a module in thermal dots."""

    value: str
    dots: int = 4

    def _size(self, modules: int) -> float:
        return (modules + 2 * _QUIET_MODULES) * self.dots * DOT

    def height(self, width: float) -> float:
        """Return the side of the code with its quiet zone."""
        return self._size(len(_matrix(self.value)))

    def draw(self, canvas: PageCanvas, x: float, top: float, width: float) -> None:
        """Draw one rectangle for each run of dark modules in a row."""
        rows = _matrix(self.value)
        size, module = self._size(len(rows)), self.dots * DOT
        left = round((x + (width - size) / 2) / DOT) * DOT + _QUIET_MODULES * module
        dark: list[tuple[float, float, float, float]] = []
        for n, row in enumerate(rows):
            y = top - (n + 1 + _QUIET_MODULES) * module
            start = 0
            while start < len(row):
                end = start
                while end < len(row) and row[end]:
                    end += 1
                if end > start:
                    dark.append((left + start * module, y, (end - start) * module, module))
                start = max(end, start + 1)
        canvas.blacken(dark)


@lru_cache(maxsize=8)
def _matrix(value: str) -> tuple[bytearray, ...]:
    # Trying all eight masks takes five times as long as the code itself and helps only damaged print; with
    # the diagonal mask every payload of the tests' hundreds is read.
    return tuple(segno.make(value, micro=False, error="m", boost_error=False, mask=_MASK).matrix)
