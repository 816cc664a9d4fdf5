"""What a use case works with: the unit of work, who acts and what they may do, the present, fresh ids."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import ClassVar, Generic, Protocol, TypeVar

from salondesk.core.errors import PermissionRefused
from salondesk.core.ids import Id, NewId
from salondesk.core.message import Message, N_
from salondesk.core.settings import Setting
from salondesk.core.timespan import business_date
from salondesk.domain.access import Actor, LimitKey, Override, Permission, Role, User
from salondesk.domain.change import Initiator
from salondesk.domain.settings import SettingPlace, setting_id
from salondesk.domain.shop import Branch, Shop
from salondesk.services.ports.storage import UnitOfWork

NOT_ALLOWED = Message(N_("You may not do this. Someone with the right can approve it with a PIN."))
T = TypeVar("T")
V = TypeVar("V")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Command(Generic[T_co]):
    """A request to change something; ``T_co`` is what its handler gives back.

    ``key`` is made where the request is made: running it twice does it once. ``initiator`` is said by commands that
    are one whoever runs them, as an import; else it is who runs them.
    """

    initiator: ClassVar[Initiator | None] = None
    key: Id


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T_co]):
    """What a handler gives back: the caller's value, the words for toast and audit, whether Ctrl+Z takes it back."""

    value: T_co
    label: Message | None = None
    undoable: bool = False
    override: Override | None = None
    warning: Message | None = None
    """What was let pass, but had better be known: said after the label."""
    unchanged: bool = False
    """Nothing was written: no audit row is made."""


class Approvals(Protocol):
    """Where accepted manager PINs are remembered for a moment."""

    def accepts(self, override: Override, now_ms: int) -> bool:
        """Tell whether the override's proof was handed out for its approver and permissions, lately and not yet used."""
        ...

    def spend(self, override: Override) -> None:
        """Use a proof up: what it lent is done and durable."""
        ...


@dataclass
class Work:
    """One command being carried out."""

    uow: UnitOfWork
    actor: Actor
    new_id: NewId
    approvals: Approvals
    initiator: Initiator = Initiator.PERSON
    origin: str = ""
    used_override: Override | None = field(default=None, init=False)

    @property
    def now_ms(self) -> int:
        """The instant of this transaction."""
        return self.uow.now_ms

    @cached_property
    def user(self) -> User:
        """Who acts."""
        return self.uow.users.get(self.actor.user_id)

    @cached_property
    def role(self) -> Role:
        """What they may do."""
        return self.uow.roles.get(self.user.role_id)

    @cached_property
    def branch(self) -> Branch:
        """Where."""
        return self.uow.branches.get(self.actor.branch_id)

    @cached_property
    def shop(self) -> Shop:
        """The shop."""
        return self.uow.shops.all()[0]

    @property
    def today(self) -> date:
        """The business date of now."""
        return business_date(self.now_ms, self.branch.zone, self.branch.cutoff_min)

    @property
    def setting_place(self) -> SettingPlace:
        """Whose settings count for the actor."""
        return SettingPlace.of(self.shop.id, self.actor)

    def setting(self, setting: Setting[V]) -> V:
        """Return what a declared setting says here and now."""
        level_id = self.setting_place.id_of(setting.level)
        row = None if level_id is None else self.uow.settings.find(setting_id(level_id, setting.key))
        return setting.stored(None if row is None or row.deleted_at is not None else row.value)

    def may(self, permission: Permission) -> bool:
        """Tell whether the actor's own role holds ``permission``."""
        return self.user.active and permission in self.role.permissions

    def require(
        self, permission: Permission, override: Override | None = None, said: Message = NOT_ALLOWED
    ) -> None:
        """Let the command go on only with ``permission``, her own or lent by an approver who showed a PIN.

        Raises PermissionRefused otherwise, in the words of ``said``; an approver who lacks it is named.
        """
        if self.may(permission):
            return
        if override is not None and self.approved(permission, override):
            return
        approver = self._approver(override) if override and permission in override.permissions else None
        if approver is not None and not self._holds(approver, permission):
            said = Message(N_("{name} may not approve this. {why}"), {"name": approver.names, "why": said})
        raise PermissionRefused(said, permission)

    def require_all(self, *checks: Callable[[], None]) -> None:
        """Make every check. Raises one PermissionRefused for all that are refused, so that one approval lifts them."""
        refused: list[PermissionRefused] = []
        for check in checks:
            try:
                check()
            except PermissionRefused as error:
                refused.append(error)
        if refused:
            raise PermissionRefused.of_all(refused)

    def approved(self, permission: Permission, override: Override) -> bool:
        """Tell whether an override truly lends ``permission``: it names it, the reason is given, the approver holds it.

        What the actor holds herself may stand among what an override names: then it needs no approver's right.
        """
        if permission not in override.permissions or not override.reason.strip():
            return False
        if override.approver_id != self.actor.user_id and not self.approvals.accepts(override, self.now_ms):
            return False
        approver = self._approver(override)
        if approver is None or not (self._holds(approver, permission) or self.may(permission)):
            return False
        lent = self.used_override.permissions if self.used_override is not None else ()
        first, *others = dict.fromkeys((*lent, permission))
        self.used_override = replace(override, permission=first, also=tuple(others))
        return True

    def _approver(self, override: Override) -> User | None:
        user = self.uow.users.find(override.approver_id)
        return user if user is not None and user.active and user.deleted_at is None else None

    def _holds(self, user: User, permission: Permission) -> bool:
        return permission in self.uow.roles.get(user.role_id).permissions

    def limit(self, key: LimitKey) -> int:
        """Return the actor's own limit."""
        return self.role.limit(key)
