"""What a screen reader says of the diary: names of blocks, columns and free time. No Qt widgets here."""

from __future__ import annotations

from salondesk.core.message import N_
from salondesk.services.reads.booking.board import BoardBlock, BoardColumn, DayBoard
from salondesk.ui.booking.canvas.status_styles import client_of, flags_shown, style_of
from salondesk.ui.format import formatter
from salondesk.ui.i18n import _, fill


def block_name(block: BoardBlock, column: BoardColumn) -> str:
    """Say a block: time and what of it is free, client, services, person, status and what else matters."""
    shown = formatter()
    parts = [
        shown.time_range(block.start_min, block.end_min),
        gaps_text(block),
        client_of(block),
        block.services,
        column.title,
        _(style_of(block.status, block.flags).name),
        *(_(look.name) for look in flags_shown(block.flags)),
    ]
    return ", ".join(part for part in parts if part)


def gaps_text(block: BoardBlock) -> str:
    """Say when the person is free within a block: "free 10:30 to 11:00"; empty for one without gaps."""
    times = _(", ").join(formatter().time_range(start, end) for start, end in block.gaps)
    return fill(N_("free {times}"), times=times) if times else ""


def slot_name(column: BoardColumn, minute: int) -> str:
    """Say a free slot: the person and the time."""
    return fill(N_("{person}, {time} free"), person=column.title, time=formatter().time(minute))


def free_stretches(board: DayBoard, column: BoardColumn) -> list[tuple[int, int]]:
    """Give the minutes of a column's shifts that no block takes and no break shades; without a shift there are none."""
    opened = [(s.start_min, s.end_min) for s in column.shades if s.kind == "shift"]
    taken = [(s.start_min, s.end_min) for s in column.shades if s.kind != "shift"]
    taken += [
        stretch
        for b in board.blocks
        for stretch in b.solid
        if b.column_key == column.key and b.status not in ("cancelled", "rejected", "no_show")
    ]
    free: list[tuple[int, int]] = []
    for start, end in opened:
        at = start
        for busy_start, busy_end in sorted(taken):
            if busy_start >= end:
                break
            if busy_start > at:
                free.append((at, busy_start))
            at = max(at, busy_end)
        if at < end:
            free.append((at, end))
    return free


def column_name(board: DayBoard, column: BoardColumn) -> str:
    """Say a column: the person and when she is free."""
    stretches = free_stretches(board, column)
    if not stretches:
        return fill(N_("{person}, nothing free"), person=column.title)
    times = ", ".join(formatter().time_range(start, end) for start, end in stretches)
    return fill(N_("{person}, free {times}"), person=column.title, times=times)
