"""Blocks that pages are built of: texts, gaps, rules, rows of cells, boxes, each with its height.

Lives here: layout of a piece of paper in points, top down. Does not live here: words and figures (the
documents decide), paper and page breaks (pages.py), bar codes (codes.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from salondesk.printing.page.pdf_canvas import PageCanvas
from salondesk.printing.text.text_flow import Align, Line, TextStyle, break_lines

MM = 72 / 25.4
"""Points in a millimetre."""


class Block(Protocol):
    """A piece of a document, as wide as it is told to be."""

    def height(self, width: float) -> float:
        """Return the height in points at a width in points."""

    def draw(self, canvas: PageCanvas, x: float, top: float, width: float) -> None:
        """Draw with the upper left corner at (x, top), PDF points from the lower left of the page."""

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        """Part into what fits in `room` points and the rest; None where it cannot be parted."""


@dataclass(frozen=True, slots=True)
class Whole:
    """Base of blocks that never part."""

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        """Never."""
        return None


@dataclass(frozen=True, slots=True)
class Space(Whole):
    """An empty stretch of `points`."""

    points: float

    def height(self, width: float) -> float:
        """Return its height."""
        return self.points

    def draw(self, canvas: PageCanvas, x: float, top: float, width: float) -> None:
        """Draw nothing."""


@dataclass(frozen=True, slots=True)
class Rule(Whole):
    """A level line with room above and below it, in points."""

    thickness: float = 0.5
    grey: float = 0.0
    above: float = 2.0
    below: float = 2.0
    dashed: bool = False

    def height(self, width: float) -> float:
        """Return its height with both gaps."""
        return self.above + self.thickness + self.below

    def draw(self, canvas: PageCanvas, x: float, top: float, width: float) -> None:
        """Draw the line."""
        if self.dashed:
            canvas.setDash(1.5, 1.5)
        canvas.rule(x, top - self.above - self.thickness / 2, width, thickness=self.thickness, grey=self.grey)
        if self.dashed:
            canvas.setDash()


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines already broken: the two halves of a text that crosses a page."""

    lines: tuple[Line, ...]
    style: TextStyle
    align: Align = "auto"

    def height(self, width: float) -> float:
        """Return the height of all lines."""
        return self.style.leading * len(self.lines)

    def draw(self, canvas: PageCanvas, x: float, top: float, width: float) -> None:
        """Draw the lines from the top down."""
        baseline = top - self.style.baseline
        for line in self.lines:
            canvas.show_line(line, self.style, x=x, width=width, baseline=baseline, align=self.align)
            baseline -= self.style.leading

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        """Part between two lines."""
        fits = int((room + 0.01) // self.style.leading)
        if not 0 < fits < len(self.lines):
            return None
        return (
            Lines(self.lines[:fits], self.style, self.align),
            Lines(self.lines[fits:], self.style, self.align),
        )


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. ``base`` is its direction, 0 or 1; None lets each line's first letter decide."""

    text: str
    style: TextStyle
    align: Align = "auto"
    base: int | None = None

    def set(self, width: float) -> Lines:
        """Break it into lines for a width."""
        lines = break_lines(self.text, self.style.weight, width * 1000 / self.style.size, self.base)
        return Lines(lines, self.style, self.align)

    def height(self, width: float) -> float:
        """Return the height of its lines at this width."""
        return self.set(width).height(width)

    def draw(self, canvas: PageCanvas, x: float, top: float, width: float) -> None:
        """Draw its lines."""
        self.set(width).draw(canvas, x, top, width)

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        """Part between two lines."""
        return self.set(width).split(width, room)


@dataclass(frozen=True, slots=True)
class Stack:
    """Blocks one under the other. ``keep`` holds them together on one page."""

    blocks: tuple[Block, ...]
    keep: bool = False

    def height(self, width: float) -> float:
        """Return the sum of their heights."""
        return sum(block.height(width) for block in self.blocks)

    def draw(self, canvas: PageCanvas, x: float, top: float, width: float) -> None:
        """Draw them from the top down."""
        for block in self.blocks:
            block.draw(canvas, x, top, width)
            top -= block.height(width)

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        """Part between two blocks, or inside the one that crosses."""
        used = 0.0
        for index, block in enumerate(self.blocks):
            high = block.height(width)
            if used + high > room + 0.01:
                return self._split_at(index, width, room - used)
            used += high
        return None

    def _split_at(self, index: int, width: float, room: float) -> tuple[Block, Block] | None:
        first, rest = self.blocks[:index], self.blocks[index:]
        parts = rest[0].split(width, room)
        if parts is not None:
            first, rest = (*first, parts[0]), (parts[1], *rest[1:])
        return (Stack(first), Stack(rest)) if first else None


@dataclass(frozen=True, slots=True)
class Row:
    """Cells side by side. ``widths`` are shares of the free width, whatever they add up to.

    ``pad_x`` lies between and beside cells, ``pad_y`` above and below them, in points; ``shade`` is the
    grey behind the row (None for paper), ``rule`` the grey of the line under it; ``middle`` centres cells
    in height.
    """

    cells: tuple[Block, ...]
    widths: tuple[float, ...]
    pad_x: float = 0.0
    pad_y: float = 0.0
    shade: float | None = None
    rule: float | None = None
    middle: bool = False

    def _spans(self, width: float) -> list[tuple[float, float]]:
        """Return the offset and the inner width of each cell."""
        share = width / sum(self.widths)
        spans, at = [], 0.0
        for part in self.widths:
            spans.append((at + self.pad_x, part * share - 2 * self.pad_x))
            at += part * share
        return spans

    def height(self, width: float) -> float:
        """Return the height of the highest cell and the padding."""
        spans = self._spans(width)
        tallest = max(cell.height(inner) for cell, (_, inner) in zip(self.cells, spans, strict=True))
        return tallest + 2 * self.pad_y

    def draw(self, canvas: PageCanvas, x: float, top: float, width: float) -> None:
        """Draw shade, cells and rule."""
        high = self.height(width)
        if self.shade is not None:
            canvas.setFillGray(self.shade)
            canvas.rect(x, top - high, width, high, stroke=0, fill=1)
        for cell, (at, inner) in zip(self.cells, self._spans(width), strict=True):
            drop = (high - 2 * self.pad_y - cell.height(inner)) / 2 if self.middle else 0.0
            cell.draw(canvas, x + at, top - self.pad_y - drop, inner)
        if self.rule is not None:
            canvas.rule(x, top - high, width, thickness=0.5, grey=self.rule)

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        """Part every cell that crosses; cells that fit stay in the first part."""
        inner_room = room - 2 * self.pad_y
        first: list[Block] = []
        rest: list[Block] = []
        for cell, (_, inner) in zip(self.cells, self._spans(width), strict=True):
            if cell.height(inner) <= inner_room + 0.01:
                first.append(cell)
                rest.append(Space(0.0))
                continue
            parts = cell.split(inner, inner_room)
            if parts is None:
                return None
            first.append(parts[0])
            rest.append(parts[1])
        return self._with(first), self._with(rest)

    def _with(self, cells: Sequence[Block]) -> Row:
        return Row(tuple(cells), self.widths, self.pad_x, self.pad_y, self.shade, self.rule, self.middle)


@dataclass(frozen=True, slots=True)
class Box(Whole):
    """A block in a rounded frame; a filled box shows its content white on black."""

    inside: Block
    pad_x: float = 8.0
    pad_y: float = 3.0
    thickness: float = 1.0
    radius: float = 3.0
    shade: float | None = None

    def height(self, width: float) -> float:
        """Return the height of the content and the padding."""
        return self.inside.height(width - 2 * self.pad_x) + 2 * self.pad_y

    def draw(self, canvas: PageCanvas, x: float, top: float, width: float) -> None:
        """Draw frame, then content."""
        high = self.height(width)
        canvas.setLineWidth(self.thickness)
        canvas.setStrokeGray(0.0)
        if self.shade is not None:
            canvas.setFillGray(self.shade)
        canvas.roundRect(
            x,
            top - high,
            width,
            high,
            self.radius,
            stroke=int(self.thickness > 0),
            fill=int(self.shade is not None),
        )
        self.inside.draw(canvas, x + self.pad_x, top - self.pad_y, width - 2 * self.pad_x)


@dataclass(frozen=True, slots=True)
class Inset:
    """A block in a part of the width: ``share`` of it (0 to 1), at the left, the right or the centre."""

    inside: Block
    share: float
    side: str = "center"

    def height(self, width: float) -> float:
        """Return the content's height at its part of the width."""
        return self.inside.height(width * self.share)

    def draw(self, canvas: PageCanvas, x: float, top: float, width: float) -> None:
        """Draw the content at its side."""
        free = width * (1 - self.share)
        at = {"left": 0.0, "right": free}.get(self.side, free / 2)
        self.inside.draw(canvas, x + at, top, width * self.share)

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        """Part the content."""
        parts = self.inside.split(width * self.share, room)
        return (replace(self, inside=parts[0]), replace(self, inside=parts[1])) if parts else None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header that comes again on each page the rows reach."""

    header: Block
    rows: tuple[Block, ...]
