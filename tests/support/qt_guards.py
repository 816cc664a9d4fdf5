"""Finds what a test leaves behind: threads, top-level windows, running timers.

The ideas are napari's and qutebrowser's; each function says in words what was left, an empty list is good.
"""

from __future__ import annotations

import gc
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication, QWidget

THREAD_GRACE_S = 2.0
"""A worker told to stop may need this long to notice."""


def leftover_threads(before: set[threading.Thread]) -> list[str]:
    """Python threads that were not there before; Qt's own threads never show up as real ones."""
    end = time.monotonic() + THREAD_GRACE_S
    while True:
        left = [
            thread
            for thread in threading.enumerate()
            if thread not in before and type(thread).__name__ != "_DummyThread"
        ]
        if not left or time.monotonic() > end:
            return [f"thread still runs: {thread.name}" for thread in left]
        left[0].join(0.05)


def top_level_widgets() -> set[int]:
    """The living top-level widgets, by identity of their C++ object."""
    if QApplication.instance() is None:
        return set()
    return {shiboken6.getCppPointer(widget)[0] for widget in _windows()}


def leftover_widgets(before: set[int]) -> list[str]:
    """Top-level widgets the test made and neither closed-and-deleted nor gave to qtbot."""
    if QApplication.instance() is None or not top_level_widgets() - before:
        return []
    # Only now, because it is slow: what merely waits for deletion or the collector is not a leak.
    gc.collect()
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()
    return [
        f"top-level widget left: {type(widget).__name__} {widget.objectName()!r} {widget.windowTitle()!r}"
        for widget in _windows()
        if shiboken6.getCppPointer(widget)[0] not in before
    ]


def _windows() -> list[QWidget]:
    return [widget for widget in QApplication.topLevelWidgets() if shiboken6.isValid(widget)]


class TimerWatch:
    """Remembers every QTimer started from Python, so that those still running can be named."""

    def __init__(self) -> None:
        self._started: weakref.WeakSet[QTimer] = weakref.WeakSet()

    def note(self, timer: QTimer) -> None:
        self._started.add(timer)

    def leftover(self) -> list[str]:
        """Timers that still tick; forgets them all, so that one leak is told once."""
        ticking = [timer for timer in self._started if shiboken6.isValid(timer) and timer.isActive()]
        if ticking:
            gc.collect()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        names = [
            f"timer still active: {timer.interval()} ms, of {type(timer.parent()).__name__}"
            for timer in ticking
            if shiboken6.isValid(timer) and timer.isActive()
        ]
        self._started.clear()
        return names


@contextmanager
def watched_timers(set_attribute: Callable[[object, str, object], None]) -> Iterator[TimerWatch]:
    """Watch QTimer.start for the length of a session; `set_attribute` is a monkeypatch's setattr."""
    watch = TimerWatch()
    plain_start = QTimer.start

    def start(self: QTimer, *args: object) -> None:
        plain_start(self, *args)
        watch.note(self)

    set_attribute(QTimer, "start", start)
    yield watch
