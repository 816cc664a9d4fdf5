"""Every command is refused in the service to every role that lacks its permission."""

from __future__ import annotations

import dataclasses
import types
import typing
from enum import Enum
from typing import Any

import pytest

from salondesk.core.errors import PermissionRefused
from salondesk.domain.access import Actor, Permission
from salondesk.domain.booking import BookingStatus
from salondesk.domain.grants import first_permissions
from salondesk.services.access.sign_in import CountTry, ForgetTries, SetPin
from salondesk.services.booking.visits import SetStatus
from salondesk.services.commands import HANDLERS
from salondesk.services.context import Command
from salondesk.services.executor import Handler
from salondesk.services.paper.print_queue import ClaimPrint, NoteReprint, RecordFile, RecordPrint
from salondesk.services.shop.set_up import SetUpShop
from salondesk.services.shop.setting import ChangeSetting
from salondesk.services.undo import RevertChanges
from tests.support.shop import StaffedShop

ROLES = {key: first_permissions(key) for key in ("manager", "reception", "stylist")}
DECIDED_INSIDE = {
    SetUpShop,  # before there is a role
    CountTry, ForgetTries,  # before anybody has signed in
    SetPin,  # one's own
    ChangeSetting,  # each setting names its own
    SetStatus,  # cancelling asks for more than arriving
    ClaimPrint, RecordPrint, RecordFile, NoteReprint,  # whoever may see the document may print it
    RevertChanges,  # one's own step
}  # fmt: skip
HELD = sorted(((c, h.permission) for c, h in HANDLERS.items() if h.permission), key=lambda x: x[0].__name__)


def dummy(hint: Any) -> Any:  # noqa: C901 - one branch per shape of type hint
    """Return some value of a type: a refusal comes before anybody looks at it."""
    if isinstance(hint, typing.NewType):
        return dummy(hint.__supertype__)
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return None if type(None) in args else dummy(args[0])
    if origin is tuple or hint is tuple:
        return ()
    if origin in (frozenset, dict):
        return origin()
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    if dataclasses.is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        needed = [f for f in dataclasses.fields(hint) if f.default is dataclasses.MISSING]
        return hint(
            **{f.name: dummy(hints[f.name]) for f in needed if f.default_factory is dataclasses.MISSING}
        )
    return {bytes: b"\x07" * 16, int: 1, str: "x", bool: False}.get(hint)


def some(cls: type[Command], shop: StaffedShop) -> Command:
    """Return a command of a class with meaningless fields and a fresh key."""
    return dataclasses.replace(dummy(cls), key=shop.new_id())


def actor_of(shop: StaffedShop, role: str) -> Actor:
    """Return who acts in a role."""
    actor: Actor = getattr(shop, role)
    return actor


@pytest.mark.parametrize("role", list(ROLES))
@pytest.mark.parametrize(("cls", "permission"), HELD, ids=lambda x: getattr(x, "__name__", str(x)))
def test_a_role_without_the_permission_is_refused(
    shop: StaffedShop, cls: type[Command], permission: Permission, role: str
) -> None:
    before = shop.value("SELECT count(*) FROM change_txn")
    if permission in ROLES[role]:
        with shop.unit() as uow:
            user = uow.users.get(actor_of(shop, role).user_id)
            assert permission in uow.roles.get(user.role_id).permissions
        return
    with pytest.raises(PermissionRefused) as refused:
        shop.run(some(cls, shop), actor_of(shop, role))
    assert refused.value.permission == permission
    assert shop.value("SELECT count(*) FROM change_txn") == before


def test_only_these_commands_decide_for_themselves() -> None:
    assert {cls for cls, handler in HANDLERS.items() if handler.permission is None} == DECIDED_INSIDE


def test_a_stylist_may_say_how_far_a_visit_is_but_not_cancel_it(shop: StaffedShop) -> None:
    booking = shop.book()
    request = SetStatus(
        key=shop.new_id(),
        booking_id=booking.id,
        expected_version=booking.version,
        status=BookingStatus.CANCELLED,
        reason="x",
    )
    with pytest.raises(PermissionRefused):
        shop.run(request, shop.stylist)
    arrived = dataclasses.replace(request, key=shop.new_id(), status=BookingStatus.ARRIVED)
    assert shop.run(arrived, shop.stylist).status is BookingStatus.ARRIVED


def test_nobody_sets_another_ones_pin_without_the_right(shop: StaffedShop) -> None:
    request = SetPin(key=shop.new_id(), user_id=shop.manager.user_id, pin_hash="x")
    with pytest.raises(PermissionRefused):
        shop.run(request, shop.reception)


def test_every_command_of_the_package_has_its_handler_where_it_is_declared() -> None:
    handled = {_name(cls) for cls in HANDLERS}
    made = _below(Command)
    bases = {_name(base) for cls in made for base in cls.__mro__[1:]}
    declared = {_name(cls) for cls in made if cls.__module__.startswith("salondesk.")}
    assert declared - bases == handled
    assert all(isinstance(HANDLERS[cls], Handler) for cls in HANDLERS)


def test_a_command_nobody_carries_out_is_said_by_name() -> None:
    @dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
    class FlyAway(Command):
        """Nobody can."""

    with pytest.raises(KeyError, match="FlyAway"):
        HANDLERS[FlyAway]


def _name(cls: type) -> tuple[str, str]:
    """Name a class: one with slots has an empty twin that it was made from."""
    return cls.__module__, cls.__qualname__


def _below(base: type) -> list[type]:
    return [cls for sub in base.__subclasses__() for cls in (sub, *_below(sub))]
