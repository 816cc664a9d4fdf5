"""The worker that hears what other processes commit: the window shows it within a second."""

from typing import Protocol

from salondesk.core.clock import Clock
from salondesk.domain.change import ChangeSet
from salondesk.services.hub import ChangeHub
from salondesk.services.reads.read_models import ChangeRow
from salondesk.services.worker import Worker

EVERY_MS = 500


class Signal(Protocol):
    """Says cheaply whether there may be something new (storage/commit_signal)."""

    def changed(self) -> bool:
        """Tell whether something was committed since the last call; the first call says yes."""
        ...


class ChangeLog(Protocol):
    """The commands carried out, as much of the queries as this worker needs."""

    def last_seq(self) -> int:
        """Return the number of the newest command, 0 when there is none."""
        ...

    def changes_since(self, seq: int) -> list[ChangeRow]:
        """Return commands after ``seq``, oldest first; perhaps not all of many."""
        ...


class OtherCommits:
    """Publishes to the hub what was committed by others from the moment this object is made.

    ``origin`` is this process's own name in the change log: its commits are heard already when they are made.
    """

    def __init__(self, log: ChangeLog, signal: Signal, hub: ChangeHub, clock: Clock, *, origin: str) -> None:
        self._log, self._signal, self._hub, self._clock, self._origin = log, signal, hub, clock, origin
        self._seq = log.last_seq()
        self._unread = False

    def worker(self) -> Worker:
        """Return the worker that listens twice a second."""
        return Worker(name="changes", wakes_on=frozenset(), step=self.step)

    def step(self) -> int:
        """Read what is new and publish what others wrote; return when to look again."""
        self._unread = self._signal.changed() or self._unread  # a read that fails leaves it unread
        if not self._unread:
            return self._clock.now_ms() + EVERY_MS
        found = self._log.changes_since(self._seq)
        for change in found:
            self._seq = change.seq
            if change.origin != self._origin:
                self._hub.publish(
                    ChangeSet(
                        txn_id=change.key,
                        seq=change.seq,
                        nouns=change.nouns,
                        ids=change.ids,
                        dates=change.dates,
                        origin=change.origin,
                    )
                )
        self._unread = bool(found)  # a bulk load is read in several steps
        return self._clock.now_ms() + (0 if self._unread else EVERY_MS)
