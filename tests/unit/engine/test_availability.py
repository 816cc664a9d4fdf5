"""The one verdict on a stretch of a person's time."""

from __future__ import annotations

import pytest

from salondesk.core.message import Message
from salondesk.engine.availability import FREE, Taken, VerdictKind, judge
from salondesk.engine.worktime import Stretch

SHIFT = Stretch("shift", 540, 1_260)
BREAK = Stretch("break", 780, 840)
LEAVE = Stretch("leave", 1_000, 2_000)
MINE, THEIRS = b"mine", b"theirs"


def verdict(
    start: int, end: int, *stretches: Stretch, taken: list[Taken] | None = None
) -> tuple[VerdictKind, str]:
    given = judge(start, end, taken=taken or [], stretches=stretches, own_booking=MINE)
    return given.kind, given.message.key if given.message else ""


def test_free_time_in_a_shift_is_green() -> None:
    assert judge(600, 660, taken=[], stretches=[SHIFT, BREAK], own_booking=None) == FREE


@pytest.mark.parametrize(("start", "end"), [(590, 610), (600, 660), (650, 700), (500, 800)])
def test_time_someone_holds_is_red(start: int, end: int) -> None:
    taken = [Taken(600, 660, THEIRS, "Mona")]
    assert verdict(start, end, SHIFT, taken=taken) == (VerdictKind.REFUSE, "Taken by {client}.")


@pytest.mark.parametrize(("start", "end"), [(540, 600), (660, 700)])
def test_touching_what_someone_holds_is_free(start: int, end: int) -> None:
    assert verdict(start, end, SHIFT, taken=[Taken(600, 660, THEIRS, "Mona")])[0] is VerdictKind.OK


def test_a_visit_is_not_in_its_own_way() -> None:
    assert verdict(600, 660, SHIFT, taken=[Taken(600, 660, MINE, "Mona")])[0] is VerdictKind.OK


def test_the_reason_names_who_holds_it_or_says_walk_in() -> None:
    named = judge(600, 660, taken=[Taken(600, 660, THEIRS, "Mona")], stretches=[SHIFT], own_booking=None)
    unnamed = judge(600, 660, taken=[Taken(600, 660, THEIRS, "")], stretches=[SHIFT], own_booking=None)
    assert named.message is not None and named.message.params == {"client": "Mona"}
    assert unnamed.message is not None and unnamed.message.params == {"client": Message("a walk-in")}


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (800, 860, "In a break."),
        (1_100, 1_130, "On leave."),
        (500, 560, "Outside working hours."),
        (1_250, 1_270, "On leave."),
    ],
)
def test_breaks_leave_and_closed_hours_are_amber_with_the_reason(start: int, end: int, words: str) -> None:
    assert verdict(start, end, SHIFT, BREAK, LEAVE) == (VerdictKind.WARN, words)


def test_without_a_shift_the_person_does_not_work() -> None:
    assert verdict(600, 660) == (VerdictKind.WARN, "Outside working hours.")


def test_red_comes_before_amber() -> None:
    assert verdict(790, 800, SHIFT, BREAK, taken=[Taken(700, 900, THEIRS, "Mona")])[0] is VerdictKind.REFUSE
