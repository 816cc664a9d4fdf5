"""A sale at the counter, in both languages, on a real shop: keys alone, scanner, discounts, splits, conflicts."""

from __future__ import annotations

from dataclasses import replace
from threading import Event

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from salondesk.core.clock import monotonic_ms
from salondesk.core.errors import ConflictError, UserError
from salondesk.core.ids import Id
from salondesk.domain.booking import BookingStatus
from salondesk.domain.sale.invoice import Invoice, InvoiceForm
from salondesk.domain.sale.ticket import DiscountKind, TenderKind
from salondesk.engine.tendering import Offered
from salondesk.services.booking.visits import NewClient
from salondesk.services.reads.booking.visit import VisitById
from salondesk.services.reads.sale.invoice import InvoiceById
from salondesk.services.reads.sale.open_bills import OpenBills
from salondesk.services.reads.till.open_session import OpenSession
from salondesk.services.sale.ticket import RemoveLine
from salondesk.ui.kit.dialog import OverrideDialog
from salondesk.ui.paper.preview import PreviewDialog
from salondesk.ui.sale.buyer_dialog import BuyerDialog
from salondesk.ui.sale.discount_dialog import DiscountDialog
from salondesk.ui.sale.history_page import InvoicesPage
from salondesk.ui.sale.line_editor import LineDialog
from salondesk.ui.sale.page import SalePage
from tests.support.rooms import RoomCounter
from tests.support.shop import BARCODE, PINS
from tests.support.thread_guard import interface_thread_is_free


@pytest.fixture
def page(counter: RoomCounter) -> SalePage:
    counter.shop.open_till()
    return counter.open(SalePage)


def add(counter: RoomCounter, page: SalePage, *codes: str) -> None:
    for code in codes:
        tile = next(tile for tile, item in page.catalogue.tiles() if item.code == code)
        QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    counter.until(lambda: not page.bill.is_busy)
    counter.settle()


def press(page: SalePage, key: Qt.Key) -> None:
    window = page.window()
    window.activateWindow()  # the window of a dialog that was just closed may still be the active one
    QTest.qWaitForWindowActive(window, 2_000)
    QTest.keyClick(window.focusWidget() or page, key)


def type_text(target: QWidget, text: str) -> None:
    """Type in any script; QTest knows Latin keys only."""
    for character in text:
        held = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, 0, held, character))


def closed(counter: RoomCounter, page: SalePage) -> Invoice:
    counter.until(lambda: page.done.sale() is not None and page.done.isVisible())
    counter.settle()
    sale = page.done.sale()
    assert sale is not None
    found = counter.shop.ask(InvoiceById(sale.invoice_id)).document
    assert found is not None
    return found


def test_a_cash_sale_takes_two_keys_after_the_item(counter: RoomCounter, page: SalePage) -> None:
    add(counter, page, "CUT")
    press(page, Qt.Key.Key_F9)
    press(page, Qt.Key.Key_Return)
    invoice = closed(counter, page)
    assert invoice.gross_minor == 15_000
    assert [(t.kind, t.amount_minor) for t in invoice.tenders] == [(TenderKind.CASH, 15_000)]
    assert page.bill.ticket is None
    press(page, Qt.Key.Key_Return)
    assert page.catalogue.isVisible()


def test_typed_cash_and_enter_gives_change_in_huge_type(counter: RoomCounter, page: SalePage) -> None:
    add(counter, page, "CUT", "SHAMPOO")
    press(page, Qt.Key.Key_F8)
    QTest.keyClicks(page.pay.amount, "500")
    press(page, Qt.Key.Key_Return)
    assert page.pay.money.change_minor == 26_500
    press(page, Qt.Key.Key_Return)
    closed(counter, page)
    assert "265.00" in page.done.change_label.text()


def test_the_search_finds_by_keys_and_enter_puts_the_first_on_the_bill(
    counter: RoomCounter,
    page: SalePage,
) -> None:
    type_text(page, "arg" if counter.lang == "en" else "زيت")
    assert [item.code for _tile, item in page.catalogue.tiles()] == ["OIL"]
    QTest.keyClick(page.catalogue.search, Qt.Key.Key_Return)
    counter.until(lambda: len(page.bill.lines) == 1)
    counter.settle()
    assert page.bill.lines[0].code == "OIL"


def test_a_card_sale_asks_for_the_slip_and_never_for_the_card(counter: RoomCounter, page: SalePage) -> None:
    add(counter, page, "COLOUR")
    press(page, Qt.Key.Key_F11)
    assert page.pay.slip.isVisible()
    assert page.pay.slip.last4.maxLength() == 4
    QTest.keyClicks(page.pay.slip.approval, "A81F20")
    QTest.keyClick(page.pay.slip.approval, Qt.Key.Key_Return)
    type_text(page.pay.slip.last4, "٤٤١٧" if counter.lang == "ar" else "4417")
    QTest.keyClick(page.pay.slip.last4, Qt.Key.Key_Return)
    press(page, Qt.Key.Key_Return)
    invoice = closed(counter, page)
    assert [(t.kind, t.amount_minor, t.approval, t.last4) for t in invoice.tenders] == [
        (TenderKind.CARD, 35_000, "A81F20", "4417")
    ]


def test_an_empty_slip_is_not_taken(counter: RoomCounter, page: SalePage) -> None:
    add(counter, page, "CUT")
    press(page, Qt.Key.Key_F11)
    page.pay.slip.take()
    assert page.pay.slip.isVisible()
    assert not page.pay.money.offered


def test_a_split_of_card_transfer_and_cash_closes_the_bill(counter: RoomCounter, page: SalePage) -> None:
    add(counter, page, "COLOUR")
    press(page, Qt.Key.Key_F8)
    page.pay.amount.setText("100")
    page.pay.take(TenderKind.CARD)
    page.pay.slip.approval.setText("X1")
    page.pay.slip.last4.setText("0091")
    page.pay.slip.take()
    page.pay.amount.setText("50")
    page.pay.take(TenderKind.TRANSFER)
    page.pay.slip.reference.setText("FT-1")
    page.pay.slip.take()
    QTest.mouseClick(page.pay.tiles[TenderKind.CASH], Qt.MouseButton.LeftButton)
    press(page, Qt.Key.Key_Return)
    invoice = closed(counter, page)
    assert sorted(t.amount_minor for t in invoice.tenders) == [5_000, 10_000, 20_000]


def test_a_part_by_card_may_not_pass_what_is_left(counter: RoomCounter, page: SalePage) -> None:
    add(counter, page, "CUT")
    press(page, Qt.Key.Key_F8)
    page.pay.amount.setText("200")
    page.pay.take(TenderKind.CARD)
    assert not page.pay.slip.isVisible()
    assert not page.pay.money.offered


def test_a_note_that_people_hand_over_is_one_tap(counter: RoomCounter, page: SalePage) -> None:
    add(counter, page, "CUT", "SHAMPOO")
    press(page, Qt.Key.Key_F8)
    notes: list[QPushButton] = [n for n in page.pay.notes if n.isVisible()]
    QTest.mouseClick(notes[2], Qt.MouseButton.LeftButton)
    assert page.pay.money.change_minor == 30_000 - 23_500
    press(page, Qt.Key.Key_Escape)
    assert page.catalogue.isVisible()


def discount(counter: RoomCounter, page: SalePage, percent: float) -> None:
    page.ticket.discount_button.click()
    dialog = counter.dialog(DiscountDialog)
    dialog.percent.setValue(percent)
    dialog.accept_button.click()


def test_a_discount_within_the_limit_is_given_at_once(counter: RoomCounter, page: SalePage) -> None:
    add(counter, page, "CUT")
    discount(counter, page, 10)
    counter.until(lambda: page.bill.ticket is not None and page.bill.ticket.discount is not None)
    counter.settle()
    priced = page.bill.priced()
    assert priced is not None
    assert priced.gross_minor == 13_500
    assert "135.00" in page.ticket.total_label.text()


def test_a_discount_beyond_the_limit_opens_the_managers_pin(counter: RoomCounter, page: SalePage) -> None:
    add(counter, page, "CUT")
    discount(counter, page, 40)
    dialog = counter.dialog(OverrideDialog)
    assert page.bill.ticket is not None
    assert page.bill.ticket.discount is None
    dialog.words_edit().setPlainText("Birthday")
    QTest.keyClicks(dialog.pin_pad(), PINS["manager"])
    QTest.keyClick(dialog.pin_pad(), Qt.Key.Key_Return)
    counter.until(lambda: page.bill.ticket is not None and page.bill.ticket.discount is not None)
    counter.settle()
    given = page.bill.ticket.discount
    assert given is not None
    assert (given.kind, given.value) == (DiscountKind.PERCENT, 400_000)
    assert given.approver_id == counter.shop.manager.user_id
    press(page, Qt.Key.Key_F9)
    press(page, Qt.Key.Key_Return)
    assert closed(counter, page).gross_minor == 9_000


def test_a_discount_on_a_line_strikes_the_old_amount(counter: RoomCounter, page: SalePage) -> None:
    add(counter, page, "CUT", "MANI")
    page.ticket.tape.pick(page.bill.lines[1].id)
    page.ticket.line_discount_button.click()
    dialog = counter.dialog(DiscountDialog)
    dialog.percent.setValue(5)
    dialog.accept_button.click()
    counter.until(lambda: len(page.bill.lines) == 2 and page.bill.lines[1].discount is not None)
    counter.settle()
    row = page.ticket.tape.ticket_model.rows[1]
    assert ("80.00" in row.struck, "76.00" in row.amount) == (True, True)


def scan(page: SalePage, code: str) -> None:
    """Type as a scanner does: a key every few milliseconds, then Enter, into whatever has the focus.

    The keys say when they went down, as real ones do: a busy machine that comes to them late hears a scanner all the
    same.
    """
    at = monotonic_ms()
    keys = [(Qt.Key(ord(character.upper())), character) for character in code]
    for n, (key, text) in enumerate([*keys, (Qt.Key.Key_Return, "\r")]):
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            event.setTimestamp(at + 5 * n)
            QApplication.sendEvent(page.window().focusWidget() or page, event)


def test_a_scan_adds_the_product_whatever_has_the_focus(counter: RoomCounter, page: SalePage) -> None:
    page.setFocus()
    scan(page, BARCODE)
    counter.until(lambda: len(page.bill.lines) == 1)
    counter.settle()
    page.catalogue.search.setFocus()
    page.catalogue.search.setText("cut")
    scan(page, BARCODE)
    counter.until(lambda: page.bill.lines[0].qty_milli == 2_000)
    counter.settle()
    assert page.bill.lines[0].code == "SHAMPOO"
    assert page.catalogue.search.text() == "cut"


def test_an_unknown_code_says_so_and_leaves_the_bill(counter: RoomCounter, page: SalePage) -> None:
    add(counter, page, "CUT")
    page.setFocus()
    scan(page, "0000000000000")
    counter.until(lambda: bool(counter.errors))
    assert len(page.bill.lines) == 1
    assert "0000000000000" in counter.toast.text()


def test_someone_elses_change_reloads_the_bill(counter: RoomCounter, page: SalePage) -> None:
    add(counter, page, "CUT", "MANI")
    ticket = page.bill.ticket
    assert ticket is not None
    other = counter.shop.again()
    try:
        command = RemoveLine(
            key=other.new_id(),
            ticket_id=ticket.id,
            expected_version=ticket.version,
            line_id=ticket.lines[0].id,
        )
        other.run(command)
    finally:
        other.close()
    page.bill.remove(ticket.lines[1].id)
    counter.until(lambda: any(isinstance(e, ConflictError) for e in counter.errors))
    counter.until(lambda: len(page.bill.lines) == 1)
    counter.settle()
    assert page.bill.lines[0].code == "MANI"


def test_a_bill_closed_elsewhere_while_an_edit_was_on_its_way_leaves_the_counter(
    counter: RoomCounter, page: SalePage
) -> None:
    add(counter, page, "CUT")
    ticket, line = page.bill.ticket, page.bill.lines[0]
    assert ticket is not None
    gate = Event()
    counter.lanes.write(lambda: gate.wait(20))
    page.bill.set_line(line, qty_milli=2_000, shares=line.shares, note="")  # waits behind the gate
    counter.shop.pay(ticket)  # as another window would: it is heard of while the edit is on its way
    QApplication.processEvents()
    assert page.bill.is_busy and page.bill.ticket is not None
    gate.set()
    counter.until(lambda: any("closed" in e.message.key for e in counter.errors if isinstance(e, UserError)))
    counter.until(lambda: page.bill.ticket is None)
    counter.settle()
    assert not page.bill.lines and not page.bill.is_busy


def test_a_booking_becomes_a_bill_and_its_alert_stands_over_it(counter: RoomCounter, page: SalePage) -> None:
    booking = counter.shop.book(client=NewClient(name="Maryam", phone="0551112233"))
    assert booking.client_id is not None
    with counter.shop.unit() as uow:
        client = uow.clients.get(Id(booking.client_id))
        uow.clients.save(client, replace(client, alert="Allergic to ammonia"))
        uow.commit()
    page.open_with(booking.id)
    counter.until(lambda: page.ticket.alert.isVisible())
    counter.settle()
    assert "Allergic to ammonia" in page.ticket.alert.text()
    assert [line.code for line in page.bill.lines] == ["CUT"]
    press(page, Qt.Key.Key_F9)
    press(page, Qt.Key.Key_Return)
    closed(counter, page)
    paid = counter.shop.ask(VisitById(booking.id)).booking
    assert paid.status is BookingStatus.DONE


def test_a_parked_bill_is_there_again_for_the_next_window(counter: RoomCounter, page: SalePage) -> None:
    add(counter, page, "CUT")
    page.new_bill()
    counter.settle()
    assert not page.bill.lines
    chips = page.bar.chips()
    assert len(chips) == 1
    chips[0][0].click()
    counter.until(lambda: len(page.bill.lines) == 1)
    counter.settle()


def test_a_line_is_shared_between_two_people(counter: RoomCounter, page: SalePage) -> None:
    add(counter, page, "CUT")
    page.ticket.tape.line_activated.emit(page.bill.lines[0])
    dialog = counter.dialog(LineDialog)
    dialog.first.setCurrentIndex(1)
    dialog.second.setCurrentIndex(2)
    dialog.share.setValue(60)
    dialog.note_edit.setText("Long hair")
    dialog.accept_button.click()
    counter.until(lambda: len(page.bill.lines[0].shares) == 2)
    counter.settle()
    assert [s.share_ppm for s in page.bill.lines[0].shares] == [600_000, 400_000]
    assert page.bill.lines[0].note == "Long hair"


def test_quantity_and_removal_by_keys_on_the_roll(counter: RoomCounter, page: SalePage) -> None:
    add(counter, page, "SHAMPOO", "CUT")
    tape = page.ticket.tape
    tape.pick(page.bill.lines[0].id)
    QTest.keyClick(tape, "+")
    counter.until(lambda: page.bill.lines[0].qty_milli == 2_000)
    counter.settle()
    tape.pick(page.bill.lines[1].id)
    QTest.keyClick(tape, Qt.Key.Key_Delete)
    counter.until(lambda: len(page.bill.lines) == 1)
    counter.settle()


def test_a_full_tax_invoice_names_its_buyer(counter: RoomCounter, page: SalePage) -> None:
    add(counter, page, "CUT")
    page.ticket.buyer_button.click()
    dialog = counter.dialog(BuyerDialog)
    dialog.full.setChecked(True)
    dialog.accept_button.click()
    assert dialog.isVisible()
    dialog.name.setText("Pearl Events LLC")
    dialog.trn.setText("100 1234 5670 0003")
    dialog.address.setText("Dubai Marina")
    dialog.accept_button.click()
    counter.until(lambda: page.bill.ticket is not None and page.bill.ticket.full_invoice)
    counter.settle()
    press(page, Qt.Key.Key_F9)
    press(page, Qt.Key.Key_Return)
    invoice = closed(counter, page)
    assert invoice.form is InvoiceForm.FULL
    assert invoice.buyer is not None
    assert invoice.buyer.tax_number == "100123456700003"


def test_a_registrant_above_the_threshold_gets_a_full_tax_invoice_unrequested(
    counter: RoomCounter, page: SalePage
) -> None:
    add(counter, page, "CUT")
    page.ticket.buyer_button.click()
    dialog = counter.dialog(BuyerDialog)
    assert not dialog.trn.isVisible()  # a small bill is simplified, whoever buys
    dialog.reject()
    line = page.bill.lines[0]
    page.bill.set_line(line, qty_milli=100_000, shares=line.shares, note=line.note)
    counter.until(lambda: page.bill.lines[0].qty_milli == 100_000)
    counter.settle()
    page.ticket.buyer_button.click()
    dialog = counter.dialog(BuyerDialog)
    assert dialog.trn.isVisible() and not dialog.full.isChecked()
    dialog.trn.setText("100123456700003")
    dialog.accept_button.click()
    assert dialog.isVisible()  # the law wants name and address
    dialog.name.setText("Pearl Events LLC")
    dialog.address.setText("Dubai Marina")
    dialog.accept_button.click()
    counter.until(lambda: page.bill.ticket is not None and bool(page.bill.ticket.buyer_tax_number))
    counter.settle()
    assert page.bill.ticket is not None and not page.bill.ticket.full_invoice
    press(page, Qt.Key.Key_F9)
    press(page, Qt.Key.Key_Return)
    assert closed(counter, page).form is InvoiceForm.FULL
    invoices = counter.open(InvoicesPage)
    invoices.list.table.select_row(0)
    counter.until(lambda: invoices.panel.document is not None)
    counter.settle()
    assert any("Pearl Events LLC" in part.text() for part in invoices.panel.findChildren(QLabel))


def test_a_closed_till_is_opened_right_there(counter: RoomCounter) -> None:
    page = counter.open(SalePage)
    assert page.gate.isVisible()
    page.gate.float_edit.setText("500")
    QTest.keyClick(page.gate.float_edit, Qt.Key.Key_Return)
    counter.until(lambda: not page.gate.isVisible())
    counter.settle()
    assert counter.shop.ask(OpenSession()) is not None


def test_the_page_says_that_no_printer_is_there_and_the_sale_is_safe(
    counter: RoomCounter, page: SalePage
) -> None:
    add(counter, page, "CUT")
    press(page, Qt.Key.Key_F9)
    press(page, Qt.Key.Key_Return)
    invoice = closed(counter, page)
    counter.until(lambda: invoice.number in page.done.print_note.text())


def test_the_bill_is_emptied_by_dropping_it(counter: RoomCounter, page: SalePage) -> None:
    add(counter, page, "CUT")
    ticket = page.bill.ticket
    assert ticket is not None
    page.bill.drop()
    counter.until(lambda: page.bill.ticket is None)
    counter.settle()
    assert not page.bar.chips()


def test_nothing_of_a_sale_runs_on_the_interface_thread(counter: RoomCounter, page: SalePage) -> None:
    with interface_thread_is_free(counter.shop.paths.home):
        add(counter, page, "CUT", "SHAMPOO")
        press(page, Qt.Key.Key_F9)
        press(page, Qt.Key.Key_Return)
        counter.until(lambda: page.done.sale() is not None)
        counter.until(lambda: "T1A-INV-000001" in page.done.print_note.text())
        page.done.preview_button.click()
        dialog = counter.dialog(PreviewDialog)
        counter.until(lambda: dialog.view.pages_shown == 1)
        dialog.accept()
        page.done.new_button.click()
        counter.settle()


def test_fast_taps_make_no_conflict(counter: RoomCounter, page: SalePage) -> None:
    add(counter, page, "CUT", "MANI", "SHAMPOO", "SHAMPOO", "OIL")
    assert [line.qty_milli for line in page.bill.lines] == [1_000, 1_000, 2_000, 1_000]
    assert not counter.errors


def test_more_bills_than_fit_are_in_a_menu(counter: RoomCounter, page: SalePage) -> None:
    for _n in range(7):
        counter.shop.ticket("CUT")
        counter.shop.time.advance(60_000)
    page.refresh()
    counter.until(page.bar.more_button.isVisible)
    counter.settle()
    actions = page.bar.more_menu.actions()
    assert len(actions) == 2
    actions[-1].trigger()
    counter.until(lambda: len(page.bill.lines) == 1)
    counter.settle()
    assert page.bill.ticket is not None
    assert page.bill.ticket.id in [ticket_id for _chip, ticket_id in page.bar.chips()]


def test_an_empty_bill_does_not_stay_behind(counter: RoomCounter, page: SalePage) -> None:
    add(counter, page, "CUT")
    page.bill.remove(page.bill.lines[0].id)
    counter.until(lambda: not page.bill.lines)
    page.new_bill()
    counter.settle()
    assert counter.shop.ask(OpenBills()) == []


def test_a_free_bill_closes_without_money(counter: RoomCounter, page: SalePage) -> None:
    add(counter, page, "TEST")
    press(page, Qt.Key.Key_F8)
    press(page, Qt.Key.Key_Return)
    assert closed(counter, page).payable_minor == 0


def test_a_scanned_receipt_goes_to_its_invoice(counter: RoomCounter, page: SalePage) -> None:
    asked: list[tuple[str, object]] = []
    page.route_requested.connect(lambda room, what: asked.append((room, what)))
    page.setFocus()
    scan(page, "T1A-INV-000001")
    assert asked == [("invoices", "T1A-INV-000001")]
    assert page.catalogue.search.text() == ""
    assert not counter.errors


def test_money_is_not_asked_for_before_the_drawer_is_counted(counter: RoomCounter) -> None:
    page = counter.open(SalePage)
    add(counter, page, "CUT")
    page.ticket.pay_button.click()
    counter.settle()
    assert page.gate.float_edit.hasFocus()
    assert not page.pay.isVisible()


def test_the_payment_form_stays_one_column_however_wide_the_window(
    counter: RoomCounter, page: SalePage
) -> None:
    counter.window.resize(1830, 1000)
    add(counter, page, "CUT")
    page.start_paying()
    counter.until(page.pay.isVisible)
    counter.settle()
    middle = page.pay.close_button.mapTo(page.pay, page.pay.close_button.rect().center()).x()
    assert page.pay.close_button.width() <= 720
    assert abs(middle - page.pay.width() // 2) <= 2


def test_a_receipt_that_did_not_come_out_is_printed_as_itself_not_as_a_copy(
    counter: RoomCounter, page: SalePage
) -> None:
    add(counter, page, "CUT")
    press(page, Qt.Key.Key_F9)
    press(page, Qt.Key.Key_Return)
    counter.until(page.done.is_unprinted)
    copies = counter.shop.value("SELECT count(*) FROM change_txn WHERE command = 'NoteReprint'")
    attempts = "SELECT attempts FROM print_job"
    assert counter.shop.value(attempts) == 1
    page.done.print_button.click()
    counter.until(lambda: counter.shop.value(attempts) == 2)
    counter.settle()
    assert counter.shop.value("SELECT count(*) FROM change_txn WHERE command = 'NoteReprint'") == copies


def test_a_card_number_typed_as_a_reference_is_refused_before_it_stands_among_the_tenders(
    counter: RoomCounter, page: SalePage
) -> None:
    add(counter, page, "CUT")
    press(page, Qt.Key.Key_F12)
    page.pay.slip.reference.setText("4111 1111 1111 1111")
    page.pay.slip.take()
    assert page.pay.money.offered == ()
    assert page.pay.slip.isVisible()
    page.pay.slip.reference.setText("FT26-000123")
    page.pay.slip.take()
    assert len(page.pay.money.offered) == 1


def test_a_bill_that_could_not_be_closed_keeps_the_tenders_and_the_keyboard(
    counter: RoomCounter, page: SalePage
) -> None:
    add(counter, page, "CUT")
    press(page, Qt.Key.Key_F9)
    page._on_close((Offered(kind=TenderKind.CARD, amount_minor=15_000),))  # noqa: SLF001 - no slip: refused
    counter.until(lambda: bool(counter.errors))
    counter.settle()
    assert page.pay.money.offered
    assert page.pay.close_button.isEnabled()
    assert page.pay.close_button.hasFocus()
