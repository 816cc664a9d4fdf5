"""Hearing of what other processes commit to the same database: the window shows it within a second."""

import logging
import threading

from salondesk.core.errors import SalonDeskError
from salondesk.domain.change import ChangeSet
from salondesk.services.hub import ChangeHub
from salondesk.services.reads.read_models import Queries

_log = logging.getLogger(__name__)
EVERY_S = 0.5


class ChangesWatch:
    """A thread that asks twice a second whether the change feed has grown, and tells the hub what others wrote."""

    def __init__(self, queries: Queries, hub: ChangeHub, *, origin: str) -> None:
        self._queries, self._hub, self._origin = queries, hub, origin
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="feed", daemon=True)
        self._seq = 0

    def start(self) -> None:
        """Begin to listen from now on."""
        self._seq = self._queries.last_seq()
        self._thread.start()

    def stop(self) -> None:
        """Stop and wait for the thread."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def look(self) -> None:
        """Ask once."""
        for change in self._queries.changes_since(self._seq):
            self._seq = change.seq
            if change.origin != self._origin:
                self._hub.publish(
                    ChangeSet(
                        txn_id=change.txn_id,
                        seq=change.seq,
                        nouns=change.nouns,
                        ids=change.ids,
                        dates=change.dates,
                        origin=change.origin,
                    )
                )

    def _run(self) -> None:
        while not self._stop.wait(EVERY_S):
            try:
                self.look()
            except SalonDeskError:
                _log.info("the change feed could not be read this time")
