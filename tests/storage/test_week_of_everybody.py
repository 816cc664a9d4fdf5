"""In the week of everybody a column is a day, so that each block says whose time it takes."""

from __future__ import annotations

import pytest

from salondesk.services.reads.booking.board import WEEK, DiaryBoard
from salondesk.services.reads.staff.people import PeopleOfDiary
from tests.support.shop import TODAY, StaffedShop


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_block_of_everybodys_week_begins_with_its_person(shop: StaffedShop, lang: str) -> None:
    booking = shop.book("MONA", "CUT", at="11:00")
    (line,) = booking.lines
    mona = next(row for row in shop.ask(PeopleOfDiary(shop.today())) if row.staff_id == shop.people["MONA"])
    names = mona.names.pick(lang), shop.services["CUT"].names.pick(lang)
    week = shop.ask(DiaryBoard(TODAY, WEEK, None, lang))
    block = week.block_of(line.id)
    assert block is not None
    assert block.services == " · ".join(names)
    assert block.staff_id == line.staff_id


def test_a_block_of_ones_own_week_names_the_service_only(shop: StaffedShop) -> None:
    booking = shop.book("MONA", "CUT", at="11:00")
    week = shop.ask(DiaryBoard(TODAY, WEEK, booking.lines[0].staff_id, "en"))
    (block,) = week.blocks
    assert block.services == shop.services["CUT"].names.pick("en")
