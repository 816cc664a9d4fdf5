"""A shop with years behind it, for faults to happen to."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from salondesk.app.paths import ShopPaths
from salondesk.core.errors import SalonDeskError
from salondesk.services.shop.setting import ChangeSetting
from tests.faults.paper_work import note_moved
from tests.faults.recording import recorder  # noqa: F401 - the fixture
from tests.faults.work import WORKS, Work
from tests.support.shop import NOW_MS, StaffedShop, open_copy
from tests.support.tampering import live_a_while

DAY_MS = 86_400_000
LATE_MS = NOW_MS + 430 * DAY_MS
"""When the faults happen."""


OF_TODAY = frozenset(
    (
        "setting", "credit limit", "pay later", "resource", "erase", "prune", "rebuild", "set user", "set PIN",
        "wrong PIN", "other price",
    )
)  # fmt: skip
"""Work that the first programs did not know, or kept no trace of."""
NOT_IN_HISTORY = frozenset({"open till", "close till", "prune", "erase"})


@pytest.fixture(scope="session")
def aged(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a shop that was lived in more than a year ago, and now and then since."""
    home = tmp_path_factory.mktemp("aged") / "home"
    shop = open_copy(shop_template, home)
    shop.run(ChangeSetting(key=shop.new_id(), setting="log.keep_months", text="12"), shop.manager)
    _age(shop, frozenset(WORKS) - NOT_IN_HISTORY)
    return home


@pytest.fixture(scope="session")
def long_aged(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same of a shop in which only that was done which the first programs could."""
    home = tmp_path_factory.mktemp("long-aged") / "home"
    _age(open_copy(shop_template, home), frozenset(WORKS) - NOT_IN_HISTORY - OF_TODAY)
    return home


def _age(shop: StaffedShop, works: frozenset[str]) -> None:
    """Live in a shop for a while, and then in steps of days; close it."""
    live_a_while(shop)
    shop.close_till()
    work = Work(shop, Random("aged"), tuple(sorted(works)))
    for n in range(0, 430, 5):
        shop.time.move_to(NOW_MS + n * DAY_MS + 20_000_000)
        if n % 25 == 0:  # the till is used each month
            shop.open_till()
            shop.sell("CUT", "OIL")
            shop.close_till()
        _name, command, actor = work.next()
        run_or_refuse(shop, command, actor)
    shop.close()


def run_or_refuse(shop: StaffedShop, command: object, actor: object) -> None:
    """Run a command that may be refused."""
    try:
        shop.run(command, actor)  # type: ignore[arg-type]
        note_moved(shop, command)  # type: ignore[arg-type]
    except SalonDeskError:
        return


@pytest.fixture
def fresh(aged: Path, tmp_path: Path) -> Callable[[], Path]:
    """Return a function that lays out a copy of the aged shop in a folder of its own, in place of the last."""
    home = tmp_path / "home"

    def lay_out() -> Path:
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(aged, home)
        ShopPaths(home).make()
        return home

    return lay_out
