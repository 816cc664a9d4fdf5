"""Declares how each permission comes to roles: of new shops, and of older ones at an upgrade.

A shop's file says up to which level its roles were granted. When a newer program opens it, each role gains the
permissions that are newer, once; what the owner takes away afterwards stays away. Level 1 is the first release.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from salondesk.core.errors import BugError
from salondesk.domain.access import Permission

MANAGER, RECEPTION, STYLIST = "manager", "reception", "stylist"
"""Keys of the roles that every shop begins with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """How a permission comes to roles.

    ``roles`` are the keys of those that begin with it in a new shop. ``like``: a role of an older shop gains it if it
    holds that one, for the owner may have changed what a role is for; without ``like`` the roles of those keys gain it.
    """

    since: int
    like: str | None = None
    roles: frozenset[str]


Grants = Mapping[str, Grant]
_P = Permission
_M = frozenset({MANAGER})
_MR = frozenset({MANAGER, RECEPTION})
_ALL = frozenset({MANAGER, RECEPTION, STYLIST})


def _first(*permissions: Permission, roles: frozenset[str]) -> dict[str, Grant]:
    return {permission: Grant(since=1, roles=roles) for permission in permissions}


PERMISSIONS: Grants = {
    **_first(_P.DIARY_VIEW_OWN, _P.BOOKING_STATUS, _P.REPORT_DAYSHEET_OWN, roles=_ALL),
    **_first(
        _P.DIARY_VIEW, _P.BOOKING_BOOK, _P.BOOKING_MOVE, _P.BOOKING_CANCEL, _P.CLIENT_VIEW, _P.CLIENT_EDIT,
        _P.SALE_CHECKOUT, _P.SALE_DISCOUNT, _P.SALE_PRICE, _P.SALE_VIEW, _P.TILL_OPEN, _P.TILL_CASH, _P.TILL_X,
        _P.TILL_CLOSE, _P.REPORT_DAYSHEET, roles=_MR,
    ),
    **_first(
        _P.BOOKING_OVERLAP, _P.SALE_DISCOUNT_BEYOND, _P.SALE_REFUND, _P.REPORT_TAKINGS, _P.CATALOG_EDIT, _P.STAFF_EDIT,
        _P.SHOP_EDIT, _P.UPKEEP, roles=_M,
    ),
    _P.BOOKING_PAST: Grant(since=2, like=_P.BOOKING_OVERLAP, roles=_M),
    _P.BOOKING_HORIZON: Grant(since=2, like=_P.BOOKING_OVERLAP, roles=_M),
    _P.CLIENT_ERASE: Grant(since=3, like=_P.UPKEEP, roles=_M),
    _P.SALE_ON_ACCOUNT: Grant(since=4, like=_P.SALE_DISCOUNT_BEYOND, roles=_M),
}  # fmt: skip
"""Every permission. A new one is added with the next level:
as ``BOOKING_PAST`` is."""


def level_of(grants: Grants) -> int:
    """Return the newest level: what a shop bears once its roles were granted everything."""
    return max(grant.since for grant in grants.values())


def first_permissions(role_key: str, grants: Grants = PERMISSIONS) -> frozenset[str]:
    """Return what a role holds in a new shop."""
    return frozenset(permission for permission, grant in grants.items() if role_key in grant.roles)


def gained(role_key: str, held: frozenset[str], level: int, grants: Grants = PERMISSIONS) -> frozenset[str]:
    """Return what a role of a shop at ``level`` gains beside the permissions it has ``held`` until now.

    Levels are gone through in order, so that a permission may be like one that is as new or newer than the shop.
    Raises BugError for permissions of one level that are like each other in a circle, or like none that is declared.
    """
    now = set(held)
    for permission in _in_order(grants):
        grant = grants[permission]
        if grant.since > level and (role_key in grant.roles if grant.like is None else grant.like in now):
            now.add(permission)
    return frozenset(now - held)


def _in_order(grants: Grants) -> list[str]:
    """Return the permissions so that each comes after the one it is like."""
    order: list[str] = []
    waiting = sorted(grants, key=lambda permission: (grants[permission].since, permission))
    while waiting:
        ready = [p for p in waiting if (like := grants[p].like) is None or like in order]
        if not ready:
            raise BugError(f"no permission to be like: {', '.join(waiting)}")
        order.append(ready[0])
        waiting.remove(ready[0])
    return order
