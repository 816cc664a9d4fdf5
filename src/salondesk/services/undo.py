"""Taking back what was just done: a new forward command with version checks. Fiscal facts are never undone."""

import threading
from collections import deque
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from salondesk.core.errors import ConflictError
from salondesk.core.ids import Id
from salondesk.core.message import Message, N_
from salondesk.domain.booking import Booking, BookingStatus
from salondesk.domain.catalog import Product, Service
from salondesk.domain.change import Change, Initiator
from salondesk.domain.nouns import noun
from salondesk.domain.staff import StaffMember
from salondesk.services.conflicts import require_still_free
from salondesk.services.context import Command, Outcome, Work
from salondesk.services.editing import require_free_code
from salondesk.services.ports.repository import Repository
from salondesk.services.rights import require_keys
from salondesk.services.visit_bill import refuse_billed, refuse_open_bill

STEPS = 50


@dataclass(frozen=True, slots=True)
class UndoStep:
    """What one command changed, and its words."""

    changes: tuple[Change, ...]
    label: Message
    by: Id


class UndoLog:
    """The last steps of this window, oldest first; a new step clears what could be redone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._done: deque[UndoStep] = deque(maxlen=STEPS)
        self._undone: deque[UndoStep] = deque(maxlen=STEPS)

    def done(self, changes: list[Change], label: Message, *, by: Id) -> None:
        """Remember a step that was just committed."""
        step = UndoStep(tuple(c for c in changes if noun(c.noun).undo), label, by)
        with self._lock:
            if step.changes:
                self._done.append(step)
                self._undone.clear()

    def next_undo(self) -> UndoStep | None:
        """Return the step that undo would take back."""
        with self._lock:
            return self._done[-1] if self._done else None

    def next_redo(self) -> UndoStep | None:
        """Return the step that redo would do again."""
        with self._lock:
            return self._undone[-1] if self._undone else None

    def moved_by_undo(self, step: UndoStep, changes: list[Change]) -> None:
        """Note that ``step`` was undone by ``changes``."""
        self._moved(self._done, self._undone, step, changes)

    def moved_by_redo(self, step: UndoStep, changes: list[Change]) -> None:
        """Note that ``step`` was redone by ``changes``."""
        self._moved(self._undone, self._done, step, changes)

    def _moved(
        self, source: deque[UndoStep], target: deque[UndoStep], step: UndoStep, changes: list[Change]
    ) -> None:
        with self._lock:
            if step in source:
                source.remove(step)
            target.append(UndoStep(tuple(changes), step.label, step.by))

    def forget(self) -> None:
        """Drop everything, as when another user signs in."""
        with self._lock:
            self._done.clear()
            self._undone.clear()


@dataclass(frozen=True, slots=True, kw_only=True)
class RevertChanges(Command[None]):
    """Put records back to what they were before ``step``, or do them again when it is a ``redo``."""

    initiator: ClassVar[Initiator | None] = Initiator.UNDO

    step: UndoStep
    redo: bool = False


def _content(record: Any) -> Any:
    """Return a record without what every write changes: taking back a later step gave this one a new version."""
    return replace(record, version=0, updated_at=0)


def _refuse_what_its_bill_holds(work: Work, current: Booking, wanted: Booking) -> None:
    """Refuse to take a billed visit back from done, change its services, or call off one with an open bill."""
    if wanted.status is not BookingStatus.DONE or wanted.deleted_at or wanted.lines != current.lines:
        refuse_billed(work, current.id)
    if not wanted.holds_time:
        refuse_open_bill(work, current.id)


def revert_changes(command: RevertChanges, work: Work) -> Outcome[None]:
    """Write the earlier states as new versions, held to what more than their own record decides.

    Raises ConflictError when someone has changed a record since, and what the edit itself would raise now.
    """
    uow = work.uow
    warning: Message | None = None
    for change in reversed(command.step.changes):
        repo: Repository[Any] = uow.repo(noun(change.noun))
        current = repo.find(change.id)
        expected: Any = change.after
        if current is None or _content(current) != _content(expected):
            raise ConflictError(Message(N_("This cannot be taken back: someone has changed it since.")))
        before: Any = change.before
        if before is None:
            wanted = replace(current, deleted_at=work.now_ms)
        else:
            wanted = replace(before, version=current.version)
        if isinstance(wanted, Booking):
            _refuse_what_its_bill_holds(work, current, wanted)
            warning = require_still_free(work, wanted, held=current).warning or warning
            work.uow.dates.update({wanted.business_date, current.business_date})
        elif isinstance(wanted, Service | Product | StaffMember):
            require_free_code(repo, wanted)
            if isinstance(wanted, Product):
                require_free_code(repo, wanted, "barcode")
        repo.save(current, wanted)
        if isinstance(wanted, StaffMember):
            require_keys(work)
    key = N_("Done again: {what}") if command.redo else N_("Taken back: {what}")
    return Outcome(None, Message(key, {"what": command.step.label}), warning=warning)
