"""The receptionist's diary day with the keyboard alone, in English and in Arabic."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from salondesk.core.ids import Id
from salondesk.domain.booking import Booking, BookingStatus
from salondesk.services.client.card import NewClient
from salondesk.ui.booking.gesture.move_dialog import MoveDialog
from salondesk.ui.booking.page.page import DiaryPage
from salondesk.ui.kit.choice import choose
from salondesk.ui.kit.dialog import ReasonDialog
from tests.e2e.conftest import Counter
from tests.support.shop import PINS, TODAY

K, M = Qt.Key, Qt.KeyboardModifier
_ARABIC = dict(zip("asdcnxptml", "شسيؤىءحفةم", strict=True))
"""What the keys of these letters type under an Arabic layout."""


def letter(counter: Counter, key: str) -> None:
    """Press a letter's key: under an Arabic layout it types another letter and has no Latin key code."""
    where = QApplication.focusWidget()
    if counter.made.settings.lang == "en":
        counter.press(getattr(K, f"Key_{key.upper()}"))
        return
    typed = _ARABIC[key]
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(where, QKeyEvent(kind, ord(typed), M.NoModifier, typed))


def sign_in_by_keys(counter: Counter, role: str = "reception") -> DiaryPage:
    pad = counter.window.sign_in
    counter.until(lambda: bool(pad.tiles()))
    counter.until(lambda: QApplication.focusWidget() is pad.tiles()[0][0])
    wanted = next(tile for tile, user in pad.tiles() if user.role_key == role)
    for _step in range(len(pad.tiles())):
        if QApplication.focusWidget() is wanted:
            break
        counter.press(K.Key_Tab)
    counter.press(K.Key_Return)
    counter.until(lambda: pad.pad.isVisible())
    for digit in PINS[role]:
        counter.press(getattr(K, f"Key_{digit}"))
    counter.until(lambda: counter.work.actor is not None)
    page = counter.diary()
    counter.until(lambda: bool(page.staff))
    return page


def shown(counter: Counter, page: DiaryPage, booking: Booking) -> bytes:
    """Wait for a booking's block, put the keyboard on it and wait for the panel."""
    line = booking.lines[0].id
    counter.until(lambda: page.grid.board().block_of(line) is not None)
    page.grid.setFocus()
    page.grid.select(line)
    counter.until(lambda: page.panel.booking() is not None and page.panel.booking().id == booking.id)  # type: ignore[union-attr]
    return line


def status(page: DiaryPage) -> BookingStatus | None:
    booking = page.panel.booking()
    return booking.status if booking is not None else None


def start_of(page: DiaryPage, line: bytes) -> int:
    block = page.grid.board().block_of(line)
    return block.start_min if block is not None else -1


def test_signing_in_and_booking_need_no_mouse(counter: Counter) -> None:
    shop = counter.shop
    counter.back(
        lambda: shop.book(
            "LINA", "MANI", at="09:00", client=NewClient(name="فاطمة الزهراء", phone="0501234567")
        )
    )
    page = sign_in_by_keys(counter)
    counter.until(lambda: QApplication.focusWidget() is page.grid)
    counter.press(K.Key_Home)  # the day's only block, then free time under it
    counter.press(K.Key_Down)
    counter.press(K.Key_Return)
    counter.until(lambda: page.card.isVisible())
    counter.type_into("فاطمه")
    counter.until(lambda: bool(page.card.client.rows_shown()))
    counter.press(K.Key_Return)
    counter.type_into("قص" if counter.made.settings.lang == "ar" else "hair")
    counter.until(lambda: len(page.card.services()[0].rows_shown()) == 1)
    counter.press(K.Key_Return)
    counter.press(K.Key_Return)
    counter.until(lambda: len(page.grid.board().blocks) == 2)
    assert counter.back(lambda: shop.value("SELECT count(*) FROM client")) == 1
    assert QApplication.focusWidget() is page.grid


def test_a_walk_in_is_f3_service_enter(counter: Counter) -> None:
    shop = counter.shop
    counter.back(lambda: shop.book("MONA", "CUT", at="10:00"))  # Mona is busy now
    counter.back(lambda: shop.book("LINA", "CUT", at="15:00"))  # Lina has one, Hind none
    page = sign_in_by_keys(counter)
    counter.press(K.Key_F3)
    counter.until(lambda: page.card.isVisible() and bool(page.card.services()[0].rows_shown()))
    counter.press(K.Key_Return)
    counter.press(K.Key_Return)
    counter.until(lambda: len(page.grid.board().blocks) == 3)
    counter.until(lambda: status(page) is BookingStatus.ARRIVED)
    booking = page.panel.booking()
    assert booking is not None and booking.client_id is None
    assert booking.lines[0].staff_id == shop.people["HIND"] and booking.span.start_ms == shop.at("10:00")


def test_moving_resizing_undo_and_redo_by_keys(counter: Counter) -> None:
    shop = counter.shop
    made = counter.back(lambda: shop.book("MONA", "CUT", at="11:00"))
    page = sign_in_by_keys(counter)
    line = shown(counter, page, made)
    letter(counter, "m")
    counter.press(K.Key_Down)
    counter.press(K.Key_Down)
    counter.press(K.Key_Return)
    counter.until(lambda: start_of(page, line) == 11 * 60 + 30)
    counter.until(lambda: QApplication.focusWidget() is page.grid)
    counter.press(K.Key_Down, M.ShiftModifier)
    counter.press(K.Key_Return)

    def ends() -> int:
        block = page.grid.board().block_of(line)
        return block.end_min if block is not None else -1

    counter.until(lambda: ends() == 12 * 60 + 30)
    counter.press(K.Key_Z, M.ControlModifier)
    counter.until(lambda: ends() == 12 * 60 + 15)
    counter.press(K.Key_Z, M.ControlModifier)
    counter.until(lambda: start_of(page, line) == 11 * 60)
    counter.press(K.Key_Z, M.ControlModifier | M.ShiftModifier)
    counter.until(lambda: start_of(page, line) == 11 * 60 + 30)


def test_letters_take_a_visit_from_confirmed_to_done(counter: Counter) -> None:
    shop = counter.shop
    made = counter.back(lambda: shop.book("MONA", "CUT", at="10:15"))
    page = sign_in_by_keys(counter)
    shown(counter, page, made)
    for key, wanted in (
        ("c", BookingStatus.CONFIRMED),
        ("a", BookingStatus.ARRIVED),
        ("s", BookingStatus.IN_SERVICE),
        ("d", BookingStatus.DONE),
    ):
        letter(counter, key)
        counter.until(lambda now=wanted: status(page) is now)  # type: ignore[misc]  # the loop's own value


def test_cancelling_asks_why_and_the_cancelled_can_be_shown(counter: Counter) -> None:
    shop = counter.shop
    made = counter.back(lambda: shop.book("MONA", "CUT", at="12:00"))
    page = sign_in_by_keys(counter)
    line = shown(counter, page, made)
    letter(counter, "x")
    counter.until(lambda: isinstance(QApplication.activeModalWidget(), ReasonDialog))
    dialog = QApplication.activeModalWidget()
    counter.until(lambda: dialog.isAncestorOf(QApplication.focusWidget()))
    counter.press(K.Key_Return)
    counter.until(lambda: page.grid.board().block_of(line) is None)
    assert counter.back(lambda: shop.value("SELECT cancel_reason FROM booking")) != ""
    page.bar.view_menu.cancelled.trigger()
    counter.until(lambda: page.grid.board().block_of(line) is not None)
    assert [block.line_id for block in page.list.showing()] == [line]
    page.bar.view_menu.cancelled.trigger()
    counter.until(lambda: page.grid.board().block_of(line) is None)


def test_jumps_of_a_day_a_week_and_six_weeks(counter: Counter) -> None:
    page = sign_in_by_keys(counter)
    for key, modifier, wanted in (
        (K.Key_PageDown, M.ControlModifier, TODAY + timedelta(days=7)),
        (K.Key_PageDown, M.ControlModifier | M.ShiftModifier, TODAY + timedelta(days=49)),
        (K.Key_PageUp, M.ControlModifier, TODAY + timedelta(days=42)),
    ):
        counter.press(key, modifier)
        counter.until(lambda day=wanted: page.grid.board().date_iso == day.isoformat())  # type: ignore[misc]  # as above
    letter(counter, "t")
    counter.until(lambda: page.grid.board().date_iso == TODAY.isoformat())
    onwards = K.Key_Right if counter.made.settings.lang == "en" else K.Key_Left
    counter.press(onwards, M.AltModifier)
    counter.until(lambda: page.day == TODAY + timedelta(days=1))
    counter.press(K.Key_BracketLeft)
    counter.until(lambda: page.day == TODAY)


def test_the_list_moves_a_booking_by_typing_where_it_goes(counter: Counter) -> None:
    shop = counter.shop
    made = counter.back(lambda: shop.book("MONA", "CUT", at="11:00"))
    counter.back(lambda: shop.book("LINA", "CUT", at="16:00", client=NewClient(name="Reem")))
    page = sign_in_by_keys(counter)
    page.show_view("list")
    counter.until(lambda: len(page.list.showing()) == 2)
    page.list.setFocus()
    counter.press(K.Key_Home)
    page.list.select(made.lines[0].id)
    letter(counter, "m")
    counter.until(lambda: isinstance(QApplication.activeModalWidget(), MoveDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, MoveDialog)
    counter.until(lambda: QApplication.focusWidget() is dialog.hour)
    for digit in "1630":
        counter.press(getattr(K, f"Key_{digit}"))
    assert dialog.target() == (TODAY, 16 * 60 + 30, Id(shop.people["MONA"]))
    choose(dialog.person, shop.people["LINA"])
    counter.until(lambda: "Reem" in dialog.verdict.text() and dialog.verdict.isVisible())
    choose(dialog.person, shop.people["MONA"])
    counter.until(lambda: not dialog.verdict.isVisible())
    counter.press(K.Key_Return)
    counter.until(lambda: [b.start_min for b in page.list.showing()] == [16 * 60, 16 * 60 + 30])


def test_a_booking_is_carried_to_another_week_and_put_down(counter: Counter) -> None:
    shop = counter.shop
    made = counter.back(lambda: shop.book("MONA", "CUT", at="11:00"))
    page = sign_in_by_keys(counter)
    line = shown(counter, page, made)
    counter.press(K.Key_X, M.ControlModifier)
    assert page.grid.cut_paste.is_active and page.cut_banner.isVisible()
    counter.press(K.Key_PageDown, M.ControlModifier)
    counter.until(lambda: page.grid.board().date_iso == date(2026, 11, 27).isoformat())
    counter.until(lambda: page.grid.preview() is not None)
    counter.press(K.Key_Down)
    counter.press(K.Key_V, M.ControlModifier)
    counter.until(lambda: start_of(page, line) == 11 * 60 + 15)
    assert not page.grid.cut_paste.is_active and not page.cut_banner.isVisible()
    start = counter.back(lambda: shop.value("SELECT start_at FROM booking_segment"))
    assert start == shop.at("11:15", date(2026, 11, 27))


def test_what_is_carried_is_forgotten_with_escape(counter: Counter) -> None:
    made = counter.back(lambda: counter.shop.book("MONA", "CUT", at="11:00"))
    page = sign_in_by_keys(counter)
    shown(counter, page, made)
    counter.press(K.Key_X, M.ControlModifier)
    counter.press(K.Key_Escape)
    assert (
        not page.grid.cut_paste.is_active and not page.cut_banner.isVisible() and page.grid.preview() is None
    )


def test_space_shows_the_visit_at_a_glance_without_taking_the_keyboard(counter: Counter) -> None:
    shop = counter.shop
    made = counter.back(
        lambda: shop.book("MONA", "CUT", at="11:00", client=NewClient(name="Noura", phone="0501234567"))
    )
    page = sign_in_by_keys(counter)
    shown(counter, page, made)
    counter.press(K.Key_Space)
    counter.until(lambda: page.hover_card.is_open())
    assert QApplication.focusWidget() is page.grid
    counter.press(K.Key_Escape)
    assert not page.hover_card.is_open()


def test_enter_goes_to_the_visit_and_escape_back_to_the_diary(counter: Counter) -> None:
    made = counter.back(lambda: counter.shop.book("MONA", "CUT", at="11:00"))
    page = sign_in_by_keys(counter)
    shown(counter, page, made)
    counter.press(K.Key_Return)
    counter.until(lambda: QApplication.focusWidget() is page.panel.next_button)
    counter.press(K.Key_Space)
    counter.until(lambda: status(page) is BookingStatus.ARRIVED)
    counter.press(K.Key_Escape)
    assert QApplication.focusWidget() is page.grid


def test_zooming_by_keys_and_menu(counter: Counter) -> None:
    page = sign_in_by_keys(counter)
    counter.until(lambda: QApplication.focusWidget() is page.grid)
    counter.press(K.Key_Minus)
    assert page.grid.zoom() == 30
    counter.press(K.Key_Plus)
    assert page.grid.zoom() == 15
    page.bar.view_menu.zoom_chosen.emit(5)
    assert page.grid.zoom() == 5
