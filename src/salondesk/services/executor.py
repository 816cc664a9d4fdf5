"""The one door for a write: permission, transaction, handler, audit, commit, undo, notice. Handlers never commit."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeAlias

from salondesk.core import snapshot
from salondesk.core.clock import Clock, monotonic_ms
from salondesk.core.errors import BugError, SalonDeskError
from salondesk.core.ids import Id, NewId
from salondesk.core.message import Message, N_
from salondesk.core.timespan import offset_min
from salondesk.domain.access import Actor, Permission
from salondesk.domain.change import (
    Change,
    ChangeSet,
    CommandRun,
    Initiator,
    RemoteTransaction,
    TxnNote,
)
from salondesk.services.command_result import kept, read_again
from salondesk.services.context import Approvals, Command, Outcome, T, T_co, Work
from salondesk.services.hub import ChangeHub
from salondesk.services.ports.storage import Storage, UnitOfWork
from salondesk.services.reactions import Reaction, react
from salondesk.services.undo import RevertChanges, UndoLog

_log = logging.getLogger(__name__)
MOST_IDS = 500
"""Of a load of more records other processes hear the nouns and dates only."""


@dataclass(frozen=True, slots=True)
class Handler(Generic[T_co]):
    """How a command is carried out.

    ``permission`` None means that the handler itself decides (an override may
    stand in, or everybody may). ``result`` is the type of its value, kept so that
    a retry under the same key gets it again (a record: as it stands by then); None keeps nothing.
    """

    run: Callable[[Any, Work], Outcome[T_co]]
    permission: Permission | None
    result: type[T_co] | None = None


Handlers: TypeAlias = dict[type[Command[Any]], Handler[Any]]


class Executor:
    """Runs commands one at a time, from any thread."""

    def __init__(
        self,
        storage: Storage,
        handlers: Mapping[type[Command[Any]], Handler[Any]],
        *,
        clock: Clock,
        new_id: NewId,
        hub: ChangeHub,
        approvals: Approvals,
        origin: str,
        initiator: Initiator = Initiator.PERSON,
        reactions: tuple[Reaction, ...] = (),
    ) -> None:
        self._storage, self._handlers = storage, handlers
        self._clock, self._new_id, self._hub, self._approvals = clock, new_id, hub, approvals
        self._origin, self._initiator, self._reactions = origin, initiator, reactions
        self._lock = threading.Lock()
        self._busy_thread: int | None = None
        self.undo_log = UndoLog()

    def new_key(self) -> Id:
        """Return a fresh idempotency key for a command."""
        return self._new_id()

    def run(self, command: Command[T], actor: Actor, initiator: Initiator | None = None) -> T:
        """Carry out ``command`` whole or not at all, and return its handler's value.

        ``initiator`` None: whoever this executor works for, unless the command says.

        Raises UserError, ConflictError or TransientError with nothing written;
        BugError for a command run from inside another.
        """
        with self._alone():
            return self._run(command, actor, initiator)[0]

    def apply(self, remote: RemoteTransaction, actor: Actor) -> bool:
        """Write another till's transaction as it was made there; tell whether it was new here.

        No permission, version or undo: those were asked where it was made. What is derived follows here. ``actor`` is
        for whom this computer works. Raises TransientError with nothing written.
        """
        with self._alone(), self._storage.unit(self._clock.now_ms()) as uow:
            if uow.knows(remote.id):
                return False
            work = Work(uow, actor, self._new_id, self._approvals, Initiator.REMOTE, self._origin)
            for noun_name, record in remote.records:
                uow.apply(noun_name, record)
            react(self._reactions, work)
            note = TxnNote(
                id=remote.id,
                command=remote.command,
                actor_id=remote.actor_id,
                device_id=remote.device_id,
                branch_id=remote.branch_id,
                at=remote.at,
                offset_min=remote.offset_min,
                initiator=Initiator.REMOTE.value,
                origin=remote.origin,
                label=None,
                override=None,
                source="remote",
            )
            changes = self._durable(note, remote.id, uow)
        self._hub.publish(changes)
        return True

    def undo(self, actor: Actor) -> Message | None:
        """Take back this window's last step; return its words, None when there is nothing to take back.

        Raises ConflictError when someone has changed a record since.
        """
        with self._alone():
            step = self.undo_log.next_undo()
            if step is None:
                return None
            _, changes = self._run(RevertChanges(key=self._new_id(), step=step), actor)
            self.undo_log.moved_by_undo(step, changes)
            return step.label

    def redo(self, actor: Actor) -> Message | None:
        """Do the last step again that was taken back; like ``undo`` otherwise."""
        with self._alone():
            step = self.undo_log.next_redo()
            if step is None:
                return None
            _, changes = self._run(RevertChanges(key=self._new_id(), step=step, redo=True), actor)
            self.undo_log.moved_by_redo(step, changes)
            return step.label

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if self._busy_thread == threading.get_ident():
            raise BugError("a command may not run another command")
        with self._lock:
            self._busy_thread = threading.get_ident()
            try:
                yield
            finally:
                self._busy_thread = None

    def _run(
        self, command: Command[T], actor: Actor, initiator: Initiator | None = None
    ) -> tuple[T, list[Change]]:
        handler: Handler[T] = self._handlers[type(command)]
        started = monotonic_ms()
        try:
            with self._storage.unit(self._clock.now_ms()) as uow:
                stored = uow.stored_result(command.key)
                if stored is not None:
                    return read_again(handler.result, stored, uow), []
                work = Work(
                    uow,
                    actor,
                    self._new_id,
                    self._approvals,
                    command.initiator or initiator or self._initiator,
                    self._origin,
                )
                if handler.permission is not None:
                    work.require(handler.permission, getattr(command, "override", None))
                outcome = handler.run(command, work)
                if outcome.unchanged:
                    return outcome.value, []
                react(self._reactions, work)
                changes = self._commit(command, work, outcome, handler.result is not None)
        except SalonDeskError as error:
            _log.info("%s refused: %s", type(command).__name__, type(error).__name__)
            raise
        _log.info("%s done in %d ms", type(command).__name__, monotonic_ms() - started)
        if outcome.undoable and outcome.label is not None:
            self.undo_log.done(uow.changes, outcome.label, by=actor.user_id)
        self._hub.publish(changes)
        return outcome.value, uow.changes

    def _commit(self, command: Command[T], work: Work, outcome: Outcome[T], keep_result: bool) -> ChangeSet:
        uow = work.uow
        override = outcome.override or work.used_override
        txn_id = self._new_id()
        note = TxnNote(
            id=txn_id,
            command=type(command).__name__,
            actor_id=work.actor.user_id,
            device_id=work.actor.device_id,
            branch_id=work.actor.branch_id,
            at=uow.now_ms,
            offset_min=offset_min(uow.now_ms, work.branch.zone),
            initiator=work.initiator.value,
            origin=self._origin,
            label=None if outcome.label is None else _label_json(outcome),
            override=None
            if override is None
            else snapshot.dumps(
                {
                    "permission": override.permission,
                    **({"also": override.also} if override.also else {}),
                    "approver_id": override.approver_id,
                }
            ),
            override_reason="" if override is None else override.reason,
        )
        changes = self._durable(note, command.key, uow, kept(outcome.value) if keep_result else None)
        if override is not None:
            self._approvals.spend(override)
        return replace(changes, label=_said(outcome), undoable=outcome.undoable)

    def _durable(self, note: TxnNote, key: Id, uow: UnitOfWork, result: str | None = None) -> ChangeSet:
        """Write the log and commit; return what views need to know."""
        nouns = frozenset(c.noun for c in uow.changes) | uow.seen_anew
        ids = frozenset(c.id for c in uow.changes)
        dates = frozenset(d.isoformat() for d in uow.dates) | dates_of(uow.changes)
        run = CommandRun(
            command_key=key,
            actor_id=note.actor_id,
            command=note.command,
            at=uow.now_ms,
            origin=self._origin,
            touched=snapshot.dumps(
                {"nouns": nouns, "ids": ids if len(ids) <= MOST_IDS else (), "dates": dates}
            ),
            result=result,
        )
        seq = uow.note(note, run)
        uow.commit()
        return ChangeSet(
            txn_id=note.id,
            seq=seq,
            nouns=nouns,
            ids=ids,
            dates=dates,
            origin=self._origin,
        )


def _said(outcome: Outcome[Any]) -> Message | None:
    """Return the words for the toast: what was done, and what it was let pass with."""
    if outcome.label is None or outcome.warning is None:
        return outcome.label
    return Message(N_("{what}. {warning}"), {"what": outcome.label, "warning": outcome.warning})


def _label_json(outcome: Outcome[Any]) -> str:
    label = outcome.label
    assert label is not None  # the caller asked first
    return snapshot.dumps({"key": label.key})


def dates_of(changes: list[Change]) -> frozenset[str]:
    """Return the business dates (ISO) of everything in ``changes`` that has one, before and after."""
    found = set()
    for change in changes:
        for side in (change.before, change.after):
            day = getattr(side, "business_date", None)
            if day is not None:
                found.add(day.isoformat())
    return frozenset(found)
