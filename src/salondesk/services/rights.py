"""Rules of giving rights: nobody gives a right they lack, and somebody always keeps the keys."""

from salondesk.core.errors import PermissionRefused, UserError
from salondesk.core.message import Message, N_
from salondesk.domain.access import Permission, User, UserKind
from salondesk.services.context import Work

KEYS = frozenset({Permission.STAFF_EDIT.value, Permission.SHOP_EDIT.value})
"""What somebody who can sign in must always hold, or nobody could mend anything at the counter."""
BEYOND = Message(N_("Nobody can give a right that they do not hold."))


def require_held(work: Work, permissions: frozenset[str]) -> None:
    """Raise PermissionRefused when the actor's own role lacks one of ``permissions``."""
    lacking = sorted(permissions - work.role.permissions)
    if lacking:
        raise PermissionRefused(BEYOND, lacking[0])


def require_reach(work: Work, user: User) -> None:
    """Raise PermissionRefused for somebody whose role holds more than the actor's: her PIN would lend it."""
    if user.id != work.actor.user_id:
        require_held(work, work.uow.roles.get(user.role_id).permissions)


def require_person(user: User) -> None:
    """Raise UserError for a user that is no person: the console and the workers have no PIN, and keep their role."""
    if user.kind is not UserKind.PERSON:
        raise UserError(Message(N_("{name} is no person: it is part of the program."), {"name": user.names}))


def require_keys(work: Work) -> None:
    """Raise UserError when nobody who signs in, and stays, holds the keys; a shop without PINs has none to lose."""
    users = [user for user in work.uow.users.all() if user.pin_hash]
    if users and not any(_keeps_keys(work, user) for user in users):
        raise UserError(Message(N_("Somebody who signs in must keep the right to edit people and the shop.")))


def _keeps_keys(work: Work, user: User) -> bool:
    person = None if user.staff_id is None else work.uow.staff.find(user.staff_id)
    stays = person is None or person.last_day is None
    return user.active and stays and work.uow.roles.get(user.role_id).permissions >= KEYS
