"""Declared settings of a shop, rights that came with a newer program, and people who have left."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from salondesk.app.cli.upkeep import problems
from salondesk.core.errors import PermissionRefused, UserError
from salondesk.core.ids import Id
from salondesk.core.settings import Choice, Level, Setting
from salondesk.domain.access import Permission, Role
from salondesk.domain.grants import PERMISSIONS, level_of
from salondesk.domain.settings import PIN_TRIES, PRINT_PAPER, SETTINGS, SettingPlace, value_at
from salondesk.services.access.grants import GrantNewPermissions
from salondesk.services.access.sign_in import CountTry
from salondesk.services.reads.booking.board import DiaryBoard
from salondesk.services.reads.staff.people import PeopleOfDiary
from salondesk.services.shop.setting import ChangeSetting
from salondesk.services.staff.edit import EditStaff
from tests.support.shop import TODAY, StaffedShop


def change(shop: StaffedShop, key: str, text: str | None) -> ChangeSetting:
    return ChangeSetting(key=shop.new_id(), setting=key, text=text)


def place(shop: StaffedShop) -> SettingPlace:
    me = shop.manager
    return SettingPlace(
        shop_id=shop.queries.shop().id, branch_id=me.branch_id, till_id=me.till_id, user_id=me.user_id
    )


@pytest.mark.parametrize(
    "setting", [s for s in SETTINGS if s.level is not Level.DEVICE], ids=lambda setting: setting.key
)
def test_every_setting_is_changed_read_and_checked(shop: StaffedShop, setting: Setting[Any]) -> None:
    other = {"Whole": "7", "Choice": None, "Wholes": "5,10"}[type(setting.type).__name__]
    if setting.key in ("booking.horizon_days", "log.keep_months"):
        other = "20"
    if other is None:
        assert isinstance(setting.type, Choice)
        other = next(word for word in setting.type.options if word != setting.default)
    shop.run(change(shop, setting.key, other), shop.manager)
    assert setting.format(value_at(setting, place(shop), shop.queries.settings())) == other
    assert list(problems(shop)) == []
    shop.run(change(shop, setting.key, None), shop.manager)
    assert value_at(setting, place(shop), shop.queries.settings()) == setting.default


def test_a_setting_belongs_to_its_level(shop: StaffedShop) -> None:
    shop.run(change(shop, PRINT_PAPER.key, "a4"), shop.manager)
    elsewhere = replace(place(shop), till_id=Id(bytes(16)))
    assert value_at(PRINT_PAPER, place(shop), shop.queries.settings()) == "a4"
    assert value_at(PRINT_PAPER, elsewhere, shop.queries.settings()) == "80mm"


def test_a_setting_is_taken_back_and_done_again(shop: StaffedShop) -> None:
    shop.run(change(shop, PIN_TRIES.key, "3"), shop.manager)
    shop.executor.undo(shop.manager)
    assert value_at(PIN_TRIES, place(shop), shop.queries.settings()) == PIN_TRIES.default
    shop.executor.redo(shop.manager)
    assert value_at(PIN_TRIES, place(shop), shop.queries.settings()) == 3


def test_a_setting_that_says_so_already_writes_nothing(shop: StaffedShop) -> None:
    shop.run(change(shop, PIN_TRIES.key, "3"), shop.manager)
    before = shop.value("SELECT count(*) FROM change_txn")
    shop.run(change(shop, PIN_TRIES.key, " 3 "), shop.manager)
    shop.run(change(shop, PRINT_PAPER.key, None), shop.manager)
    assert shop.value("SELECT count(*) FROM change_txn") == before


@pytest.mark.parametrize(
    ("key", "text"), [("access.pin_tries", "2"), ("access.pin_trees", "3"), ("window.lang", "ar")]
)
def test_what_is_not_possible_is_refused(shop: StaffedShop, key: str, text: str) -> None:
    with pytest.raises(UserError):
        shop.run(change(shop, key, text), shop.manager)


def test_a_setting_needs_its_own_right(shop: StaffedShop) -> None:
    with pytest.raises(PermissionRefused):
        shop.run(change(shop, PIN_TRIES.key, "3"), shop.reception)


def test_how_many_wrong_pins_are_let_pass_is_a_setting(shop: StaffedShop) -> None:
    shop.run(change(shop, PIN_TRIES.key, "3"), shop.manager)
    count = lambda: shop.run(CountTry(key=shop.new_id(), user_id=shop.reception.user_id))  # noqa: E731 - used thrice
    for _try in range(3):
        count()
    with pytest.raises(UserError, match="Too many"):
        count()


# -- rights of a newer program


def roles_of(shop: StaffedShop) -> dict[str, Role]:
    with shop.unit() as uow:
        return {role.key: role for role in uow.roles.all()}


def made_older(shop: StaffedShop) -> None:
    """Leave the roles as a shop of the first level has them."""
    newer = {permission for permission, grant in PERMISSIONS.items() if grant.since > 1}
    with shop.unit() as uow:
        for role in uow.roles.all():
            uow.roles.save(role, replace(role, permissions=role.permissions - newer))
        here = uow.shops.all()[0]
        uow.shops.save(here, replace(here, grant_level=1))
        uow.commit()


def test_opening_an_older_shop_grants_what_is_new_once_and_tells_the_log(shop: StaffedShop) -> None:
    made_older(shop)
    again = shop.again()
    try:
        assert Permission.BOOKING_HORIZON in roles_of(again)["manager"].permissions
        assert Permission.BOOKING_HORIZON not in roles_of(again)["reception"].permissions
        assert again.queries.grant_level() == level_of(PERMISSIONS)
        said = again.value("SELECT command FROM change_txn ORDER BY seq DESC LIMIT 1")
        assert said == GrantNewPermissions.__name__
    finally:
        again.close()


def test_what_an_owner_took_away_stays_away(shop: StaffedShop) -> None:
    manager = roles_of(shop)["manager"]
    with shop.unit() as uow:
        uow.roles.save(
            manager, replace(manager, permissions=manager.permissions - {Permission.BOOKING_HORIZON.value})
        )
        uow.commit()
    again = shop.again()
    try:
        shop.run(GrantNewPermissions(key=shop.new_id()), shop.manager)
        assert Permission.BOOKING_HORIZON not in roles_of(again)["manager"].permissions
    finally:
        again.close()


# -- somebody has left


def leave(shop: StaffedShop, code: str, days: int) -> None:
    with shop.unit() as uow:
        person = uow.staff.get(shop.people[code])
    last = shop.today() + timedelta(days=days)
    changes = {"last_day": (person.last_day, last)}
    shop.run(EditStaff(key=shop.new_id(), row_id=person.id, changes=changes), shop.manager)


def columns(shop: StaffedShop, days: int = 0) -> set[Id]:
    day = shop.today() + timedelta(days=days)
    board = shop.ask(DiaryBoard(day, lang="en"))
    return {column.key for column in board.columns}  # type: ignore[misc]  # ids of people


def test_somebody_serves_and_signs_in_up_to_the_last_day(shop: StaffedShop) -> None:
    mona = shop.people["MONA"]
    leave(shop, "MONA", 0)
    assert mona in columns(shop)
    assert mona not in columns(shop, 1)
    assert shop.stylist.user_id in {tile.user_id for tile in shop.queries.user_tiles(shop.today())}
    tomorrow = shop.today() + timedelta(days=1)
    assert shop.stylist.user_id not in {tile.user_id for tile in shop.queries.user_tiles(tomorrow)}
    assert mona not in {row.staff_id for row in shop.ask(PeopleOfDiary(tomorrow))}
    assert list(problems(shop)) == []


def test_who_has_left_does_not_sign_in_nor_approve(shop: StaffedShop) -> None:
    leave(shop, "MONA", -1)
    with pytest.raises(UserError, match="no longer works here"):
        shop.run(CountTry(key=shop.new_id(), user_id=shop.stylist.user_id))


def test_visits_that_wait_for_somebody_who_left_are_not_lost_from_sight(shop: StaffedShop) -> None:
    shop.book("MONA", "CUT", day=TODAY + timedelta(days=3))
    leave(shop, "MONA", 1)
    assert shop.people["MONA"] in columns(shop, 3)
    assert shop.people["MONA"] not in columns(shop, 4)
