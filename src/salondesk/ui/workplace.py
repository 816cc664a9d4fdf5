"""The workplace of every page: who is signed in, ways to ask and to do, and news of commits.

Pages never touch a thread: ``do`` and ``ask`` run elsewhere and call back on the
interface thread, if the page still lives. A refusal that someone may lift is
lifted here, so that every command in the program offers it the same way.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import replace
from datetime import date
from typing import Any, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from salondesk.core.clock import Clock
from salondesk.core.errors import Liftable, SalonDeskError
from salondesk.core.ids import Id, NewId
from salondesk.core.settings import Setting
from salondesk.core.timespan import business_date
from salondesk.domain.access import Actor, Override
from salondesk.domain.change import ChangeSet
from salondesk.domain.settings import SettingPlace, value_at
from salondesk.domain.shop import Branch, Shop
from salondesk.services.access.sign_in import AccessDesk
from salondesk.services.context import Command
from salondesk.services.executor import Executor
from salondesk.services.hub import ChangeHub
from salondesk.services.ports.paper import DocumentDesk
from salondesk.services.reads.read_desk import ReadDesk

_log = logging.getLogger(__name__)
T = TypeVar("T")
Failed = Callable[[Exception], None]
Again = Callable[[Override | None, tuple[Liftable, ...]], None]


class Lanes(Protocol):
    """Where work runs (app/lanes)."""

    def write(self, task: Callable[[], T]) -> Future[T]: ...
    def read(self, task: Callable[[], T]) -> Future[T]: ...
    def paper(self, task: Callable[[], T]) -> Future[T]: ...


_FACTS = frozenset({"shop", "branch", "setting", "role", "user"})
"""Nouns of which every page goes by what it was told once."""


class Retry:
    """Does again what failed: as it was, since a command's key makes that safe, or lifted by an override.

    ``reason`` is the one the person has given already; ``can_lift`` tells whether an override helps. ``refusals`` are
    those that an override lifted before this one came: the next override must lift them too.
    """

    def __init__(
        self, run: Again, command: Command[Any] | None = None, refusals: tuple[Liftable, ...] = ()
    ) -> None:
        self._run, self.refusals = run, refusals
        discount, override = getattr(command, "discount", None), getattr(command, "override", None)
        given = getattr(command, "reason", "") or getattr(discount, "reason", "")
        self.reason = str(given or getattr(override, "reason", ""))
        self.can_lift = hasattr(command, "override")

    def lifted(self, override: Override, refusals: tuple[Liftable, ...]) -> None:
        """Do it with an override that lifts these refusals."""
        self._run(override, refusals)

    def again(self) -> None:
        """Try the same once more."""
        self._run(None, self.refusals)


class Workplace(QObject):
    """The counter of one window.

    Signals:
        user_changed(): someone signed in, or the window was locked (``actor`` is None).
        committed(ChangeSet): something was written, by this window or another process.
        said(Message, bool): a command was done; whether it can be undone.
        facts_changed(): the shop, the branch, a setting or a right is not what it was.
        refused(Exception, Retry | None): nobody handled this error; how to try again.
    """

    user_changed = Signal()
    committed = Signal(object)
    facts_changed = Signal()
    said = Signal(object, bool)
    refused = Signal(object, object)
    _delivered = Signal(object)

    executor: Executor
    access: AccessDesk
    documents: DocumentDesk

    def __init__(
        self,
        *,
        reads: ReadDesk,
        lanes: Lanes,
        clock: Clock,
        new_id: NewId,
        place: Actor,
        shop: Shop,
        branch: Branch,
        settings: Mapping[tuple[Id, str], str],
    ) -> None:
        super().__init__()
        self.reads, self.lanes, self.clock, self._new_id = reads, lanes, clock, new_id
        self.place, self.shop, self.branch, self._settings = place, shop, branch, settings
        self.actor: Actor | None = None
        self._answering: Actor | None = None
        self._renewal = 0
        self.permissions: frozenset[str] = frozenset()
        self._delivered.connect(self._on_delivered, Qt.ConnectionType.QueuedConnection)

    def attach(
        self, *, executor: Executor, access: AccessDesk, documents: DocumentDesk, hub: ChangeHub
    ) -> None:
        """Take the write side, once it is there: the window is painted before it.

        Run as the first task of the write lane, so that whatever is done before it is ready waits behind it.
        """
        self.executor, self.access, self.documents = executor, access, documents
        hub.subscribe(self._on_committed)

    def prepare(self, owner: QObject, task: Callable[[], None]) -> Future[None]:
        """Run the loading of the write side as the write lane's first task; a failure is presented."""
        future = self.lanes.write(task)

        def loaded(done: Future[None]) -> None:
            error = done.exception()
            if isinstance(error, Exception):
                caught = error
                self._deliver(lambda: self._on_failed(caught) if shiboken6.isValid(owner) else None)

        future.add_done_callback(loaded)
        return future

    # -- who is here

    @property
    def me(self) -> Actor:
        """Whoever is signed in; while the answer to a command is taken in, whoever gave the command.

        Pages are seen only by who has signed in, but a command may end after the counter was locked.
        """
        who = self._answering or self.actor
        if who is None:
            raise RuntimeError("nobody is signed in")
        return who

    def setting(self, setting: Setting[T], otherwise: str | None = None) -> T:
        """Return what a declared setting of shop, branch, till or user says here and now.

        ``otherwise`` is the text that counts while nobody has changed it there.
        """
        place = SettingPlace.of(self.shop.id, self.actor or self.place)
        return value_at(setting, place, self._settings, otherwise)

    def today(self) -> date:
        """Return the business date of now, without asking the database."""
        return business_date(self.clock.now_ms(), self.branch.zone, self.branch.cutoff_min)

    def may(self, permission: str) -> bool:
        """Tell whether to show something; the service decides again when it is used."""
        return permission in self.permissions

    def sign_in(self, owner: QObject, user_id: Id, pin: str, failed: Failed) -> None:
        """Check a PIN; on success everything is shown as that user."""

        def check() -> tuple[Actor, frozenset[str]]:
            actor = self.access.sign_in(user_id, pin, self.place)
            return actor, self.reads.permissions(actor)

        self._submit(self.lanes.write, owner, check, self._on_signed_in, failed)

    def _on_signed_in(self, answer: tuple[Actor, frozenset[str]]) -> None:
        actor, self.permissions = answer
        self.actor = replace(actor, lang=self.place.lang)  # what is read is shown in the window's language
        self.executor.undo_log.forget()
        self.user_changed.emit()

    def lock(self) -> None:
        """Sign out; the diary stays behind the sign-in, without names."""
        self.actor, self.permissions = None, frozenset()
        self.executor.undo_log.forget()
        self.user_changed.emit()

    def set_lang(self, lang: str) -> None:
        """Remember the language that read models are asked in."""
        self.place = replace(self.place, lang=lang)
        if self.actor is not None:
            self.actor = replace(self.actor, lang=lang)

    # -- asking and doing

    def ask(
        self,
        owner: QObject,
        question: Callable[[], T],
        done: Callable[[T], None],
        failed: Failed | None = None,
    ) -> None:
        """Run ``question`` on a reader and give ``done`` the answer here, if ``owner`` still lives.

        What was asked as one person is never shown to the next: the answer is dropped when users changed.
        """
        asker = self.me.user_id if self._answering else self._who()

        def still_here(call: Callable[[Any], None]) -> Callable[[Any], None]:
            return lambda answer: call(answer) if self._who() == asker else None

        def again(_override: Override | None, _refusals: tuple[Liftable, ...]) -> None:
            self.ask(owner, question, done)

        def on_failed(error: Exception) -> None:
            self._present(error, Retry(again))

        self._submit(self.lanes.read, owner, question, still_here(done), still_here(failed or on_failed))

    def _who(self) -> Id | None:
        return self.actor.user_id if self.actor is not None else None

    def draw(
        self, owner: QObject, task: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None
    ) -> None:
        """Run something that draws or prints a document."""
        self._submit(self.lanes.paper, owner, task, done, failed or self._on_failed)

    def do(
        self,
        owner: QObject,
        command: Command[T],
        done: Callable[[T], None] | None = None,
        failed: Failed | None = None,
        answers: Callable[[Exception], bool] | None = None,
        lifted: tuple[Liftable, ...] = (),
    ) -> None:
        """Carry out ``command`` as whoever is signed in.

        An error is presented by the window, with the offer to lift it where the
        command can carry an override; ``failed`` lets the page put itself right.
        Where ``answers`` tells that it asks the person itself, the window is silent. ``lifted``: why it has an override.
        """
        actor = self.me

        def again(override: Override | None, refusals: tuple[Liftable, ...]) -> None:
            once_more = command if override is None else replace(command, override=override)  # type: ignore[call-arg]  # it has one
            self.do(owner, once_more, done, failed, answers, refusals)

        def on_failed(error: Exception) -> None:
            if failed is not None:
                failed(error)
            if answers is not None and answers(error):
                return
            self._present(error, Retry(again, command, lifted), type(command).__name__)

        self._submit(
            self.lanes.write,
            owner,
            lambda: self.executor.run(command, actor),
            self._as(actor, done or _ignore),
            self._as(actor, on_failed),
        )

    def _as(self, actor: Actor, call: Callable[[T], None]) -> Callable[[T], None]:
        """Let a page take in an answer as who asked for it, though the counter may have been locked since."""

        def answered(answer: T) -> None:
            before, self._answering = self._answering, actor
            try:
                call(answer)
            finally:
                self._answering = before

        return answered

    def undo(self, owner: QObject) -> None:
        """Take back this window's last step."""
        actor = self.me
        self._submit(self.lanes.write, owner, lambda: self.executor.undo(actor), _ignore, self._on_failed)

    def redo(self, owner: QObject) -> None:
        """Do it again."""
        actor = self.me
        self._submit(self.lanes.write, owner, lambda: self.executor.redo(actor), _ignore, self._on_failed)

    def approve(
        self,
        owner: QObject,
        approver_id: Id,
        pin: str,
        *,
        permissions: tuple[str, ...],
        reason: str,
        done: Callable[[Override], None],
        failed: Failed,
    ) -> None:
        """Have someone else's PIN checked; ``done`` gets the override to run a command with."""
        actor, (permission, *also) = self.me, permissions

        def check() -> Override:
            return self.access.approve(
                approver_id, pin, permission=permission, reason=reason, actor=actor, also=tuple(also)
            )

        self._submit(self.lanes.write, owner, check, done, failed)

    def key(self) -> Id:
        """Return a fresh command key."""
        return self._new_id()

    def _submit(
        self,
        lane: Callable[[Callable[[], T]], Future[T]],
        owner: QObject,
        task: Callable[[], T],
        done: Callable[[T], None],
        failed: Failed,
    ) -> None:
        def deliver(future: Future[T]) -> None:
            error = future.exception()
            if error is None:
                result = future.result()
                self._deliver(lambda: done(result) if shiboken6.isValid(owner) else None)
            elif isinstance(error, Exception):
                caught = error
                self._deliver(lambda: failed(caught) if shiboken6.isValid(owner) else None)

        lane(task).add_done_callback(deliver)

    def _deliver(self, call: Callable[[], None]) -> None:
        if shiboken6.isValid(self):
            self._delivered.emit(call)

    def _on_delivered(self, call: Callable[[], None]) -> None:
        call()

    def _on_failed(self, error: Exception) -> None:
        self._present(error, None)

    def _present(self, error: Exception, retry: Retry | None, what: str = "something") -> None:
        if not isinstance(error, SalonDeskError):
            _log.error("%s failed", what, exc_info=error)
        self.refused.emit(error, retry)

    # -- news

    def _on_committed(self, changes: ChangeSet) -> None:
        """Hear of a commit in the writer's thread and tell it here."""
        self._deliver(lambda: self._announce(changes))

    def _announce(self, changes: ChangeSet) -> None:
        if changes.nouns & _FACTS:
            self._renew(changes)
        else:
            self._tell(changes)

    def _renew(self, changes: ChangeSet) -> None:
        """Ask for the shop's facts anew before the pages hear of the change: they go by them."""
        me = self.actor
        self._renewal += 1
        mine = self._renewal

        def question() -> tuple[Shop, Branch, Mapping[tuple[Id, str], str], frozenset[str]]:
            reads = self.reads
            held = reads.permissions(me) if me is not None else frozenset[str]()
            return reads.shop(), reads.branch(), reads.settings(), held

        def renewed(found: tuple[Shop, Branch, Mapping[tuple[Id, str], str], frozenset[str]]) -> None:
            if mine == self._renewal:  # two are read at once: a later question may be answered first
                self.shop, self.branch, self._settings, held = found
                if self.actor is me and me is not None:
                    self.permissions = held
                self.facts_changed.emit()
            self._tell(changes)

        def failed(error: Exception) -> None:
            _log.info("the shop's facts could not be read again: %s", type(error).__name__)
            self._tell(changes)

        self._submit(self.lanes.read, self, question, renewed, failed)

    def _tell(self, changes: ChangeSet) -> None:
        self.committed.emit(changes)
        if changes.label is not None:
            self.said.emit(changes.label, changes.undoable)


def _ignore(_result: object) -> None:
    """Take an answer nobody waits for."""
