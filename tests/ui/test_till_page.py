"""The drawer's day on screen, in both languages, on a real shop."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from salondesk.domain.till import MovementKind
from salondesk.services.reads.till.open_session import OpenSession
from salondesk.ui.paper.preview import PreviewDialog
from salondesk.ui.theme.current import theme
from salondesk.ui.till.cash_dialog import CashDialog
from salondesk.ui.till.count_edit import AMOUNT, CountEdit
from salondesk.ui.till.page import EARLIER, TillPage
from tests.printing.reading import text_of
from tests.support.rooms import RoomCounter


def opened(counter: RoomCounter) -> TillPage:
    counter.shop.open_till()
    page = counter.open(TillPage)
    counter.until(lambda: page.figures.report() is not None)
    counter.settle()
    return page


def test_a_count_of_notes_and_coins_adds_up(counter: RoomCounter) -> None:
    edit = CountEdit("AED")
    counter.qtbot.addWidget(edit)
    edit.spins[20_000].setValue(2)
    edit.spins[25].setValue(3)
    assert edit.minor() == 40_075
    edit.way.button_of(AMOUNT).click()
    assert edit.minor() is None
    edit.amount.setText("٥٠٠")
    assert edit.minor() == 50_000


def test_the_times_sign_of_a_count_stands_between_the_note_and_how_many(counter: RoomCounter) -> None:
    edit = CountEdit("AED")
    counter.qtbot.addWidget(edit)
    texts = [part.text() for part in edit.findChildren(QLabel) if part.text().endswith("×")]
    assert len(texts) == len(edit.spins)
    assert all(text.startswith("\u200f") == (counter.lang == "ar") for text in texts)


def test_a_currency_without_known_notes_is_counted_as_one_amount(counter: RoomCounter) -> None:
    edit = CountEdit("LBP")
    counter.qtbot.addWidget(edit)
    assert not edit.spins
    edit.amount.setText("12")
    assert edit.minor() == 1_200


def test_the_till_opens_with_a_float_by_notes(counter: RoomCounter) -> None:
    page = counter.open(TillPage)
    assert page.closed_panel.isVisible()
    page.closed_panel.count.spins[10_000].setValue(3)
    page.closed_panel.count.spins[5_000].setValue(4)
    page.closed_panel.open_button.click()
    counter.until(page.open_panel.isVisible)
    counter.settle()
    assert page.session is not None
    assert page.session.float_minor == 50_000


def test_petty_cash_is_in_the_figures_at_once(counter: RoomCounter) -> None:
    page = opened(counter)
    page.open_panel.out_button.click()
    dialog = counter.dialog(CashDialog)
    dialog.amount.setText("35")
    dialog.accept_button.click()

    def expected() -> int:
        report = page.figures.report()
        return report.expected_minor if report is not None else 0

    counter.until(lambda: expected() == 46_500)
    counter.settle()
    page.open_panel.in_button.click()
    dialog = counter.dialog(CashDialog)
    dialog.amount.setText("10.50")
    dialog.usual.setCurrentIndex(dialog.usual.count() - 1)
    assert not dialog.accept_button.isEnabled()
    dialog.words.setText("Found behind the drawer")
    dialog.accept_button.click()
    counter.until(lambda: expected() == 47_550)
    counter.settle()
    report = page.figures.report()
    assert report is not None
    assert {m.kind for m in report.movements} == {MovementKind.OUT, MovementKind.IN}
    assert "475.50" in page.open_panel.drawer_label.text()


def test_the_x_is_looked_at_as_paper(counter: RoomCounter) -> None:
    page = opened(counter)
    counter.shop.sell("CUT")
    counter.settle()
    page.preview_button.click()
    dialog = counter.dialog(PreviewDialog)
    counter.until(lambda: dialog.view.pages_shown == 1)
    counter.settle()
    dialog.accept()


def test_a_difference_wants_a_reason_and_the_z_is_kept(counter: RoomCounter) -> None:
    page = opened(counter)
    counter.shop.sell("CUT")
    counter.settle()
    page.open_panel.count_button.click()
    panel = page.close_panel
    panel.count.set_minor(64_000)
    assert not panel.close_button.isEnabled()
    assert "10.00" in panel.difference_label.text()
    panel.reason.setText("Change given wrong")
    panel.close_button.click()
    counter.until(page.result_panel.isVisible)
    counter.settle()
    assert "T1A-Z-000001" in page.result_panel.number_label.text()
    page.result_panel.done_button.click()
    counter.settle()
    assert page.closed_panel.isVisible()
    page.view.button_of(EARLIER).click()
    rows = page.earlier.rows_model.rows
    assert [(z.number, z.difference_minor) for z in rows] == [("T1A-Z-000001", -1_000)]
    page.earlier.select_row(0)
    assert page.print_button.isEnabled()


def test_a_z_that_never_reached_paper_is_printed_from_the_list_as_the_original_and_then_as_a_copy(
    counter: RoomCounter, printed: list[bytes]
) -> None:
    counter.shop.open_till()
    counter.shop.close_till()
    page = counter.open(TillPage)
    page.view.button_of(EARLIER).click()
    counter.until(lambda: len(page.earlier.rows_model.rows) == 1)
    counter.settle()
    page.earlier.select_row(0)
    page.print_button.click()
    counter.until(lambda: len(printed) == 1)
    counter.until(lambda: page.earlier.rows_model.rows[0].unprinted_job_id is None)
    counter.settle()
    page.print_button.click()
    counter.until(lambda: len(printed) == 2)
    counter.settle()
    assert [("Copy" in text_of(pdf)) for pdf in printed] == [False, True]


def test_every_row_of_the_count_is_whole_beside_a_difference_on_the_smallest_screen(
    counter: RoomCounter, qapp: QApplication
) -> None:
    theme().apply(qapp, "light")  # a style sheet makes the fields higher
    page = opened(counter)
    page.setMinimumSize(1278, 680)  # what the frame of a window of 1366 x 768 leaves
    page.setMaximumSize(1278, 680)
    page.open_panel.count_button.click()
    counter.settle()
    page.close_panel.count.spins[50_000].setValue(3)
    page.close_panel.ask_reason()
    counter.qtbot.waitUntil(lambda: page.height() == 680)
    counter.qtbot.wait(20)
    for spin in page.close_panel.count.spins.values():
        assert spin.visibleRegion().boundingRect() == spin.rect()
        assert spin.height() >= spin.minimumSizeHint().height()


def test_a_count_that_agrees_needs_no_reason(counter: RoomCounter) -> None:
    page = opened(counter)
    page.open_panel.count_button.click()
    page.close_panel.count.spins[50_000].setValue(1)
    assert page.close_panel.close_button.isEnabled()
    page.close_panel.close_button.click()
    counter.until(page.result_panel.isVisible)
    counter.settle()
    assert counter.shop.ask(OpenSession()) is None


def test_who_may_not_see_an_x_counts_blind(counter: RoomCounter) -> None:
    counter.shop.open_till()
    counter.work.permissions -= {"till.x"}
    page = counter.open(TillPage)
    assert page.figures.report() is None
    page.open_panel.count_button.click()
    assert not page.close_panel.difference_label.isVisible()
    page.close_panel.count.set_minor(49_000)
    page.close_panel.close_button.click()
    counter.until(page.close_panel.reason.isVisible)
    page.close_panel.reason.setText("Short")
    page.close_panel.close_button.click()
    counter.until(page.result_panel.isVisible)
    counter.settle()


def test_a_till_left_open_yesterday_asks_to_be_counted(counter: RoomCounter) -> None:
    counter.shop.open_till()
    counter.shop.time.advance(86_400_000)
    page = counter.open(TillPage)
    counter.until(page.open_panel.isVisible)
    counter.settle()
    assert page.open_panel.late.isVisible()


def test_enter_goes_from_coin_to_coin_and_then_to_the_button(counter: RoomCounter) -> None:
    page = counter.open(TillPage)
    count = page.closed_panel.count
    spins = list(count.spins.values())
    spins[0].setFocus()
    for spin in spins:
        assert spin.hasFocus()
        QTest.keyClick(spin, Qt.Key.Key_Return)
    assert page.closed_panel.open_button.hasFocus()
    assert page.session is None


def test_a_float_typed_as_one_amount_opens_the_till_with_enter(counter: RoomCounter) -> None:
    page = counter.open(TillPage)
    page.closed_panel.count.way.button_of(AMOUNT).click()
    page.closed_panel.count.amount.setText("500")
    QTest.keyClick(page.closed_panel.count.amount, Qt.Key.Key_Return)
    counter.until(page.open_panel.isVisible)
    counter.settle()
    assert page.session is not None
    assert page.session.float_minor == 50_000


def test_enter_in_the_count_never_closes_the_till_by_itself(counter: RoomCounter) -> None:
    page = opened(counter)
    page.open_panel.count_button.click()
    counter.settle()
    count = page.close_panel.count
    count.way.button_of(AMOUNT).click()
    count.amount.setText("499")
    QTest.keyClick(count.amount, Qt.Key.Key_Return)
    assert page.close_panel.reason.hasFocus()
    page.close_panel.reason.setText("wrong change")
    QTest.keyClick(page.close_panel.reason, Qt.Key.Key_Return)
    assert page.close_panel.close_button.hasFocus()
    assert page.close_panel.isVisible()
