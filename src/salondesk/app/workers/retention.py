"""The worker that forgets: prunes the change log once a day, and keeps the list of erased clients."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from salondesk.core.clock import Clock
from salondesk.services.worker import Worker

if TYPE_CHECKING:  # the rules of forgetting are loaded when something is forgotten
    from salondesk.engine.retention import LogPlace

Prune: TypeAlias = "Callable[[LogPlace | None], LogPlace | None]"

AFTER_START_MS = 5 * 60_000
"""Nobody waits for it, and the counter's morning is no time for it."""
EVERY_MS = 24 * 3_600_000


class Retention:
    """Calls ``prune`` daily, step by step through the log, and ``note_erased`` whenever a client was written.

    ``prune`` gets the place to go on behind, None for the log's beginning, and gives that of the next step or None.
    """

    def __init__(self, prune: Prune, note_erased: Callable[[], None], clock: Clock) -> None:
        self._prune, self._note_erased, self._clock = prune, note_erased, clock
        self._due = clock.now_ms() + AFTER_START_MS
        self._started = False
        self._after: LogPlace | None = None

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
        self._after = self._prune(self._after)
        self._due = now + (EVERY_MS if self._after is None else 0)
        return self._due
