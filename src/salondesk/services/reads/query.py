"""Query is the base of every question: a frozen value that knows who may ask it and what they may see."""

from typing import ClassVar, Generic, Self, TypeVar

from salondesk.core.errors import PermissionRefused
from salondesk.core.ids import Id
from salondesk.core.message import Message, N_
from salondesk.domain.access import Actor, Permission

T = TypeVar("T")
Held = frozenset[str]
"""The permissions of a role."""


class Query(Generic[T]):
    """A question to which T is the answer; a subclass is a frozen dataclass of the question's fields.

    One question stands in services/reads/ROOM/NAME.py, its SQL as ``answer(db, query)`` in storage/queries/ROOM/NAME.py.
    """

    __slots__ = ()
    needs: ClassVar[tuple[Permission, ...]] = ()
    """Who holds any of these may ask; a question that depends on more overrides ``allow``."""

    def allow(self, held: Held, me: Actor) -> Self:
        """Return the question as far as somebody may ask it. Raises PermissionRefused."""
        del me
        if not self.needs:
            raise NotImplementedError(
                "a question says who may ask it"
            )  # a mistake of the program, not of a person
        require(held, *self.needs)
        return self

    def redact(self, answer: T, held: Held) -> T:
        """Return what of the answer may be seen with these permissions."""
        del held
        return answer


def require(held: Held, *any_of: Permission) -> None:
    """Raise PermissionRefused, naming the first, for who holds none of these permissions."""
    if not any(permission in held for permission in any_of):
        raise refusal(any_of[0])


def refusal(permission: Permission) -> PermissionRefused:
    """Return what is said to somebody who may not see something."""
    return PermissionRefused(Message(N_("You may not see this.")), permission)


def own_or_all(held: Held, me: Actor, staff_id: Id | None) -> Id | None:
    """Return whose column of the diary may be seen: the asked one by who sees all, else one's own.

    Raises PermissionRefused.
    """
    require(held, Permission.DIARY_VIEW, Permission.DIARY_VIEW_OWN)
    if Permission.DIARY_VIEW in held:
        return staff_id
    if me.staff_id is None or staff_id not in (None, me.staff_id):
        raise refusal(Permission.DIARY_VIEW)
    return me.staff_id
