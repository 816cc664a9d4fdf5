"""The line of now runs across the day, and a name at a block's top stays legible."""

from __future__ import annotations

import pytest

from salondesk.services.reads.booking.board import BoardBlock, BoardColumn, DayBoard
from salondesk.ui.booking.canvas.geometry import Geometry
from salondesk.ui.booking.canvas.now_line import Stretch, stretches
from salondesk.ui.booking.canvas.placing import Placing

NOURA, SARA = b"noura", b"sara"
COLUMNS = (BoardColumn(NOURA, "Noura"), BoardColumn(SARA, "Sara"))


def line_at(now_min: int, *blocks: tuple[bytes, int, int], rtl: bool = False) -> list[Stretch]:
    made = tuple(
        BoardBlock(bytes([n]), b"visit", key, start, end, "booked", "Mariam", "Cut")
        for n, (key, start, end) in enumerate(blocks)
    )
    board = DayBoard("2026-11-20", 540, 1260, 15, COLUMNS, made, now_min=now_min)
    shape = Geometry(2, 600, 540, 1260, 15, rtl=rtl)
    return stretches(board, shape, Placing(board, shape))


def drawn(line: list[Stretch], *, faint: bool = True) -> int:
    """Return how many pixels are drawn, the faint ones with them or not."""
    return sum(part.width for part in line if faint or not part.is_faint)


def test_over_free_time_it_is_whole() -> None:
    assert drawn(line_at(700), faint=False) == 600
    assert line_at(500) == []


@pytest.mark.parametrize("rtl", [False, True])
def test_a_name_at_the_top_of_a_block_is_left_out_and_the_rest_goes_on(rtl: bool) -> None:  # noqa: FBT001 - a parameter
    line = line_at(605, (NOURA, 600, 660), rtl=rtl)
    left = 300 if rtl else 0
    assert drawn([part for part in line if left + 20 < part.x + part.width // 2 < left + 280]) < 20

    assert drawn(line, faint=False) > 300


def test_over_a_blocks_other_words_it_is_faint() -> None:
    line = line_at(640, (NOURA, 600, 660))
    assert drawn(line) == 600
    assert 260 < drawn(line) - drawn(line, faint=False) < 300


def test_two_blocks_side_by_side_are_each_cut_around() -> None:
    line = line_at(605, (NOURA, 600, 660), (NOURA, 600, 660))
    assert all(part.width >= 0 for part in line)
    assert len([part for part in line if not part.is_faint]) == 4
