"""Finding a paid sale and giving money back, in both languages, on a real shop."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from salondesk.domain.sale.invoice import DocumentKind, Invoice
from salondesk.domain.sale.ticket import TenderKind
from salondesk.engine.tendering import Offered
from salondesk.services.ports.paper import DocumentRequest
from salondesk.services.sale.checkout import SaleDone
from salondesk.ui.kit.dialog import OverrideDialog
from salondesk.ui.paper.preview import PreviewDialog
from salondesk.ui.paper.saving import write_file
from salondesk.ui.sale.history_page import InvoicesPage
from salondesk.ui.sale.range_bar import DATES, WEEK
from salondesk.ui.sale.refund_dialog import REASONS, RefundDialog
from tests.printing.reading import text_of
from tests.support.rooms import RoomCounter
from tests.support.shop import PINS


@pytest.fixture
def sale(counter: RoomCounter) -> SaleDone:
    """A haircut and a shampoo paid by card and cash."""
    counter.shop.open_till()
    ticket = counter.shop.ticket("CUT", "SHAMPOO")
    card = Offered(kind=TenderKind.CARD, amount_minor=10_000, approval="A1", last4="4417")
    return counter.shop.pay(ticket, card, Offered(kind=TenderKind.CASH, amount_minor=13_500))


def shown(counter: RoomCounter, page: InvoicesPage, number: str) -> Invoice:
    counter.until(lambda: page.panel.document is not None and page.panel.document.number == number)
    counter.settle()
    assert page.panel.document is not None
    return page.panel.document


def test_todays_invoices_are_listed_and_one_is_looked_at(counter: RoomCounter, sale: SaleDone) -> None:
    page = counter.open(InvoicesPage)
    assert [r.number for r in page.list.table.rows_model.rows] == [sale.number]
    page.list.table.select_row(0)
    assert shown(counter, page, sale.number).payable_minor == 23_500


def test_scanning_the_receipt_opens_it_from_any_day(counter: RoomCounter, sale: SaleDone) -> None:
    counter.shop.time.advance(40 * 86_400_000)
    page = counter.open(InvoicesPage)
    assert not page.list.table.rows_model.rows
    page.setFocus()
    for character in sale.number:
        QTest.keyClick(page, character)
    QTest.keyClick(page, Qt.Key.Key_Return)
    shown(counter, page, sale.number)


def test_a_document_of_a_day_that_is_not_listed_is_printed_as_what_it_is(
    counter: RoomCounter, sale: SaleDone, printed: list[bytes]
) -> None:
    counter.shop.time.advance(40 * 86_400_000)
    page = counter.open(InvoicesPage)
    page.find_document(sale.number)
    shown(counter, page, sale.number)
    first = page.panel.print_button.text()
    page.panel.print_button.click()  # it never reached paper: the original
    counter.until(lambda: len(printed) == 1)
    counter.until(lambda: page.panel.print_button.text() != first)
    page.panel.print_button.click()  # once more: a copy
    counter.until(lambda: len(printed) == 2)
    counter.settle()
    said = [text_of(pdf) for pdf in printed]
    assert [("Copy" in text) for text in said] == [False, True]


def test_the_last_digits_and_enter_find_an_invoice(counter: RoomCounter, sale: SaleDone) -> None:
    page = counter.open(InvoicesPage)
    page.list.search.setText("001")
    QTest.keyClick(page.list.search, Qt.Key.Key_Return)
    shown(counter, page, sale.number)


def test_a_number_that_is_not_there_says_so(counter: RoomCounter, sale: SaleDone) -> None:
    page = counter.open(InvoicesPage)
    page.find_document("T9Z-INV-000001")
    counter.until(lambda: bool(counter.errors))
    assert "T9Z-INV-000001" in counter.toast.text()


def test_days_are_chosen(counter: RoomCounter, sale: SaleDone) -> None:
    counter.shop.time.advance(3 * 86_400_000)
    page = counter.open(InvoicesPage)
    assert not page.list.table.rows_model.rows
    page.bar.choice.button_of(WEEK).click()
    counter.until(lambda: len(page.list.table.rows_model.rows) == 1)
    counter.settle()
    page.bar.choice.button_of(DATES).click()
    counter.until(lambda: not page.list.table.rows_model.rows)
    counter.settle()


def open_refund(counter: RoomCounter, page: InvoicesPage, number: str) -> RefundDialog:
    page.find_document(number)
    shown(counter, page, number)
    page.panel.refund_button.click()
    return counter.dialog(RefundDialog)


def test_one_line_goes_back_to_its_tender_with_the_managers_pin(counter: RoomCounter, sale: SaleDone) -> None:
    page = counter.open(InvoicesPage)
    dialog = open_refund(counter, page, sale.number)
    assert not dialog.accept_button.isEnabled()
    dialog.choices[1].box.setChecked(True)
    settlement = dialog.plan()
    assert settlement is not None
    assert [(t.kind, t.amount_minor) for t in settlement.tenders] == [(TenderKind.CARD, -8_500)]
    reason = dialog.reason()
    dialog.accept_button.click()
    approval = counter.dialog(OverrideDialog)
    assert approval.words_edit().toPlainText() == reason
    QTest.keyClicks(approval.pin_pad(), PINS["manager"])
    QTest.keyClick(approval.pin_pad(), Qt.Key.Key_Return)
    counter.until(lambda: len(page.panel.credits) == 1)
    counter.settle()
    note = page.panel.credits[0]
    assert note.kind is DocumentKind.CREDIT_NOTE
    assert note.payable_minor == -8_500
    assert note.approver is not None
    assert page.panel.left_to_refund()


def test_the_lines_that_go_back_are_chosen_by_tab_and_space(counter: RoomCounter, sale: SaleDone) -> None:
    page = counter.open(InvoicesPage)
    page.find_document(sale.number)
    shown(counter, page, sale.number)
    dialog = open_refund(counter, page, sale.number)
    dialog.all_button.setFocus()
    QTest.keyClick(dialog.all_button, Qt.Key.Key_Tab)
    first = dialog.focusWidget()
    assert first is dialog.choices[0].box
    QTest.keyClick(first, Qt.Key.Key_Space)
    assert dialog.choices[0].box.isChecked()
    dialog.reject()


def test_everything_goes_back_and_nothing_is_left(counter: RoomCounter, sale: SaleDone) -> None:
    counter.as_user("manager")
    page = counter.open(InvoicesPage)
    dialog = open_refund(counter, page, sale.number)
    dialog.all_button.click()
    dialog.usual.setCurrentIndex(len(REASONS))
    dialog.words.setText("Booked twice")
    assert dialog.lines() == ()
    dialog.accept_button.click()
    counter.until(lambda: len(page.panel.credits) == 1)
    counter.settle()
    assert page.panel.credits[0].payable_minor == -23_500
    assert page.panel.credits[0].reason == "Booked twice"
    assert not page.panel.refund_button.isEnabled()


def test_the_preview_shows_the_pages_of_the_pdf(counter: RoomCounter, sale: SaleDone) -> None:
    page = counter.open(InvoicesPage)
    page.find_document(sale.number)
    shown(counter, page, sale.number)
    page.panel.preview_button.click()
    dialog = counter.dialog(PreviewDialog)
    counter.until(lambda: dialog.view.pages_shown == 1)
    dialog.paper.button_of("a4").click()
    counter.until(lambda: dialog.view.request is not None and dialog.view.request.paper == "a4")
    counter.settle()
    dialog.accept()


def test_a_copy_for_no_printer_says_that_nothing_came_out(counter: RoomCounter, sale: SaleDone) -> None:
    page = counter.open(InvoicesPage)
    page.find_document(sale.number)
    shown(counter, page, sale.number)
    page.panel.print_button.click()
    counter.until(lambda: sale.number in page.panel.note_text())
    counter.settle()


def test_an_invoice_is_saved_as_a_pdf(counter: RoomCounter, sale: SaleDone, tmp_path: Path) -> None:
    page = counter.open(InvoicesPage)
    request, me = DocumentRequest("invoice", sale.invoice_id, "a4"), counter.work.me
    target = tmp_path / "saved.pdf"
    write_file(counter.work, page, target, lambda: counter.work.documents.pdf(request, me))
    counter.until(target.exists)
    counter.settle()
    assert target.read_bytes().startswith(b"%PDF")


def test_a_place_that_cannot_be_written_is_told(counter: RoomCounter, sale: SaleDone, tmp_path: Path) -> None:
    page = counter.open(InvoicesPage)
    write_file(counter.work, page, tmp_path / "nowhere" / "saved.pdf", lambda: b"x")
    counter.until(lambda: bool(counter.errors))
    counter.settle()
    assert counter.banner.isVisible()


def test_the_list_is_searched_by_client_and_amount(counter: RoomCounter, sale: SaleDone) -> None:
    counter.shop.sell("OIL")
    page = counter.open(InvoicesPage)
    rows = page.list.table.rows_model
    assert len(rows.rows) == 2
    page.list.search.setText("235")
    assert [r.number for r in rows.rows] == [sale.number]
    page.list.search.setText("nobody")
    assert rows.rows == []
