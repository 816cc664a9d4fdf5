"""The page as blocks see it: ReportLab's canvas with a pen for shaped lines.

Everything that leans on the inside of ReportLab's canvas stands here and in glyph_font.py, so that a new
ReportLab is checked in two places. No layout, no words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from salondesk.printing.text.fonts import Face, Glyph
from salondesk.printing.text.glyph_font import GlyphFont
from salondesk.printing.text.text_flow import Align, Line, TextStyle, side

# Streams as bytes: wrapped in ASCII for the mail programs of the nineties they are a quarter longer, and the wrapping
# is done in Python.
rl_config.useA85 = 0


class PageCanvas(Canvas):  # type: ignore[misc]  # ReportLab ships no types, its base class is Any to the checker
    """A ReportLab canvas that embeds our faces. One instance belongs to one thread."""

    def __init__(self, file: Any, *, invariant: bool, width: float, height: float) -> None:
        self._glyph_fonts: dict[Face, GlyphFont] = {}
        super().__init__(file, pagesize=(width, height), invariant=int(invariant), pageCompression=1)

    def _make_preamble(self) -> None:
        # ReportLab would name Helvetica on each page, a font that no document of ours uses or embeds.
        self._preamble = "1 0 0 1 0 0 cm"

    def rule(self, x: float, y: float, width: float, *, thickness: float = 0.5, grey: float = 0.0) -> None:
        """Draw a level line from (x, y), measures in points."""
        self.setStrokeGray(grey)
        self.setLineWidth(thickness)
        self.line(x, y, x + width, y)

    def blacken(self, rectangles: Sequence[tuple[float, float, float, float]]) -> None:
        """Fill rectangles (x, y, width, height) with black in one stroke of the pen."""
        cells = " ".join(f"{x:.3f} {y:.3f} {wide:.3f} {high:.3f} re" for x, y, wide, high in rectangles)
        self._code.append(f"0 g {cells} f")

    def show_line(
        self, line: Line, style: TextStyle, *, x: float, width: float, baseline: float, align: Align = "auto"
    ) -> None:
        """Draw one line inside the box that begins at `x`; all measures in points."""
        free = width - line.advance * style.size / 1000
        at = {"left": 0.0, "right": free, "center": free / 2}[side(align, line)]
        self.show_runs(
            [(run.face, run.shaped.glyphs) for run in line.runs], style, x=x + at, baseline=baseline
        )

    def show_runs(
        self, runs: Sequence[tuple[Face, tuple[Glyph, ...]]], style: TextStyle, *, x: float, baseline: float
    ) -> None:
        """Draw glyph runs one after the other from left to right."""
        if not runs:
            return
        out = [f"BT {style.grey:g} g 1 0 0 1 {x:.3f} {baseline:.3f} Tm"]
        pen = _Pen(out, style.size)
        for face, glyphs in runs:
            font = self._font(face)
            pen.select(font.resource_name)
            for glyph in glyphs:
                pen.draw(font.code(glyph), glyph)
        pen.end()
        out.append("ET")
        self._code.append(" ".join(out))

    def _font(self, face: Face) -> GlyphFont:
        font = self._glyph_fonts.get(face)
        if font is None:
            font = self._glyph_fonts[face] = GlyphFont(face, f"G{len(self._glyph_fonts) + 1}")
            self._doc.delayedFonts.append(font)
        return font


class _Pen:
    """Writes the glyph operators of one line, joining codes into as few operators as it can."""

    def __init__(self, out: list[str], size: float) -> None:
        self._out, self._size = out, size
        self._font = ""
        self._parts: list[str] = []
        self._codes: list[str] = []
        self._rise = 0.0

    def select(self, font: str) -> None:
        if font != self._font:
            self._flush()
            self._out.append(f"/{font} {self._size:g} Tf")
            self._font = font

    def draw(self, code: int, glyph: Glyph) -> None:
        if glyph.dy != self._rise:
            self._flush()
            self._rise = glyph.dy
            self._out.append(f"{glyph.dy * self._size / 1000:.3f} Ts")
        self._shift(-glyph.dx)
        self._codes.append(f"{code:04X}")
        self._shift(glyph.width + glyph.dx - glyph.advance)

    def end(self) -> None:
        self._flush()
        if self._rise:
            self._out.append("0 Ts")

    def _shift(self, amount: float) -> None:
        """Move the pen left by thousandths of the size."""
        if abs(amount) > 1e-6:
            self._close_codes()
            self._parts.append(f"{amount:g}")

    def _close_codes(self) -> None:
        if self._codes:
            self._parts.append(f"<{''.join(self._codes)}>")
            self._codes.clear()

    def _flush(self) -> None:
        self._close_codes()
        if self._parts:
            self._out.append(f"[{' '.join(self._parts)}] TJ")
            self._parts.clear()
