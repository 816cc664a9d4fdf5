"""Bad luck at the counter: what happened, what was kept and what to do, in the user's language; nothing is lost."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from salondesk.app.crash import CrashReporter
from salondesk.core.errors import TransientError
from salondesk.core.message import Message
from salondesk.services.context import Command
from salondesk.services.till.session import OpenTill
from salondesk.storage.driver import connect
from salondesk.ui.sale.page import SalePage
from tests.e2e.conftest import Counter, counter  # noqa: F401 - the whole window instead of one room

WORDS = {
    "full": {"en": ("disk is full", "Nothing was saved", "try again"), "ar": ("القرص ممتلئ",)},
    "busy": {"en": ("busy in another window", "Nothing was saved", "try again"), "ar": ("مشغولة",)},
    "crash": {"en": ("Something went wrong", "safe"), "ar": ("حدث خطأ",)},
    "printer": {"en": ("saved", "printer"), "ar": ("حُفظ", "طابعة")},
    "again": {"en": ("Try again",), "ar": ("حاول مرة أخرى",)},
}


def said(counter: Counter, what: str, text: str) -> bool:  # noqa: F811 - the fixture
    """Tell whether a text says all it must, in the language on screen."""
    lang = counter.made.settings.lang
    return all(word.lower() in text.lower() for word in WORDS[what][lang])


def at_the_checkout(counter: Counter) -> SalePage:  # noqa: F811 - the fixture
    """A bill with one line on the counter, and the till open."""
    counter.sign_in()
    counter.work.do(counter.window, OpenTill(key=counter.work.key(), float_minor=10_000))
    counter.window.go("sale", None)
    page = counter.window.page("sale")
    assert isinstance(page, SalePage)
    counter.until(lambda: bool(page.catalogue.tiles()) and not page.gate.isVisible())
    page.catalogue.tiles()[0][0].click()
    counter.until(lambda: len(page.bill.lines) == 1 and not page.bill.is_busy)
    return page


def pay_cash(counter: Counter, page: SalePage) -> None:  # noqa: F811 - the fixture
    QTest.keyClick(page, Qt.Key.Key_F9)
    counter.until(lambda: page.pay.money.covers)
    QTest.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_Return)


def retry_button(counter: Counter) -> QPushButton:  # noqa: F811 - the fixture
    return next(
        b for b in counter.window.banner.findChildren(QPushButton) if said(counter, "again", b.text())
    )


def invoices(counter: Counter) -> int:  # noqa: F811 - the fixture
    count: int = counter.back(lambda: counter.shop.value("SELECT count(*) FROM invoice"))
    return count


def in_the_back(counter: Counter, task: Callable[[], object]) -> None:  # noqa: F811 - the fixture
    counter.made.lanes.write(task).result(timeout=10)


def on_the_writer(counter: Counter, *statements: str) -> None:  # noqa: F811 - the fixture
    """Run statements on the writer's own connection."""

    def run() -> None:
        connection = counter.shop.unit()._connection  # noqa: SLF001 - trouble is made where it would come from
        for statement in statements:
            connection.execute(statement)

    in_the_back(counter, run)


def test_a_full_disk_keeps_the_bill_and_the_sale_is_finished_with_one_click(
    counter: Counter,  # noqa: F811 - the fixture
) -> None:
    page = at_the_checkout(counter)
    on_the_writer(
        counter,
        "CREATE TABLE hog (bytes BLOB)",
        "CREATE TEMP TRIGGER fills AFTER INSERT ON invoice BEGIN INSERT INTO hog VALUES (zeroblob(500000)); END",
        "PRAGMA max_page_count=1",  # no page more: SQLite says what it says when the disk is full
    )
    pay_cash(counter, page)
    counter.until(counter.window.banner.isVisible)
    assert said(counter, "full", counter.window.banner.text())
    assert len(page.bill.lines) == 1 and page.pay.money.covers, "nothing has to be typed again"
    assert invoices(counter) == 0
    on_the_writer(counter, "PRAGMA max_page_count=1000000")
    retry_button(counter).click()
    counter.until(page.done.isVisible)
    assert invoices(counter) == 1 and not counter.window.banner.isVisible()


@contextmanager
def held_by_another_process(counter: Counter) -> Iterator[None]:  # noqa: F811 - the fixture
    made: list[Any] = []

    def begin() -> None:
        made.append(connect(counter.shop.paths.database))
        made[0].execute("BEGIN IMMEDIATE")

    def end() -> None:
        made[0].execute("ROLLBACK")
        made[0].close()

    counter.back(begin)
    try:
        yield
    finally:
        counter.back(end)


def test_a_database_that_another_process_holds_is_tried_again(counter: Counter) -> None:  # noqa: F811 - the fixture
    page = at_the_checkout(counter)
    on_the_writer(counter, "PRAGMA busy_timeout=150")
    with held_by_another_process(counter):
        pay_cash(counter, page)
        counter.until(counter.window.banner.isVisible)
        assert said(counter, "busy", counter.window.banner.text())
        retry_button(counter).click()
        counter.qtbot.wait(400)
        counter.until(counter.window.banner.isVisible)  # still held: the same words, the same offer
        assert len(page.bill.lines) == 1 and invoices(counter) == 0
    retry_button(counter).click()
    counter.until(page.done.isVisible)
    assert invoices(counter) == 1


def test_a_standing_message_follows_the_language_and_is_no_offer_to_the_next_user(
    counter: Counter,  # noqa: F811 - the fixture
) -> None:
    counter.sign_in()
    tried: list[int] = []

    def full() -> int:
        tried.append(1)
        raise TransientError(Message("The disk is full. Nothing was saved; free some space and try again."))

    counter.work.ask(counter.window, full, tried.append)
    counter.until(counter.window.banner.isVisible)
    before = counter.window.banner.text()
    counter.made.switch_language()
    assert counter.window.banner.text() != before and said(counter, "full", counter.window.banner.text())
    retry_button(counter).click()
    counter.until(lambda: len(tried) == 2)
    counter.until(counter.window.banner.isVisible)
    offered = retry_button(counter)
    counter.work.lock()
    counter.until(lambda: counter.work.actor is None)
    counter.sign_in("manager")
    assert not offered.isVisible()


def test_no_printer_is_said_beside_the_finished_sale(
    counter: Counter,  # noqa: F811 - the fixture
) -> None:
    page = at_the_checkout(counter)
    pay_cash(counter, page)
    counter.until(page.done.isVisible)
    counter.until(lambda: said(counter, "printer", page.done.print_note.text()))
    assert invoices(counter) == 1
    assert page.done.print_button.isEnabled()


def test_a_fault_of_the_program_leaves_a_report_without_names_and_the_bill_on_the_counter(
    counter: Counter,  # noqa: F811 - the fixture
    monkeypatch: pytest.MonkeyPatch,
    expect_log: Callable[[str], None],
) -> None:
    expect_log("CloseTicket failed")
    page = at_the_checkout(counter)
    logs = counter.shop.paths.logs
    counter.made.report_crashes(CrashReporter(logs, counter.shop.clock))
    real = counter.work.executor.run
    client = ("Noura", "Al Ketbi", "+971 50 123 4567")  # not on the line that raises: a report quotes that

    def broken(command: Command, actor: Any) -> Any:
        if type(command).__name__ == "CloseTicket":
            raise KeyError(" ".join(client))
        return real(command, actor)

    monkeypatch.setattr(counter.work.executor, "run", broken)
    pay_cash(counter, page)
    counter.until(lambda: "crash-" in counter.window.banner.text())
    assert said(counter, "crash", counter.window.banner.text())
    [report] = counter.back(lambda: [path.read_text("utf-8") for path in logs.glob("crash-*.txt")])
    assert "KeyError" in report and "in broken" in report and sys.version.split()[0] in report
    assert "Noura" not in report and "Ketbi" not in report and "971" not in report
    assert len(page.bill.lines) == 1 and invoices(counter) == 0
    monkeypatch.undo()
    page.pay.close_button.click()
    counter.until(page.done.isVisible)
    assert invoices(counter) == 1
