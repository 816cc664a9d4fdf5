"""A block is drawn once for each look, for every surface that shows it, and old pictures make room."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from salondesk.services.reads.booking.board import BoardBlock
from salondesk.ui.booking.canvas.block_pictures import Pictures
from salondesk.ui.booking.canvas.painter import BlockPainter
from salondesk.ui.format import Formatter, set_formatter
from salondesk.ui.theme.current import theme

BLOCK = BoardBlock(b"cut", b"visit", b"noura", 600, 660, "booked", "Mariam Drawn Once", "Cut", "#b0468f")


@pytest.fixture(autouse=True)
def light_and_english(qapp: QApplication) -> Iterator[None]:
    theme().apply(qapp, "light")
    set_formatter(Formatter("en"))
    yield
    theme().apply(qapp, "light")
    set_formatter(Formatter("en"))


def shown(block: BoardBlock = BLOCK, width: int = 117) -> QPixmap:
    return BlockPainter().picture(block, width, 61, ratio=1.0, rtl=False)


def test_two_surfaces_share_what_one_has_drawn() -> None:
    assert shown().cacheKey() == shown().cacheKey()


def test_another_size_state_theme_or_kind_of_digits_is_another_picture(qapp: QApplication) -> None:
    seen = [shown(), shown(width=118), shown(BLOCK._replace(status="arrived"))]
    theme().apply(qapp, "dark")
    seen.append(shown())
    set_formatter(Formatter("ar", "arab"))
    seen.append(shown())
    assert len({picture.cacheKey() for picture in seen}) == len(seen)


def test_what_was_not_asked_for_lately_makes_room() -> None:
    kept = Pictures(most_bytes=3 * 40 * 40 * 4)
    for name in ("one", "two", "three"):
        kept.keep((name,), QPixmap(40, 40))
    assert kept.find(("one",)) is not None
    kept.keep(("four",), QPixmap(40, 40))
    assert [name for name in ("one", "two", "three", "four") if kept.find((name,))] == [
        "one",
        "three",
        "four",
    ]


def test_one_picture_larger_than_all_the_room_is_kept_all_the_same() -> None:
    kept = Pictures(most_bytes=100)
    kept.keep(("wide",), QPixmap(400, 400))
    assert kept.find(("wide",)) is not None
