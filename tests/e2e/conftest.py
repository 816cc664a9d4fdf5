"""A whole window on a staffed shop, with real lanes, in English or Arabic, and a guard on the interface thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from salondesk.app.files.computer_settings import ComputerSettings
from salondesk.app.window.shop_window import CounterWindow
from salondesk.domain.settings import WINDOW_LANG
from salondesk.ui.booking.page.page import DiaryPage
from salondesk.ui.i18n import set_language
from tests.support.shop import PINS, StaffedShop, open_copy
from tests.support.thread_guard import database_connections_ask, interface_thread_is_free

T = TypeVar("T")


class Counter:
    """The window as a person meets it."""

    def __init__(self, qtbot: QtBot, shop: StaffedShop, made: CounterWindow) -> None:
        self.qtbot, self.shop, self.made = qtbot, shop, made
        self.window, self.work = made.window, made.work

    def until(self, true: Callable[[], bool]) -> None:
        """Let the program run until something is so."""
        self.qtbot.waitUntil(true, timeout=5000)

    def sign_in(self, role: str = "reception") -> None:
        """Take the tile and type the PIN."""
        pad = self.window.sign_in
        self.until(lambda: bool(pad.tiles()))
        tile = next(t for t, user in pad.tiles() if user.role_key == role)
        QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
        for digit in PINS[role]:
            QTest.keyClick(pad.pad, digit)
        self.until(lambda: self.work.actor is not None)

    def diary(self) -> DiaryPage:
        """Return the diary with its board drawn."""
        page = self.window.page("diary")
        assert isinstance(page, DiaryPage)
        self.until(lambda: page.board() is not None)
        return page

    def back(self, task: Callable[[], T]) -> T:
        """Do something in the back office, off the interface thread, and wait for it."""
        return self.made.lanes.read(task).result(timeout=10)

    def type_into(self, text: str) -> None:
        """Type where the focus is, in any script, as an input method would."""
        where = QApplication.focusWidget()
        assert where is not None
        where.insert(text)  # type: ignore[attr-defined]  # QTest types Latin only
        where.textEdited.emit(where.text())  # type: ignore[attr-defined]

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)


def open_counter(qtbot: QtBot, qapp: QApplication, shop: StaffedShop, lang: str) -> Counter:
    made = CounterWindow(shop, qapp, ComputerSettings({WINDOW_LANG.key: lang}))
    made.start()
    made.wait_until_ready()
    made.window.resize(1366, 768)
    made.window.show()
    qtbot.waitExposed(made.window)
    return Counter(qtbot, shop, made)


@pytest.fixture(params=["en", "ar"])
def counter(
    request: pytest.FixtureRequest, qtbot: QtBot, shop_template: Path, tmp_path: Path, qapp: QApplication
) -> Iterator[Counter]:
    """A window that nobody has signed in to yet; whatever the test's own thread asks of the disk is a failure."""
    with database_connections_ask():
        shop = open_copy(shop_template, tmp_path / "home", origin="window")
        opened = open_counter(qtbot, qapp, shop, request.param)
        with interface_thread_is_free(shop.paths.home):
            yield opened
        opened.made.close()
        opened.window.deleteLater()
        set_language(qapp, "en")


@pytest.fixture(params=["en", "ar"])
def counters(
    request: pytest.FixtureRequest, qtbot: QtBot, shop_template: Path, tmp_path: Path, qapp: QApplication
) -> Iterator[tuple[Counter, Counter]]:
    """Two windows on one shop, as two programs would open them: each has its own connections, lanes and change hub.

    What they write is not marked as a window's, since a window takes that for its own and does not listen to it.
    """
    with database_connections_ask():
        shop = open_copy(shop_template, tmp_path / "home", origin="left")
        both = tuple(
            open_counter(qtbot, qapp, one, request.param) for one in (shop, shop.again(origin="right"))
        )
        with interface_thread_is_free(shop.paths.home):
            yield both[0], both[1]
        for opened in both:
            opened.made.close()
            opened.window.deleteLater()
        set_language(qapp, "en")
