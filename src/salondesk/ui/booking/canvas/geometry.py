"""Pixels to column and minute, and back. The one place that mirrors for right-to-left; no Qt here.

All pixels are content pixels: the origin is the top left corner of the whole diary, whatever is scrolled into
view. Columns are counted along the reading direction, so column 0 is the rightmost in Arabic; time always
runs down.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

ZOOMS = (5, 10, 15, 30)
"""Minutes per slot, nearest first."""
_SLOT_PX = {5: 22, 10: 24, 15: 26, 30: 34}
"""Height of a slot: half an hour keeps two lines of text at every zoom."""
MIN_COLUMN_PX = 118
MAX_COLUMN_PX, MAX_ALONE_PX = 360, 640
"""A column wider than a name, a service and two times need is only a longer way for the eye; one that stands alone is
somebody's own day, and larger. What is left of the view stays free at the end of the line.
"""
LEAST_LANE_PX = 16
"""Room for a name along a block; where more people overlap than fit so, the columns widen and scroll."""
LANE_GAP_PX = 2
COLUMN_PAD_PX = 3


class Rect(NamedTuple):
    """A rectangle in content pixels."""

    x: int
    y: int
    width: int
    height: int

    def contains(self, x: float, y: float) -> bool:
        """Tell whether a point lies inside."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


@dataclass(frozen=True, slots=True)
class Geometry:
    """The shape of one diary: how many columns over how many pixels, which minutes, which zoom, which
    direction.
    """

    columns: int
    view_width: int
    start_min: int
    end_min: int
    slot_min: int
    rtl: bool = False
    most_lanes: int = 1
    """How many blocks stand side by side where it is fullest."""
    span: int = field(init=False)
    """Width of all columns together."""
    width: int = field(init=False)
    """Width of the whole diary: wider than the view when the columns would get too narrow, and than the columns
    together when they would get too wide.
    """
    px_per_min: float = field(init=False)
    """Pixels per minute at this zoom."""

    def __post_init__(self) -> None:
        # Asked at every step of a drag, so worked out once.
        least = max(MIN_COLUMN_PX, self.most_lanes * LEAST_LANE_PX)
        most = max(MAX_COLUMN_PX if self.columns > 1 else MAX_ALONE_PX, least)
        span = min(max(self.view_width, self.columns * least), self.columns * most)
        object.__setattr__(self, "span", span)
        object.__setattr__(self, "width", max(self.view_width, span))
        object.__setattr__(self, "px_per_min", _SLOT_PX[self.slot_min] / self.slot_min)

    @property
    def height(self) -> int:
        """Height of the whole diary."""
        return round((self.end_min - self.start_min) * self.px_per_min)

    def y_of(self, minute: float) -> int:
        """Give the pixel at which a minute begins."""
        return round((minute - self.start_min) * self.px_per_min)

    def minute_at(self, y: float) -> float:
        """Give the minute at a pixel, kept inside the day."""
        minute = self.start_min + y / self.px_per_min
        return min(max(minute, self.start_min), self.end_min)

    def column_x(self, index: int) -> tuple[int, int]:
        """Give left edge and width of a column. The one mirror: nothing else asks for the direction."""
        count = max(self.columns, 1)
        lead, end = self.span * index // count, self.span * (index + 1) // count
        return (self.width - end if self.rtl else lead), end - lead

    def column_at(self, x: float) -> int:
        """Give the column at a pixel, kept inside the diary."""
        count = max(self.columns, 1)
        along = self.width - 1 - x if self.rtl else x
        index = min(max(int(along * count / max(self.span, 1)), 0), count - 1)
        left, width = self.column_x(index)
        # Column edges are rounded, so the neighbour may own this very pixel.
        if x < left:
            index += 1 if self.rtl else -1
        elif x >= left + width:
            index += -1 if self.rtl else 1
        return min(max(index, 0), count - 1)

    def has_column_at(self, x: float) -> bool:
        """Tell whether a pixel lies in a column, and not beside the last one."""
        return 0 <= (self.width - 1 - x if self.rtl else x) < self.span

    def columns_rect(self, y: int, height: int) -> Rect:
        """Give what all columns together take of a stretch of the diary."""
        return Rect(self.width - self.span if self.rtl else 0, y, self.span, height)

    def block_rect(
        self, index: int, start_min: int, end_min: int, *, lane: int = 0, lanes: int = 1, span: int = 1
    ) -> Rect:
        """Give the place of an interval in a column, in one of its side-by-side lanes."""
        left, width = self.column_x(index)
        inner = max(width - 2 * COLUMN_PAD_PX - 1, lanes)
        lead, end = inner * lane // lanes, inner * (lane + span) // lanes
        wide = max(end - lead - (LANE_GAP_PX if lane + span < lanes else 0), 1)
        x = inner - lead - wide if self.rtl else lead
        top, bottom = self.y_of(start_min), self.y_of(max(end_min, start_min + 1))
        return Rect(
            left + COLUMN_PAD_PX + (0 if self.rtl else 1) + x, top + 1, wide, max(bottom - top - 2, 3)
        )

    def span_rect(self, index: int, start_min: int, end_min: int) -> Rect:
        """Give the whole stretch of a column between two minutes."""
        left, width = self.column_x(index)
        top = self.y_of(max(start_min, self.start_min))
        return Rect(left, top, width, max(self.y_of(min(end_min, self.end_min)) - top, 0))

    def snapped(self, minute: float) -> int:
        """Give the nearest slot boundary, counted from midnight so that every day snaps alike."""
        return int((minute + self.slot_min / 2) // self.slot_min) * self.slot_min

    def slot_at(self, minute: float) -> int:
        """Give the start of the slot a minute lies in."""
        return int(minute // self.slot_min) * self.slot_min

    def next_column(self, index: int, *, rightwards: bool) -> int:
        """Give the column beside another as the eye sees it, kept inside the diary."""
        step = 1 if rightwards != self.rtl else -1
        return min(max(index + step, 0), max(self.columns, 1) - 1)
