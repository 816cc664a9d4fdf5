"""A colour that works by itself for half an hour, at the counter: booked, pulled at its inner edges, shared, taken back.

In a whole window, by mouse and by keyboard, in English and in Arabic.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from salondesk.domain.booking import Booking, Claim, HolderKind
from salondesk.services.catalog.edit import EditService
from salondesk.services.client.card import NewClient
from salondesk.ui.booking.page.page import DiaryPage
from salondesk.ui.format import formatter
from salondesk.ui.kit.dialog import OverrideDialog
from tests.e2e.conftest import Counter

K, M = Qt.Key, Qt.KeyboardModifier
LEFT = Qt.MouseButton.LeftButton
QUARTER = 26
"""The height of a quarter of an hour."""


@pytest.fixture
def at_counter(counter: Counter) -> DiaryPage:
    """The diary of a receptionist, in a shop whose colour is 45 minutes of work, 30 of processing, 15 to finish."""
    shop = counter.shop
    changes = {"processing_min": (0, 30), "finishing_min": (0, 15)}
    row = shop.services["COLOUR"].id
    counter.back(lambda: shop.run(EditService(key=shop.new_id(), row_id=row, changes=changes), shop.manager))
    counter.sign_in()
    page = counter.diary()
    counter.until(lambda: bool(page.staff))
    return page


def booked(counter: Counter, page: DiaryPage, at: str = "11:00", person: str = "MONA") -> Booking:
    visit = counter.back(
        lambda: counter.shop.book(person, "COLOUR", at=at, client=NewClient(name="Noura Salem"))
    )
    counter.until(lambda: page.grid.board().block_of(visit.lines[0].id) is not None)
    page.grid.scroll_to_minute(600)
    return visit


def minutes(counter: Counter, visit: Booking) -> list[tuple[int, int]]:
    """Return the segments that are kept, in diary minutes."""

    def read() -> list[tuple[int, int]]:
        with counter.shop.readers.lend() as connection:
            return connection.execute(
                "SELECT (start_at - ?1) / 60000, (end_at - ?1) / 60000 FROM booking_segment WHERE booking_id = ?2"
                " ORDER BY pos",
                (counter.shop.at("00:00"), visit.id),
            ).fetchall()

    return counter.back(read)


def pull(page: DiaryPage, start: QPoint, down_px: int, *, drop: bool = True) -> None:
    view = page.grid.viewport()
    QTest.mousePress(view, LEFT, pos=start)
    for n in range(1, 7):
        QTest.mouseMove(view, start + QPoint(0, round(down_px * n / 6)))
    if drop:
        QTest.mouseRelease(view, LEFT, pos=start + QPoint(0, down_px))


def edge(page: DiaryPage, visit: Booking, minute: int, *, above: bool) -> QPoint:
    block = page.grid.board().block_of(visit.lines[0].id)
    assert block is not None
    return page.grid.point_of(block.column_key, minute) + QPoint(0, -3 if above else 3)


WHOLE = [(660, 705), (705, 735), (735, 750)]


def test_the_card_books_all_parts_of_the_service(counter: Counter, at_counter: DiaryPage) -> None:
    page, shop = at_counter, counter.shop
    page.book_at(shop.people["MONA"], 660)
    page.card.client.setFocus()
    counter.press(K.Key_Tab)
    counter.until(lambda: bool(page.card._services))  # noqa: SLF001 - what can be booked is read
    picker = page.card.lines[0].picker
    picker.setFocus()
    counter.type_into("صبغة" if counter.made.settings.lang == "ar" else "colour")
    counter.until(lambda: bool(picker.rows_shown()))
    counter.press(K.Key_Return)
    counter.press(K.Key_Return)
    counter.until(lambda: page.panel.booking() is not None)
    visit = page.panel.booking()
    assert visit is not None and minutes(counter, visit) == WHOLE
    free = formatter().time_range(705, 735)
    said = [label.text() for label in page.panel.findChildren(QLabel)]
    assert any(free in text for text in said), "the panel says when nobody is needed"


def test_an_inner_edge_is_pulled_by_the_mouse_and_undo_takes_it_back(
    counter: Counter, at_counter: DiaryPage
) -> None:
    page = at_counter
    visit = booked(counter, page)
    pull(page, edge(page, visit, 705, above=True), QUARTER, drop=False)
    preview = page.grid.preview()
    assert preview is not None and preview.kind == "ok"
    assert preview.times == formatter().time_range(660, 765)
    assert formatter().time_range(720, 750) in preview.reason
    pull_to = edge(page, visit, 705, above=True) + QPoint(0, QUARTER)
    QTest.mouseRelease(page.grid.viewport(), LEFT, pos=pull_to)
    longer = [(660, 720), (720, 750), (750, 765)]
    counter.until(lambda: minutes(counter, visit) == longer)
    counter.until(lambda: page.grid.preview() is None)
    assert counter.window.toast.isVisible()
    QTest.mouseClick(counter.window.toast.action_button(), LEFT)
    counter.until(lambda: minutes(counter, visit) == WHOLE)
    counter.press(K.Key_Y, M.ControlModifier)
    counter.until(lambda: minutes(counter, visit) == longer)


def test_what_follows_meets_somebody_and_springs_back(counter: Counter, at_counter: DiaryPage) -> None:
    page = at_counter
    visit = booked(counter, page)
    counter.back(lambda: counter.shop.book("MONA", "MANI", at="12:30", client=NewClient(name="Fatima")))
    counter.until(lambda: len(page.grid.board().blocks) == 2)
    start = edge(page, visit, 735, above=False)
    pull(page, start, QUARTER, drop=False)
    preview = page.grid.preview()
    assert preview is not None and preview.kind == "refuse" and "Fatima" in preview.reason
    QTest.mouseRelease(page.grid.viewport(), LEFT, pos=start + QPoint(0, QUARTER))
    counter.until(lambda: isinstance(QApplication.activeModalWidget(), OverrideDialog))
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    QTest.keyClick(dialog, K.Key_Escape)
    counter.until(lambda: page.grid.preview() is None)
    assert minutes(counter, visit) == WHOLE


def test_the_keyboard_pulls_each_edge(counter: Counter, at_counter: DiaryPage) -> None:
    page = at_counter
    visit = booked(counter, page)
    page.grid.setFocus()
    page.grid.select(visit.lines[0].id)
    counter.press(K.Key_Down, M.ShiftModifier)
    counter.press(K.Key_Return)
    counter.until(lambda: minutes(counter, visit) == [(660, 720), (720, 750), (750, 765)])
    counter.until(lambda: not page.grid.is_busy() and page.grid.preview() is None)
    counter.press(K.Key_Z, M.ControlModifier)
    counter.until(lambda: minutes(counter, visit) == WHOLE)
    counter.until(lambda: page.grid.board().block_of(visit.lines[0].id).end_min == 750)  # type: ignore[union-attr]
    page.grid.setFocus()
    page.grid.select(visit.lines[0].id)
    counter.press(K.Key_Down, M.ShiftModifier)
    counter.press(K.Key_E)
    counter.press(K.Key_Down)
    counter.press(K.Key_Down)
    counter.press(K.Key_Up)
    counter.press(K.Key_Return)
    counter.until(lambda: minutes(counter, visit) == [(660, 705), (705, 750), (750, 765)])


def test_the_gap_is_booked_by_a_click_and_by_the_keyboard(counter: Counter, at_counter: DiaryPage) -> None:
    page, shop = at_counter, counter.shop
    visit = booked(counter, page)
    QTest.mouseClick(page.grid.viewport(), LEFT, pos=page.grid.point_of(shop.people["MONA"], 712))
    counter.until(page.card.isVisible)
    assert (page.card._person, page.card._start_min) == (shop.people["MONA"], 705)  # noqa: SLF001 - where it starts
    counter.press(K.Key_Escape)
    counter.until(lambda: not page.card.isVisible())
    page.grid.setFocus()
    page.grid.select(visit.lines[0].id)
    counter.press(K.Key_Down)
    assert page.grid.cursor_place() == (shop.people["MONA"], 705) and not page.grid.selected()
    counter.press(K.Key_Return)
    counter.until(page.card.isVisible)
    picker = page.card.lines[0].picker
    picker.setFocus()
    counter.type_into("مانيكير" if counter.made.settings.lang == "ar" else "manicure")
    counter.until(lambda: bool(picker.rows_shown()))
    counter.press(K.Key_Return)
    counter.press(K.Key_Return)
    counter.until(lambda: len(page.grid.board().blocks) == 2)
    widths = {page.grid.rect_of(key).width() for key in page.grid.lines_in_time_order()}
    assert len(widths) == 1, "it stands within the gap, and neither is squeezed"


def test_a_part_that_somebody_else_does_stands_in_her_column_and_is_moved_alone(
    counter: Counter, at_counter: DiaryPage
) -> None:
    page, shop = at_counter, counter.shop
    visit = booked(counter, page)
    line = visit.lines[0]

    def hand_over() -> None:
        claim = Claim(id=shop.new_id(), holder_kind=HolderKind.STAFF, holder_id=shop.people["LINA"])
        last = replace(line.segments[-1], claims=(claim,))
        with shop.unit() as uow:
            uow.bookings.save(visit, visit.with_line(replace(line, segments=(*line.segments[:-1], last))))
            uow.commit()

    counter.back(hand_over)
    page.mark_stale()
    key = line.id + shop.people["LINA"]
    counter.until(lambda: page.grid.board().block_of(key) is not None)
    start = page.grid.rect_of(key).center()
    end = QPoint(page.grid.point_of(shop.people["HIND"], 740).x(), start.y())
    view = page.grid.viewport()
    QTest.mousePress(view, LEFT, pos=start)
    for n in range(1, 7):
        QTest.mouseMove(view, start + (end - start) * (n / 6))
    QTest.mouseRelease(view, LEFT, pos=end)

    def people() -> set[bytes]:
        with shop.readers.lend() as connection:
            return {
                holder
                for (holder,) in connection.execute(
                    "SELECT holder_id FROM claim WHERE booking_id = ?", (visit.id,)
                )
            }

    counter.until(lambda: counter.back(people) == {shop.people["MONA"], shop.people["HIND"]})
    assert minutes(counter, visit) == WHOLE
    page.show_view("list")
    counter.until(lambda: len(page.list.showing()) == 1)
    assert (page.list.showing()[0].start_min, page.list.showing()[0].end_min) == (660, 750)
