"""`salondesk set` and `salondesk pin`: from this on an owner changes a price, a length, an hour, a PIN."""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from salondesk.app.cli.field_values import Fields
from salondesk.app.cli.set_fields import SET_FIELDS
from salondesk.app.cli.upkeep import problems
from salondesk.core.errors import UserError
from salondesk.domain.access import LimitKey, Permission
from salondesk.domain.staff import Shift, ShiftKind
from salondesk.services.client.card import NewClient
from tests.cli.conftest import Run, Said
from tests.support.shop import StaffedShop


@pytest.fixture
def set_(run: Run, shop: StaffedShop) -> Run:
    def call(*words: object) -> Said:
        return run("set", *words, "--home", shop.paths.home)

    return call


def stored(shop: StaffedShop, repo: str) -> list[Any]:
    with shop.unit() as uow:
        return list(getattr(uow, repo).all())


def one(shop: StaffedShop, repo: str, code: str) -> Any:
    return next(r for r in stored(shop, repo) if code in (getattr(r, "code", ""), getattr(r, "key", "")))


def test_a_price_a_length_and_a_name_are_changed_at_once(set_: Run, shop: StaffedShop) -> None:
    said = set_("service", "cut", "price=123.50", "minutes=50", "names.ar=قص الشعر")
    assert (said.code, said.err) == (0, "")
    assert "price, minutes, names.ar" in said.out
    cut = one(shop, "services", "CUT")
    assert (cut.price_minor, cut.minutes, cut.names.ar) == (12_350, 50, "قص الشعر")
    assert cut.names.en == shop.services["CUT"].names.en
    assert list(problems(shop)) == []


def test_json_says_what_has_changed(set_: Run) -> None:
    said = set_("service", "CUT", "price=1", "active=yes", "--json")
    assert (said.data["kind"], said.data["changed"]) == ("service", ["price"])


def test_what_is_so_already_writes_nothing(set_: Run, shop: StaffedShop) -> None:
    set_("service", "CUT", "price=9")
    before = shop.value("SELECT count(*) FROM change_txn")
    assert set_("service", "CUT", "price=9").code == 0
    assert shop.value("SELECT count(*) FROM change_txn") == before


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("service", "CUT", "price=-1"), "below zero"),
        (("service", "CUT", "price=1.234"), "price is not valid"),
        (("service", "CUT", "price=much"), "price is not valid"),
        (("service", "CUT", "priec=1"), "priec is not valid"),
        (("service", "CUT", "hours.mon=10:00-12:00"), "hours.mon is not valid"),
        (("service", "CUT", "names.fr=x"), "names.fr is not valid"),
        (("service", "CUT", "tax=luxury"), "tax is not valid"),
        (("service", "CUT", "basis=beside"), "basis is not valid"),
        (("service", "CUT", "active=maybe"), "active is not valid"),
        (("service", "CUT", "minutes=1.5"), "minutes is not valid"),
        (("service", "CUT", "price"), "FIELD=VALUE"),
        (("service", "NONE", "price=1"), "no service called NONE"),
        (("staff", "MONA", "shifts.mon=19:00"), "shifts.mon is not valid"),
        (("staff", "MONA", "shifts.mon=10:00-12:00,11:00-13:00"), "overlap"),
        (("branch", "Pearl Salon", "hours.mon=25:00-26:00"), "hours.mon is not valid"),
        (("branch", "Pearl Salon", "slot=7"), "5, 10, 15, 20 or 30"),
        (("role", "reception", "permissions.sale.gamble=yes"), "permissions.sale.gamble is not valid"),
        (("time_off", "MONA", "from=tomorrow"), "from is not valid"),
        (("time_off", "MONA", "from=2026-12-02", "to=2026-12-01"), "end must come after"),
        (("time_off", "MONA", "from=2026-12-02", "kind=shopping"), "kind is not valid"),
        (("time_off", "MONA", "from=2026-12-02", "remove=yes"), "remove is not valid"),
        (("time_off", "MONA", "from=2026-12-02T10:00+04:00"), "from is not valid"),
        (("time_off", "MONA", "until=2026-12-02"), "until is not valid"),
        (("user", "console", "active=no"), "no user called console"),
        (("resource", "Room", "capacity=0"), "1 to 100"),
        (("resource", "Room", "seats=2"), "seats is not valid"),
    ],
)
def test_a_slip_is_said_in_one_line_and_nothing_is_kept(
    set_: Run, shop: StaffedShop, words: tuple[str, ...], complaint: str
) -> None:
    before = shop.value("SELECT count(*) FROM change_txn")
    said = set_(*words)
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert complaint in said.err
    assert shop.value("SELECT count(*) FROM change_txn") == before


def test_a_name_that_two_bear_asks_for_the_code(set_: Run, shop: StaffedShop) -> None:
    others = [code for code in shop.services if code != "CUT"]
    name = shop.services["CUT"].names.en
    assert set_("service", others[0], f"names.en={name}").code == 0
    said = set_("service", name, "price=1")
    assert said.code == 1
    assert "use the code" in said.err


def test_hours_of_one_day_are_replaced_and_the_others_stay(set_: Run, shop: StaffedShop) -> None:
    before = {h.weekday for h in stored(shop, "branches")[0].hours}
    said = set_("branch", "Pearl Salon", "hours.mon=10:00-14:00,16:00-22:00", "hours.fri=closed")
    assert said.code == 0, said.err
    hours = stored(shop, "branches")[0].hours
    assert [(h.start_min, h.end_min) for h in hours if h.weekday == 0] == [(600, 840), (960, 1_320)]
    assert {h.weekday for h in hours} == before - {4}


def test_a_person_s_shifts_and_breaks_are_changed_by_the_day(set_: Run, shop: StaffedShop) -> None:
    said = set_("staff", "MONA", "shifts.tue=12:00-20:00", "breaks.tue=15:00-15:30", "title.ar=مصففة")
    assert said.code == 0, said.err
    mona = one(shop, "staff", "MONA")
    tuesday = {(s.kind, s.start_min, s.end_min) for s in mona.shifts if s.weekday == 1}
    assert tuesday == {(ShiftKind.WORK, 720, 1_200), (ShiftKind.BREAK, 900, 930)}
    assert {s.weekday for s in mona.shifts if s.kind is ShiftKind.WORK} == set(range(7))


def test_dated_shifts_stay_when_a_weekday_is_changed(set_: Run, shop: StaffedShop) -> None:
    mona = one(shop, "staff", "MONA")
    summer = Shift(
        id=shop.new_id(), weekday=1, start_min=0, end_min=60, valid_from=date(2030, 1, 1), valid_to=date(2030, 2, 1)
    )  # fmt: skip
    with shop.unit() as uow:
        uow.staff.save(mona, replace(mona, shifts=(*mona.shifts, summer)))
        uow.commit()
    assert set_("staff", "MONA", "shifts.tue=12:00-20:00").code == 0
    assert summer in one(shop, "staff", "MONA").shifts


def test_somebody_is_put_out_and_taken_in_again(set_: Run, shop: StaffedShop) -> None:
    assert set_("user", "Rana", "active=no").code == 0
    assert shop.reception.user_id not in {tile.user_id for tile in shop.queries.user_tiles(shop.today())}
    assert set_("user", "Rana", "active=yes", "role=manager", "lang=ar", "staff=MONA").code == 0
    assert set_("user", "Rana", "staff=").code == 0


def test_a_role_gains_and_loses_rights_and_its_limit(set_: Run, shop: StaffedShop) -> None:
    words = ("permissions.sale.refund=yes", "permissions.till.x=no", "discount=25")
    assert set_("role", "reception", *words).code == 0
    role = one(shop, "roles", "reception")
    assert Permission.SALE_REFUND in role.permissions
    assert Permission.TILL_X not in role.permissions
    assert role.limit(LimitKey.DISCOUNT_PPM) == 250_000


def test_an_absence_is_made_by_days_or_by_hours_and_taken_away(set_: Run, shop: StaffedShop) -> None:
    assert set_("time_off", "MONA", "from=2026-12-01", "to=2026-12-03", "reason=Family").code == 0
    (away,) = stored(shop, "time_off")
    assert (away.end_at - away.start_at, away.reason) == (3 * 86_400_000, "Family")
    assert set_("time_off", "LINA", "from=2026-12-01T10:00", "to=2026-12-01T12:00", "kind=training").code == 0
    assert set_("time_off", "MONA", "from=2026-12-01", "to=2026-12-03", "remove=yes").code == 0
    assert [one.kind.value for one in stored(shop, "time_off")] == ["training"]
    assert list(problems(shop)) == []


def test_an_absence_says_which_visits_stand_in_it(set_: Run, shop: StaffedShop) -> None:
    shop.book("MONA", "CUT", at="12:00", day=date(2026, 12, 1), client=NewClient(name="Noura"))
    said = set_("time_off", "MONA", "from=2026-12-01")
    assert said.code == 0 and "1 visit stands in that time" in said.out and "Noura" in said.out
    assert "stand" not in set_("time_off", "LINA", "from=2026-12-01").out


def test_a_branch_is_closed_for_a_time_and_opened_again(set_: Run, shop: StaffedShop) -> None:
    with shop.unit() as uow:
        names = uow.branches.get(shop.console.branch_id).names
    times = ("from=2026-12-02T10:00", "to=2026-12-02T18:00")
    assert set_("time_off", names.en, *times, "reason=National Day").code == 0
    (closed,) = stored(shop, "time_off")
    assert (closed.staff_id, closed.reason) == (None, "National Day")
    assert list(problems(shop)) == []
    assert set_("time_off", names.en, *times, "remove=yes").code == 0
    assert stored(shop, "time_off") == []


def test_a_resource_is_made_under_a_new_name_and_changed_under_a_known_one(
    set_: Run, shop: StaffedShop
) -> None:
    assert set_("resource", "Room 1", "names.ar=غرفة 1", "capacity=2").code == 0
    assert set_("resource", "غرفة 1", "kind=room").code == 0
    (room,) = stored(shop, "resources")
    assert (room.names.en, room.names.ar, room.capacity, room.kind) == ("Room 1", "غرفة 1", 2, "room")


def test_the_shop_is_changed_by_its_name(set_: Run, shop: StaffedShop) -> None:
    assert set_("shop", "صالون لؤلؤة", "phone=04 000 0000", "cash_step=0.25", "footer.en=Thank you").code == 0
    said = stored(shop, "shops")[0]
    assert (said.phone, said.cash_step_minor, said.footer.en) == ("04 000 0000", 25, "Thank you")


def test_a_new_pin_comes_from_the_input(run: Run, shop: StaffedShop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("7410\n"))
    said = run("pin", "Rana", "--home", shop.paths.home)
    assert (said.code, said.err) == (0, "")
    assert "7410" not in said.out
    assert shop.access.sign_in(shop.reception.user_id, "7410", shop.console).user_id == shop.reception.user_id
    assert list(problems(shop)) == []


def test_a_pin_that_is_none_is_refused(run: Run, shop: StaffedShop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("12\n"))
    said = run("pin", "Rana", "--home", shop.paths.home)
    assert (said.code, "four digits" in said.err) == (1, True)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("typed", "code"), [(("7410", "7410"), 0), (("7410", "7411"), 1)])
def test_a_pin_typed_at_a_terminal_is_typed_twice(
    run: Run, shop: StaffedShop, monkeypatch: pytest.MonkeyPatch, typed: tuple[str, str], code: int
) -> None:
    answers = iter(typed)
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(answers))
    assert run("pin", "Rana", "--home", shop.paths.home).code == code


def test_every_word_of_the_help_is_read(shop: StaffedShop) -> None:
    with shop.unit() as uow:
        fields = Fields(uow, shop.new_id)
        for kind, words in SET_FIELDS.items():
            if kind in ("time_off", "setting"):
                continue
            for word in words:
                shown = word.replace("mon…sun", "sun").replace("NAME", Permission.UPKEEP.value)
                assert fields.field_of(kind, shown)
        with pytest.raises(UserError):
            fields.wanted("service", shop.services["CUT"], {"zone": "x"})


def test_the_help_speaks_arabic_and_names_every_field(run: Run) -> None:
    said = run("set", "--help", "--lang", "ar").out
    for words in SET_FIELDS.values():
        for word in words:
            assert word in said
    assert "an amount" not in said


def test_a_setting_is_changed_and_goes_back_to_its_default(set_: Run, shop: StaffedShop) -> None:
    assert set_("setting", "booking.horizon_days", "value=90").code == 0
    assert list(shop.queries.settings().values()) == ["90"]
    said = set_("setting", "booking.horizon_days", "value=soon")
    assert (said.code, "7" in said.err) == (1, True)
    assert set_("setting", "booking.horizon_days", "value=").code == 0
    assert shop.queries.settings() == {}
    assert set_("setting", "booking.horizons", "value=1").code == 1
    assert set_("setting", "booking.horizon_days", "valeu=1").code == 1


def test_a_last_day_is_given_and_taken_away(set_: Run, shop: StaffedShop) -> None:
    assert set_("staff", "MONA", "last_day=2026-12-31").code == 0
    assert one(shop, "staff", "MONA").last_day == date(2026, 12, 31)
    assert set_("staff", "MONA", "last_day=").code == 0
    assert one(shop, "staff", "MONA").last_day is None
    assert set_("staff", "MONA", "last_day=soon").code == 1


def test_a_user_who_is_called_like_the_command_line_s_own_is_edited(set_: Run, shop: StaffedShop) -> None:
    assert set_("user", "Rana", "names.en=console", "names.ar=").code == 0
    assert set_("user", "console", "lang=ar").code == 0
    with shop.unit() as uow:
        assert uow.users.get(shop.reception.user_id).lang == "ar"
        assert uow.users.get(shop.console.user_id).lang == ""


def test_what_is_asked_first_waits_for_no_writer_and_holds_none_up(set_: Run, shop: StaffedShop) -> None:
    with shop.unit():
        said = set_("service", "CUT", f"minutes={shop.services['CUT'].minutes}")
    assert (said.code, "nothing to change" in said.out) == (0, True)
