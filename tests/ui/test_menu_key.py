"""Shift+F10 opens the menu of what has the focus, on keyboards without a menu key."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from salondesk.ui.booking.gesture.grid import DiaryGrid
from salondesk.ui.sale.page import SalePage
from tests.e2e.conftest import Counter, counter  # noqa: F401 - the whole window instead of one room


def menus() -> list[QMenu]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QMenu) and w.isVisible()]


def ask(counter: Counter, where: QWidget) -> None:  # noqa: F811 - the fixture
    """Press the keys with the focus somewhere; no window manager here gives it back when a menu closes."""
    counter.window.activateWindow()
    counter.until(counter.window.isActiveWindow)
    where.setFocus()
    counter.press(Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)


def test_a_products_tile_and_the_diary_offer_their_menus(counter: Counter) -> None:  # noqa: F811 - the fixture
    counter.sign_in("manager")
    grid = counter.diary().findChild(DiaryGrid)
    assert grid is not None
    ask(counter, grid)
    counter.until(lambda: len(menus()) == 1)
    menus()[0].close()
    counter.window.open_room("sale")
    page = counter.window.page("sale")
    assert isinstance(page, SalePage)
    counter.until(lambda: bool(page.catalogue.tiles()))
    tile = next(tile for tile, item in page.catalogue.tiles() if item.kind == "product")
    ask(counter, tile)
    counter.until(lambda: len(menus()) == 1)
    assert len(menus()[0].actions()) == 2
    menus()[0].close()
