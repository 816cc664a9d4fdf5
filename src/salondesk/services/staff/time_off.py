"""Absences of a person, and times at which the branch is closed: entered, changed and taken away."""

from dataclasses import dataclass, replace

from salondesk.core.ids import Id
from salondesk.core.message import Message, N_, NP_
from salondesk.core.timespan import TimeSpan, to_local
from salondesk.domain.access import Permission
from salondesk.domain.staff import TimeOff, TimeOffKind
from salondesk.services.context import Command, Outcome, Work
from salondesk.services.editing import Edit, edited, require_sound
from salondesk.services.executor import Handler, Handlers

FIELDS = frozenset({"start_at", "end_at", "kind", "reason"})
_VISITS_IN = NP_(
    "{n} visit stands in that time: {date}, {time}, {client}.",
    "{n} visits stand in that time, the first one {date}, {time}, {client}.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTimeOff(Command[TimeOff]):
    """Somebody is away from ``start_at`` until ``end_at`` (UTC ms); without a person the actor's branch is closed."""

    start_at: int
    end_at: int
    kind: TimeOffKind
    staff_id: Id | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditTimeOff(Edit[TimeOff]):
    """Change an absence's ends, kind or reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveTimeOff(Command[None]):
    """Take an absence away: the person is here after all, the branch open."""

    time_off_id: Id


def add_time_off(command: AddTimeOff, work: Work) -> Outcome[TimeOff]:
    """Enter it; the value is the absence. Raises InvalidFields. Visits in it stay, and are warned of."""
    away = TimeOff(
        id=work.new_id(),
        branch_id=work.actor.branch_id,
        staff_id=command.staff_id,
        start_at=command.start_at,
        end_at=command.end_at,
        kind=command.kind,
        reason=command.reason.strip(),
    )
    whose = _whose(work, away)
    require_sound(away)
    text = N_("{name} is closed then: entered") if away.staff_id is None else N_("Absence of {name} entered")
    saved = work.uow.time_off.save(None, away)
    return Outcome(saved, Message(text, whose), undoable=True, warning=_visits_in(work, saved))


def _visits_in(work: Work, away: TimeOff) -> Message | None:
    """Say how many visits to come stand in an absence, and which is the first; None of none.

    A part of a visit that leaves the person free does not count.
    """
    span = TimeSpan(max(away.start_at, work.now_ms), max(away.end_at, work.now_ms))
    people = {away.staff_id} if away.staff_id is not None else {person.id for person in work.uow.staff.all()}
    facts = work.uow.bookings.conflict_facts(work.branch, (span,), people)
    engine = facts.conflicts()
    held = [hold for person in people for hold in engine.holding(person, span)]
    if not held:
        return None
    first = min(held, key=lambda hold: (hold.start, hold.booking))
    at = to_local(first.start, work.branch.zone)
    said: dict[str, object] = {
        "date": at.date(), "time": at.time(), "client": first.label or Message(N_("a walk-in"))
    }  # fmt: skip
    return Message.counted(_VISITS_IN, len({hold.booking for hold in held}), **said)


def _whose(work: Work, away: TimeOff) -> dict[str, object]:
    """Return who is away, or the branch that is closed, for a message.

    Raises PermissionRefused where the branch would be closed or opened by somebody who may not edit its hours.
    """
    if away.staff_id is None:
        work.require(Permission.SHOP_EDIT)
        return {"name": work.branch.names}
    return {"name": work.uow.staff.get(away.staff_id).names}


def edit_time_off(command: EditTimeOff, work: Work) -> Outcome[TimeOff]:
    """Change it; the value is the absence. Raises InvalidFields, EditConflict."""
    before = work.uow.time_off.get(command.row_id)
    after = edited(before, command.changes, FIELDS)
    if after == before:
        return Outcome(before, unchanged=True)
    whose = _whose(work, after)
    text = N_("{name} is closed then: changed") if after.staff_id is None else N_("Absence of {name} changed")
    saved = work.uow.time_off.save(before, after)
    return Outcome(saved, Message(text, whose), undoable=True, warning=_visits_in(work, saved))


def remove_time_off(command: RemoveTimeOff, work: Work) -> Outcome[None]:
    """Mark it deleted."""
    before = work.uow.time_off.get(command.time_off_id)
    whose = _whose(work, before)
    work.uow.time_off.save(before, replace(before, deleted_at=work.now_ms))
    text = N_("{name} is open after all") if before.staff_id is None else N_("Absence of {name} taken away")
    return Outcome(None, Message(text, whose), undoable=True)


HANDLERS: Handlers = {
    AddTimeOff: Handler(add_time_off, Permission.STAFF_EDIT, TimeOff),
    EditTimeOff: Handler(edit_time_off, Permission.STAFF_EDIT, TimeOff),
    RemoveTimeOff: Handler(remove_time_off, Permission.STAFF_EDIT),
}
