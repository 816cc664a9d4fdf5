"""Which bodies of the log may go: only old ones, only from the beginning of a record, never under a document's note."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salondesk.core.ids import Id
from salondesk.core.timespan import to_local
from salondesk.engine.retention import NOTE, LoggedBody, Pruning, kept_from, plan_pruning

KEPT_FROM = 1_000


def body(
    seq: int, at: int, record: int = 1, op: str = "set", n: int = 0, document: bool = False
) -> LoggedBody:
    return LoggedBody(
        txn_seq=seq, n=n, noun="booking", row_id=Id(bytes([record]) * 16), op=op, at=at, has_document=document
    )  # fmt: skip


BODIES = st.lists(
    st.builds(
        body,
        seq=st.integers(1, 12),
        at=st.integers(990, 1_010),
        record=st.integers(1, 3),
        op=st.sampled_from(["add", "set", "remove", NOTE]),
        n=st.integers(0, 2),
        document=st.booleans(),
    ),
    unique_by=lambda one: (one.txn_seq, one.n),
    max_size=25,
)


@pytest.mark.parametrize(
    ("today", "months", "day"),
    [
        (date(2026, 11, 28), 60, date(2021, 11, 28)),
        (date(2026, 8, 31), 60, date(2021, 8, 31)),
        (date(2026, 8, 31), 6, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 1), 12, date(2025, 12, 1)),
    ],
)
def test_what_is_kept_begins_on_the_same_day_of_an_earlier_month(today: date, months: int, day: date) -> None:
    begins = to_local(kept_from(today, months, "Asia/Dubai"), "Asia/Dubai")
    assert (begins.date(), begins.hour, begins.minute) == (day, 0, 0)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 240))
def test_longer_keeping_never_lets_more_go(today: date, months: int) -> None:
    zone = "Asia/Riyadh"
    assert kept_from(today, months + 1, zone) < kept_from(today, months, zone) < kept_from(today, 0, zone)


@pytest.mark.parametrize(
    ("bodies", "gone", "records"),
    [
        ([], [], 0),
        ([body(1, 999)], [(1, 0)], 1),
        ([body(1, 1_000)], [], 0),
        ([body(1, 10), body(2, 2_000), body(3, 20)], [(1, 0)], 1),  # the clock went back: no hole is torn
        ([body(1, 10, op=NOTE, document=True), body(2, 20)], [(2, 0)], 1),
        ([body(1, 10, op=NOTE), body(2, 20)], [(1, 0), (2, 0)], 1),
        ([body(1, 10), body(2, 2_000, op=NOTE), body(3, 20)], [(1, 0), (3, 0)], 1),
        ([body(2, 20, record=2), body(1, 10, n=1), body(1, 10, record=3)], [(1, 0), (1, 1), (2, 0)], 3),
    ],
)
def test_what_goes(bodies: list[LoggedBody], gone: list[tuple[int, int]], records: int) -> None:
    plan = plan_pruning(bodies, KEPT_FROM)
    assert list(plan.bodies) == gone
    assert len(plan.records) == records


def test_what_another_counter_may_still_ask_for_stays() -> None:
    bodies = [body(1, 10), body(2, 20), body(3, 30)]
    assert plan_pruning(bodies, KEPT_FROM, synced_through=2).bodies == ((1, 0), (2, 0))
    assert plan_pruning(bodies, KEPT_FROM, synced_through=0) == Pruning((), ())


@given(BODIES, st.one_of(st.none(), st.integers(0, 12)))
def test_only_what_is_old_and_acknowledged_goes_and_no_history_has_a_hole(
    bodies: list[LoggedBody], synced: int | None
) -> None:
    plan = plan_pruning(bodies, KEPT_FROM, synced_through=synced)
    gone = set(plan.bodies)
    stay: set[Id] = set()
    named = {row_id for _noun, row_id in plan.records}
    for one in sorted(bodies, key=lambda b: (b.txn_seq, b.n)):
        here = (one.txn_seq, one.n) in gone
        old = one.at < KEPT_FROM and (synced is None or one.txn_seq <= synced)
        if here:
            assert old and not (one.op == NOTE and one.has_document)
            assert one.row_id in named and one.row_id not in stay
        elif one.op != NOTE:
            assert not old or one.row_id in stay  # nothing is kept without need
            stay.add(one.row_id)
    assert len(named) == len(plan.records)


@given(BODIES)
def test_pruning_twice_or_in_steps_gives_the_same(bodies: list[LoggedBody]) -> None:
    whole = set(plan_pruning(bodies, KEPT_FROM).bodies)
    left, gone = list(bodies), set[tuple[int, int]]()
    for record in sorted({one.row_id for one in bodies}):
        for _ in range(2):
            gone |= set(plan_pruning([one for one in left if one.row_id == record], KEPT_FROM).bodies)
            left = [one for one in left if (one.txn_seq, one.n) not in gone]
    assert gone == whole
