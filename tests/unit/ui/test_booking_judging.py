"""The verdict on the drag preview, from the board on screen: in a day a column is a person, in a week of everybody a day."""

from __future__ import annotations

from salondesk.services.reads.booking.board import BoardBlock, BoardColumn, BoardShade, DayBoard
from salondesk.ui.booking.gesture.drag import Proposal, moved
from salondesk.ui.booking.gesture.judging import judge_of

MON, TUE = b"2026-11-23", b"2026-11-24"
ALL_DAY = (BoardShade("shift", 540, 1260),)
MORNING = (BoardShade("shift", 540, 780),)


def block(line: bytes, column: bytes, staff: bytes, start: int, *, booking: bytes = b"") -> BoardBlock:
    visit = booking or line + b"-visit"
    return BoardBlock(line, visit, column, start, start + 60, "booked", "Mariam", "Cut", staff_id=staff)


MINE = block(b"mine", MON, b"lina", 600)
HERS = block(b"hers", TUE, b"lina", 660)
OTHERS = block(b"others", TUE, b"grace", 900)


def week() -> DayBoard:
    people = ((b"lina", ALL_DAY), (b"grace", MORNING))
    columns = tuple(BoardColumn(key, "day", shades=ALL_DAY, people=people) for key in (MON, TUE))
    return DayBoard("2026-11-23", 540, 1260, 15, columns, (MINE, HERS, OTHERS), kind="week")


def test_in_a_week_of_everybody_her_own_visits_are_in_the_way() -> None:
    found = judge_of(week())(moved(MINE, TUE, 690))
    assert found.kind == "refuse" and found.message is not None and found.message.key == "Taken by {client}."


def test_in_a_week_of_everybody_a_colleagues_visit_is_not_in_the_way() -> None:
    assert judge_of(week())(moved(MINE, TUE, 900)).kind == "ok"


def test_in_a_week_of_everybody_her_own_shift_is_asked() -> None:
    assert judge_of(week())(moved(OTHERS, TUE, 840)).kind == "warn"
    assert judge_of(week())(moved(OTHERS, MON, 600)).kind == "ok"


def test_a_stretch_drawn_in_a_week_of_everybody_takes_nobodys_time() -> None:
    assert judge_of(week())(Proposal("create", TUE, 660, 720)).kind == "ok"


def test_two_services_of_a_visit_do_not_take_one_person_twice() -> None:
    one = block(b"one", b"lina", b"lina", 600, booking=b"visit")
    two = block(b"two", b"grace", b"grace", 630, booking=b"visit")
    columns = (BoardColumn(b"lina", "Lina", shades=ALL_DAY), BoardColumn(b"grace", "Grace", shades=ALL_DAY))
    judge = judge_of(DayBoard("2026-11-23", 540, 1260, 15, columns, (one, two)))
    assert judge(moved(two, b"lina", 615)).kind == "refuse"
    assert judge(moved(two, b"lina", 660)).kind == "ok"
    assert judge(moved(one, b"lina", 630, whole_visit=True)).kind == "ok"
