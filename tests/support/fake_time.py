"""Time that moves only when a test says so, for threads that sleep by it.

`FakeTime` is a clock (wall time, UTC ms), a steady reading and a way to sleep. `settle(n)` waits until n threads
sleep; `advance` lets both clocks go on, `set_wall` only the wall clock, as when somebody sets the computer's clock.
"""

from __future__ import annotations

import threading


class FakeTime:
    """A clock, a steady reading and a sleep that belong together."""

    def __init__(self, wall: int = 1_800_000_000_000) -> None:
        self.wall, self.steady_ms = wall, 5_000_000
        self.slept: list[int] = []
        """What was asked for by each sleep, in ms."""
        self._sleepers: dict[threading.Event, int] = {}
        self._changed = threading.Condition()

    def now_ms(self) -> int:
        return self.wall

    def steady(self) -> int:
        return self.steady_ms

    def sleep(self, alarm: threading.Event, at_most_ms: int) -> None:
        """Block until the alarm is set, by its owner or because this time is over."""
        with self._changed:
            self.slept.append(at_most_ms)
            self._sleepers[alarm] = self.steady_ms + at_most_ms
            self._changed.notify_all()
        assert alarm.wait(20), "nobody woke this thread"
        with self._changed:
            del self._sleepers[alarm]

    def settle(self, threads: int = 1) -> None:
        """Wait until so many threads sleep and none of them is about to wake."""

        def all_asleep() -> bool:
            return sum(not alarm.is_set() for alarm in self._sleepers) == threads

        with self._changed:
            assert self._changed.wait_for(all_asleep, 10), f"{len(self._sleepers)} asleep, not {threads}"

    def advance(self, ms: int) -> None:
        """Let time pass; whoever has slept long enough wakes."""
        self.wall += ms
        self._steadily(ms)

    def suspend(self, ms: int) -> None:
        """Let the computer sleep: the wall clock goes on, waits do not."""
        self.wall += ms

    def set_wall(self, delta_ms: int) -> None:
        """Set the computer's clock forwards or back."""
        self.wall += delta_ms

    def _steadily(self, ms: int) -> None:
        with self._changed:
            self.steady_ms += ms
            for alarm, until in self._sleepers.items():
                if until <= self.steady_ms:
                    alarm.set()
