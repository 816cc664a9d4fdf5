"""A month of a real salon, imported: every booking has its place in the diary, and overlapping ones stand apart."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from salondesk.app.bootstrap import open_shop
from salondesk.app.cli.entry import run
from salondesk.app.paths import ShopPaths
from salondesk.services.reads.booking.board import WEEK, DayBoard, DiaryBoard
from salondesk.ui.booking.canvas.geometry import Geometry
from salondesk.ui.booking.canvas.placing import Placing

MAPS = Path(__file__).resolve().parents[2] / "resources/import"
KINDS = ("services", "products", "bookings", "cancellations", "no_shows", "receipts")
MAY = [date(2018, 5, 1) + timedelta(days=n) for n in range(31)]


@pytest.fixture(scope="module")
def home(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The imported salon."""
    made = tmp_path_factory.mktemp("salon2018") / "home"
    assert run(["init", "--profile", str(MAPS / "salon2018-shop.toml"), "--home", str(made)]) == 0
    for kind in KINDS:
        file, mapping = samples / "salon2018" / f"{kind}.csv", MAPS / f"salon2018-{kind}.toml"
        assert run(["import", kind, str(file), "--map", str(mapping), "--home", str(made)]) == 0
    return made


def placed(board: DayBoard, *, rtl: bool) -> Placing:
    shape = Geometry(len(board.columns), 850, board.day_start_min, board.day_end_min, 15, rtl=rtl)
    return Placing(board, shape)


def apart(placing: Placing) -> bool:
    """Tell whether no two blocks of a column cover each other."""
    for column in placing.columns:
        rects = [one.rect for one in column]
        for n, one in enumerate(rects):
            for other in rects[n + 1 :]:
                beside = one.x + one.width <= other.x or other.x + other.width <= one.x
                above = one.y + one.height <= other.y or other.y + other.height <= one.y
                if not (beside or above):
                    return False
    return True


@pytest.mark.parametrize("rtl", [False, True], ids=["left to right", "right to left"])
def test_every_booking_of_may_stands_in_its_day_and_in_its_week(home: Path, *, rtl: bool) -> None:
    shop = open_shop(ShopPaths(home), origin="test")
    with shop.readers.lend() as connection:
        wanted = connection.execute(
            "SELECT count(*) FROM booking_line l JOIN booking b ON b.id = l.booking_id"
            " WHERE b.business_date BETWEEN '2018-05-01' AND '2018-05-31' AND b.deleted_at IS NULL"
        ).fetchone()[0]
    days = [shop.queries.answer(DiaryBoard(day, lang="en"), 0) for day in MAY]
    assert sum(len(placed(board, rtl=rtl).by_key) for board in days) == wanted > 200
    assert all(apart(placed(board, rtl=rtl)) for board in days)
    mondays = [day for day in MAY if day.weekday() == 0]
    weeks = [shop.queries.answer(DiaryBoard(day, WEEK, lang="ar"), 0) for day in mondays]
    assert all(len(placed(board, rtl=rtl).by_key) == len(board.blocks) for board in weeks)
    assert all(apart(placed(board, rtl=rtl)) for board in weeks)
    shop.close()
