"""The stock of a product from its tile: by right click and by the menu key, for the manager only."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from salondesk.services.reads.catalog.items import ItemRow
from salondesk.ui.kit.buttons import TileButton
from salondesk.ui.sale.page import SalePage
from salondesk.ui.sale.stock_dialog import COUNTED, RECEIVED, StockDialog
from tests.support.rooms import RoomCounter
from tests.ui.test_sale_page import add, closed, press

ByHand = QContextMenuEvent.Reason


@pytest.fixture
def page(counter: RoomCounter) -> SalePage:
    counter.shop.open_till()
    counter.as_user("manager")
    return counter.open(SalePage)


def tile(page: SalePage, code: str) -> tuple[TileButton, ItemRow]:
    return next((tile, item) for tile, item in page.catalogue.tiles() if item.code == code)


def menus() -> list[QMenu]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QMenu) and w.isVisible()]


def ask(page: SalePage, code: str, how: ByHand) -> None:
    target, _item = tile(page, code)
    where = QPoint(20, 20)
    QApplication.sendEvent(target, QContextMenuEvent(how, where, target.mapToGlobal(where)))


def stock_dialog(counter: RoomCounter, page: SalePage, how: ByHand = ByHand.Mouse) -> StockDialog:
    ask(page, "SHAMPOO", how)
    (menu,) = menus()
    menu.actions()[-1].trigger()
    menu.close()
    return counter.dialog(StockDialog)


def on_hand(page: SalePage) -> int | None:
    return tile(page, "SHAMPOO")[1].stock_milli


@pytest.mark.parametrize("how", [ByHand.Mouse, ByHand.Keyboard])
def test_a_delivery_is_added_from_the_tile(counter: RoomCounter, page: SalePage, how: ByHand) -> None:
    dialog = stock_dialog(counter, page, how)
    assert "10" in dialog.text_label.text()
    assert dialog.way.current() == RECEIVED
    assert not dialog.accept_button.isEnabled()
    dialog.pieces.setValue(6)
    assert "16" in dialog.outcome.text()
    QTest.keyClick(dialog.pieces, Qt.Key.Key_Return)
    counter.until(lambda: on_hand(page) == 16_000)
    counter.settle()


def test_a_count_that_differs_asks_why(counter: RoomCounter, page: SalePage) -> None:
    dialog = stock_dialog(counter, page)
    dialog.way.button_of(COUNTED).click()
    assert dialog.pieces.value() == 10
    assert not dialog.reasons[COUNTED].isVisible()
    assert not dialog.accept_button.isEnabled()
    dialog.pieces.setValue(0)
    assert dialog.reasons[COUNTED].isVisible()
    dialog.accept_button.click()
    counter.until(lambda: on_hand(page) == 0)
    counter.settle()
    assert tile(page, "SHAMPOO")[0].accessibleName() != tile(page, "OIL")[0].accessibleName()
    said = tile(page, "SHAMPOO")[0].accessibleName()
    assert ("none left" if counter.lang == "en" else "نفد") in said


def test_a_sale_is_seen_on_the_tile_at_once(counter: RoomCounter, page: SalePage) -> None:
    add(counter, page, "SHAMPOO")
    press(page, Qt.Key.Key_F9)
    press(page, Qt.Key.Key_Return)
    closed(counter, page)
    counter.until(lambda: on_hand(page) == 9_000)


def test_a_sale_during_the_count_is_told(counter: RoomCounter, page: SalePage) -> None:
    dialog = stock_dialog(counter, page)
    dialog.way.button_of(COUNTED).click()
    dialog.pieces.setValue(4)
    counter.shop.sell("SHAMPOO")
    dialog.accept_button.click()
    counter.until(lambda: bool(counter.errors))
    counter.settle()
    assert on_hand(page) == 9_000


def test_the_menu_puts_the_item_on_the_bill_too(counter: RoomCounter, page: SalePage) -> None:
    ask(page, "SHAMPOO", ByHand.Mouse)
    (menu,) = menus()
    menu.actions()[0].trigger()
    menu.close()
    counter.until(lambda: len(page.bill.lines) == 1)
    counter.settle()


def test_services_have_no_stock_and_reception_does_not_see_to_it(
    counter: RoomCounter, page: SalePage
) -> None:
    ask(page, "CUT", ByHand.Mouse)
    assert menus() == []
    counter.as_user("reception")
    page.refresh()
    counter.settle()
    ask(page, "SHAMPOO", ByHand.Mouse)
    assert menus() == []
