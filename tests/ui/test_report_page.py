"""Reports on screen: what is shown is the document that is printed; a stylist gets her own sheet only."""

from __future__ import annotations

from pathlib import Path

from salondesk.services.booking.visits import NewClient
from salondesk.ui.paper.saving import write_file
from salondesk.ui.report.figures_file import csv_of
from salondesk.ui.report.page import SHEET, TAKINGS, ReportsPage, Z
from tests.support.rooms import RoomCounter
from tests.support.shop import TODAY


def test_the_takings_of_a_day_are_shown_as_their_paper(counter: RoomCounter) -> None:
    counter.shop.open_till()
    counter.shop.sell("CUT", "OIL")
    counter.as_user("manager")
    page = counter.open(ReportsPage)
    counter.until(lambda: page.view.pages_shown >= 1)
    request = page.request()
    assert request is not None
    assert (request.kind, request.day, request.lang) == ("takings", TODAY, counter.lang)


def test_a_days_z_is_found_and_shown(counter: RoomCounter) -> None:
    counter.shop.open_till()
    counter.shop.sell("CUT")
    counter.shop.close_till()
    counter.as_user("manager")
    page = counter.open(ReportsPage)
    page.kind.button_of(Z).click()
    counter.until(lambda: page.z.count() == 1)
    counter.settle()
    request = page.request()
    assert (
        request is not None and request.copy and page.view.request == request
    )  # as it would be printed from here
    page.earlier_button.click()
    counter.until(lambda: page.z.count() == 0)
    counter.settle()
    assert page.request() is None
    assert not page.print_button.isEnabled()


def test_a_stylist_sees_her_own_sheet_and_nothing_else(counter: RoomCounter) -> None:
    counter.shop.book("MONA", client=NewClient(name="Maryam", phone="0551112233"))
    counter.as_user("stylist")
    page = counter.open(ReportsPage)
    counter.until(lambda: page.person.count() == 1)
    counter.settle()
    assert page.kind.current() == SHEET
    assert not page.kind.button_of(TAKINGS).isVisible()
    assert page.person.currentData() == counter.shop.people["MONA"]
    counter.until(lambda: page.view.pages_shown == 1)
    counter.settle()
    assert not counter.errors


def test_csv_holds_the_figures_of_the_paper(counter: RoomCounter, tmp_path: Path) -> None:
    counter.shop.open_till()
    done = counter.shop.sell("CUT")
    counter.as_user("manager")
    page = counter.open(ReportsPage)
    request, me, reads = page.request(), counter.work.me, counter.work.reads
    assert request is not None
    target = tmp_path / "takings.csv"
    now = counter.shop.clock.now_ms()
    write_file(
        counter.work,
        page,
        target,
        lambda: csv_of(reads, me, request, day=TODAY, now_ms=now, lang=counter.lang),
    )
    counter.until(target.exists)
    counter.settle()
    text = target.read_text("utf-8-sig")
    assert done.number in text
    assert "150.00" in text


def test_a_z_and_a_day_sheet_are_saved_as_csv(counter: RoomCounter) -> None:
    counter.shop.book("MONA", client=NewClient(name="Maryam", phone="0551112233"))
    counter.shop.open_till()
    counter.shop.close_till()
    counter.as_user("manager")
    page = counter.open(ReportsPage)
    for kind, known in ((Z, "500.00"), (SHEET, "Maryam")):
        page.kind.button_of(kind).click()
        counter.until(lambda: page.request() is not None)
        counter.settle()
        request = page.request()
        assert request is not None
        made = csv_of(
            counter.work.reads,
            counter.work.me,
            request,
            day=TODAY,
            now_ms=counter.shop.clock.now_ms(),
            lang="en",
        )
        assert known in made.decode("utf-8-sig")
