"""What an owner changes elsewhere is so in an open window within a second: shop, branch, settings, rights."""

from __future__ import annotations

from salondesk.domain.access import Permission
from salondesk.domain.settings import LOCK_MINUTES
from salondesk.services.access.edit import EditRole
from salondesk.services.shop.edit import EditBranch, EditShop
from salondesk.services.shop.setting import ChangeSetting
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
