"""The worker that forgets: prunes the change log once a day, and keeps the list of erased clients."""

from collections.abc import Callable

from salondesk.core.clock import Clock
from salondesk.services.worker import Worker

AFTER_START_MS = 5 * 60_000
"""Nobody waits for it, and the counter's morning is no time for it."""
EVERY_MS = 24 * 3_600_000


class Retention:
    """Calls ``prune`` (tells whether there is more) daily, ``note_erased`` whenever a client was written."""

    def __init__(self, prune: Callable[[], bool], note_erased: Callable[[], None], clock: Clock) -> None:
        self._prune, self._note_erased, self._clock = prune, note_erased, clock
        self._due = clock.now_ms() + AFTER_START_MS
        self._started = False

    def worker(self) -> Worker:
        """Return the worker."""
        return Worker(name="retention", wakes_on=frozenset({"client"}), step=self.step)

    def step(self) -> int:
        """Do what is due, one batch of it; return when to go on."""
        if self._started:
            self._note_erased()
        self._started = True  # the first step runs while the window opens
        now = self._clock.now_ms()
        if self._due - EVERY_MS <= now < self._due:  # else it is due, or the clock was set back
            return self._due
        self._due = now + (0 if self._prune() else EVERY_MS)
        return self._due
