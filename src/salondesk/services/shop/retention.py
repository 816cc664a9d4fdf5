"""Forgets old bodies of the change log, and results of commands that nobody asks for again."""

from dataclasses import dataclass

from salondesk.core.message import Message, N_
from salondesk.domain.access import Permission
from salondesk.domain.settings import KEEP_MONTHS
from salondesk.engine.retention import BEGINNING, LogPlace, kept_from, plan_pruning
from salondesk.services.context import Command, Outcome, Work
from salondesk.services.executor import Handler, Handlers

RESULTS_KEPT_MS = 30 * 24 * 3_600_000
"""A retry comes within minutes, a window that slept reads what it missed within days."""
BODIES_A_STEP = 200
"""The counter waits for this transaction: some 20 ms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """How far a step came; ``more``: there are old bodies behind it."""

    through: LogPlace
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PruneLog(Command[Pruned]):
    """Look at one batch of old bodies behind a place in the log, and forget those that may go."""

    after: LogPlace = BEGINNING


def prune_log(command: PruneLog, work: Work) -> Outcome[Pruned]:
    """Forget what is past the shop's keep time, of the records longest unpruned first."""
    forgotten = work.uow.forget_results(work.now_ms - RESULTS_KEPT_MS)
    kept_from_ms = kept_from(work.today, work.setting(KEEP_MONTHS), work.branch.zone)
    bodies, last = work.uow.old_bodies(kept_from_ms, command.after, BODIES_A_STEP)
    pruning = plan_pruning(bodies, kept_from_ms)
    done = Pruned(through=last or command.after, more=last is not None)
    if not pruning.records and not forgotten:
        return Outcome(done, unchanged=True)
    if pruning.records:
        work.uow.prune(pruning)
    return Outcome(done, Message(N_("Old entries of the change log forgotten")))


HANDLERS: Handlers = {PruneLog: Handler(prune_log, Permission.UPKEEP, Pruned)}
