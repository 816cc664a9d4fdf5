"""Rooms, chairs and machines: made and changed."""

from dataclasses import dataclass

from salondesk.core.localtext import LocalText
from salondesk.core.message import Message, N_
from salondesk.domain.access import Permission
from salondesk.domain.resource import Resource
from salondesk.services.context import Command, Outcome, Work
from salondesk.services.editing import Edit, edited, require_sound, saved
from salondesk.services.executor import Handler, Handlers

FIELDS = frozenset({"names", "kind", "capacity", "active"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AddResource(Command[Resource]):
    """Put a room, chair or machine of the branch on the books."""

    names: LocalText
    kind: str = ""
    capacity: int = 1
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class EditResource(Edit[Resource]):
    """Change it, or take it out of use."""


def add_resource(command: AddResource, work: Work) -> Outcome[Resource]:
    """Make it; the value is the resource. Raises InvalidFields."""
    resource = Resource(
        id=work.new_id(),
        branch_id=work.actor.branch_id,
        names=command.names,
        kind=command.kind.strip(),
        capacity=command.capacity,
        active=command.active,
    )
    require_sound(resource)
    label = Message(N_("{name} added"), {"name": resource.names})
    return Outcome(work.uow.resources.save(None, resource), label, undoable=True)


def edit_resource(command: EditResource, work: Work) -> Outcome[Resource]:
    """Change it; the value is the resource. Raises InvalidFields, EditConflict."""
    before = work.uow.resources.get(command.row_id)
    after = edited(before, command.changes, FIELDS)
    return saved(work.uow.resources, before, after, after.names)


HANDLERS: Handlers = {
    AddResource: Handler(add_resource, Permission.SHOP_EDIT, Resource),
    EditResource: Handler(edit_resource, Permission.SHOP_EDIT, Resource),
}
