"""The receptionist's diary in a whole window: sign in, book, drag, be refused, undo; by mouse and by keyboard."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from salondesk.core.message import Message
from salondesk.domain.booking import BookingStatus
from salondesk.services.client.card import NewClient
from salondesk.ui.booking.page.page import DiaryPage
from salondesk.ui.i18n import _
from salondesk.ui.kit.dialog import OverrideDialog
from tests.e2e.conftest import Counter
from tests.support.shop import PINS


def drag(page: DiaryPage, line_id: bytes, column: bytes, minute: int) -> None:
    """Drag a block by the mouse, so that its start lands on a minute of a column."""
    view = page.grid.viewport()
    block = page.grid.board().block_of(line_id)
    assert block is not None
    rect = page.grid.rect_of(line_id)
    start = QPoint(rect.center().x(), rect.top() + 12)
    top = page.grid.point_of(block.column_key, block.start_min)
    end = page.grid.point_of(column, minute) + (start - top)
    end.setX(page.grid.point_of(column, minute).x())
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    for n in range(1, 11):
        QTest.mouseMove(view, start + (end - start) * (n / 10))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)


def test_a_wrong_pin_is_refused_and_the_right_one_opens_the_diary(counter: Counter) -> None:
    pad = counter.window.sign_in
    counter.until(lambda: bool(pad.tiles()))
    tile = next(t for t, user in pad.tiles() if user.role_key == "reception")
    QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    for digit in "9999":
        QTest.keyClick(pad.pad, digit)
    counter.until(lambda: pad.pad._note.text() != "")  # noqa: SLF001 - the pad's own words
    assert counter.work.actor is None
    for digit in PINS["reception"]:
        QTest.keyClick(pad.pad, digit)
    counter.until(lambda: counter.work.actor is not None)
    assert not counter.window.sign_in.isVisible()
    assert [column.title for column in counter.diary().grid.board().columns] == (
        ["Mona", "Lina", "Hind"] if counter.made.settings.lang == "en" else ["منى", "لينا", "هند"]
    )


def test_a_known_client_is_booked_in_three_actions_by_keyboard(counter: Counter) -> None:
    shop = counter.shop
    counter.back(
        lambda: shop.book("LINA", "MANI", at="09:00", client=NewClient(name="أحمد العلي", phone="0501234567"))
    )
    counter.sign_in()
    page = counter.diary()
    page.book_at(shop.people["MONA"], 11 * 60)
    counter.type_into("احمد")
    counter.until(lambda: bool(page.card.client.rows_shown()))
    counter.press(Qt.Key.Key_Return)
    counter.until(lambda: QApplication.focusWidget() is page.card.lines[0].picker)  # noqa: SLF001 - where focus went
    counter.type_into("قص" if counter.made.settings.lang == "ar" else "hair")
    counter.until(lambda: bool(page.card.lines[0].picker.rows_shown()))  # noqa: SLF001 - its list
    counter.press(Qt.Key.Key_Return)
    counter.press(Qt.Key.Key_Return)
    counter.until(lambda: counter.back(lambda: shop.value("SELECT count(*) FROM booking")) == 2)
    counter.until(lambda: page.panel.booking() is not None)
    booking = page.panel.booking()
    assert booking is not None and booking.client_id is not None
    assert booking.span.start_ms == shop.at("11:00")
    assert counter.back(lambda: shop.value("SELECT count(*) FROM client")) == 1


def test_a_new_client_takes_one_field_more(counter: Counter) -> None:
    shop = counter.shop
    counter.sign_in()
    page = counter.diary()
    page.book_at(shop.people["LINA"], 12 * 60)
    counter.type_into("Maryam Khalifa")
    counter.until(lambda: bool(page.card.client.rows_shown()))
    counter.press(Qt.Key.Key_Return)
    assert page.card.phone.isVisible()
    counter.type_into("٠٥٠ ٧٦٥ ٤٣٢١")
    counter.press(Qt.Key.Key_Return)
    counter.until(lambda: bool(page.card.lines[0].picker.rows_shown()))  # noqa: SLF001 - its list
    counter.press(Qt.Key.Key_Return)
    counter.press(Qt.Key.Key_Return)
    counter.until(lambda: counter.back(lambda: shop.value("SELECT phone FROM client")) == "+971507654321")


def test_the_booking_card_is_as_high_as_its_fields_however_often_it_is_opened(counter: Counter) -> None:
    counter.sign_in()
    page = counter.diary()
    counter.until(lambda: bool(page.staff))
    heights = []
    for minute in (660, 720):
        page.book_at(page.grid.board().columns[0].key, minute)
        heights.append(page.card.height())
        more = next(b for b in page.card.findChildren(QPushButton) if b.text() == _("Add another service"))
        more.click()
        heights.append(page.card.height())
    assert heights[:2] == heights[2:] and heights[1] > heights[0] + 30


def test_a_drag_moves_the_block_and_undo_brings_it_back(counter: Counter) -> None:
    shop = counter.shop
    booking = counter.back(lambda: shop.book("MONA", "CUT", at="11:00"))
    counter.sign_in()
    page = counter.diary()
    line = booking.lines[0].id
    counter.until(lambda: page.grid.board().block_of(line) is not None)
    drag(page, line, shop.people["LINA"], 12 * 60)

    def place() -> tuple[bytes, int]:
        block = page.grid.board().block_of(line)
        assert block is not None
        return block.column_key, block.start_min

    counter.until(lambda: place() == (shop.people["LINA"], 12 * 60))
    assert counter.window.toast.isVisible()
    QTest.mouseClick(counter.window.toast.action_button(), Qt.MouseButton.LeftButton)
    counter.until(lambda: place() == (shop.people["MONA"], 11 * 60))
    counter.press(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    counter.until(lambda: place() == (shop.people["LINA"], 12 * 60))


def test_a_busy_slot_springs_back_and_a_manager_may_lift_it(counter: Counter) -> None:
    shop = counter.shop
    mine = counter.back(lambda: shop.book("MONA", "CUT", at="11:00", client=NewClient(name="Noura")))
    counter.back(lambda: shop.book("LINA", "CUT", at="12:00", client=NewClient(name="Fatima")))
    counter.sign_in()
    page = counter.diary()
    line = mine.lines[0].id
    counter.until(lambda: len(page.grid.board().blocks) == 2)
    drag(page, line, shop.people["LINA"], 12 * 60)
    counter.until(lambda: isinstance(QApplication.activeModalWidget(), OverrideDialog))
    block = page.grid.board().block_of(line)
    assert block is not None and block.start_min == 11 * 60
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, OverrideDialog)
    dialog.words_edit().setPlainText("They are sisters")
    for digit in PINS["manager"]:
        QTest.keyClick(dialog.pin_pad(), digit)
    QTest.keyClick(dialog.pin_pad(), Qt.Key.Key_Return)
    counter.until(lambda: page.panel.booking() is not None and page.panel.booking().override is not None)  # type: ignore[union-attr]
    booking = page.panel.booking()
    assert booking is not None and booking.override is not None
    assert booking.override.approver_id == shop.manager.user_id
    assert booking.override.proof == b""


def test_a_single_letter_marks_the_client_as_arrived(counter: Counter) -> None:
    shop = counter.shop
    booking = counter.back(lambda: shop.book("MONA", "CUT", at="10:15"))
    counter.sign_in()
    page = counter.diary()
    counter.until(lambda: page.grid.board().block_of(booking.lines[0].id) is not None)
    page.grid.setFocus()
    page.grid.select(booking.lines[0].id)
    counter.until(lambda: page.panel.booking() is not None)
    counter.press(Qt.Key.Key_A)
    counter.until(
        lambda: page.panel.booking() is not None and page.panel.booking().status is BookingStatus.ARRIVED  # type: ignore[union-attr]
    )


def test_the_stylist_sees_only_her_own_column_and_no_till(counter: Counter) -> None:
    shop = counter.shop
    counter.back(lambda: shop.book("MONA", "CUT", at="11:00"))
    counter.back(lambda: shop.book("LINA", "CUT", at="11:00"))
    counter.sign_in("stylist")
    page = counter.diary()
    assert len(page.grid.board().columns) == 1
    assert {b.column_key for b in page.grid.board().blocks} == {shop.people["MONA"]}
    assert not counter.window.rail.button_of("desk").isVisible()


def test_what_another_process_writes_is_shown_within_a_second(counter: Counter) -> None:
    shop = counter.shop
    counter.sign_in()
    page = counter.diary()
    other = counter.back(lambda: shop.again(origin="console"))
    counter.back(lambda: other.book("HIND", "CUT", at="14:00"))
    counter.qtbot.waitUntil(lambda: len(page.grid.board().blocks) == 1, timeout=2000)
    counter.back(other.close)


def test_switching_the_language_mirrors_the_window_at_once(counter: Counter) -> None:
    counter.sign_in()
    page = counter.diary()
    before = page.layoutDirection()
    counter.made.switch_language()
    assert page.layoutDirection() != before
    counter.until(
        lambda: (
            page.grid.board().columns[0].title
            == ("منى" if before == Qt.LayoutDirection.LeftToRight else "Mona")
        )
    )


def test_a_bad_time_is_said_in_the_card_before_and_in_the_toast_after(counter: Counter) -> None:
    shop = counter.shop
    counter.sign_in()
    page = counter.diary()
    counter.back(lambda: shop.book("MONA", "CUT", at="11:00", client=NewClient(name="Reem")))
    page.book_at(shop.people["MONA"], 11 * 60 + 15)
    counter.until(lambda: page.card.verdict.verdict.kind == "refuse")
    assert page.card.verdict.isVisible() and "Reem" in page.card.verdict.text()
    page.book_at(shop.people["MONA"], 20 * 60 + 45)
    counter.until(lambda: not page.card.verdict.isVisible())
    heard: list[Message] = []
    counter.work.said.connect(lambda message, _undoable: heard.append(message))
    page.card.services()[0].setFocus()
    counter.type_into("قص" if counter.made.settings.lang == "ar" else "hair")
    counter.until(lambda: bool(page.card.services()[0].rows_shown()))
    counter.press(Qt.Key.Key_Return)
    counter.until(lambda: page.card.verdict.verdict.kind == "warn")
    assert page.card.verdict.isVisible()
    counter.press(Qt.Key.Key_Return)
    counter.until(lambda: not page.card.isVisible() and bool(heard))
    assert heard[-1].params["warning"] == page.card.verdict.verdict.message
