"""Grants the roles of an older shop the permissions that came with a newer program, once."""

from dataclasses import dataclass, replace

from salondesk.core.message import Message, N_
from salondesk.domain.access import Permission
from salondesk.domain.grants import PERMISSIONS, gained, level_of
from salondesk.services.context import Command, Outcome, Work
from salondesk.services.executor import Handler, Handlers


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantNewPermissions(Command[None]):
    """Bring the roles up to the level of domain/grants. What an owner took away since a level was granted stays away."""


def grant_new_permissions(command: GrantNewPermissions, work: Work) -> Outcome[None]:
    """Grant them; no value. Nothing is written when the shop is at the level already."""
    del command
    shop, level = work.shop, level_of(PERMISSIONS)
    if shop.grant_level >= level:
        return Outcome(None, unchanged=True)
    for role in work.uow.roles.all():
        more = gained(role.key, role.permissions, shop.grant_level)
        if more:
            work.uow.roles.save(role, replace(role, permissions=role.permissions | more))
    work.uow.shops.save(shop, replace(shop, grant_level=level))
    return Outcome(None, Message(N_("Rights of this version of SalonDesk granted")))


HANDLERS: Handlers = {GrantNewPermissions: Handler(grant_new_permissions, Permission.UPKEEP)}
