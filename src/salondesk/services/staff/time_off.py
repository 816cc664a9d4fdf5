"""Absences of a person: entered, changed and taken away again."""

from dataclasses import dataclass, replace

from salondesk.core.ids import Id
from salondesk.core.message import Message, N_
from salondesk.domain.access import Permission
from salondesk.domain.staff import TimeOff, TimeOffKind
from salondesk.services.context import Command, Outcome, Work
from salondesk.services.editing import Edit, edited, require_sound
from salondesk.services.executor import Handler, Handlers

FIELDS = frozenset({"start_at", "end_at", "kind", "reason"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTimeOff(Command[TimeOff]):
    """Somebody is away from ``start_at`` until ``end_at`` (UTC ms)."""

    staff_id: Id
    start_at: int
    end_at: int
    kind: TimeOffKind
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditTimeOff(Edit[TimeOff]):
    """Change an absence's ends, kind or reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveTimeOff(Command[None]):
    """Take an absence away: the person is here after all."""

    time_off_id: Id


def add_time_off(command: AddTimeOff, work: Work) -> Outcome[TimeOff]:
    """Enter it; the value is the absence. Raises InvalidFields. Visits in it stay, and are found by the diary."""
    person = work.uow.staff.get(command.staff_id)
    away = TimeOff(
        id=work.new_id(),
        branch_id=work.actor.branch_id,
        staff_id=person.id,
        start_at=command.start_at,
        end_at=command.end_at,
        kind=command.kind,
        reason=command.reason.strip(),
    )
    require_sound(away)
    return Outcome(
        work.uow.time_off.save(None, away),
        Message(N_("Absence of {name} entered"), {"name": person.names}),
        undoable=True,
    )


def edit_time_off(command: EditTimeOff, work: Work) -> Outcome[TimeOff]:
    """Change it; the value is the absence. Raises InvalidFields, EditConflict."""
    before = work.uow.time_off.get(command.row_id)
    after = edited(before, command.changes, FIELDS)
    if after == before:
        return Outcome(before, unchanged=True)
    label = Message(N_("Absence of {name} changed"), {"name": work.uow.staff.get(after.staff_id).names})
    return Outcome(work.uow.time_off.save(before, after), label, undoable=True)


def remove_time_off(command: RemoveTimeOff, work: Work) -> Outcome[None]:
    """Mark it deleted."""
    before = work.uow.time_off.get(command.time_off_id)
    work.uow.time_off.save(before, replace(before, deleted_at=work.now_ms))
    label = Message(N_("Absence of {name} taken away"), {"name": work.uow.staff.get(before.staff_id).names})
    return Outcome(None, label, undoable=True)


HANDLERS: Handlers = {
    AddTimeOff: Handler(add_time_off, Permission.STAFF_EDIT, TimeOff),
    EditTimeOff: Handler(edit_time_off, Permission.STAFF_EDIT, TimeOff),
    RemoveTimeOff: Handler(remove_time_off, Permission.STAFF_EDIT),
}
