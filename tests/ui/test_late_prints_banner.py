"""The line that says what was not printed before the program ended, and what its two buttons do."""

from __future__ import annotations

from salondesk.app.documents import PaperDesk
from salondesk.core.ids import Id
from salondesk.services.paper.print_queue import ClaimPrint
from salondesk.ui.i18n import say
from salondesk.ui.paper.late_prints import LatePrints
from salondesk.ui.sale.history_page import InvoicesPage
from tests.support.rooms import RoomCounter


def begun_again(counter: RoomCounter) -> LatePrints:
    """Start on a shop as the last start left it, with the line on screen."""
    shop = counter.shop
    left = tuple(one.job.id for one in shop.queries.unsettled_prints(shop.reception.till_id))
    counter.work.documents = PaperDesk(
        counter.work.reads, shop.queries, shop.executor, shop.paths, shop.clock, left
    )
    made = LatePrints(counter.work)
    counter.box.addWidget(made)
    counter.window.show()
    return made


def states(counter: RoomCounter) -> dict[Id, str]:
    with counter.shop.readers.lend() as connection:
        return dict(connection.execute("SELECT id, state FROM print_job").fetchall())


def test_nothing_is_said_where_nothing_was_left(counter: RoomCounter) -> None:
    made = begun_again(counter)
    made.recover()
    counter.settle()
    assert not made.isVisible()


def test_one_receipt_is_named_and_printed_when_asked_for(counter: RoomCounter, printed: list[bytes]) -> None:
    counter.shop.open_till()
    sale = counter.shop.sell("CUT")
    made = begun_again(counter)
    made.recover()
    counter.until(made.isVisible)
    assert sale.number in made.text()
    assert printed == []
    made.print_button.click()
    counter.until(lambda: not made.isVisible())
    assert len(printed) == 1
    assert states(counter) == {sale.print_job_id: "done"}


def test_what_may_be_on_paper_already_is_called_a_copy(counter: RoomCounter, printed: list[bytes]) -> None:
    counter.shop.open_till()
    counter.shop.sell("CUT")
    unsure = counter.shop.sell("MANI")
    counter.shop.run(ClaimPrint(key=counter.shop.new_id(), job_id=unsure.print_job_id))
    made = begun_again(counter)
    made.recover()
    counter.until(made.isVisible)
    assert ("copy" if counter.lang == "en" else "نسخة") in made.text()
    assert unsure.number in made.text()
    made.print_button.click()
    counter.until(lambda: not made.isVisible())
    assert len(printed) == 2


def test_leaving_them_keeps_them_findable_under_invoices(counter: RoomCounter, printed: list[bytes]) -> None:
    counter.shop.open_till()
    sale = counter.shop.sell("CUT")
    made = begun_again(counter)
    made.recover()
    counter.until(made.isVisible)
    made.leave_button.click()
    counter.settle()
    assert not made.isVisible()
    assert states(counter) == {sale.print_job_id: "left"}
    page = counter.open(InvoicesPage)
    page.show_document(sale.invoice_id)
    counter.settle()
    assert page.panel.print_button.text() == ("Print" if counter.lang == "en" else "طباعة")
    page.panel.print_button.click()
    counter.until(lambda: states(counter) == {sale.print_job_id: "done"})
    counter.settle()
    assert page.panel.print_button.text() != ("Print" if counter.lang == "en" else "طباعة")


def test_a_z_that_was_left_is_said_to_be_under_the_till(counter: RoomCounter, printed: list[bytes]) -> None:
    counter.shop.open_till()
    counter.shop.close_till()
    made = begun_again(counter)
    made.recover()
    counter.until(made.isVisible)
    said: list[str] = []
    counter.work.said.connect(lambda what, _undoable: said.append(say(what)))
    made.leave_button.click()
    counter.until(lambda: bool(said))
    counter.settle()
    till, invoices = ("Till", "Invoices") if counter.lang == "en" else ("الصندوق", "الفواتير")
    assert any(till in words for words in said)
    assert not any(invoices in words for words in said)


def test_without_a_printer_the_line_says_so_and_stays(counter: RoomCounter) -> None:
    counter.shop.open_till()
    sale = counter.shop.sell("CUT")
    made = begun_again(counter)
    made.recover()
    counter.until(made.isVisible)
    made.print_button.click()
    counter.until(lambda: states(counter) == {sale.print_job_id: "failed"})
    counter.settle()
    assert made.isVisible()
    assert sale.number in made.text()
    assert made.print_button.isEnabled()


def test_locking_takes_the_line_away_and_who_may_not_print_is_not_asked(counter: RoomCounter) -> None:
    counter.shop.open_till()
    counter.shop.sell("CUT")
    made = begun_again(counter)
    made.recover()
    counter.until(made.isVisible)
    counter.work.lock()
    assert not made.isVisible()
    counter.as_user("stylist")
    counter.work.user_changed.emit()
    counter.settle()
    assert not made.isVisible()
    assert not made._soon.isActive()  # noqa: SLF001 - no test may wait for a clock
    counter.as_user("reception")
    counter.work.user_changed.emit()
    assert made._soon.isActive()  # noqa: SLF001
    made.recover()
    counter.until(made.isVisible)
