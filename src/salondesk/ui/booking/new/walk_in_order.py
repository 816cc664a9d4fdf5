"""Whose turn a walk-in is: of those free now, whoever has the fewest lines today. Qt-free, from the day's board."""

from __future__ import annotations

from salondesk.engine.verdict import VerdictKind
from salondesk.services.reads.booking.board import DayBoard
from salondesk.ui.booking.gesture.drag import Proposal
from salondesk.ui.booking.gesture.judging import RELEASED, judge_of

STEP_MIN = 5
_RANK = {VerdictKind.OK: 0, VerdictKind.WARN: 1, VerdictKind.REFUSE: 2}


def now_slot(now_min: int) -> int:
    """Return the minute a walk-in begins at: the last whole five minutes."""
    return now_min // STEP_MIN * STEP_MIN


def next_in_turn(board: DayBoard, start_min: int, minutes: int) -> bytes:
    """Return the column of the person to take a walk-in from ``start_min`` for so many minutes.

    Who is at work and free comes before who is in a break or off, and that before
    who is busy; among equals the fewest lines today, then the board's order.
    Returns b"" when the board has no columns.
    """
    judge = judge_of(board)
    lines: dict[bytes, int] = {column.key: 0 for column in board.columns}
    for block in board.blocks:
        if block.status not in RELEASED and block.column_key in lines:
            lines[block.column_key] += 1

    def rank(key: bytes) -> tuple[int, int]:
        verdict = judge(Proposal("create", key, start_min, start_min + minutes))
        return _RANK[VerdictKind(verdict.kind)], lines[key]

    return min(lines, key=rank, default=b"")
