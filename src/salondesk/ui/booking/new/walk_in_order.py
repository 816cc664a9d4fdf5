"""Whose turn a walk-in is: of those free now, whoever has the fewest lines today. Qt-free, from the day's board."""

from __future__ import annotations

from datetime import date

from salondesk.core.timespan import instant_of
from salondesk.domain.booking import RELEASED
from salondesk.engine.proposals import Proposal, ProposedSegment
from salondesk.services.reads.booking.board import DayBoard
from salondesk.services.reads.booking.conflict_facts import ConflictFacts

STEP_MIN = 5


def now_slot(now_min: int) -> int:
    """Return the minute a walk-in begins at: the last whole five minutes."""
    return now_min // STEP_MIN * STEP_MIN


def next_in_turn(board: DayBoard, facts: ConflictFacts, start_min: int, minutes: int) -> bytes:
    """Return the column of the person to take a walk-in from ``start_min`` for so many minutes.

    Who is at work and free comes before who is in a break or off, and that before
    who is busy; among equals the fewest lines today, then the board's order.
    Returns b"" when the board has no columns.
    """
    engine, day = facts.conflicts(), date.fromisoformat(board.date_iso)
    start, end = (instant_of(day, minute, facts.zone) for minute in (start_min, start_min + minutes))
    lines: dict[bytes, int] = {column.key: 0 for column in board.columns}
    for block in board.blocks:
        if block.status not in RELEASED and block.column_key in lines:
            lines[block.column_key] += 1

    def rank(key: bytes) -> tuple[int, int]:
        found = engine.find(Proposal(b"", (ProposedSegment(b"", "active", start, end, (key,)),)))
        return max((finding.severity for finding in found), default=0), lines[key]

    return min(lines, key=rank, default=b"")
