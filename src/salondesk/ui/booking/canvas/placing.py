"""Where each block of a board stands, and which block is at a point. Content pixels; no Qt.

Blocks are kept per column and sorted by start, so that a paint or a hit looks at one column and stops early.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from salondesk.engine.daylayout import Place, lay_out, lay_out_with_gaps
from salondesk.services.reads.booking.board import BoardBlock, DayBoard, Edge, blocks_by_column
from salondesk.ui.booking.canvas.geometry import Geometry, Rect

_EDGE_PX = 6
_EDGE_FROM_PX = 24
"""A block, or a stretch of one, lower than this has no edges to pull, else it could not be caught for a move."""


class Placed:
    """A block in its place; `gaps` are the heights where it is free for others, `edges` what can be pulled within it, by
    height, `picture` is the painter's, drawn when first seen.
    """

    __slots__ = ("block", "bottom", "column", "edges", "gaps", "picture", "rect", "x", "y")

    def __init__(self, block: BoardBlock, column: int, rect: Rect) -> None:
        self.block, self.column, self.rect = block, column, rect
        self.x, self.y, self.bottom = rect.x, rect.y, rect.y + rect.height
        self.gaps: tuple[tuple[int, int], ...] = ()
        self.edges: tuple[tuple[int, Edge], ...] = ()
        self.picture: Any = None

    def is_at(self, y: float) -> bool:
        """Tell whether the block itself, and no gap of it, is at a height."""
        return self.y <= y < self.bottom and not any(top <= y < bottom for top, bottom in self.gaps)


def most_lanes(board: DayBoard) -> int:
    """Return how many blocks of a column stand side by side where it is fullest."""
    most = 1
    for blocks in blocks_by_column(board).values():
        if any(block.segments for block in blocks):
            most = max(most, *(place.lanes for place in _laid_out(blocks)))
            continue
        at, ends = 0, sorted(block.end_min for block in blocks)
        for n, block in enumerate(blocks):  # by start
            while ends[at] <= block.start_min:
                at += 1
            most = max(most, n + 1 - at)
    return most


def _laid_out(blocks: list[BoardBlock]) -> list[Place]:
    """Give the blocks of a column their lanes: by their solid stretches where one has gaps."""
    if any(block.segments for block in blocks):
        return lay_out_with_gaps([(block.start_min, block.end_min, block.gaps) for block in blocks])
    return lay_out([(block.start_min, block.end_min) for block in blocks])


class Placing:
    """All blocks of a board in a shape."""

    def __init__(self, board: DayBoard, shape: Geometry) -> None:
        self.columns: list[list[Placed]] = []
        self.by_key: dict[bytes, Placed] = {}
        buckets = blocks_by_column(board)
        for index, column in enumerate(board.columns):
            blocks = buckets[column.key]
            placed = []
            for block, place in zip(blocks, _laid_out(blocks), strict=True):
                rect = shape.block_rect(
                    index, block.start_min, block.end_min, lane=place.lane, lanes=place.lanes, span=place.span
                )
                one = Placed(block, index, rect)
                if block.segments:
                    one.gaps = tuple((shape.y_of(start), shape.y_of(end)) for start, end in block.gaps)
                    one.edges = tuple((shape.y_of(edge.minute), edge) for edge in block.edges[1:-1])
                placed.append(one)
                self.by_key[block.key] = one
            self.columns.append(placed)
        self.in_time_order = sorted(
            self.by_key.values(),
            key=lambda p: (p.block.start_min, p.column, p.block.end_min, p.block.key),
        )

    def at(self, index: int, x: float, y: float) -> Placed | None:
        """Give the block of a column at a point."""
        for placed in reversed(self.columns[index] if index < len(self.columns) else []):
            if placed.is_at(y) and placed.rect.contains(x, y):
                return placed
        return None

    def edge_at(self, placed: Placed, y: float) -> Edge | None:
        """Give the edge of a block that is meant at a height: of its ends, or between two of its segments."""
        if placed.rect.height < _EDGE_FROM_PX or not placed.block.movable:
            return None
        top = max([placed.y, *(bottom for _top, bottom in placed.gaps if bottom <= y)])
        bottom = min([placed.bottom, *(start for start, _bottom in placed.gaps if start > y)])
        if placed.gaps and bottom - top < _EDGE_FROM_PX:
            return None
        for at, edge in placed.edges:
            if at - _EDGE_PX <= y < at + _EDGE_PX:
                return edge
        first, *_others, last = placed.block.edges
        if y >= placed.bottom - _EDGE_PX:
            return last
        return first if y < placed.y + _EDGE_PX else None

    def covering(self, index: int, minute: int) -> Placed | None:
        """Give the first block of a column that covers a minute."""
        for placed in self.columns[index] if index < len(self.columns) else []:
            block = placed.block
            if block.start_min <= minute < block.end_min and not block.is_free_at(minute):
                return placed
        return None

    def free_part(self, index: int, start_min: int, end_min: int) -> tuple[int, int]:
        """Give the part of a slot that no block takes, for the ring round it; all of it when there is none."""
        start, end = start_min, end_min
        taken = (
            s
            for placed in (self.columns[index] if index < len(self.columns) else [])
            for s in placed.block.solid
        )
        for first, last in sorted(taken):
            if first <= start < last:
                start = last
            elif start < first < end:
                end = first
        return (start, end) if start < end else (start_min, end_min)

    def visit_of(self, placed: Placed) -> Iterator[Placed]:
        """Give the other blocks of the same booking, those of the same line too."""
        return (
            other
            for other in self.in_time_order
            if other.block.booking_id == placed.block.booking_id and other is not placed
        )

    def differing(self, other: Placing) -> list[Rect]:
        """List the rectangles in which two placings differ, for a repaint of nothing else."""
        rects: list[Rect] = []
        for key, mine in self.by_key.items():
            theirs = other.by_key.get(key)
            if theirs is None:
                rects.append(mine.rect)
            elif theirs.rect != mine.rect or theirs.block != mine.block:
                rects += [mine.rect, theirs.rect]
        rects += [theirs.rect for key, theirs in other.by_key.items() if key not in self.by_key]
        return rects
