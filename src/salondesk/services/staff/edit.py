"""Editing the people who serve: their card, their weekly shifts and breaks."""

from dataclasses import dataclass

from salondesk.domain.access import Permission
from salondesk.domain.staff import StaffMember
from salondesk.services.context import Outcome, Work
from salondesk.services.editing import Edit, edited, require_free_code, saved
from salondesk.services.executor import Handler, Handlers
from salondesk.services.rights import require_keys

FIELDS = frozenset({"code", "names", "title", "colour", "active", "bookable", "sort", "shifts", "last_day"})


@dataclass(frozen=True, slots=True, kw_only=True)
class EditStaff(Edit[StaffMember]):
    """Change a person's card or week. Visits that are booked stay where they are."""


def edit_staff(command: EditStaff, work: Work) -> Outcome[StaffMember]:
    """Change it; the value is the person.

    Raises InvalidFields, EditConflict, UserError for the last day of the only one who holds the keys.
    """
    repo = work.uow.staff
    before = repo.get(command.row_id)
    after = edited(before, command.changes, FIELDS)
    require_free_code(repo, after)
    outcome = saved(repo, before, after, after.names)
    require_keys(work)
    return outcome


HANDLERS: Handlers = {EditStaff: Handler(edit_staff, Permission.STAFF_EDIT, StaffMember)}
