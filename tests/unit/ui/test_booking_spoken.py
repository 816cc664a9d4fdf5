"""What a screen reader says of the diary's columns."""

from salondesk.services.reads.booking.board import BoardColumn, BoardShade, DayBoard
from salondesk.ui.booking.canvas.spoken import column_name, free_stretches

_LEAVE = BoardShade("leave", 540, 1260)
_SHIFT, _BREAK = BoardShade("shift", 600, 1080), BoardShade("break", 780, 810)


def board(*shades: BoardShade) -> DayBoard:
    return DayBoard("2026-11-20", 540, 1260, 15, (BoardColumn(b"hanan", "Hanan", shades=shades),), ())


def test_who_has_no_shift_that_day_has_nothing_free() -> None:
    for shades in ((), (_LEAVE,)):
        made = board(*shades)
        assert free_stretches(made, made.columns[0]) == []
        assert "nothing free" in column_name(made, made.columns[0])


def test_free_is_what_a_shift_has_beside_its_break() -> None:
    made = board(_SHIFT, _BREAK)
    assert free_stretches(made, made.columns[0]) == [(600, 780), (810, 1080)]
