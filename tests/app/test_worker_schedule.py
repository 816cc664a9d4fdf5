"""When a worker's next step begins: arithmetic without threads."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salondesk.app.workers.schedule import (
    FIRST_BACK_OFF_MS,
    JUMP_MS,
    LEAST_PAUSE_MS,
    LONGEST_BACK_OFF_MS,
    LONGEST_SLEEP_MS,
    Schedule,
    back_off_ms,
)

WALL, STEADY = 1_800_000_000_000, 7_000_000


def fresh() -> Schedule:
    """A schedule whose first step went well and which now waits to be woken."""
    schedule = Schedule(WALL, STEADY)
    schedule.begin()
    schedule.succeeded(None, STEADY)
    return schedule


def test_the_first_step_runs_at_once() -> None:
    assert Schedule(WALL, STEADY).wait_ms(WALL, STEADY) == 0


@pytest.mark.parametrize(
    ("due_in", "after", "wait"),
    [
        (500, 0, 500),
        (10, 0, LEAST_PAUSE_MS),
        (500, LEAST_PAUSE_MS, 500 - LEAST_PAUSE_MS),
        (500, 499, 1),
        (500, 500, 0),
        (0, 0, LEAST_PAUSE_MS),
        (-10_000, LEAST_PAUSE_MS, 0),
        (10**9, 100, LONGEST_SLEEP_MS),
    ],
)
def test_a_step_waits_for_its_instant_and_for_a_pause(due_in: int, after: int, wait: int) -> None:
    schedule = fresh()
    schedule.begin()
    schedule.succeeded(WALL + due_in, STEADY)
    assert schedule.wait_ms(WALL + after, STEADY + after) == wait


def test_a_worker_without_a_next_step_waits_until_it_is_woken() -> None:
    schedule = fresh()
    assert schedule.wait_ms(WALL + 1_000, STEADY + 1_000) == LONGEST_SLEEP_MS
    schedule.wake()
    assert schedule.wait_ms(WALL + 1_000, STEADY + 1_000) == 0


def test_what_wakes_during_a_step_calls_for_another() -> None:
    schedule = fresh()
    schedule.wake()
    schedule.begin()
    schedule.wake()
    schedule.succeeded(None, STEADY)
    assert schedule.wait_ms(WALL + LEAST_PAUSE_MS, STEADY + LEAST_PAUSE_MS) == 0


@pytest.mark.parametrize(
    ("set_by", "wait"),
    [(JUMP_MS + 1, 0), (-JUMP_MS - 1, 0), (JUMP_MS, LONGEST_SLEEP_MS), (-JUMP_MS, LONGEST_SLEEP_MS)],
)
def test_a_clock_that_was_set_is_noticed_beyond_two_seconds(set_by: int, wait: int) -> None:
    assert fresh().wait_ms(WALL + 5_000 + set_by, STEADY + 5_000) == wait


def test_a_clock_that_drifts_slowly_is_no_jump() -> None:
    schedule, drift = fresh(), 0
    for n in range(1, 200):
        drift += JUMP_MS // 2
        passed = n * LONGEST_SLEEP_MS
        assert schedule.wait_ms(WALL + passed + drift, STEADY + passed) == LONGEST_SLEEP_MS


def test_a_jump_is_told_once() -> None:
    schedule = fresh()
    assert schedule.wait_ms(WALL + 3_600_000, STEADY + 100) == 0
    schedule.begin()
    schedule.succeeded(None, STEADY + 100)
    assert schedule.wait_ms(WALL + 3_600_100, STEADY + 200) == LONGEST_SLEEP_MS


@given(st.integers(1, 10_000), st.integers())
def test_a_back_off_lies_within_its_bounds(failures: int, seed: int) -> None:
    wait = back_off_ms(failures, random.Random(seed))
    assert FIRST_BACK_OFF_MS <= wait <= min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** min(failures, 20))


def test_back_offs_are_spread_over_their_whole_range() -> None:
    rng = random.Random(1)
    waits = [back_off_ms(30, rng) for _ in range(2_000)]
    assert min(waits) < 10_000 and max(waits) > 290_000
    assert 140_000 < sum(waits) / len(waits) < 160_000


def test_after_a_failure_the_wait_is_kept_whatever_wakes_it() -> None:
    schedule = fresh()
    schedule.begin()
    schedule.failed(WALL, STEADY, random.Random(3))
    assert schedule.failures == 1
    assert schedule.next_due is not None
    wait = schedule.next_due - WALL
    schedule.wake()
    assert schedule.wait_ms(WALL, STEADY) == wait
    assert schedule.wait_ms(WALL + wait - 1, STEADY + wait - 1) == 1
    assert schedule.wait_ms(WALL + wait, STEADY + wait) == 0


def test_a_long_wait_after_failures_is_slept_in_stretches() -> None:
    schedule, rng = fresh(), random.Random(1)
    for _ in range(12):
        schedule.begin()
        schedule.failed(WALL, STEADY, rng)
    assert schedule.next_due is not None and schedule.next_due - WALL > LONGEST_SLEEP_MS
    assert schedule.wait_ms(WALL, STEADY) == LONGEST_SLEEP_MS
    schedule.wake()
    assert schedule.wait_ms(WALL, STEADY) == LONGEST_SLEEP_MS


def test_somebody_who_asks_does_not_wait() -> None:
    schedule = fresh()
    schedule.begin()
    schedule.failed(WALL, STEADY, random.Random(3))
    schedule.hurry()
    assert schedule.wait_ms(WALL, STEADY) == 0


def test_a_jump_ends_the_wait_after_a_failure() -> None:
    schedule = fresh()
    schedule.begin()
    schedule.failed(WALL, STEADY, random.Random(3))
    assert schedule.wait_ms(WALL - 86_400_000, STEADY) == 0


def test_success_forgets_the_failures() -> None:
    schedule = fresh()
    for _ in range(5):
        schedule.begin()
        schedule.failed(WALL, STEADY, random.Random(3))
    schedule.begin()
    schedule.succeeded(None, STEADY)
    assert schedule.failures == 0
    assert schedule.wait_ms(WALL + 100, STEADY + 100) == LONGEST_SLEEP_MS


@given(
    st.lists(st.tuples(st.sampled_from(["pass", "set", "wake", "run", "fail"]), st.integers(-(10**8), 10**8)))
)
def test_no_wait_is_longer_than_a_sleep_or_negative(events: list[tuple[str, int]]) -> None:
    schedule, wall, steady, rng = fresh(), WALL, STEADY, random.Random(5)
    for what, n in events:
        if what == "pass":
            wall, steady = wall + abs(n), steady + abs(n)
        elif what == "set":
            wall += n
        elif what == "wake":
            schedule.wake()
        elif schedule.wait_ms(wall, steady) == 0:
            schedule.begin()
            if what == "run":
                schedule.succeeded(wall + n, steady)
            else:
                schedule.failed(wall, steady, rng)
            assert schedule.wait_ms(wall, steady) >= LEAST_PAUSE_MS  # nothing spins
        assert 0 <= schedule.wait_ms(wall, steady) <= LONGEST_SLEEP_MS


@given(st.integers(-(10**9), 10**9), st.integers(0, 10**7))
def test_a_step_due_comes_within_a_sleep_of_the_clock_being_set(set_by: int, due_in: int) -> None:
    # Whatever the clock is set to while the worker sleeps, its step is never put off by what it was set back.
    schedule = fresh()
    schedule.begin()
    schedule.succeeded(WALL + due_in, STEADY)
    wall, steady, passed = WALL, STEADY, 0
    wall += set_by
    while (wait := schedule.wait_ms(wall, steady)) > 0:
        wall, steady, passed = wall + wait, steady + wait, passed + wait
    assert passed <= due_in + JUMP_MS + LEAST_PAUSE_MS
