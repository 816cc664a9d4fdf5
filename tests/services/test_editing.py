"""Editing a shop's records: what was seen is compared with what stands, and nothing unsound is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from salondesk.app.cli.upkeep import problems
from salondesk.core.errors import BugError, PermissionRefused, UserError
from salondesk.core.localtext import LocalText
from salondesk.domain.access import Actor, Permission, User, UserKind
from salondesk.domain.record import Record
from salondesk.domain.settings import CLOSED
from salondesk.domain.shop import OpeningHours
from salondesk.domain.staff import TimeOff, TimeOffKind
from salondesk.services.access.edit import EditRole, EditUser
from salondesk.services.access.sign_in import SetPin, hash_pin
from salondesk.services.catalog.edit import EditProduct, EditService
from salondesk.services.editing import Edit, EditConflict, InvalidFields
from salondesk.services.reads.booking.board import WEEK, BoardShade, DiaryBoard
from salondesk.services.shop.edit import EditBranch, EditShop
from salondesk.services.shop.resource import AddResource, EditResource
from salondesk.services.shop.setting import ChangeSetting
from salondesk.services.staff.edit import EditStaff
from salondesk.services.staff.time_off import AddTimeOff, EditTimeOff, RemoveTimeOff
from tests.support.shop import StaffedShop


def edit(shop: StaffedShop, kind: type[Edit[Any]], record: Record, **wanted: object) -> Edit[Any]:
    changes = {field: (getattr(record, field), value) for field, value in wanted.items()}
    return kind(key=shop.new_id(), row_id=record.id, changes=changes)


def stored(shop: StaffedShop, repo: str, record: Record) -> Any:
    with shop.unit() as uow:
        return getattr(uow, repo).get(record.id)


def records(shop: StaffedShop, repo: str) -> list[Any]:
    with shop.unit() as uow:
        return list(getattr(uow, repo).all())


def room(shop: StaffedShop) -> Any:
    return shop.run(AddResource(key=shop.new_id(), names=LocalText(en="Room 1")), shop.manager)


Find = Callable[[StaffedShop], Any]
CASES: list[tuple[type[Edit[Any]], str, Find, str, object]] = [
    (EditService, "services", lambda shop: shop.services["CUT"], "price_minor", 12_345),
    (EditProduct, "products", lambda shop: shop.products["SHAMPOO"], "price_minor", 999),
    (EditStaff, "staff", lambda shop: records(shop, "staff")[0], "title", LocalText(en="Senior")),
    (EditShop, "shops", lambda shop: records(shop, "shops")[0], "phone", "04 123 4567"),
    (EditBranch, "branches", lambda shop: records(shop, "branches")[0], "slot_min", 30),
    (EditResource, "resources", room, "capacity", 3),
    (EditUser, "users", lambda shop: records(shop, "users")[-2], "lang", "ar"),
    (EditRole, "roles", lambda shop: records(shop, "roles")[1], "names", LocalText(en="Front desk")),
]  # fmt: skip
IDS = [case[1] for case in CASES]
KEPT = [case for case in CASES if case[0] in (EditShop, EditUser, EditRole)]
TAKEN_BACK = [case for case in CASES if case not in KEPT]


@pytest.mark.parametrize(("kind", "repo", "find", "field", "value"), CASES, ids=IDS)
def test_an_edit_is_kept_audited_and_checked(
    shop: StaffedShop, kind: type[Edit[Any]], repo: str, find: Find, field: str, value: object
) -> None:
    record = find(shop)
    shop.run(edit(shop, kind, record, **{field: value}), shop.manager)
    assert getattr(stored(shop, repo, record), field) == value
    assert shop.value("SELECT command FROM change_txn ORDER BY seq DESC LIMIT 1") == kind.__name__
    assert list(problems(shop)) == []


@pytest.mark.parametrize(("kind", "repo", "find", "field", "value"), CASES, ids=IDS)
def test_whoever_lacks_the_right_is_refused(
    shop: StaffedShop, kind: type[Edit[Any]], repo: str, find: Find, field: str, value: object
) -> None:
    record = find(shop)
    with pytest.raises(PermissionRefused):
        shop.run(edit(shop, kind, record, **{field: value}), shop.stylist)
    assert stored(shop, repo, record) == record


@pytest.mark.parametrize(
    ("kind", "repo", "find", "field", "value"), TAKEN_BACK, ids=[case[1] for case in TAKEN_BACK]
)
def test_an_edit_is_taken_back_and_done_again(
    shop: StaffedShop, kind: type[Edit[Any]], repo: str, find: Find, field: str, value: object
) -> None:
    record = find(shop)
    shop.run(edit(shop, kind, record, **{field: value}), shop.manager)
    shop.executor.undo(shop.manager)
    assert getattr(stored(shop, repo, record), field) == getattr(record, field)
    shop.executor.redo(shop.manager)
    assert getattr(stored(shop, repo, record), field) == value
    assert list(problems(shop)) == []


@pytest.mark.parametrize(("kind", "repo", "find", "field", "value"), KEPT, ids=[case[1] for case in KEPT])
def test_rights_and_the_shop_are_not_taken_back_by_a_key_press(
    shop: StaffedShop, kind: type[Edit[Any]], repo: str, find: Find, field: str, value: object
) -> None:
    record = find(shop)
    shop.run(edit(shop, kind, record, **{field: value}), shop.manager)
    assert shop.executor.undo(shop.manager) is None
    assert getattr(stored(shop, repo, record), field) == value


def test_two_people_who_edit_different_fields_both_win(shop: StaffedShop) -> None:
    seen = shop.services["CUT"]
    shop.run(edit(shop, EditService, seen, price_minor=20_000), shop.manager)
    shop.run(edit(shop, EditService, seen, minutes=50), shop.manager)
    now = stored(shop, "services", seen)
    assert (now.price_minor, now.minutes) == (20_000, 50)


def test_the_same_field_is_a_conflict_that_shows_both_values(shop: StaffedShop) -> None:
    seen = shop.services["CUT"]
    shop.run(edit(shop, EditService, seen, minutes=50), shop.manager)
    with pytest.raises(EditConflict) as caught:
        shop.run(edit(shop, EditService, seen, minutes=60), shop.manager)
    assert (caught.value.field, caught.value.seen, caught.value.stands) == ("minutes", seen.minutes, 50)


def test_the_same_wish_twice_is_no_conflict_and_writes_once(shop: StaffedShop) -> None:
    seen = shop.services["CUT"]
    shop.run(edit(shop, EditService, seen, minutes=50), shop.manager)
    before = shop.value("SELECT count(*) FROM change_txn")
    shop.run(edit(shop, EditService, seen, minutes=50), shop.manager)
    assert shop.value("SELECT count(*) FROM change_txn") == before


def test_identity_and_version_are_not_edited(shop: StaffedShop) -> None:
    with pytest.raises(BugError):
        shop.run(edit(shop, EditService, shop.services["CUT"], version=9), shop.manager)


def test_an_unsound_value_is_named_by_its_field(shop: StaffedShop) -> None:
    with pytest.raises(InvalidFields) as caught:
        shop.run(edit(shop, EditService, shop.services["CUT"], minutes=0, price_minor=-1), shop.manager)
    assert [problem.field for problem in caught.value.problems] == ["price_minor", "minutes"]


def test_a_code_or_bar_code_is_used_once(shop: StaffedShop) -> None:
    other = next(code for code in shop.services if code != "CUT")
    with pytest.raises(InvalidFields, match="code already"):
        shop.run(edit(shop, EditService, shop.services["CUT"], code=other.lower()), shop.manager)
    with pytest.raises(InvalidFields, match="code already"):
        barcode = shop.products["SHAMPOO"].barcode
        shop.run(edit(shop, EditProduct, shop.products["OIL"], barcode=barcode), shop.manager)
    person = records(shop, "staff")[0]
    with pytest.raises(InvalidFields, match="code already"):
        shop.run(edit(shop, EditStaff, person, code=records(shop, "staff")[1].code), shop.manager)


def test_a_booked_visit_keeps_its_price_and_length(shop: StaffedShop) -> None:
    booking = shop.book("MONA", "CUT")
    shop.run(edit(shop, EditService, shop.services["CUT"], price_minor=1, minutes=5), shop.manager)
    with shop.unit() as uow:
        assert uow.bookings.get(booking.id) == booking
    assert shop.ticket(booking=booking).lines[0].unit_price_minor == shop.services["CUT"].price_minor


def test_an_issued_document_keeps_what_it_says(shop: StaffedShop) -> None:
    shop.open_till()
    number = shop.sell().number
    shop.run(edit(shop, EditShop, records(shop, "shops")[0], names=LocalText(en="Other")), shop.manager)
    with shop.unit() as uow:
        kept = uow.invoices.by_number(number)
    assert kept is not None
    assert kept.seller.names.en != "Other"
    assert list(problems(shop)) == []


@pytest.mark.parametrize(("field", "value"), [("country", "SA"), ("currency", "SAR")])
def test_what_documents_hang_on_is_fixed_once_one_was_issued(
    shop: StaffedShop, field: str, value: str
) -> None:
    shop.open_till()
    shop.sell()
    with pytest.raises(InvalidFields, match="fixed"):
        shop.run(edit(shop, EditShop, records(shop, "shops")[0], **{field: value}), shop.manager)


def test_a_tax_number_is_its_countrys(shop: StaffedShop) -> None:
    with pytest.raises(InvalidFields):
        shop.run(edit(shop, EditShop, records(shop, "shops")[0], tax_number="12"), shop.manager)
    shop.run(edit(shop, EditShop, records(shop, "shops")[0], tax_number="1001 2345 6789 003"), shop.manager)
    assert records(shop, "shops")[0].tax_number == "100123456789003"


def test_the_zone_is_fixed_once_somebody_works_here(shop: StaffedShop) -> None:
    with pytest.raises(InvalidFields, match="zone is fixed"):
        shop.run(edit(shop, EditBranch, records(shop, "branches")[0], zone="Asia/Riyadh"), shop.manager)


def test_the_trading_day_does_not_end_elsewhere_under_an_open_till(shop: StaffedShop) -> None:
    branch = records(shop, "branches")[0]
    shop.open_till()
    with pytest.raises(InvalidFields, match="close the till"):
        shop.run(edit(shop, EditBranch, branch, cutoff_min=branch.cutoff_min + 30), shop.manager)
    shop.close_till()
    shop.run(edit(shop, EditBranch, branch, cutoff_min=branch.cutoff_min + 30), shop.manager)


def test_opening_hours_are_changed_whole(shop: StaffedShop) -> None:
    branch = records(shop, "branches")[0]
    hours = (
        OpeningHours(weekday=0, start_min=600, end_min=720),
        OpeningHours(weekday=0, start_min=900, end_min=960),
    )
    shop.run(edit(shop, EditBranch, branch, hours=hours), shop.manager)
    assert records(shop, "branches")[0].hours == hours
    assert list(problems(shop)) == []


# -- rights


def test_nobody_gives_a_right_they_lack(shop: StaffedShop) -> None:
    roles = {role.key: role for role in records(shop, "roles")}
    fewer = roles["manager"].permissions - {Permission.SALE_REFUND}
    with shop.unit() as uow:
        uow.roles.save(roles["manager"], replace(roles["manager"], permissions=fewer))
        uow.commit()
    wanted = roles["reception"].permissions | {Permission.SALE_REFUND.value}
    with pytest.raises(PermissionRefused):
        shop.run(edit(shop, EditRole, roles["reception"], permissions=wanted), shop.manager)


def test_nobody_raises_somebody_above_themselves(shop: StaffedShop) -> None:
    roles = {role.key: role for role in records(shop, "roles")}
    reception = replace(
        roles["reception"], permissions=roles["reception"].permissions | {Permission.STAFF_EDIT.value}
    )
    shop.run(edit(shop, EditRole, roles["reception"], permissions=reception.permissions), shop.manager)
    stylist = stored(shop, "users", next(u for u in records(shop, "users") if u.id == shop.stylist.user_id))
    with pytest.raises(PermissionRefused):
        shop.run(edit(shop, EditUser, stylist, role_id=roles["manager"].id), shop.reception)


def test_somebody_who_signs_in_always_keeps_the_keys(shop: StaffedShop) -> None:
    roles = {role.key: role for role in records(shop, "roles")}
    manager = next(user for user in records(shop, "users") if user.id == shop.manager.user_id)
    with pytest.raises(UserError, match="keep the right"):
        shop.run(edit(shop, EditUser, manager, active=False), shop.manager)
    less = roles["manager"].permissions - {Permission.SHOP_EDIT.value}
    with pytest.raises(UserError, match="keep the right"):
        shop.run(edit(shop, EditRole, roles["manager"], permissions=less), shop.manager)


def test_somebody_who_was_put_out_does_not_sign_in(shop: StaffedShop) -> None:
    rana = next(user for user in records(shop, "users") if user.id == shop.reception.user_id)
    shop.run(edit(shop, EditUser, rana, active=False), shop.manager)
    with pytest.raises(UserError):
        shop.access.sign_in(rana.id, "1111", shop.console)
    assert rana.id not in {tile.user_id for tile in shop.queries.user_tiles(shop.today())}


def may_edit_people(shop: StaffedShop) -> None:
    roles = {role.key: role for role in records(shop, "roles")}
    more = roles["reception"].permissions | {Permission.STAFF_EDIT.value}
    shop.run(edit(shop, EditRole, roles["reception"], permissions=more), shop.manager)


def user_of(shop: StaffedShop, actor: Actor) -> User:
    return next(user for user in records(shop, "users") if user.id == actor.user_id)


def test_nobody_gives_a_new_pin_to_somebody_who_may_do_more(shop: StaffedShop) -> None:
    may_edit_people(shop)
    hashed = hash_pin("7410")
    above = SetPin(key=shop.new_id(), user_id=shop.manager.user_id, pin_hash=hashed)
    before = user_of(shop, shop.manager)
    with pytest.raises(PermissionRefused):
        shop.run(above, shop.reception)
    assert user_of(shop, shop.manager) == before
    shop.run(SetPin(key=shop.new_id(), user_id=shop.stylist.user_id, pin_hash=hashed), shop.reception)
    shop.run(SetPin(key=shop.new_id(), user_id=shop.reception.user_id, pin_hash=hashed), shop.reception)
    shop.run(SetPin(key=shop.new_id(), user_id=shop.reception.user_id, pin_hash=hashed), shop.manager)


def test_nobody_puts_out_somebody_who_may_do_more(shop: StaffedShop) -> None:
    may_edit_people(shop)
    with pytest.raises(PermissionRefused):
        shop.run(edit(shop, EditUser, user_of(shop, shop.manager), active=False), shop.reception)
    shop.run(edit(shop, EditUser, user_of(shop, shop.stylist), active=False), shop.reception)


def test_the_only_one_with_the_keys_is_given_no_last_day(shop: StaffedShop) -> None:
    mona = next(person for person in records(shop, "staff") if person.code == "MONA")
    shop.run(edit(shop, EditUser, user_of(shop, shop.manager), staff_id=mona.id), shop.manager)
    with pytest.raises(UserError, match="keep the right"):
        shop.run(edit(shop, EditStaff, mona, last_day=shop.today()), shop.manager)
    lina = next(person for person in records(shop, "staff") if person.code == "LINA")
    shop.run(edit(shop, EditStaff, lina, last_day=shop.today()), shop.manager)


# -- taking back is held to the same rules


def test_a_code_that_is_used_again_meanwhile_is_not_taken_back(shop: StaffedShop) -> None:
    first, other = shop.services["CUT"], next(s for code, s in shop.services.items() if code != "CUT")
    shop.run(edit(shop, EditService, first, code="CUT2"), shop.manager)
    again = shop.again()
    try:
        again.run(edit(again, EditService, other, code="CUT"), again.manager)
    finally:
        again.close()
    with pytest.raises(InvalidFields, match="code already"):
        shop.executor.undo(shop.manager)
    assert stored(shop, "services", first).code == "CUT2"


def test_a_bar_code_that_is_used_again_meanwhile_is_not_taken_back(shop: StaffedShop) -> None:
    shampoo, oil = shop.products["SHAMPOO"], shop.products["OIL"]
    shop.run(edit(shop, EditProduct, shampoo, barcode=""), shop.manager)
    again = shop.again()
    try:
        again.run(edit(again, EditProduct, oil, barcode=shampoo.barcode), again.manager)
    finally:
        again.close()
    with pytest.raises(InvalidFields, match="code already"):
        shop.executor.undo(shop.manager)


def test_the_end_of_the_trading_day_is_not_taken_back_under_an_open_till(shop: StaffedShop) -> None:
    branch = records(shop, "branches")[0]
    shop.run(edit(shop, EditBranch, branch, cutoff_min=branch.cutoff_min + 30), shop.manager)
    shop.open_till()
    assert shop.executor.undo(shop.manager) is None
    assert records(shop, "branches")[0].cutoff_min == branch.cutoff_min + 30


# -- absences


def away(shop: StaffedShop, start: str = "10:00", end: str = "12:00") -> TimeOff:
    command = AddTimeOff(
        key=shop.new_id(), staff_id=shop.people["MONA"], start_at=shop.at(start), end_at=shop.at(end),
        kind=TimeOffKind.TRAINING, reason=" Course ",
    )  # fmt: skip
    made: TimeOff = shop.run(command, shop.manager)
    return made


def test_an_absence_is_entered_changed_and_taken_away(shop: StaffedShop) -> None:
    made = away(shop)
    assert made.reason == "Course"
    shop.run(edit(shop, EditTimeOff, made, end_at=shop.at("13:00")), shop.manager)
    shop.run(RemoveTimeOff(key=shop.new_id(), time_off_id=made.id), shop.manager)
    assert records(shop, "time_off") == []
    shop.executor.undo(shop.manager)
    assert [one.end_at for one in records(shop, "time_off")] == [shop.at("13:00")]
    assert list(problems(shop)) == []


def test_an_absence_that_was_entered_by_mistake_is_taken_back(shop: StaffedShop) -> None:
    away(shop)
    shop.executor.undo(shop.manager)
    assert records(shop, "time_off") == []


def test_an_absence_that_ends_before_it_begins_is_refused(shop: StaffedShop) -> None:
    with pytest.raises(InvalidFields):
        away(shop, "12:00", "10:00")


def test_an_absence_edited_to_itself_writes_nothing(shop: StaffedShop) -> None:
    made = away(shop)
    before = shop.value("SELECT count(*) FROM change_txn")
    shop.run(edit(shop, EditTimeOff, made, end_at=made.end_at), shop.manager)
    assert shop.value("SELECT count(*) FROM change_txn") == before


def test_only_who_edits_people_enters_absences(shop: StaffedShop) -> None:
    with pytest.raises(PermissionRefused):
        shop.run(
            AddTimeOff(
                key=shop.new_id(), staff_id=shop.people["MONA"], start_at=0, end_at=1, kind=TimeOffKind.SICK
            ),
            shop.reception,
        )


def test_what_is_no_person_is_given_no_pin_and_no_other_role(shop: StaffedShop) -> None:
    with shop.unit() as uow:
        console = uow.users.get(shop.console.user_id)
    assert console.kind is UserKind.CONSOLE
    pin = SetPin(key=shop.new_id(), user_id=console.id, pin_hash=hash_pin("4711"))
    for command in (pin, edit(shop, EditUser, console, active=False)):
        with pytest.raises(UserError, match="no person"):
            shop.executor.run(command, shop.console)
    assert [problem.field for problem in replace(console, pin_hash="x").problems()] == ["pin_hash"]


def closed(shop: StaffedShop, start: str, end: str) -> TimeOff:
    command = AddTimeOff(
        key=shop.new_id(),
        start_at=shop.at(start),
        end_at=shop.at(end),
        kind=TimeOffKind.BREAK,
        reason="Prayer",
    )
    made: TimeOff = shop.run(command, shop.manager)
    return made


def test_an_absence_of_nobody_closes_the_branch_for_a_time(shop: StaffedShop) -> None:
    made = closed(shop, "10:00", "12:00")
    assert made.staff_id is None
    board = shop.ask(DiaryBoard(shop.today(), lang="en"))
    week = shop.ask(DiaryBoard(shop.today(), days=WEEK, lang="en"))
    shade = BoardShade("closed", 600, 720, "Prayer")
    assert all(shade in column.shades for column in board.columns)
    assert shade in week.columns[0].shades
    assert all(shade in shades for _person, shades in week.columns[0].people)
    shop.run(ChangeSetting(key=shop.new_id(), setting=CLOSED.key, text="refuse"), shop.manager)
    for at in ("09:45", "10:00", "11:45"):
        with pytest.raises(UserError, match="closed"):
            shop.book(at=at)
    shop.run(edit(shop, EditTimeOff, made, end_at=shop.at("11:00")), shop.manager)
    shop.book(at="11:30")
    assert shop.executor.undo(shop.reception) is not None
    shop.run(RemoveTimeOff(key=shop.new_id(), time_off_id=made.id), shop.manager)
    shop.book(at="10:00")
    assert list(problems(shop)) == []


def test_only_who_edits_the_hours_closes_and_opens_the_branch(shop: StaffedShop) -> None:
    made = closed(shop, "10:00", "12:00")
    with shop.unit() as uow:
        role = uow.roles.get(uow.users.get(shop.reception.user_id).role_id)
    more = role.permissions | {Permission.STAFF_EDIT.value}
    shop.run(edit(shop, EditRole, role, permissions=more), shop.manager)
    away = AddTimeOff(
        key=shop.new_id(), staff_id=shop.people["MONA"], start_at=0, end_at=1, kind=TimeOffKind.SICK
    )
    shop.run(away, shop.reception)
    for command in (
        RemoveTimeOff(key=shop.new_id(), time_off_id=made.id),
        edit(shop, EditTimeOff, made, end_at=shop.at("11:00")),
        AddTimeOff(key=shop.new_id(), start_at=0, end_at=1, kind=TimeOffKind.BREAK),
    ):
        with pytest.raises(PermissionRefused):
            shop.run(command, shop.reception)
