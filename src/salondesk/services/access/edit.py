"""Editing who may do what: users and roles. Nobody gives a right they lack, and somebody always keeps the keys."""

from dataclasses import dataclass

from salondesk.core.errors import PermissionRefused, UserError
from salondesk.core.message import Message, N_
from salondesk.domain.access import LimitKey, Permission, Role, User
from salondesk.services.context import Outcome, Work
from salondesk.services.editing import Edit, edited, saved
from salondesk.services.executor import Handler, Handlers

USER_FIELDS = frozenset({"names", "role_id", "staff_id", "lang", "active", "sort"})
ROLE_FIELDS = frozenset({"names", "permissions", "limits"})
KEYS = frozenset({Permission.STAFF_EDIT.value, Permission.SHOP_EDIT.value})
"""What somebody who can sign in must always hold, or nobody could mend anything at the counter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditUser(Edit[User]):
    """Change a user: name, role, person, language, whether they sign in. A PIN has a command of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditRole(Edit[Role]):
    """Change what a role may do, up to what the person who changes it holds."""


def edit_user(command: EditUser, work: Work) -> Outcome[User]:
    """Change it; the value is the user.

    Raises PermissionRefused for a role that holds more than one's own, UserError when nobody would hold the keys.
    """
    repo = work.uow.users
    before = repo.get(command.row_id)
    after = edited(before, command.changes, USER_FIELDS)
    if after.role_id != before.role_id:
        _require_held(work, work.uow.roles.get(after.role_id).permissions)
    if after.staff_id is not None:
        work.uow.staff.get(after.staff_id)
    outcome = saved(repo, before, after, after.names)
    _require_keys(work)
    return Outcome(outcome.value, outcome.label, unchanged=outcome.unchanged)  # never undone by a key press


def edit_role(command: EditRole, work: Work) -> Outcome[Role]:
    """Change it; the value is the role.

    Raises PermissionRefused for a right that one lacks, UserError when nobody would hold the keys.
    """
    repo = work.uow.roles
    before = repo.get(command.row_id)
    after = edited(before, command.changes, ROLE_FIELDS)
    _require_held(work, after.permissions - before.permissions)
    if any(after.limit(key) > max(before.limit(key), work.role.limit(key)) for key in LimitKey):
        raise PermissionRefused(_MORE, Permission.SALE_DISCOUNT_BEYOND)
    outcome = saved(repo, before, after, after.names)
    _require_keys(work)
    return Outcome(outcome.value, outcome.label, unchanged=outcome.unchanged)


_MORE = Message(N_("Nobody can give a right that they do not hold."))


def _require_held(work: Work, permissions: frozenset[str]) -> None:
    lacking = sorted(permissions - work.role.permissions)
    if lacking:
        raise PermissionRefused(_MORE, lacking[0])


def _require_keys(work: Work) -> None:
    for user in work.uow.users.all():
        if user.active and user.pin_hash and work.uow.roles.get(user.role_id).permissions >= KEYS:
            return
    if any(user.pin_hash for user in work.uow.users.all()):
        raise UserError(Message(N_("Somebody who signs in must keep the right to edit people and the shop.")))


HANDLERS: Handlers = {
    EditUser: Handler(edit_user, Permission.STAFF_EDIT, User),
    EditRole: Handler(edit_role, Permission.SHOP_EDIT, Role),
}
