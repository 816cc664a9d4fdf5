"""Hearing other processes' commits: every one, once, in order, and nothing of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from time import monotonic, sleep

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salondesk.app.workers.changes import EVERY_MS, OtherCommits
from salondesk.app.workers.host import WorkerHost
from salondesk.core.clock import FixedClock, SystemClock
from salondesk.core.errors import TransientError
from salondesk.core.ids import Id
from salondesk.core.message import Message
from salondesk.domain.change import ChangeSet
from salondesk.services.hub import ChangeHub
from salondesk.services.reads.read_models import ChangeRow
from salondesk.storage.commit_signal import CommitSignal
from tests.support.shop import StaffedShop, open_home

PAGE = 5


@dataclass
class FakeLog:
    """A change log in memory with its signal; gives five transactions at a time and fails as often as told."""

    origins: list[str] = field(default_factory=list)
    failures: int = 0
    reads: int = 0
    _seen: int = -1

    def last_seq(self) -> int:
        return len(self.origins)

    def changes_since(self, seq: int) -> list[ChangeRow]:
        self.reads += 1
        if self.failures:
            self.failures -= 1
            raise TransientError(Message("busy"))
        return [
            ChangeRow(n, Id(n.to_bytes(16, "big")), origin, frozenset({"booking"}), frozenset(), frozenset())
            for n, origin in enumerate(self.origins[seq : seq + PAGE], seq + 1)
        ]

    def changed(self) -> bool:
        before, self._seen = self._seen, len(self.origins)
        return self._seen != before


class Ear:
    """Keeps what a hub publishes."""

    def __init__(self, hub: ChangeHub) -> None:
        self.heard: list[ChangeSet] = []
        hub.subscribe(self.on_change)

    def on_change(self, changes: ChangeSet) -> None:
        self.heard.append(changes)


def listening(log: FakeLog) -> tuple[OtherCommits, Ear]:
    hub = ChangeHub()
    return OtherCommits(log, log, hub, FixedClock(1_000), origin="window"), Ear(hub)


@given(
    st.lists(st.sampled_from(["window", "console"]), max_size=8),
    st.lists(
        st.one_of(st.lists(st.sampled_from(["window", "console", "worker"]), max_size=12), st.integers(1, 3)),
        max_size=8,
    ),
)
def test_each_foreign_commit_is_heard_once_in_order(before: list[str], events: list[list[str] | int]) -> None:
    log = FakeLog(list(before))
    commits, ear = listening(log)
    for event in events:
        if isinstance(event, int):
            log.failures = event
        else:
            log.origins += event
        try:
            commits.step()
        except TransientError:
            pass
    log.failures = 0
    while commits.step() == 1_000:
        pass
    foreign = [n for n, origin in enumerate(log.origins, 1) if n > len(before) and origin != "window"]
    assert [c.seq for c in ear.heard] == foreign


def test_when_nothing_was_committed_no_table_is_read() -> None:
    log = FakeLog(["window"])
    commits, _ear = listening(log)
    commits.step()
    reads = log.reads
    assert [commits.step() for _ in range(10)] == [1_000 + EVERY_MS] * 10
    assert log.reads == reads


def test_a_failed_read_is_made_up_for_without_a_new_commit() -> None:
    log = FakeLog()
    commits, ear = listening(log)
    commits.step()
    log.origins.append("console")
    log.failures = 1
    with pytest.raises(TransientError):
        commits.step()
    commits.step()
    assert [c.seq for c in ear.heard] == [1]


@pytest.fixture
def console(shop: StaffedShop) -> Iterator[StaffedShop]:
    """Another process at the same shop: its own connections and name."""
    other = open_home(shop.paths.home, origin="console")
    yield other
    other.close()


def test_the_signal_says_yes_once_a_commit_whoever_made_it(shop: StaffedShop, console: StaffedShop) -> None:
    signal = CommitSignal(shop.paths.database)
    assert [signal.changed(), signal.changed()] == [True, False]
    shop.book("MONA", "CUT", at="10:00")
    assert [signal.changed(), signal.changed()] == [True, False]
    console.book("MONA", "CUT", at="12:00")
    console.book("MONA", "CUT", at="14:00")
    assert [signal.changed(), signal.changed()] == [True, False]
    signal.close()
    signal.close()
    assert signal.changed()  # opened anew: it cannot know
    signal.close()


def test_a_signal_opened_anew_says_yes(shop: StaffedShop) -> None:
    signal = CommitSignal(shop.paths.database)
    for _ in range(3):
        assert signal.changed()
        signal.close()


def test_a_write_that_is_rolled_back_is_no_news(shop: StaffedShop) -> None:
    signal = CommitSignal(shop.paths.database)
    signal.changed()
    with shop.storage.unit(shop.clock.now_ms()):
        pass
    assert not signal.changed()
    signal.close()


def test_the_window_hears_another_process_within_a_second(shop: StaffedShop, console: StaffedShop) -> None:
    signal, hub = CommitSignal(shop.paths.database), ChangeHub()
    ear, clock = Ear(hub), SystemClock()
    commits = OtherCommits(shop.queries, signal, hub, clock, origin="test")
    host = WorkerHost([commits.worker()], hub, clock)
    host.start()
    shop.book("MONA", "CUT", at="10:00")  # one's own: heard when it was made
    booking = console.book("MONA", "CUT", at="12:00")
    until = monotonic() + 1.0
    while not ear.heard and monotonic() < until:
        sleep(0.01)
    host.stop()
    signal.close()
    (heard,) = ear.heard
    assert (heard.origin, heard.ids >= {booking.id}, "booking" in heard.nouns) == ("console", True, True)
    assert heard.dates == {"2026-11-20"}
