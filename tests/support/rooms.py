"""Rooms on a real shop, without the frame: a window with one page, real lanes, the presenter of errors.

`counter` is a fixture: `counter.open(SalePage)` shows a room as reception; `counter.as_user("manager")` first
changes who is signed in. It runs once in each language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from salondesk.app.documents import PaperDesk
from salondesk.app.lanes import Lanes
from salondesk.services.reads.read_desk import ReadDesk
from salondesk.ui import i18n
from salondesk.ui.errors import Presenter
from salondesk.ui.format import Formatter, set_formatter
from salondesk.ui.kit.feedback import Banner, Toast
from salondesk.ui.kit.layout import column
from salondesk.ui.room import RoomPage
from salondesk.ui.theme.current import theme
from salondesk.ui.workplace import Workplace
from tests.support.lanes_at_rest import wait_for_lanes
from tests.support.shop import StaffedShop

Page = TypeVar("Page", bound=RoomPage)
D = TypeVar("D", bound=QDialog)


class RoomCounter:
    """One window on a shop."""

    def __init__(self, shop: StaffedShop, qtbot: QtBot, lang: str) -> None:
        self.shop, self.qtbot, self.lang = shop, qtbot, lang
        self.lanes = Lanes()
        reads = ReadDesk(shop.queries, shop.clock)
        self.work = Workplace(
            reads=reads,
            lanes=self.lanes,
            clock=shop.clock,
            new_id=shop.new_id,
            place=replace(shop.console, lang=lang),
            shop=shop.queries.shop(),
            branch=shop.queries.branch(),
            settings=shop.queries.settings(),
        )
        paper = PaperDesk(reads, shop.queries, shop.executor, shop.paths, shop.clock)
        self.work.attach(executor=shop.executor, access=shop.access, documents=paper, hub=shop.hub)
        self.window = QWidget()
        theme().apply_style(self.window)
        self.banner = Banner()
        self.banner.hide()
        self.toast = Toast(self.window)
        self.presenter = Presenter(self.work, self.window, self.toast, self.banner)
        self.errors: list[Exception] = []
        self.work.refused.connect(lambda error, _retry: self.errors.append(error))
        self.box = column(self.banner, gap=0)
        self.window.setLayout(self.box)
        self.as_user("reception")

    def as_user(self, key: str) -> None:
        """Sign someone in, without a PIN."""
        actor = getattr(self.shop, key)
        self.work.actor = replace(actor, lang=self.lang)
        self.work.permissions = self.work.reads.permissions(actor)

    def open(self, make: Callable[[Workplace], Page]) -> Page:
        """Show a room and wait for what it asks."""
        page = make(self.work)
        header = page.header()
        if header is not None:
            self.box.addWidget(header)
        self.box.addWidget(page, 1)
        self.window.resize(1278, 738)
        self.window.show()
        page.setFocus()
        self.settle()
        return page

    def settle(self) -> None:
        """Wait until every lane is empty and its answers were taken."""
        for _turn in range(6):
            wait_for_lanes(self.lanes)
            QApplication.processEvents()

    def until(self, check: Callable[[], bool]) -> None:
        """Wait for something, at most ten seconds."""
        self.qtbot.waitUntil(check, timeout=10_000)

    def dialog(self, kind: type[D]) -> D:
        """Return the dialog of a kind that is open, waiting for it."""

        def shown() -> list[D]:
            return [d for d in QApplication.topLevelWidgets() if isinstance(d, kind) and d.isVisible()]

        self.until(lambda: bool(shown()))
        return shown()[-1]

    def close(self) -> None:
        """Put everything away."""
        self.settle()
        self.lanes.close()
        QApplication.processEvents()
        self.window.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def counter(shop: StaffedShop, qtbot: QtBot, qapp: QApplication, lang: str) -> Iterator[RoomCounter]:
    """A window on a staffed shop, once in English and once in Arabic."""
    theme().apply(qapp, "light" if lang == "en" else "dark")
    made = Formatter(lang)
    set_formatter(made)
    i18n.set_language(qapp, lang, made.show)
    opened = RoomCounter(shop, qtbot, lang)
    yield opened
    opened.close()
    set_formatter(Formatter("en"))
    i18n.set_language(qapp, "en", Formatter("en").show)
