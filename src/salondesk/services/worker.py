"""A worker is named work done in short steps when it is due; Health says how it fares.

Values only: whoever has such work makes a Worker, and app/workers hosts it. All instants are UTC milliseconds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from salondesk.core.message import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Work that goes on beside the window.

    ``step`` does a bounded batch, in a thread that is the worker's own, and returns the instant at which it wants to
    run next: one that is past means soon again, for there is more to do; None means not before it is woken. It is
    called early too (after a commit, or when the computer's clock was set), so it looks for itself what is due. What
    it raises is tried again later; a SalonDeskError's message is shown meanwhile. Nothing interrupts a step: it must
    come to an end by itself within seconds.

    ``wakes_on`` are the nouns whose commits wake it, its own commits included: a step that commits such a noun at
    every run would never rest.
    """

    name: str
    wakes_on: frozenset[str]
    step: Callable[[], int | None]


class WorkerState(StrEnum):
    """How a worker is."""

    STARTING = "starting"
    """No step has ended yet."""
    WELL = "well"
    """The last step did what it should."""
    FAILING = "failing"
    """The last step failed; it is tried again at ``next_due``."""
    STOPPED = "stopped"
    """Its thread has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a worker fares: what the status line shows.

    ``failures`` counts the failed steps since the last good one; ``message`` says in words why the last one failed.
    ``next_due`` None: it waits to be woken.
    """

    state: WorkerState = WorkerState.STARTING
    last_ok_at: int | None = None
    next_due: int | None = None
    failures: int = 0
    message: Message | None = None
