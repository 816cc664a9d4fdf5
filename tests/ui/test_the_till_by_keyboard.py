"""A whole day at the till without a single mouse event, in English and in Arabic."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from salondesk.ui.kit.dialog import OverrideDialog
from salondesk.ui.paper.preview import PreviewDialog
from salondesk.ui.sale.discount_dialog import DiscountDialog
from salondesk.ui.sale.history_page import InvoicesPage
from salondesk.ui.sale.page import SalePage
from salondesk.ui.sale.refund_dialog import RefundDialog
from salondesk.ui.till.cash_dialog import CashDialog
from salondesk.ui.till.count_edit import AMOUNT, CountEdit
from salondesk.ui.till.page import TillPage
from tests.e2e.conftest import Counter, counter  # noqa: F401 - the whole window instead of one room
from tests.support.shop import BARCODE, PINS

K, M = Qt.Key, Qt.KeyboardModifier
_MOUSE = {
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.MouseMove,
}


class NoMouse(QObject):
    """Counts what the mouse did."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.seen += event.type() in _MOUSE
        return False


@pytest.fixture
def no_mouse(qapp: QApplication) -> Iterator[NoMouse]:
    watch = NoMouse()
    qapp.installEventFilter(watch)
    yield watch
    qapp.removeEventFilter(watch)
    assert watch.seen == 0


class Hands:
    """Ten fingers on a keyboard."""

    def __init__(self, counter: Counter) -> None:  # noqa: F811 - the fixture
        self.counter, self.until = counter, counter.until

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = M.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.counter.window, key, modifier)

    def type(self, text: str) -> None:
        for letter in text:
            QTest.keyClick(QApplication.focusWidget() or self.counter.window, letter)

    def tab_to(self, wanted: QWidget) -> None:
        """Press Tab until something has the focus."""
        for _step in range(120):
            if QApplication.focusWidget() is wanted:
                return
            self.press(K.Key_Tab)
        raise AssertionError(f"Tab never came to {wanted.accessibleName()!r}")

    def do(self, wanted: QWidget) -> None:
        """Tab to a button and press it."""
        self.tab_to(wanted)
        self.press(K.Key_Return)

    def dialog(self, kind: type[QDialog]) -> QDialog:
        def found() -> QDialog | None:
            return next(
                (w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isActiveWindow()),
                None,
            )

        self.until(lambda: found() is not None)
        dialog = found()
        assert dialog is not None
        return dialog

    def gone(self, kind: type[QDialog]) -> None:
        """Wait until a dialog has closed; no window manager here gives the keyboard back to the window."""
        self.until(
            lambda: not any(isinstance(w, kind) and w.isVisible() for w in QApplication.topLevelWidgets())
        )
        self.counter.window.activateWindow()
        self.until(self.counter.window.isActiveWindow)

    def sign_in(self, role: str) -> None:
        pad = self.counter.window.sign_in
        self.until(lambda: bool(pad.tiles()) and pad.isVisible())
        self.do(next(tile for tile, user in pad.tiles() if user.role_key == role))
        self.until(pad.pad.isVisible)
        self.type(PINS[role])
        self.until(lambda: self.counter.work.actor is not None)

    def approve(self) -> None:
        """The manager comes over and types her PIN, and why."""
        dialog = self.dialog(OverrideDialog)
        assert isinstance(dialog, OverrideDialog)
        if not dialog.words_edit().toPlainText():
            self.tab_to(dialog.words_edit())
            self.type("ok")
        self.tab_to(dialog.pin_pad())
        self.type(PINS["manager"])
        self.press(K.Key_Return)
        self.gone(OverrideDialog)


def test_a_day_at_the_till_needs_no_mouse(counter: Counter, no_mouse: NoMouse) -> None:  # noqa: F811 - the fixture
    hands, window, shop = Hands(counter), counter.window, counter.shop
    hands.sign_in("reception")
    open_the_till(hands)
    sell_with_a_discount_beyond_her_limit(hands)
    refund_a_line(hands)
    take_petty_cash(hands)
    hands.press(K.Key_L, M.ControlModifier)
    hands.until(lambda: counter.work.actor is None)
    hands.sign_in("manager")
    close_the_till_with_a_difference(hands)
    assert counter.back(lambda: shop.value("SELECT count(*) FROM invoice")) == 2
    assert counter.back(lambda: shop.value("SELECT count(*) FROM z_report")) == 1
    assert not window.banner.isVisible()


def open_the_till(hands: Hands) -> None:
    hands.press(K.Key_F10)
    page = hands.counter.window.page("till")
    assert isinstance(page, TillPage)
    hands.until(lambda: page.closed_panel.isVisible() and page.closed_panel.open_button.isVisible())
    by_amount(hands, page.closed_panel.count, "200")
    hands.do(page.closed_panel.open_button)
    hands.until(page.open_panel.isVisible)


def by_amount(hands: Hands, count: CountEdit, typed: str) -> None:
    """Count the drawer as one sum."""
    if count.way.current() != AMOUNT:
        hands.tab_to(count.way.button_of(count.way.current()))
        hands.press(K.Key_Left if hands.counter.made.settings.lang == "ar" else K.Key_Right)
        hands.until(lambda: count.way.current() == AMOUNT)
    hands.tab_to(count.amount)
    hands.type(typed)


def sell_with_a_discount_beyond_her_limit(hands: Hands) -> None:
    hands.press(K.Key_F6)
    page = hands.counter.window.page("sale")
    assert isinstance(page, SalePage)
    hands.until(lambda: bool(page.catalogue.tiles()) and not page.gate.isVisible())
    hands.counter.qtbot.wait(300)  # the page has heard of the opened till and put its tiles anew
    hands.do(page.catalogue.tiles()[0][0])
    hands.until(lambda: len(page.bill.lines) == 1 and not page.bill.is_busy)
    hands.tab_to(page.catalogue.search)
    hands.type(BARCODE)
    hands.press(K.Key_Return)
    hands.until(lambda: len(page.bill.lines) == 2 and not page.bill.is_busy)
    hands.do(page.ticket.discount_button)
    dialog = hands.dialog(DiscountDialog)
    assert isinstance(dialog, DiscountDialog)
    hands.type("40")
    hands.press(K.Key_Return)
    hands.approve()
    hands.until(lambda: page.bill.ticket is not None and page.bill.ticket.discount is not None)
    hands.until(lambda: not page.bill.is_busy)
    hands.press(K.Key_F8)
    hands.until(page.pay.isVisible)
    hands.type("100")
    hands.press(K.Key_F9)
    hands.until(lambda: bool(page.pay.money.offered))
    hands.press(K.Key_F11)
    hands.until(page.pay.slip.isVisible)
    hands.tab_to(page.pay.slip.approval)
    hands.type("123456")
    hands.press(K.Key_Tab)
    hands.type("4321")
    hands.press(K.Key_Return)
    hands.until(lambda: page.pay.money.covers)
    hands.press(K.Key_Return)
    hands.until(page.done.isVisible)


def refund_a_line(hands: Hands) -> None:
    hands.press(K.Key_F7)
    page = hands.counter.window.page("invoices")
    assert isinstance(page, InvoicesPage)
    hands.until(lambda: page.list.table.model().rowCount() == 1)
    hands.tab_to(page.list.table)
    hands.until(lambda: page.panel.document is not None)
    hands.do(page.panel.preview_button)
    hands.dialog(PreviewDialog)
    hands.press(K.Key_Escape)
    hands.gone(PreviewDialog)
    hands.do(page.panel.refund_button)
    dialog = hands.dialog(RefundDialog)
    assert isinstance(dialog, RefundDialog)
    hands.tab_to(dialog.choices[1].box)
    hands.press(K.Key_Space)
    hands.until(dialog.accept_button.isEnabled)
    hands.do(dialog.accept_button)
    hands.approve()
    hands.until(lambda: page.list.table.model().rowCount() == 2)


def take_petty_cash(hands: Hands) -> None:
    hands.press(K.Key_F10)
    page = hands.counter.window.page("till")
    assert isinstance(page, TillPage)
    hands.until(page.open_panel.isVisible)
    hands.do(page.open_panel.out_button)
    dialog = hands.dialog(CashDialog)
    assert isinstance(dialog, CashDialog)
    hands.tab_to(dialog.amount)
    hands.type("15")
    hands.do(dialog.accept_button)
    hands.gone(CashDialog)
    value = hands.counter.shop.value
    hands.until(lambda: hands.counter.back(lambda: value("SELECT count(*) FROM cash_movement")) == 1)


def close_the_till_with_a_difference(hands: Hands) -> None:
    hands.press(K.Key_F10)
    page = hands.counter.window.page("till")
    assert isinstance(page, TillPage)
    hands.until(lambda: page.open_panel.isVisible() and page.figures.report() is not None)
    hands.do(page.open_panel.count_button)
    by_amount(hands, page.close_panel.count, "10")
    hands.tab_to(page.close_panel.reason)
    hands.type("Change was wrong")
    hands.do(page.close_panel.close_button)
    hands.until(page.result_panel.isVisible)
    hands.do(page.result_panel.preview_button)
    hands.dialog(PreviewDialog)
    hands.press(K.Key_Escape)
    hands.gone(PreviewDialog)
    hands.do(page.result_panel.done_button)
    hands.until(page.closed_panel.isVisible)
