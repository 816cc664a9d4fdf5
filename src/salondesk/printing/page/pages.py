"""Deals blocks out over A4 pages, or over one roll page as long as they need.

Knows nothing of what a document says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from salondesk.printing.page.blocks import MM, Block, Stack, Table
from salondesk.printing.page.pdf_canvas import PageCanvas

PaperName = Literal["a4", "80mm"]

PAPERS: tuple[PaperName, ...] = ("a4", "80mm")


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of paper, measures in points. ``height`` None is a roll, cut after the last line."""

    name: PaperName
    width: float
    height: float | None
    margin_x: float
    margin_top: float
    margin_bottom: float

    @property
    def content_width(self) -> float:
        """Width between the side margins."""
        return self.width - 2 * self.margin_x


A4 = Paper("a4", 210 * MM, 297 * MM, 15 * MM, 14 * MM, 16 * MM)
ROLL_80 = Paper("80mm", 80 * MM, None, 4.5 * MM, 3 * MM, 5 * MM)
"""80 mm roll, of which a print head reaches 72 mm; half a millimetre at each side forgives a crooked roll."""

LONGEST_ROLL = 3_000 * MM
"""A longer slip is cut in two: a PDF page may not pass 5 m, and no bitmap should."""


def paper(name: PaperName) -> Paper:
    """Return the paper of a name."""
    return A4 if name == "a4" else ROLL_80


@dataclass(frozen=True, slots=True)
class Page:
    """One laid-out page: its height in points, and blocks with their distance from the top of the content."""

    height: float
    placed: tuple[tuple[Block, float], ...]


PageBlock = Callable[[int, int], Block | None]
"""Makes the running head or foot of page n of m (from 1)."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A document ready to be drawn."""

    paper: Paper
    pages: tuple[Page, ...]
    head: PageBlock
    foot: PageBlock

    def draw(self, canvas: PageCanvas) -> None:
        """Draw all pages."""
        paper, count = self.paper, len(self.pages)
        width = paper.content_width
        for number, page in enumerate(self.pages, start=1):
            canvas.setPageSize((paper.width, page.height))
            top = page.height - paper.margin_top
            head, foot = self.head(number, count), self.foot(number, count)
            if head is not None:
                head.draw(canvas, paper.margin_x, top, width)
                top -= head.height(width)
            for block, offset in page.placed:
                block.draw(canvas, paper.margin_x, top - offset, width)
            if foot is not None:
                foot.draw(canvas, paper.margin_x, paper.margin_bottom - 4, width)
            canvas.showPage()


def no_block(number: int, count: int) -> Block | None:
    """Make no running head or foot."""
    return None


def lay_out(
    paper: Paper,
    parts: Iterable[Block | Table],
    *,
    head: PageBlock = no_block,
    foot: PageBlock = no_block,
) -> Layout:
    """Deal the parts of a document out over pages.

    `head` runs above the content of each page it makes a block for; `foot` stands in the bottom margin. A
    block goes to the next page when it does not fit, and is split when no page could hold it.
    """
    width = paper.content_width
    full = (paper.height or LONGEST_ROLL) - paper.margin_top - paper.margin_bottom
    dealer = _Dealer(width, full, head)
    for part in parts:
        if isinstance(part, Table):
            dealer.place_table(part)
        else:
            dealer.place(part)
    pages = dealer.finish()
    if paper.height is not None:
        made = [Page(paper.height, placed) for placed, _ in pages]
    else:
        made = [Page(used + paper.margin_top + paper.margin_bottom, placed) for placed, used in pages]
    return Layout(paper, tuple(made), head, foot)


class _Dealer:
    """Fills pages one after the other."""

    def __init__(self, width: float, full: float, head: PageBlock) -> None:
        self._width, self._full, self._head = width, full, head
        self._pages: list[tuple[tuple[tuple[Block, float], ...], float]] = []
        self._placed: list[tuple[Block, float]] = []
        self._used = 0.0
        self._again: Block | None = None

    def place(self, block: Block) -> None:
        high = block.height(self._width)
        while high > self._left() + 0.01:
            parts = None
            if high > self._room() - self._again_height() or _flows(block):
                parts = block.split(self._width, self._left())
            if parts is not None:
                self._put(parts[0])
                block = parts[1]
            elif self._fresh():
                break  # nothing can be done for a block that is higher than a page and cannot part
            self._turn()
            high = block.height(self._width)
        self._put(block)

    def place_table(self, table: Table) -> None:
        first: Sequence[Block] = table.rows[:1]
        head = Stack((table.header, *first), keep=True)
        if head.height(self._width) > self._left() and not self._fresh():
            self._turn()
        self._put(table.header)
        self._again = table.header
        for row in table.rows:
            self.place(row)
        self._again = None

    def finish(self) -> list[tuple[tuple[tuple[Block, float], ...], float]]:
        self._pages.append((tuple(self._placed), self._used))
        return self._pages

    def _room(self) -> float:
        head = self._head(len(self._pages) + 1, 0)
        return self._full - (head.height(self._width) if head is not None else 0.0)

    def _left(self) -> float:
        return self._room() - self._used

    def _again_height(self) -> float:
        return self._again.height(self._width) if self._again is not None else 0.0

    def _fresh(self) -> bool:
        return len(self._placed) <= (1 if self._again is not None else 0)

    def _put(self, block: Block) -> None:
        self._placed.append((block, self._used))
        self._used += block.height(self._width)

    def _turn(self) -> None:
        self._pages.append((tuple(self._placed), self._used))
        self._placed, self._used = [], 0.0
        if self._again is not None:
            self._put(self._again)


def _flows(block: Block) -> bool:
    return isinstance(block, Stack) and not block.keep
