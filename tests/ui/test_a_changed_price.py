"""Charging another price at the counter: by mouse and by keys alone, within the limit or with a manager's PIN."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from salondesk.domain.access import Permission
from salondesk.services.sale.line_price import ChangePrice
from salondesk.ui.kit.dialog import OverrideDialog
from salondesk.ui.sale.discount_dialog import DiscountDialog
from salondesk.ui.sale.history_page import InvoicesPage
from salondesk.ui.sale.line_editor import LineDialog
from salondesk.ui.sale.page import SalePage
from tests.support.rooms import RoomCounter
from tests.support.shop import PINS
from tests.ui.test_sale_page import add, closed, press, type_text

K = Qt.Key


@pytest.fixture
def page(counter: RoomCounter) -> SalePage:
    counter.shop.open_till()
    return counter.open(SalePage)


def edited(counter: RoomCounter, page: SalePage, number: int = 0) -> LineDialog:
    """Open a line with Enter on the roll."""
    page.ticket.tape.pick(page.bill.lines[number].id)
    page.ticket.tape.setFocus()
    press(page, K.Key_Return)
    dialog = counter.dialog(LineDialog)
    dialog.activateWindow()
    counter.until(dialog.isActiveWindow)
    return dialog


def key(code: Qt.Key) -> None:
    """Press a key wherever the focus is."""
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, code)


def tab_to(wanted: QWidget) -> None:
    for _step in range(12):
        if wanted.hasFocus():
            return
        key(K.Key_Tab)
    raise AssertionError("the keyboard does not reach it")


def saved(counter: RoomCounter, page: SalePage) -> None:
    counter.until(lambda: not page.bill.is_busy)
    counter.settle()


def test_by_keys_alone_a_higher_price_is_charged_and_named(counter: RoomCounter, page: SalePage) -> None:
    add(counter, page, "COLOUR")
    dialog = edited(counter, page)
    assert not dialog.price.isVisible()
    key(K.Key_Tab)
    assert dialog.price.amount.hasFocus()
    type_text(dialog.price.amount, "٤٢٠" if counter.lang == "ar" else "420")
    assert dialog.price.isVisible()
    assert dialog.price.reason() == dialog.price.choice.usual.itemText(0)
    key(K.Key_Return)
    counter.until(lambda: page.bill.lines[0].price_change is not None)
    saved(counter, page)
    assert "420.00" in page.ticket.total_label.text()
    row = page.ticket.tape.ticket_model.rows[0]
    assert ("420.00" in row.amount, "350.00" in row.struck, "350.00" in row.detail) == (True, True, True)
    press(page, K.Key_F9)
    press(page, K.Key_Return)
    invoice = closed(counter, page)
    assert (invoice.gross_minor, invoice.lines[0].unit_price_minor) == (42_000, 42_000)


def test_a_price_beyond_her_limit_opens_the_managers_pin(counter: RoomCounter, page: SalePage) -> None:
    add(counter, page, "COLOUR")
    dialog = edited(counter, page)
    dialog.price.amount.setText("200")
    reason = dialog.price.reason()
    dialog.accept_button.click()
    approval = counter.dialog(OverrideDialog)
    assert page.bill.lines[0].price_change is None
    assert approval.words_edit().toPlainText() == reason
    assert "10%" in approval.text_label.text().translate(dict.fromkeys(map(ord, "\u2066\u2068\u2069")))
    QTest.keyClicks(approval.pin_pad(), PINS["manager"])
    QTest.keyClick(approval.pin_pad(), K.Key_Return)
    counter.until(lambda: page.bill.lines[0].price_change is not None)
    saved(counter, page)
    change = page.bill.lines[0].price_change
    assert change is not None
    assert (change.by, change.approver_id) == (
        counter.shop.reception.user_id,
        counter.shop.manager.user_id,
    )
    assert "200.00" in page.ticket.total_label.text()


def test_a_refused_pin_leaves_the_price_and_keeps_the_rest_of_the_edit(
    counter: RoomCounter, page: SalePage
) -> None:
    add(counter, page, "COLOUR")
    dialog = edited(counter, page)
    dialog.quantity.setValue(2)
    dialog.price.amount.setText("200")
    dialog.accept_button.click()
    approval = counter.dialog(OverrideDialog)
    approval.reject()
    saved(counter, page)
    assert (page.bill.lines[0].qty_milli, page.bill.lines[0].unit_price_minor) == (2_000, 35_000)


def test_a_discount_on_a_changed_price_strikes_the_lists_price(counter: RoomCounter, page: SalePage) -> None:
    add(counter, page, "COLOUR")
    dialog = edited(counter, page)
    dialog.price.amount.setText("340")
    dialog.accept_button.click()
    counter.until(lambda: page.bill.lines[0].price_change is not None)
    saved(counter, page)
    page.ticket.line_discount_button.click()
    discount = counter.dialog(DiscountDialog)
    discount.percent.setValue(5)
    discount.accept_button.click()
    counter.until(lambda: page.bill.lines[0].discount is not None)
    saved(counter, page)
    row = page.ticket.tape.ticket_model.rows[0]
    assert ("350.00" in row.struck, "323.00" in row.amount) == (True, True)
    change = page.bill.lines[0].price_change
    assert change is not None
    assert change.reason in row.detail
    assert ("5%" in row.more, page.ticket.tape.rowHeight(0) > 54) == (True, True)


def test_the_invoice_on_screen_names_the_lists_price_and_why(counter: RoomCounter) -> None:
    shop = counter.shop
    shop.open_till()
    ticket = shop.ticket("COLOUR")
    request = ChangePrice(
        key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version, line_id=ticket.lines[0].id,
        unit_price_minor=40_000, reason="Wedding",
    )  # fmt: skip
    done = shop.pay(shop.run(request))
    page = counter.open(InvoicesPage)
    page.find_document(done.number)
    counter.until(lambda: page.panel.document is not None)
    counter.settle()
    said = " ".join(one.text() for one in page.panel.findChildren(QLabel))
    assert ("400.00" in said, "350.00" in said, "Wedding" in said) == (True, True, True)
    assert not any(
        one.text().rstrip("\u2068\u2069 ").endswith("·") for one in page.panel.findChildren(QLabel)
    )


def test_the_list_price_is_one_tap_away(counter: RoomCounter, page: SalePage) -> None:
    add(counter, page, "COLOUR")
    dialog = edited(counter, page)
    dialog.price.amount.setText("340")
    dialog.accept_button.click()
    counter.until(lambda: page.bill.lines[0].price_change is not None)
    saved(counter, page)
    dialog = edited(counter, page)
    assert "350.00" in dialog.price.back.text()
    QTest.mouseClick(dialog.price.back, Qt.MouseButton.LeftButton)
    assert not dialog.price.isVisible()
    dialog.accept_button.click()
    counter.until(lambda: page.bill.lines[0].price_change is None)
    saved(counter, page)
    assert page.bill.lines[0].unit_price_minor == 35_000


def test_another_reason_is_said_in_words_before_it_is_saved(counter: RoomCounter, page: SalePage) -> None:
    add(counter, page, "COLOUR")
    dialog = edited(counter, page)
    dialog.price.amount.setText("360")
    tab_to(dialog.price.choice.usual)
    key(K.Key_End)
    assert not dialog.accept_button.isEnabled()
    tab_to(dialog.price.choice.words)
    type_text(dialog.price.choice.words, "Wedding")
    dialog.price.amount.setText("380")  # what she chose stays
    key(K.Key_Return)
    counter.until(lambda: page.bill.lines[0].price_change is not None)
    saved(counter, page)
    change = page.bill.lines[0].price_change
    assert change is not None
    assert change.reason == "Wedding"


def test_no_price_is_no_answer(counter: RoomCounter, page: SalePage) -> None:
    add(counter, page, "COLOUR")
    dialog = edited(counter, page)
    dialog.price.amount.setText("")
    assert not dialog.accept_button.isEnabled()
    dialog.price.amount.setText("abc")
    assert not dialog.accept_button.isEnabled()
    dialog.reject()


def test_a_line_that_is_only_looked_at_is_not_written_again(counter: RoomCounter, page: SalePage) -> None:
    add(counter, page, "COLOUR")
    version = page.bill.ticket.version if page.bill.ticket else None
    edited(counter, page).accept_button.click()
    saved(counter, page)
    assert page.bill.ticket is not None
    assert page.bill.ticket.version == version


def test_whoever_may_not_change_prices_sees_the_price_only(counter: RoomCounter, page: SalePage) -> None:
    counter.work.permissions -= {Permission.SALE_PRICE}
    add(counter, page, "COLOUR")
    dialog = edited(counter, page)
    assert not dialog.price.amount.isEnabled()
    dialog.reject()


@pytest.mark.parametrize("way", [K.Key_F8, K.Key_F9])
def test_what_is_given_away_whole_is_closed_without_money(
    counter: RoomCounter, page: SalePage, way: Qt.Key
) -> None:
    counter.as_user("manager")
    add(counter, page, "COLOUR")
    dialog = edited(counter, page)
    dialog.price.amount.setText("0")
    dialog.accept_button.click()
    counter.until(lambda: page.bill.lines[0].price_change is not None)
    saved(counter, page)
    assert "0.00" in page.ticket.tape.ticket_model.rows[0].amount
    press(page, way)
    press(page, K.Key_Return)
    invoice = closed(counter, page)
    assert (invoice.gross_minor, invoice.tenders, invoice.lines[0].unit_price_minor) == (0, (), 0)
