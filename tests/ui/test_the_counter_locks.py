"""Leaving the counter: by itself, by key, with a dialog or a menu open; who comes next sees her own rooms only."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from salondesk.domain.till import MovementKind
from salondesk.services.reads.booking.board import MASK
from salondesk.services.till.session import OpenTill
from salondesk.ui.booking.page.page import DiaryPage
from salondesk.ui.i18n import language
from salondesk.ui.kit.layout import Panel
from salondesk.ui.sale.page import SalePage
from salondesk.ui.till.cash_dialog import CashDialog
from tests.e2e.conftest import Counter, counter  # noqa: F401 - the whole window instead of one room

K, M = Qt.Key, Qt.KeyboardModifier
RECEPTION = {"diary", "desk", "sale", "invoices", "till", "reports"}


def rooms_seen(counter: Counter) -> set[str]:  # noqa: F811 - the fixture
    rail = counter.window.rail
    keys = ("diary", "desk", "sale", "invoices", "till", "reports")
    return {key for key in keys if rail.button_of(key).isVisible()}


def locked(counter: Counter) -> bool:  # noqa: F811 - the fixture
    return counter.work.actor is None and counter.window.sign_in.isVisible()


def test_a_counter_nobody_touches_locks_itself(counter: Counter) -> None:  # noqa: F811 - the fixture
    counter.sign_in()
    counter.window.presence.lock_after(60)
    counter.until(lambda: locked(counter))
    assert rooms_seen(counter) == set()
    assert not counter.window.findChild(QDialog)


def test_a_touched_counter_stays_open(counter: Counter) -> None:  # noqa: F811 - the fixture
    counter.sign_in()
    counter.window.presence.lock_after(400)
    for _step in range(8):
        counter.qtbot.wait(80)
        QTest.keyClick(counter.window.windowHandle(), K.Key_Shift)
    assert counter.work.actor is not None
    counter.until(lambda: locked(counter))


def test_a_touch_in_an_open_menu_is_a_touch_of_the_counter(counter: Counter) -> None:  # noqa: F811 - the fixture
    counter.sign_in()
    menu = QWindow()  # a menu's window as most platforms have it: it never takes the keyboard
    menu.setFlags(Qt.WindowType.Popup | Qt.WindowType.WindowDoesNotAcceptFocus)
    menu.setGeometry(300, 300, 200, 100)
    menu.show()
    counter.qtbot.wait(20)
    menu.removeEventFilter(
        counter.window.presence
    )  # the platform of the tests gives it the keyboard all the same
    opened = QKeyEvent(QEvent.Type.KeyRelease, K.Key_Menu, M.NoModifier)
    QApplication.sendEvent(counter.window.windowHandle(), opened)
    counter.window.presence.lock_after(400)
    for _step in range(8):
        counter.qtbot.wait(80)
        QTest.mousePress(menu, Qt.MouseButton.LeftButton, pos=QPoint(20, 12))
    assert counter.work.actor is not None
    counter.until(lambda: locked(counter))
    menu.destroy()


def test_an_open_dialog_is_put_away_when_the_counter_locks(counter: Counter) -> None:  # noqa: F811 - the fixture
    counter.sign_in()
    dialog = CashDialog(MovementKind.OUT, "AED", counter.window)
    taken: list[int] = []
    dialog.accepted.connect(lambda: taken.append(1))
    dialog.open()
    counter.window.presence.lock_after(60)
    counter.until(lambda: locked(counter))
    assert not dialog.isVisible() and taken == []


def test_the_key_that_locks_works_in_a_dialog_and_under_an_arabic_layout(
    counter: Counter,  # noqa: F811 - the fixture
) -> None:
    for key in (K.Key_L, Qt.Key(ord("م"))):
        counter.sign_in()
        dialog = CashDialog(MovementKind.OUT, "AED", counter.window)
        dialog.open()
        counter.until(lambda: QApplication.focusWindow() == dialog.windowHandle())  # noqa: B023 - called at once
        QApplication.sendEvent(dialog.windowHandle(), QKeyEvent(QEvent.Type.KeyPress, key, M.ControlModifier))
        counter.until(lambda: locked(counter))
        assert not dialog.isVisible()


def test_the_bill_is_parked_and_the_next_user_sees_her_own_rooms(counter: Counter) -> None:  # noqa: F811 - the fixture
    shop = counter.shop
    counter.sign_in()
    assert rooms_seen(counter) == RECEPTION
    counter.work.do(counter.window, OpenTill(key=counter.work.key(), float_minor=10_000))
    counter.window.go("sale", None)
    page = counter.window.page("sale")
    assert isinstance(page, SalePage)
    counter.until(lambda: bool(page.catalogue.tiles()))
    page.catalogue.tiles()[0][0].click()
    counter.until(lambda: len(page.bill.lines) == 1 and not page.bill.is_busy)
    counter.press(K.Key_L, M.ControlModifier)
    counter.until(lambda: locked(counter))
    assert not page.isVisible()

    counter.sign_in("stylist")
    assert rooms_seen(counter) == {"diary", "reports"}, "her day sheet only"
    counter.window.rail.room_chosen.emit("diary")
    QTest.keyClick(counter.window, K.Key_F6)
    assert not page.isVisible(), "a key is no way around the rail"
    QTest.keyClick(counter.window, K.Key_L, M.ControlModifier)
    counter.until(lambda: locked(counter))

    counter.sign_in()
    QTest.keyClick(counter.window, K.Key_F6)
    counter.until(lambda: page.isVisible() and len(page.bill.lines) == 1)
    assert counter.back(lambda: shop.value("SELECT count(*) FROM ticket WHERE status = 'open'")) == 1
    counter.until(lambda: QApplication.activePopupWidget() is None)


def test_the_diary_behind_the_sign_in_changes_its_names_with_the_language(
    counter: Counter,  # noqa: F811 - the fixture
) -> None:
    page = counter.window.page("diary")
    assert isinstance(page, DiaryPage)
    counter.back(lambda: counter.shop.book("MONA", "CUT", at="14:00"))
    for _turn in range(2):
        counter.made.switch_language()
        wanted = "منى" if language() == "ar" else "Mona"
        counter.until(lambda wanted=wanted: page.grid.board().columns[0].title == wanted)
        assert {block.client for block in page.grid.board().blocks} == {MASK}
        assert page.board() is None


def test_the_keyboard_never_reaches_the_diary_behind_the_sign_in(
    counter: Counter,  # noqa: F811 - the fixture
    qapp: QApplication,
) -> None:
    page = counter.window.page("diary")
    assert isinstance(page, DiaryPage)
    counter.back(lambda: counter.shop.book("MONA", "CUT", at="14:00"))
    counter.sign_in()
    counter.work.lock()
    counter.until(lambda: locked(counter) and bool(counter.window.sign_in.tiles()))
    panel = counter.window.sign_in
    for forward in (True, False):
        for _step in range(2 * len(panel.tiles()) + 8):
            where = QApplication.focusWidget()
            assert where is not None and (where is panel or panel.isAncestorOf(where)), where
            QTest.keyClick(where, K.Key_Tab if forward else K.Key_Backtab)
    reached: list[object] = []
    page.grid.selection_changed.connect(reached.append)

    def note(_old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and new is not panel and not panel.isAncestorOf(new):
            reached.append(new)

    qapp.focusChanged.connect(note)
    panel.choose(panel.tiles()[0][1])
    qapp.focusChanged.disconnect(note)
    assert QApplication.focusWidget() is panel.pad and reached == []


def test_fifty_names_keep_their_size_and_are_scrolled_to(counter: Counter) -> None:  # noqa: F811 - the fixture
    panel = counter.window.sign_in
    counter.until(lambda: bool(panel.tiles()))
    one = panel.tiles()[0][1]
    high = panel.tiles()[0][0].height()
    panel.show_users([one] * 50)
    counter.qtbot.wait(50)
    assert {tile.height() for tile, _user in panel.tiles()} == {high}
    assert panel.tiles()[-1][0].visibleRegion().isEmpty()


def test_the_card_is_as_high_as_what_it_shows(counter: Counter) -> None:  # noqa: F811 - the fixture
    panel = counter.window.sign_in
    counter.until(lambda: bool(panel.tiles()))
    lowest = max(tile.mapTo(panel, tile.rect().bottomLeft()).y() for tile, _user in panel.tiles())
    card = next(p for p in panel.findChildren(Panel) if p.isAncestorOf(panel.pad))
    foot = card.mapTo(panel, card.rect().bottomLeft()).y()
    assert foot - lowest <= 48


def test_after_a_switch_of_user_the_keyboard_is_on_the_first_name(counter: Counter) -> None:  # noqa: F811 - the fixture
    counter.sign_in()
    pad = counter.window.sign_in
    before = pad.tiles()[0][0]
    QTest.keyClick(counter.window.windowHandle(), K.Key_L, M.ControlModifier)
    counter.until(lambda: locked(counter) and pad.tiles()[0][0] is not before)  # the names were read again
    counter.qtbot.wait(0)
    assert pad.tiles()[0][0].hasFocus()
    QTest.keyClick(QApplication.focusWidget(), K.Key_Tab)
    assert pad.tiles()[1][0].hasFocus()
