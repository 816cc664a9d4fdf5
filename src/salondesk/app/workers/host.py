"""The host runs workers, each in a thread of its own that sleeps until it is due, woken or stopped."""

import logging
import random
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from salondesk.app.workers.schedule import Schedule
from salondesk.core.clock import Clock, monotonic_ms
from salondesk.core.errors import SalonDeskError
from salondesk.core.message import Message, N_
from salondesk.domain.change import ChangeSet
from salondesk.services.hub import ChangeHub
from salondesk.services.worker import Health, Worker, WorkerState

_log = logging.getLogger(__name__)
STOP_WITHIN_MS = 10_000
Listener = Callable[[str, Health], None]
Sleep = Callable[[threading.Event, int], object]
"""Waits until an event is set, at most so many milliseconds; may return early."""


def sleep_on(alarm: threading.Event, at_most_ms: int) -> None:
    """Sleep until ``alarm`` is set or the time is over."""
    # Clocks are read in whole milliseconds: woken a fraction early, a thread would sleep a second time.
    alarm.wait((at_most_ms + 1) / 1000)


class _Place:
    """One worker with its schedule, alarm, thread and health."""

    def __init__(self, worker: Worker, schedule: Schedule) -> None:
        self.worker, self.schedule = worker, schedule
        self.alarm = threading.Event()
        self.health = Health(next_due=schedule.next_due)
        self.thread: threading.Thread | None = None


class WorkerHost:
    """Runs workers until it is stopped; one that fails is tried again and stops no other.

    Listeners are called in the worker's thread when what a person is told of it changes: its state, its failures or
    its message. ``steady``, ``sleep`` and ``rng`` are for tests.
    """

    def __init__(
        self,
        workers: Iterable[Worker],
        hub: ChangeHub,
        clock: Clock,
        *,
        steady: Callable[[], int] = monotonic_ms,
        sleep: Sleep = sleep_on,
        rng: random.Random | None = None,
    ) -> None:
        self._clock, self._steady, self._sleep = clock, steady, sleep
        self._rng = rng or random.Random()  # spreads tries over time; no secret hangs on it
        self._lock = threading.Lock()
        self._stopping = False
        self._listeners: list[Listener] = []
        self._places = {w.name: _Place(w, Schedule(clock.now_ms(), steady())) for w in workers}
        hub.subscribe(self._on_committed)

    def start(self) -> None:
        """Begin; every worker's first step runs at once."""
        for name, place in self._places.items():
            place.thread = threading.Thread(
                target=self._run, args=(place,), name=f"worker-{name}", daemon=True
            )
            place.thread.start()

    def stop(self, within_ms: int = STOP_WITHIN_MS) -> tuple[str, ...]:
        """Let steps in hand end and wait for the threads; return the names of workers still at work after that.

        Those end with the process: their threads are daemons, and a step is safe to cut anywhere.
        """
        self._stopping = True
        for place in self._places.values():
            place.alarm.set()
        until = monotonic_ms() + within_ms
        for place in self._places.values():
            if place.thread is not None:
                place.thread.join(max(until - monotonic_ms(), 0) / 1000)
        late = tuple(n for n, p in self._places.items() if p.thread is not None and p.thread.is_alive())
        if late:
            _log.warning("workers still at work when the program ends: %s", ", ".join(late))
        return late

    def listen(self, listener: Listener) -> None:
        """Tell ``listener`` of every change of a worker's health that matters to a person."""
        self._listeners.append(listener)

    def health(self) -> Mapping[str, Health]:
        """Return how each worker fares, by name."""
        with self._lock:
            return {name: place.health for name, place in self._places.items()}

    def wake(self, name: str) -> None:
        """Run a worker now, even if it is waiting after a failure: somebody pressed *try again*."""
        place = self._places[name]
        with self._lock:
            place.schedule.hurry()
        place.alarm.set()

    def _on_committed(self, changes: ChangeSet) -> None:
        """Wake whoever watches what was committed; in the writer's thread."""
        for place in self._places.values():
            if place.worker.wakes_on & changes.nouns:
                with self._lock:
                    place.schedule.wake()
                place.alarm.set()

    def _run(self, place: _Place) -> None:
        try:
            while True:
                place.alarm.clear()  # before looking: what is set from here on ends the sleep below
                if self._stopping:
                    return
                with self._lock:
                    wait_ms = place.schedule.wait_ms(self._clock.now_ms(), self._steady())
                if wait_ms > 0:
                    self._sleep(place.alarm, wait_ms)
                else:
                    self._step(place)
        finally:
            self._note(place, replace(place.health, state=WorkerState.STOPPED, next_due=None))

    def _step(self, place: _Place) -> None:
        with self._lock:
            place.schedule.begin()
        try:
            next_due = place.worker.step()
        except SalonDeskError as error:
            _log.info("worker %s: %s", place.worker.name, type(error).__name__)
            self._failed(place, error.message)
        except Exception:
            _log.exception("worker %s failed", place.worker.name)  # the log writes traces without values
            self._failed(
                place,
                Message(N_("Something went wrong in the background. It will be tried again by itself.")),
            )
        else:
            with self._lock:
                place.schedule.succeeded(next_due, self._steady())
            self._note(
                place, Health(state=WorkerState.WELL, last_ok_at=self._clock.now_ms(), next_due=next_due)
            )

    def _failed(self, place: _Place, message: Message) -> None:
        with self._lock:
            schedule = place.schedule
            schedule.failed(self._clock.now_ms(), self._steady(), self._rng)
        self._note(
            place,
            Health(
                state=WorkerState.FAILING,
                last_ok_at=place.health.last_ok_at,
                next_due=schedule.next_due,
                failures=schedule.failures,
                message=message,
            ),
        )

    def _note(self, place: _Place, health: Health) -> None:
        """Keep a worker's health, and tell the listeners unless only its times have moved."""
        with self._lock:
            before, place.health = place.health, health
        if (before.state, before.failures, before.message) == (health.state, health.failures, health.message):
            return
        for listener in list(self._listeners):
            try:
                listener(place.worker.name, health)
            except Exception:
                _log.exception("a listener of the workers' health failed")
