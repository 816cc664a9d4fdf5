"""The keyboard is where a person thinks it is: on the booking just made, on the card after a refusal, on now."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from salondesk.core.timespan import to_local
from salondesk.ui.booking.desk.page import DeskPage
from salondesk.ui.booking.page.page import DiaryPage
from salondesk.ui.kit.dialog import OverrideDialog
from tests.e2e.conftest import Counter
from tests.e2e.test_the_day_by_keyboard import letter, shown, sign_in_by_keys, start_of, status
from tests.support.shop import ZONE

K, M = Qt.Key, Qt.KeyboardModifier


def open_card(counter: Counter, page: DiaryPage, minute: int) -> None:
    """Open the card on Mona's time with the keyboard on the client."""
    page.book_at(counter.shop.people["MONA"], minute)
    counter.until(lambda: page.card.isVisible() and QApplication.focusWidget() is page.card.client)
    counter.press(K.Key_Tab)
    counter.until(lambda: bool(page.card.services()[0].rows_shown()))
    counter.press(K.Key_Return)  # the most used service
    counter.until(lambda: QApplication.focusWidget() is page.card.confirm)


def test_the_booking_just_made_is_the_one_that_m_moves(counter: Counter) -> None:
    page = sign_in_by_keys(counter)
    open_card(counter, page, 11 * 60)
    counter.press(K.Key_Return)
    counter.until(lambda: len(page.grid.board().blocks) == 1)
    counter.until(lambda: QApplication.focusWidget() is page.grid)
    line = page.grid.board().blocks[0].line_id
    assert page.grid.selected() == line
    letter(counter, "m")
    counter.press(K.Key_Down)
    counter.press(K.Key_Return)
    counter.until(lambda: start_of(page, line) == 11 * 60 + 15)


def test_a_refused_booking_leaves_the_keyboard_on_its_card(counter: Counter) -> None:
    counter.back(lambda: counter.shop.book("MONA", "CUT", at="11:00"))
    page = sign_in_by_keys(counter)
    open_card(counter, page, 11 * 60)
    counter.press(K.Key_Return)
    counter.until(lambda: isinstance(QApplication.activeModalWidget(), OverrideDialog))
    counter.press(K.Key_Escape)
    counter.until(lambda: QApplication.activeModalWidget() is None)
    counter.window.activateWindow()
    assert counter.window.focusWidget() is page.card.confirm


def test_tab_walks_the_services_of_the_card_as_they_stand(counter: Counter) -> None:
    page = sign_in_by_keys(counter)
    open_card(counter, page, 11 * 60)
    page.card.more.click()
    first, second = page.card.lines
    wanted: list[QWidget] = [first.picker, first.person, first.remove, second.picker, second.person]
    first.picker.setFocus()
    walked = []
    for _step in wanted:
        walked.append(QApplication.focusWidget())
        counter.press(K.Key_Tab)
    assert walked == wanted


def test_why_a_finished_visit_is_not_moved_is_said(counter: Counter) -> None:
    made = counter.back(lambda: counter.shop.book("MONA", "CUT", at="10:00"))
    page = sign_in_by_keys(counter)
    shown(counter, page, made)
    letter(counter, "d")
    counter.until(lambda: status(page) is not None and status(page).value == "done")  # type: ignore[union-attr]
    counter.until(lambda: not page.grid.board().blocks[0].movable)
    page.take_focus()
    for key in ("m", "Shift+Down", "Ctrl+X"):
        counter.window.toast.say("")
        if key == "m":
            letter(counter, "m")
        else:
            counter.press(
                K.Key_Down if "Down" in key else K.Key_X,
                M.ShiftModifier if "Down" in key else M.ControlModifier,
            )
        said = {
            "en": "This visit is done, so it stays where it was.",
            "ar": "انتهت هذه الزيارة، لذلك تبقى في موعدها.",
        }
        counter.until(lambda said=said: counter.window.toast.text() == said[counter.made.settings.lang])  # type: ignore[misc]
        assert page.grid.preview() is None


def test_the_front_desk_is_walked_by_arrows_and_goes_on_where_a_card_went(counter: Counter) -> None:
    shop = counter.shop
    for person, at in (("MONA", "15:00"), ("LINA", "15:30"), ("MONA", "16:00")):
        counter.back(lambda person=person, at=at: shop.book(person, "CUT", at=at))  # type: ignore[misc]
    sign_in_by_keys(counter)
    counter.press(K.Key_F4)
    desk = counter.window.page("desk")
    assert isinstance(desk, DeskPage)
    due, waiting = desk.lanes["due"], desk.lanes["waiting"]
    counter.until(lambda: len(due.cards) == 3 and due.focused() == 0)
    counter.press(K.Key_Down)
    assert due.focused() == 1
    counter.press(K.Key_Return)  # arrived: the card goes on, and the next one takes its place
    counter.until(lambda: len(waiting.cards) == 1 and len(due.cards) == 2)
    counter.until(lambda: due.focused() == 1)
    towards = K.Key_Left if counter.made.settings.lang == "ar" else K.Key_Right
    counter.press(towards)
    assert waiting.focused() == 0 and due.focused() is None
    counter.press(K.Key_Tab)
    assert QApplication.focusWidget() is waiting.cards[0].step
    counter.press(K.Key_Tab)
    assert waiting.focused() is None and desk.isAncestorOf(QApplication.focusWidget()) is False


def test_m_takes_the_block_the_keyboard_was_put_on(counter: Counter) -> None:
    counter.back(lambda: counter.shop.book("MONA", "CUT", at=_now_of(counter)))
    page = sign_in_by_keys(counter)
    counter.until(lambda: len(page.grid.board().blocks) == 1)
    line = page.grid.board().blocks[0].line_id
    column = [one.key for one in page.grid.board().columns].index(counter.shop.people["MONA"])
    for _step in range(column):
        counter.press(K.Key_Left if counter.made.settings.lang == "ar" else K.Key_Right)
    page.grid.select(b"")
    page.show_day(page.work.today())
    counter.until(lambda: page.grid.cursor_text() != "" and page.grid.preview() is None)
    counter.until(lambda: page.board() is not None)
    letter(counter, "m")
    counter.until(lambda: page.grid.preview() is not None and page.grid.selected() == line)
    counter.press(K.Key_Escape)


def _now_of(counter: Counter) -> str:
    """Return the wall time of the shop's clock, at the quarter hour before."""
    now = to_local(counter.shop.clock.now_ms(), ZONE)
    return f"{now.hour:02}:{now.minute // 15 * 15:02}"


def test_today_comes_with_now_in_view_and_the_keyboard_on_it(counter: Counter) -> None:
    page = sign_in_by_keys(counter)
    grid = page.grid

    def now_is_seen() -> bool:
        minute = grid.board().now_min
        assert minute is not None
        return 0 < grid.shape_now().y_of(minute) - grid.offset().y() < grid.viewport().height()

    assert now_is_seen()
    place = grid.cursor_place()
    assert place is not None and grid.board().now_min is not None
    assert 0 <= grid.board().now_min - place[1] < grid.zoom()  # type: ignore[operator]  # there is a now
    grid.set_zoom(5)
    bar = grid.verticalScrollBar()
    bar.setValue(bar.maximum() if bar.value() < bar.maximum() // 2 else 0)
    assert not now_is_seen()
    letter(counter, "t")
    counter.until(now_is_seen)
