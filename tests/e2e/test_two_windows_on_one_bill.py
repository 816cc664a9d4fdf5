"""Two windows take the money for one bill, or one of them calls its visit off: one wins, the other says why."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from salondesk.app.cli.entry import run
from salondesk.core.errors import SalonDeskError
from salondesk.domain.booking import Booking, BookingStatus
from salondesk.domain.sale.ticket import TenderKind
from salondesk.ui.booking.visit.open_bill import OpenBillDialog
from salondesk.ui.i18n import say
from salondesk.ui.sale.page import SalePage
from tests.e2e.conftest import Counter


def ready_to_pay(counter: Counter) -> SalePage:
    """Take the open bill to the counter and put down the cash for it; what is left is to confirm it."""
    counter.window.open_room("sale")
    sale = counter.window.page("sale")
    assert isinstance(sale, SalePage)
    counter.until(lambda: len(sale.bill.lines) == 2 and not sale.bill.is_busy and not sale.gate.isVisible())
    sale.start_paying()
    sale.pay.take(TenderKind.CASH)
    assert sale.pay.close_button.isEnabled()
    return sale


def stored(counter: Counter) -> tuple[object, ...]:
    """Return the visit's status, the bill's, and how many invoices and payments there are."""
    sql = (
        "SELECT (SELECT status FROM booking) || ' ' || (SELECT status FROM ticket) || ' '"
        " || (SELECT count(*) FROM invoice) || ' ' || (SELECT count(*) FROM payment)"
    )
    return tuple(str(counter.back(lambda: counter.shop.value(sql))).split())


@pytest.fixture
def parked(counters: tuple[Counter, Counter]) -> Booking:
    """A visit whose bill of two lines is open; both windows are signed in."""
    shop = counters[0].shop

    def made() -> Booking:
        shop.open_till()
        visit = shop.book()
        shop.ticket("OIL", booking=visit)
        return visit

    visit = counters[0].back(made)
    for counter in counters:
        counter.sign_in()
    return visit


def refusals_of(counter: Counter) -> list[str]:
    """Return the list that a window's refusals are put on, in its own words."""
    said: list[str] = []

    def refused(error: Exception, _retry: object) -> None:
        assert isinstance(error, SalonDeskError), error
        said.append(say(error.message))

    counter.work.refused.connect(refused)
    return said


def assert_told(counter: Counter, said: list[str]) -> None:
    counter.until(lambda: bool(said))
    assert len(said) == 1 and counter.window.toast.text() == said[0]
    if counter.made.settings.lang == "ar":
        assert not any("a" <= letter <= "z" for letter in said[0])


def test_both_confirm_the_same_bill(counters: tuple[Counter, Counter], parked: Booking) -> None:
    pages = [ready_to_pay(counter) for counter in counters]
    said = [refusals_of(counter) for counter in counters]
    for page in pages:  # nothing is heard of the other between the two
        QTest.mouseClick(page.pay.close_button, Qt.MouseButton.LeftButton)
    first = counters[0]
    first.until(lambda: sum(page.done.sale() is not None for page in pages) == 1)
    loser = next(n for n, page in enumerate(pages) if page.done.sale() is None)
    assert_told(counters[loser], said[loser])
    assert said[1 - loser] == []
    first.until(lambda: pages[loser].bill.ticket is None)
    assert stored(first) == ("done", "closed", "1", "1")
    assert first.back(lambda: run(["--home", str(first.shop.paths.home), "check"])) == 0
    assert parked.status is BookingStatus.BOOKED


def test_one_calls_the_visit_off_as_the_other_takes_the_money(
    counters: tuple[Counter, Counter], parked: Booking
) -> None:
    desk, till = counters
    diary, sale = desk.diary(), ready_to_pay(till)
    said = refusals_of(desk), refusals_of(till)
    diary.panel.show_booking(parked)
    desk.until(lambda: (shown := diary.panel.booking()) is not None and shown.id == parked.id)
    diary.panel.set_status(BookingStatus.CANCELLED, "ill")
    desk.until(lambda: isinstance(QApplication.activeModalWidget(), OpenBillDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, OpenBillDialog)
    QTest.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(sale.pay.close_button, Qt.MouseButton.LeftButton)
    desk.until(lambda: bool(said[0]) or bool(said[1]))
    paid = bool(said[0])
    assert_told(desk if paid else till, said[0] if paid else said[1])
    assert not (said[1] if paid else said[0])
    desk.until(lambda: sale.bill.ticket is None)
    wanted = ("done", "closed", "1", "1") if paid else ("cancelled", "dropped", "0", "0")
    assert stored(desk) == wanted
    status = BookingStatus.DONE if paid else BookingStatus.CANCELLED
    desk.until(lambda: (shown := diary.panel.booking()) is None or shown.status is status)
    assert desk.back(lambda: run(["--home", str(desk.shop.paths.home), "check"])) == 0
