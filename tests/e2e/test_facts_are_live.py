"""What an owner changes elsewhere is so in an open window within a second: shop, branch, settings, rights."""

from __future__ import annotations

from salondesk.domain.access import Permission
from salondesk.domain.settings import CLOCK, DIGITS, LATE_MINUTES, LOCK_MINUTES, PRINT_LANG, PRINT_PAPER
from salondesk.services.access.edit import EditRole
from salondesk.services.shop.edit import EditBranch, EditShop
from salondesk.services.shop.setting import ChangeSetting
from salondesk.ui.format import formatter
from salondesk.ui.paper.request import fiscal_request
from tests.e2e.conftest import Counter


def test_a_change_made_elsewhere_is_known_here(counter: Counter) -> None:
    shop, work = counter.shop, counter.window.work
    counter.sign_in()
    other = counter.back(lambda: shop.again(origin="console"))

    def change() -> None:
        with other.unit() as uow:
            here, branch = uow.shops.all()[0], uow.branches.all()[0]
            role = next(role for role in uow.roles.all() if role.key == "reception")
        run, key = other.executor.run, other.new_id
        run(EditShop(key=key(), row_id=here.id, changes={"phone": (here.phone, "04 1")}), shop.manager)
        slot = {"slot_min": (branch.slot_min, 30)}
        run(EditBranch(key=key(), row_id=branch.id, changes=slot), shop.manager)
        run(ChangeSetting(key=key(), setting=LOCK_MINUTES.key, text="3"), shop.manager)
        more = role.permissions | {Permission.REPORT_TAKINGS.value}
        run(
            EditRole(key=key(), row_id=role.id, changes={"permissions": (role.permissions, more)}),
            shop.manager,
        )

    assert not work.may(Permission.REPORT_TAKINGS)
    counter.back(change)
    counter.qtbot.waitUntil(lambda: work.may(Permission.REPORT_TAKINGS), timeout=2000)
    assert (work.shop.phone, work.branch.slot_min, work.setting(LOCK_MINUTES)) == ("04 1", 30, 3)
    counter.back(other.close)


def test_the_shops_digits_and_clock_are_shown_at_once(counter: Counter) -> None:
    shop, work = counter.shop, counter.window.work
    counter.sign_in()
    arabic = counter.made.settings.lang == "ar"
    assert formatter().time(14 * 60).strip("\u2066\u2069") == "14:00"

    def change(key: str, text: str | None) -> None:
        shop.run(ChangeSetting(key=shop.new_id(), setting=key, text=text), shop.manager)

    counter.back(lambda: change(DIGITS.key, "arab"))
    counter.back(lambda: change(CLOCK.key, "12h"))
    wanted = "٢:٠٠" if arabic else "2:00"
    counter.qtbot.waitUntil(lambda: wanted in formatter().time(14 * 60), timeout=2000)
    counter.back(lambda: change(DIGITS.key, None))
    counter.qtbot.waitUntil(lambda: work.setting(DIGITS) == "latn", timeout=2000)
    assert "2:00" in formatter().time(14 * 60)


def test_receipts_are_on_the_tills_paper_in_the_shops_language(counter: Counter) -> None:
    shop, work = counter.shop, counter.window.work
    counter.sign_in()

    def change() -> None:
        for setting, text in ((PRINT_PAPER, "a4"), (PRINT_LANG, "ar"), (LATE_MINUTES, "20")):
            shop.run(ChangeSetting(key=shop.new_id(), setting=setting.key, text=text), shop.manager)
        shop.open_till()
        shop.sell("CUT")

    counter.back(change)
    stored = counter.back(lambda: shop.value("SELECT paper || lang FROM print_job"))
    assert stored == "a4ar"
    counter.qtbot.waitUntil(lambda: work.setting(PRINT_PAPER) == "a4", timeout=2000)
    request = fiscal_request(work, "invoice")
    assert (request.paper, request.lang) == ("a4", "ar")
