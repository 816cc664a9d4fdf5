"""Edits who may do what: users and roles."""

from dataclasses import dataclass

from salondesk.core.errors import PermissionRefused
from salondesk.domain.access import LimitKey, Permission, Role, User
from salondesk.services.context import Outcome, Work
from salondesk.services.editing import Edit, edited, saved
from salondesk.services.executor import Handler, Handlers
from salondesk.services.rights import BEYOND, require_held, require_keys, require_person, require_reach

USER_FIELDS = frozenset({"names", "role_id", "staff_id", "lang", "active", "sort"})
ROLE_FIELDS = frozenset({"names", "permissions", "limits"})


@dataclass(frozen=True, slots=True, kw_only=True)
class EditUser(Edit[User]):
    """Change a user: name, role, person, language, whether they sign in. A PIN has a command of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditRole(Edit[Role]):
    """Change what a role may do, up to what the person who changes it holds."""


def edit_user(command: EditUser, work: Work) -> Outcome[User]:
    """Change it; the value is the user.

    Raises PermissionRefused for a user or a role that holds more than one's own, UserError when nobody would hold the keys,
    or for a user that is no person.
    """
    repo = work.uow.users
    before = repo.get(command.row_id)
    after = edited(before, command.changes, USER_FIELDS)
    require_person(before)
    require_reach(work, before)
    if after.role_id != before.role_id:
        require_held(work, work.uow.roles.get(after.role_id).permissions)
    if after.staff_id is not None:
        work.uow.staff.get(after.staff_id)
    outcome = saved(repo, before, after, after.names, undoable=False)
    require_keys(work)
    return outcome


def edit_role(command: EditRole, work: Work) -> Outcome[Role]:
    """Change it; the value is the role.

    Raises PermissionRefused for a right that one lacks, UserError when nobody would hold the keys.
    """
    repo = work.uow.roles
    before = repo.get(command.row_id)
    after = edited(before, command.changes, ROLE_FIELDS)
    require_held(work, after.permissions - before.permissions)
    if any(after.limit(key) > max(before.limit(key), work.role.limit(key)) for key in LimitKey):
        raise PermissionRefused(BEYOND, Permission.SALE_DISCOUNT_BEYOND)
    outcome = saved(repo, before, after, after.names, undoable=False)
    require_keys(work)
    return outcome


HANDLERS: Handlers = {
    EditUser: Handler(edit_user, Permission.STAFF_EDIT, User),
    EditRole: Handler(edit_role, Permission.SHOP_EDIT, Role),
}
