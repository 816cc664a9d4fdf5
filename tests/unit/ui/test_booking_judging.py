"""The verdict on the drag preview, from a board's facts: in a day a column is a person, in a week of everybody a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.core.timespan import instant_of
from salondesk.engine.proposals import BRANCH, Held, ProposedSegment, Stretch, StretchKind
from salondesk.services.reads.booking.board import BoardBlock, BoardColumn, DayBoard
from salondesk.services.reads.booking.conflict_facts import ConflictFacts, VisitLine
from salondesk.ui.booking.gesture.drag import Proposal, moved, resized
from salondesk.ui.booking.gesture.judging import Judging
from salondesk.ui.booking.gesture.moves import Slot
from salondesk.ui.booking.new.walk_in_order import next_in_turn

MON, TUE = date(2026, 11, 23), date(2026, 11, 24)
LINA, GRACE, BASIN = b"lina", b"grace", b"basin"
DUBAI = "Asia/Dubai"


def at(day: date, minute: int) -> int:
    return instant_of(day, minute, DUBAI)


def block(line: bytes, day: date, staff: bytes, start: int, *, booking: bytes = b"") -> BoardBlock:
    key = day.isoformat().encode()
    return BoardBlock(
        line, booking or line + b"-visit", key, start, start + 60, "booked", "Mariam", "Cut", staff_id=staff
    )


MINE = block(b"mine", MON, LINA, 600)
HERS = block(b"hers", TUE, LINA, 660)
OTHERS = block(b"others", TUE, GRACE, 900)


def facts(*blocks: BoardBlock) -> ConflictFacts:
    """Both work from nine to nine, Grace until one; the shop is open all day."""
    held, visits = [], dict[bytes, tuple[VisitLine, ...]]()
    for one in blocks:
        day = date.fromisoformat(one.column_key.decode())
        start, end = at(day, one.start_min), at(day, one.end_min)
        held.append(Held(one.staff_id, start, end, one.booking_id, one.line_id, one.client))
        segment = ProposedSegment(one.line_id, "active", start, end, (one.staff_id, BASIN))
        line = VisitLine(one.line_id, one.staff_id, (segment,))
        visits[one.booking_id] = (*visits.get(one.booking_id, ()), line)
    stretches = [
        stretch
        for day in (MON, TUE)
        for stretch in (
            Stretch(BRANCH, StretchKind.OPEN, at(day, 0), at(day, 1440)),
            Stretch(LINA, StretchKind.SHIFT, at(day, 540), at(day, 1260)),
            Stretch(GRACE, StretchKind.SHIFT, at(day, 540), at(day, 780)),
        )
    ]
    names = {LINA: LocalText(en="Lina"), GRACE: LocalText(en="Grace")}
    return ConflictFacts(
        tuple(held), tuple(stretches), {BASIN: 9}, names, at(MON, 0), at(TUE, 1440), DUBAI, visits
    )


def week(person: bytes = b"") -> Callable[[bytes], Slot]:
    return lambda column: (date.fromisoformat(column.decode()), Id(person))


def key(day: date) -> bytes:
    return day.isoformat().encode()


def kind(gesture: Proposal, *blocks: BoardBlock, slot: Callable[[bytes], Slot] | None = None) -> str:
    return Judging(facts(*blocks), slot or week()).verdict(gesture).kind


def test_in_a_week_of_everybody_her_own_visits_are_in_the_way() -> None:
    found = Judging(facts(MINE, HERS, OTHERS), week()).verdict(moved(MINE, key(TUE), 690))
    assert found.kind == "refuse" and found.message is not None
    assert found.message.key == "{person} is busy from {start} to {end} with {client}."


def test_in_a_week_of_everybody_a_colleagues_visit_is_not_in_the_way() -> None:
    assert kind(moved(MINE, key(TUE), 900), MINE, HERS, OTHERS) == "ok"


def test_in_a_week_of_everybody_her_own_shift_is_asked() -> None:
    assert kind(moved(OTHERS, key(TUE), 840), MINE, HERS, OTHERS) == "warn"
    assert kind(moved(OTHERS, key(MON), 600), MINE, HERS, OTHERS) == "ok"


def test_a_stretch_drawn_in_a_week_of_everybody_takes_nobodys_time() -> None:
    assert kind(Proposal("create", key(TUE), 660, 720), HERS) == "ok"
    assert kind(Proposal("create", key(TUE), 660, 720), HERS, slot=week(LINA)) == "refuse"


def test_two_services_of_a_visit_do_not_take_one_person_twice() -> None:
    one = block(b"one", MON, LINA, 600, booking=b"visit")
    two = block(b"two", MON, GRACE, 630, booking=b"visit")

    def columns(column: bytes) -> Slot:
        return MON, Id(column)

    def of_day(found: BoardBlock) -> BoardBlock:
        return found._replace(column_key=found.staff_id)

    judge = Judging(facts(one, two), columns).verdict
    assert judge(moved(of_day(two), LINA, 615)).kind == "refuse"
    assert judge(moved(of_day(two), LINA, 660)).kind == "ok"
    assert judge(moved(of_day(one), LINA, 630, whole_visit=True)).kind == "ok"
    assert judge(moved(of_day(one), GRACE, 600, whole_visit=True)).kind == "refuse"


def test_a_visit_that_is_not_known_here_and_one_left_as_it_is_are_let_go() -> None:
    assert kind(moved(MINE, key(TUE), 690), HERS) == "ok"
    late = block(b"late", TUE, GRACE, 1_300)
    assert kind(moved(late, late.column_key, 1_300), late) == "ok"


def test_a_line_that_would_be_too_short_is_refused_in_the_domain_s_words() -> None:
    found = Judging(facts(MINE), week()).verdict(resized(MINE, 600, 603))
    assert found.kind == "refuse" and found.message is not None
    assert found.message.key == "A service needs at least 5 minutes."


def test_a_visit_brought_from_another_board_is_moved_from_where_its_line_begins() -> None:
    brought = moved(MINE, key(TUE), 640)._replace(from_column=b"")
    assert kind(brought, MINE, HERS) == "refuse"
    assert kind(brought._replace(start_min=720, end_min=780), MINE, HERS) == "ok"


# ------------------------------------------------------------ whose turn a walk-in is


def turn(start: int, *blocks: BoardBlock) -> bytes:
    columns = (BoardColumn(LINA, "Lina"), BoardColumn(GRACE, "Grace"))
    shown = tuple(one._replace(column_key=one.staff_id) for one in blocks)
    board = DayBoard(TUE.isoformat(), 540, 1260, 15, columns, shown)
    return next_in_turn(board, facts(*blocks), start, 30)


def test_a_walk_in_goes_to_who_is_free_then_to_who_has_fewest_lines() -> None:
    assert turn(600) == LINA
    assert turn(600, HERS) == GRACE
    assert turn(660, HERS) == GRACE
    assert turn(800, HERS) == LINA  # Grace has gone home
    assert turn(900, OTHERS) == LINA


def test_a_board_without_columns_has_nobody_for_a_walk_in() -> None:
    assert next_in_turn(DayBoard(TUE.isoformat(), 540, 1260, 15, (), ()), facts(), 600, 30) == b""
