"""The host under a clock that moves only when the test says so: real threads, no waiting."""

from __future__ import annotations

import io
import logging
import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from salondesk.app.logging_setup import JsonLines
from salondesk.app.workers.host import WorkerHost
from salondesk.app.workers.schedule import FIRST_BACK_OFF_MS, LEAST_PAUSE_MS, LONGEST_SLEEP_MS
from salondesk.core.clock import SystemClock
from salondesk.core.errors import TransientError
from salondesk.core.ids import Id
from salondesk.core.message import Message
from salondesk.domain.change import ChangeSet
from salondesk.services.hub import ChangeHub
from salondesk.services.worker import Health, Worker, WorkerState
from tests.support.fake_time import FakeTime

ID = Id(bytes(16))
OFFLINE = Message("The printer is off.")


def committed(*nouns: str) -> ChangeSet:
    """A commit that touched these nouns."""
    return ChangeSet(txn_id=ID, seq=1, nouns=frozenset(nouns), ids=frozenset(), dates=frozenset(), origin="x")


@dataclass
class Job:
    """A worker's work: notes when it ran, wants to run again after ``every_ms``, fails as told."""

    time: FakeTime
    every_ms: int | None = None
    errors: list[BaseException] = field(default_factory=list)
    ran_at: list[int] = field(default_factory=list)
    during: Callable[[], None] = lambda: None

    def step(self) -> int | None:
        self.ran_at.append(self.time.wall)
        self.during()
        if self.errors:
            raise self.errors.pop(0)
        return None if self.every_ms is None else self.time.wall + self.every_ms

    def worker(self, name: str = "job", *nouns: str) -> Worker:
        return Worker(name=name, wakes_on=frozenset(nouns), step=self.step)


@dataclass
class Hosted:
    """A host at work with its hub."""

    host: WorkerHost
    hub: ChangeHub
    told: list[tuple[str, Health]]


Host = Callable[..., Hosted]


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def hosting(time: FakeTime) -> Iterator[Host]:
    """Start workers and wait until all of them sleep; stopped after the test."""
    running: list[WorkerHost] = []

    def start(*workers: Worker) -> Hosted:
        hub, told = ChangeHub(), list[tuple[str, Health]]()
        host = WorkerHost(workers, hub, time, steady=time.steady, sleep=time.sleep, rng=random.Random(7))
        host.listen(lambda name, health: told.append((name, health)))
        running.append(host)
        host.start()
        time.settle(len(workers))
        return Hosted(host, hub, told)

    yield start
    for host in running:
        assert host.stop(5_000) == ()


def go(time: FakeTime, ms: int, threads: int = 1) -> None:
    """Let time pass in small steps, so that whoever sleeps in slices wakes at each."""
    while ms > 0:
        some = min(ms, 100)
        time.advance(some)
        time.settle(threads)
        ms -= some


def test_steps_run_when_they_are_due_in_their_order(time: FakeTime, hosting: Host) -> None:
    begin, order = time.wall, []
    fast, slow = Job(time, 500), Job(time, 700)
    fast.during = lambda: order.append("fast")
    slow.during = lambda: order.append("slow")
    hosting(fast.worker("fast"), slow.worker("slow"))
    order.clear()
    go(time, 1_500, 2)
    assert [at - begin for at in fast.ran_at] == [0, 500, 1_000, 1_500]
    assert [at - begin for at in slow.ran_at] == [0, 700, 1_400]
    assert order == ["fast", "slow", "fast", "slow", "fast"]


def test_a_worker_at_rest_is_woken_by_its_nouns_only(time: FakeTime, hosting: Host) -> None:
    job = Job(time)
    shop = hosting(job.worker("job", "booking", "client"))
    go(time, 5_000)
    assert len(job.ran_at) == 1
    shop.hub.publish(committed("till_session"))
    go(time, 1_000)
    assert len(job.ran_at) == 1
    shop.hub.publish(committed("booking", "invoice"))
    time.settle()
    assert len(job.ran_at) == 2


def test_many_commits_wake_once_between_two_pauses(time: FakeTime, hosting: Host) -> None:
    job = Job(time)
    shop = hosting(job.worker("job", "booking"))
    for _ in range(50):  # within the pause after the first step
        shop.hub.publish(committed("booking"))
    time.settle()
    assert len(job.ran_at) == 1
    go(time, LEAST_PAUSE_MS)
    assert len(job.ran_at) == 2


def test_a_commit_during_a_step_brings_another_step(time: FakeTime, hosting: Host) -> None:
    job = Job(time)
    shop = hosting(job.worker("job", "booking"))
    job.during = lambda: shop.hub.publish(committed("booking")) if len(job.ran_at) == 2 else None
    go(time, 100)
    shop.hub.publish(committed("booking"))
    time.settle()
    go(time, LEAST_PAUSE_MS)
    assert len(job.ran_at) == 3
    go(time, 1_000)
    assert len(job.ran_at) == 3


def test_a_worker_sleeps_in_stretches_and_runs_when_the_computer_slept(time: FakeTime, hosting: Host) -> None:
    job = Job(time, 3_600_000)
    hosting(job.worker())
    assert max(time.slept) <= LONGEST_SLEEP_MS
    time.suspend(4_000_000)  # the lid is closed for more than an hour: the wait itself stood still
    go(time, LONGEST_SLEEP_MS)
    assert len(job.ran_at) == 2


def test_between_two_steps_a_worker_sleeps_once(time: FakeTime, hosting: Host) -> None:
    hosting(Job(time, 500).worker())
    time.slept.clear()
    for _ in range(10):
        time.advance(500)
        time.settle()
    assert time.slept == [500] * 10


@pytest.mark.parametrize("set_by", [-86_400_000, 86_400_000])
def test_a_clock_set_back_or_forth_runs_the_step_and_goes_on(
    time: FakeTime, hosting: Host, set_by: int
) -> None:
    job = Job(time, 500)
    hosting(job.worker())
    time.set_wall(set_by)
    go(time, 500)
    assert len(job.ran_at) == 2  # not a day later
    go(time, 1_000)
    assert len(job.ran_at) == 4


def test_a_small_correction_of_the_clock_delays_at_most_by_itself(time: FakeTime, hosting: Host) -> None:
    job = Job(time, 500)
    hosting(job.worker())
    time.set_wall(-1_500)
    go(time, 2_000)
    assert len(job.ran_at) == 2


def test_a_failing_step_is_said_in_its_words_and_tried_again(time: FakeTime, hosting: Host) -> None:
    begin, job = time.wall, Job(time, 500, errors=[TransientError(OFFLINE), TransientError(OFFLINE)])
    shop = hosting(job.worker())
    health = shop.host.health()["job"]
    assert (health.state, health.failures, health.message) == (WorkerState.FAILING, 1, OFFLINE)
    assert health.next_due is not None
    assert FIRST_BACK_OFF_MS <= health.next_due - begin <= 2 * FIRST_BACK_OFF_MS
    go(time, 2 * FIRST_BACK_OFF_MS)
    health = shop.host.health()["job"]
    assert (health.failures, health.last_ok_at) == (2, None)
    go(time, 4 * FIRST_BACK_OFF_MS)
    health = shop.host.health()["job"]
    assert (health.state, health.failures, health.message) == (WorkerState.WELL, 0, None)
    assert health.last_ok_at is not None
    assert [state for _, (state, _, _) in _said(shop)] == ["failing", "failing", "well"]


def _said(shop: Hosted) -> list[tuple[str, tuple[str, int, Message | None]]]:
    return [(name, (h.state.value, h.failures, h.message)) for name, h in shop.told]


def test_commits_do_not_hurry_a_failing_worker_but_a_person_does(time: FakeTime, hosting: Host) -> None:
    job = Job(time, errors=[TransientError(OFFLINE)])
    shop = hosting(job.worker("job", "booking"))
    for _ in range(20):
        shop.hub.publish(committed("booking"))
        time.settle()
    assert len(job.ran_at) == 1
    shop.host.wake("job")
    time.settle()
    assert len(job.ran_at) == 2
    assert shop.host.health()["job"].state is WorkerState.WELL


def test_an_unforeseen_error_stops_nobody_and_its_values_reach_no_log(
    time: FakeTime, hosting: Host, expect_log: Callable[[str], None]
) -> None:
    expect_log("worker bad failed")
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(JsonLines())
    logging.getLogger().addHandler(handler)
    try:
        bad, good = Job(time, 500, errors=[ValueError("Fatima +971501234567")]), Job(time, 500)
        shop = hosting(bad.worker("bad"), good.worker("good"))
        go(time, 3_000, 2)
    finally:
        logging.getLogger().removeHandler(handler)
    assert len(good.ran_at) == 7
    assert len(bad.ran_at) > 2  # tried again
    ((_, first), *_) = [(n, h) for n, h in shop.told if n == "bad"]
    assert first.message is not None and "Fatima" not in repr(first.message)
    assert "worker bad failed" in lines.getvalue() and "ValueError" in lines.getvalue()
    assert "Fatima" not in lines.getvalue() and "971501234567" not in lines.getvalue()


def test_a_listener_that_fails_harms_nobody(
    time: FakeTime, hosting: Host, expect_log: Callable[[str], None]
) -> None:
    expect_log("a listener of the workers' health failed")
    job = Job(time, 500)
    shop = hosting()

    def broken(_name: str, _health: Health) -> None:
        raise RuntimeError

    host = WorkerHost([job.worker()], shop.hub, time, steady=time.steady, sleep=time.sleep)
    host.listen(broken)
    host.start()
    time.settle()
    go(time, 1_000)
    assert len(job.ran_at) == 3
    assert host.stop(5_000) == ()


def test_listeners_hear_what_matters_and_not_each_step(time: FakeTime, hosting: Host) -> None:
    shop = hosting(Job(time, 500).worker())
    go(time, 5_000)
    assert _said(shop) == [("job", ("well", 0, None))]
    shop.host.stop(5_000)
    assert [said[0] for _, said in _said(shop)] == ["well", "stopped"]


def test_stop_ends_sleepers_at_once_and_is_asked_twice_in_peace(time: FakeTime, hosting: Host) -> None:
    shop = hosting(*(Job(time, 3_600_000).worker(f"job{n}") for n in range(5)))
    assert shop.host.stop(5_000) == ()
    assert shop.host.stop(5_000) == ()
    assert {h.state for h in shop.host.health().values()} == {WorkerState.STOPPED}
    assert not [t for t in threading.enumerate() if t.name.startswith("worker-")]


def test_stop_during_a_step_lets_it_end(time: FakeTime, hosting: Host) -> None:
    begun, go_on = threading.Event(), threading.Event()
    job = Job(time)
    shop = hosting(job.worker("job", "booking"))

    def last() -> None:
        begun.set()
        assert go_on.wait(10)

    job.during = last
    go(time, 100)
    shop.hub.publish(committed("booking"))
    assert begun.wait(10)
    stopper = threading.Thread(target=shop.host.stop)
    stopper.start()
    go_on.set()
    stopper.join(10)
    assert not stopper.is_alive()
    assert len(job.ran_at) == 2
    assert shop.host.health()["job"].last_ok_at is not None


def test_a_step_that_does_not_end_is_named_and_left(
    time: FakeTime, hosting: Host, expect_log: Callable[[str], None]
) -> None:
    expect_log("workers still at work when the program ends: stuck")
    begun, go_on = threading.Event(), threading.Event()
    job, other = Job(time), Job(time)
    shop = hosting(job.worker("stuck", "booking"), other.worker("other"))
    job.during = lambda: (begun.set(), go_on.wait(10), None)[2]
    go(time, 100, 2)
    shop.hub.publish(committed("booking"))
    assert begun.wait(10)
    assert shop.host.stop(50) == ("stuck",)
    assert shop.host.health()["other"].state is WorkerState.STOPPED
    go_on.set()


def test_a_host_never_started_stops() -> None:
    host = WorkerHost([Worker(name="a", wakes_on=frozenset(), step=lambda: None)], ChangeHub(), SystemClock())
    assert host.stop() == ()
    assert host.health()["a"].state is WorkerState.STARTING


def test_on_the_real_clock_a_step_comes_when_due_and_at_a_wake() -> None:
    ran, clock = threading.Semaphore(0), SystemClock()

    def step() -> int:
        ran.release()
        return clock.now_ms() + 60

    hub = ChangeHub()
    host = WorkerHost([Worker(name="a", wakes_on=frozenset({"x"}), step=step)], hub, clock)
    host.start()
    assert all(ran.acquire(timeout=5) for _ in range(3))
    hub.publish(committed("x"))
    assert ran.acquire(timeout=5)
    assert host.stop(5_000) == ()
