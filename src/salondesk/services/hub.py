"""Telling whoever listens that something was committed. Plain calls in the writer's thread; Qt hears through ui/bridge."""

import logging
import weakref
from collections.abc import Callable

from salondesk.domain.change import ChangeSet

_log = logging.getLogger(__name__)
Listener = Callable[[ChangeSet], None]


class ChangeHub:
    """Subscribers by weak reference: a closed window needs no good-bye."""

    def __init__(self) -> None:
        self._listeners: list[weakref.ReferenceType[Listener]] = []

    def subscribe(self, listener: Listener) -> None:
        """Call ``listener`` (a method or a function someone else keeps) after every commit."""
        method = getattr(listener, "__self__", None)
        self._listeners.append(weakref.WeakMethod(listener) if method is not None else weakref.ref(listener))

    def publish(self, changes: ChangeSet) -> None:
        """Tell every listener; one that fails is logged and does not stop the others: the commit stands."""
        for reference in list(self._listeners):
            listener = reference()
            if listener is None:
                self._listeners.remove(reference)
                continue
            try:
                listener(changes)
            except Exception:
                _log.exception("a listener failed after a commit")
