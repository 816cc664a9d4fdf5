"""One day through the whole window: float, booking, arrival, checkout, paper, Z and backup; then everything is re-added."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from salondesk.app.cli.entry import run
from salondesk.domain.booking import BookingStatus
from salondesk.services.client.card import NewClient
from salondesk.ui.sale.page import SalePage
from salondesk.ui.till.page import TillPage
from tests.e2e.conftest import Counter
from tests.support.shop import BARCODE, StaffedShop


def count(counter: Counter, sql: str) -> int:
    """Ask the database, off the interface thread."""
    return int(counter.back(lambda: counter.shop.value(sql)))


def test_the_first_day_from_float_to_backup(counter: Counter) -> None:
    shop = counter.shop
    booking = counter.back(
        lambda: shop.book("MONA", "CUT", at="10:15", client=NewClient(name="نورة", phone="0501234567"))
    )
    counter.sign_in()
    window, diary = counter.window, counter.diary()

    # she arrives: one key in the diary
    counter.until(lambda: diary.grid.board().block_of(booking.lines[0].id) is not None)
    diary.grid.setFocus()
    diary.grid.select(booking.lines[0].id)
    counter.until(lambda: diary.panel.booking() is not None)
    counter.press(Qt.Key.Key_A)
    counter.until(lambda: count(counter, "SELECT count(*) FROM booking WHERE status = 'arrived'") == 1)

    # checkout: the till is closed, so it is opened on the spot with its float
    counter.press(Qt.Key.Key_P)
    sale = window.page("sale")
    assert isinstance(sale, SalePage)
    counter.until(lambda: sale.isVisible() and len(sale.bill.lines) == 1)
    counter.until(sale.gate.isVisible)
    sale.gate.float_edit.setFocus()
    QTest.keyClicks(sale.gate.float_edit, "500")
    QTest.keyClick(sale.gate.float_edit, Qt.Key.Key_Return)
    counter.until(lambda: not sale.gate.isVisible())

    # a product from the scanner, then exact cash: F9, Enter
    sale.setFocus()
    for digit in BARCODE:
        QTest.keyClick(QApplication.focusWidget() or sale, digit)
    QTest.keyClick(QApplication.focusWidget() or sale, Qt.Key.Key_Return)
    counter.until(lambda: len(sale.bill.lines) == 2 and not sale.bill.is_busy)
    QTest.keyClick(sale, Qt.Key.Key_F9)
    QTest.keyClick(QApplication.focusWidget() or sale, Qt.Key.Key_Return)
    counter.until(lambda: sale.done.sale() is not None)
    done = sale.done.sale()
    assert done is not None and done.number == "T1A-INV-000001" and done.payable_minor == 23_500

    # the paper is drawn and kept although this machine has no printer
    archived = shop.paths.documents / "2026" / "T1A-INV-000001.pdf"
    counter.until(lambda: count(counter, "SELECT count(*) FROM document_file") == 1)
    assert counter.back(lambda: archived.read_bytes()[:5]) == b"%PDF-"
    counter.until(
        lambda: counter.back(lambda: shop.value("SELECT status FROM booking")) == BookingStatus.DONE.value
    )

    # evening: count, close, Z, backup
    window.open_room("till")
    till = window.page("till")
    assert isinstance(till, TillPage)
    counter.until(lambda: till.open_panel.isVisible())
    QTest.mouseClick(till.open_panel.count_button, Qt.MouseButton.LeftButton)
    till.close_panel.count.set_minor(73_500)
    QTest.mouseClick(till.close_panel.close_button, Qt.MouseButton.LeftButton)
    counter.until(lambda: count(counter, "SELECT count(*) FROM z_report") == 1)
    counter.until(lambda: bool(counter.back(lambda: list(shop.paths.backups.glob("*.db")))))
    counter.until(lambda: count(counter, "SELECT count(*) FROM document_file") == 2)

    # and everything adds up, as the back office sees it
    assert counter.back(lambda: run(["--home", str(shop.paths.home), "check"])) == 0
    z_sql = "SELECT json_extract(snapshot, '$.difference_minor') FROM z_report"
    assert count(counter, z_sql) == 0


def test_an_open_bill_is_there_again_when_the_window_opens(counter: Counter) -> None:
    shop: StaffedShop = counter.shop
    counter.back(lambda: shop.open_till())
    counter.back(lambda: shop.ticket("CUT", "OIL"))
    counter.sign_in()
    counter.window.open_room("sale")
    sale = counter.window.page("sale")
    assert isinstance(sale, SalePage)
    counter.until(lambda: len(sale.bill.lines) == 2)


def test_a_counter_locked_as_the_sale_ends_still_prints_and_shows_no_trouble(counter: Counter) -> None:
    shop = counter.shop
    counter.back(lambda: shop.open_till())
    counter.back(lambda: shop.ticket("CUT"))
    counter.sign_in()
    counter.window.open_room("sale")
    sale = counter.window.page("sale")
    assert isinstance(sale, SalePage)
    counter.until(lambda: len(sale.bill.lines) == 1 and not sale.bill.is_busy)
    QTest.keyClick(sale, Qt.Key.Key_F9)
    QTest.keyClick(QApplication.focusWidget() or sale, Qt.Key.Key_Return)
    counter.work.lock()  # before the answer of the sale can come back
    counter.until(lambda: count(counter, "SELECT count(*) FROM document_file") == 1)
    counter.qtbot.wait(100)
    assert counter.work.actor is None
    assert not counter.window.banner.isVisible()
