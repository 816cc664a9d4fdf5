"""The diary of one day or week as the calendar draws it: plain values, cheap to build by the hundred.

Storage fills a DayBoard, the calendar paints it; neither knows the other. Times are diary minutes: minutes
since local midnight of the column's business date, so that a night's work passes 1,440. What does not live
here: pixels (ui/booking/canvas/geometry.py), overlaps (engine/daylayout.py), and the queries that fill a board
(storage/queries).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from salondesk.core.ids import Id
from salondesk.domain.access import Actor
from salondesk.services.reads.query import Held, Query, own_or_all

# Block flags, ORed together: what a glance must catch.
NOTE = 1
ALERT = 2
NEW_CLIENT = 4
REQUESTED = 8
UNPAID = 16
PAID = 32
LATE = 64
OVERRIDE = 128
DEPOSIT = 256
REPEAT = 512
FORM_MISSING = 1024
CLASH = 2048
OWED = 4096

STATUSES = (
    "pending",
    "booked",
    "confirmed",
    "arrived",
    "in_service",
    "done",
    "no_show",
    "cancelled",
    "rejected",
)
"""Stored statuses, in the order of a visit."""

SHADE_KINDS = ("shift", "break", "leave", "prayer", "closed")
"""What a stretch of a column may be; "shift" is open time, all the rest is shaded."""


class BoardShade(NamedTuple):
    """A stretch of a column that is open ("shift") or shaded, in diary minutes; `label` is shown if there is
    room.
    """

    kind: str
    start_min: int
    end_min: int
    label: str = ""


class BoardColumn(NamedTuple):
    """One person (key: the staff id) or one day (key: the ISO date as bytes)."""

    key: bytes
    title: str
    subtitle: str = ""
    colour: str = ""
    shades: tuple[BoardShade, ...] = ()
    people: tuple[tuple[bytes, tuple[BoardShade, ...]], ...] = ()
    """In a week of several people: each one's own stretches on this day, since the column is nobody's."""


class BoardSegment(NamedTuple):
    """A stretch of a line with several, in diary minutes; one that is free leaves the block's person to others."""

    segment_id: bytes
    start_min: int
    end_min: int
    is_free: bool = False


class Edge(NamedTuple):
    """An end of a block, or of a segment within it, that can be pulled: "start" or "end", and where it is.

    `number` is that of the line's segment, -1 where the line has but one.
    """

    side: str
    number: int
    minute: int


class BoardBlock(NamedTuple):
    """One line of a booking as it keeps one person busy. `colour` is the service's, as #rrggbb.

    A line that several people serve has a block for each: from the first of her segments to her last one.
    """

    line_id: bytes
    booking_id: bytes
    column_key: bytes
    start_min: int
    end_min: int
    status: str
    client: str
    services: str
    colour: str = ""
    flags: int = 0
    version: int = 1
    movable: bool = True
    segments: tuple[BoardSegment, ...] = ()
    """All of the line's segments by time where it has several; empty for one."""
    staff_id: bytes = b""
    """Whose time it takes: in a day the column's person, in a week whoever it is."""
    helps: bool = False
    """Whether another block of the line stands for it: this one is somebody's who helps or takes over."""

    @property
    def key(self) -> bytes:
        """What names the block on a board: its line, and who helps with that."""
        return self.line_id + self.staff_id if self.helps else self.line_id

    @property
    def own(self) -> tuple[int, ...]:
        """The numbers of the segments that lie within the block."""
        return tuple(
            n
            for n, segment in enumerate(self.segments)
            if segment.start_min >= self.start_min and segment.end_min <= self.end_min
        )

    @property
    def edges(self) -> tuple[Edge, ...]:
        """What can be pulled, earliest first: the block's ends, and between two segments that of the person's time."""
        own = self.own
        if not own:
            return Edge("start", -1, self.start_min), Edge("end", -1, self.end_min)
        found = [Edge("start", own[0], self.start_min)]
        for n, following in pairwise(own):
            one, other = self.segments[n], self.segments[following]
            if one.end_min < other.start_min or not one.is_free:
                found.append(Edge("end", n, one.end_min))
            if one.end_min < other.start_min or one.is_free:
                found.append(Edge("start", following, other.start_min))
        return (*found, Edge("end", own[-1], self.end_min))

    @property
    def solid(self) -> tuple[tuple[int, int], ...]:
        """The stretches that take the person's time, in diary minutes, earliest first."""
        if not self.segments:
            return ((self.start_min, self.end_min),)
        found: list[tuple[int, int]] = []
        for _id, start, end, is_free in self.segments:
            if is_free:
                continue
            if found and start <= found[-1][1]:
                found[-1] = (found[-1][0], max(end, found[-1][1]))
            else:
                found.append((start, end))
        return tuple(found)

    @property
    def gaps(self) -> tuple[tuple[int, int], ...]:
        """What of the block is free for others, in diary minutes, earliest first."""
        at, found = self.start_min, list[tuple[int, int]]()
        for start, end in self.solid if self.segments else ():
            if start > at:
                found.append((at, start))
            at = end
        if self.segments and at < self.end_min:
            found.append((at, self.end_min))
        return tuple(found)

    def is_free_at(self, minute: float) -> bool:
        """Tell whether a minute lies in a gap."""
        return bool(self.segments) and any(start <= minute < end for start, end in self.gaps)


class DayBoard(NamedTuple):
    """Everything the calendar shows: columns in reading order and blocks in any order."""

    date_iso: str
    day_start_min: int
    day_end_min: int
    slot_min: int
    columns: tuple[BoardColumn, ...]
    blocks: tuple[BoardBlock, ...]
    now_min: int | None = None
    kind: str = "day"
    """"day": a column is a person; "week": a column is a day, and the now-line stands in today's only."""
    today_key: bytes | None = None
    """In a week, the column of today; None elsewhere."""

    @property
    def frame(self) -> tuple[object, ...]:
        """What must stay the same for a gesture on this board to keep its meaning."""
        columns = tuple(column.key for column in self.columns)
        return self.date_iso, self.kind, self.day_start_min, self.day_end_min, columns

    def column_of(self, key: bytes) -> BoardColumn | None:
        """Give the column with a key."""
        return next((column for column in self.columns if column.key == key), None)

    def block_of(self, key: bytes) -> BoardBlock | None:
        """Give the block of a key; a booking line's id is that of its main block."""
        return next((block for block in self.blocks if block.key == key), None)

    def without_cancelled(self) -> DayBoard:
        """Give the board without visits that were called off."""
        return self._replace(blocks=tuple(block for block in self.blocks if block.status not in HIDDEN))


def blocks_by_column(board: DayBoard) -> Mapping[bytes, list[BoardBlock]]:
    """Sort the blocks into their columns, each by start and then the longer first."""
    buckets: dict[bytes, list[BoardBlock]] = {column.key: [] for column in board.columns}
    for block in board.blocks:
        bucket = buckets.get(block.column_key)
        if bucket is not None:
            bucket.append(block)
    for bucket in buckets.values():
        bucket.sort(key=lambda b: (b.start_min, -b.end_min, b.line_id))
    return buckets


def by_line(board: DayBoard) -> list[tuple[BoardBlock, tuple[BoardBlock, ...]]]:
    """Return each line once: its main block as long as the whole line, and all its blocks, the main one first.

    Free is then what leaves everybody of the line free.
    """
    lines: dict[bytes, list[BoardBlock]] = {}
    for block in board.blocks:
        lines.setdefault(block.line_id, []).append(block)
    found = []
    for blocks in lines.values():
        blocks.sort(key=lambda block: (block.helps, block.start_min))
        main = blocks[0]
        if main.segments and len(blocks) > 1:
            free = zip(*([s.is_free for s in block.segments] for block in blocks), strict=True)
            main = main._replace(
                start_min=min(block.start_min for block in blocks),
                end_min=max(block.end_min for block in blocks),
                segments=tuple(s._replace(is_free=all(f)) for s, f in zip(main.segments, free, strict=True)),
            )
        found.append((main, tuple(blocks)))
    return found


MASK = "\u2022 \u2022 \u2022"
HIDDEN = frozenset({"cancelled", "rejected"})
"""Statuses whose blocks the calendar leaves out."""
_OVER = frozenset({*HIDDEN, "done", "no_show"})


def next_block(board: DayBoard) -> BoardBlock | None:
    """Return the visit in service now, else the next one by time; None when none is left or the day is not today."""
    now = board.now_min
    if now is None:
        return None
    left = [b for b in board.blocks if b.status not in _OVER and b.end_min > now]
    return min(left, key=lambda b: (b.status != "in_service", b.start_min), default=None)


def masked(board: DayBoard) -> DayBoard:
    """Return the board as it may be seen while nobody is signed in: how full the day is, and nobody's name."""
    blocks = tuple(
        block._replace(client=MASK, services="", flags=0)
        for block in board.blocks
        if block.status not in HIDDEN
    )
    return board._replace(blocks=blocks)


WEEK = 7
"""The days of a board whose columns are days."""


@dataclass(frozen=True, slots=True)
class DiaryBoard(Query[DayBoard]):
    """The diary of a business date, or of the ``WEEK`` that begins with it; ``staff_id`` asks for one person's.

    Names are in ``lang``; the asker's language where it is empty.
    """

    first: date
    days: int = 1
    staff_id: Id | None = None
    lang: str = ""

    def allow(self, held: Held, me: Actor) -> DiaryBoard:
        """For who sees the diary: everybody's, or one's own column."""
        return replace(self, staff_id=own_or_all(held, me, self.staff_id), lang=self.lang or me.lang)
