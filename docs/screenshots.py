"""Render the screens that README and the pages under docs/ show: `make screenshots`.

A demo shop with a fixed seed and a fixed clock is made in a temporary folder, so that two runs give the same
pictures. Each scene is a function that brings the window to what it shows; add one to SCENES to get its picture in
docs/images.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from salondesk.app.bootstrap import open_shop
from salondesk.app.demo.shop import DemoRequest, make_demo
from salondesk.app.files.computer_settings import ComputerSettings
from salondesk.app.paths import ShopPaths
from salondesk.app.window.shop_window import CounterWindow, demo_pins
from salondesk.core.clock import FixedClock
from salondesk.services.ports.paper import DocumentRequest
from salondesk.services.reads.booking.desk import DeskDay
from salondesk.services.reads.sale.invoice_list import InvoiceList
from salondesk.services.reads.till.open_session import OpenSession
from salondesk.services.till.session import OpenTill
from salondesk.ui.booking.gesture.drag import moved
from salondesk.ui.booking.gesture.grid import DiaryGrid
from salondesk.ui.booking.page.legend import LegendPanel
from salondesk.ui.sale.history_page import InvoicesPage
from salondesk.ui.sale.page import SalePage

IMAGES = Path(__file__).resolve().parent / "images"
NOW_MS = 1_795_166_400_000
"""Friday 20 November 2026, 13:20 in Dubai."""
_PATIENCE_S = 20.0


class Stage:
    """The window on the demo shop, and how to get about in it."""

    def __init__(self, counter: CounterWindow, pins: dict[str, str]) -> None:
        self.counter, self.window, self._pins = counter, counter.window, pins

    def wait(self, until: Callable[[], object]) -> None:
        """Let the program work until something holds. Raises TimeoutError when it never does."""
        give_up = time.monotonic() + _PATIENCE_S
        while not until():
            if time.monotonic() > give_up:
                raise TimeoutError(f"the window never got there: {until}")
            QApplication.processEvents()
            time.sleep(0.005)

    def settle(self, seconds: float = 0.4) -> None:
        """Let readers answer and everything be painted."""
        until = time.monotonic() + seconds
        self.wait(lambda: time.monotonic() > until)

    def sign_in(self, place: int = 0) -> None:
        """Sign in as the person on a tile."""
        panel = self.window.sign_in
        self.wait(panel.tiles)
        user = panel.tiles()[place][1]
        panel.choose(user)
        panel.pad.pin_entered.emit(self._pins[user.names.pick("en")])
        self.wait(lambda: self.counter.work.actor is not None)
        self.settle()

    def sign_out(self) -> None:
        """Go back to the tiles."""
        self.counter.work.lock()
        self.wait(lambda: self.counter.work.actor is None)
        self.settle()

    def room(self, key: str) -> QWidget:
        """Open a room and give its page."""
        self.window.open_room(key)
        self.settle()
        return self.window.page(key)

    def apply_style(self, lang: str, theme: str, size: tuple[int, int]) -> None:
        """Put the window into a language, a theme and a size."""
        if self.counter.settings.lang != lang:
            self.counter.switch_language()
        if self.counter.settings.theme != theme:
            self.counter.switch_theme()
        self.window.resize(*size)
        self.settle()


class Scene(NamedTuple):
    """One picture: its file, how the window is dressed, and what it shows."""

    file: str
    lang: str
    theme: str
    play: Callable[[Stage], None]
    size: tuple[int, int] = (1366, 768)


def tiles(stage: Stage) -> None:
    """The sign-in."""
    if stage.counter.work.actor is not None:
        stage.sign_out()
    stage.wait(stage.window.sign_in.tiles)


def diary(stage: Stage) -> None:
    """Today's diary."""
    if stage.counter.work.actor is None:
        stage.sign_in()
    page = stage.room("diary")
    for panel in page.findChildren(LegendPanel):
        panel.hide()
    for grid in page.findChildren(DiaryGrid):
        grid.cancel_gesture()
        grid.scroll_to_minute(10 * 60)


def dragging(stage: Stage) -> None:
    """A booking on its way to somebody else, judged while it moves."""
    diary(stage)
    grid = stage.window.findChildren(DiaryGrid)[0]
    board = grid.board()
    keys = [column.key for column in board.columns]
    late = [
        b for b in board.blocks if b.movable and b.start_min > 15 * 60 and b.status in ("booked", "confirmed")
    ]
    for block in sorted(late, key=lambda b: b.start_min):
        for key in keys:
            if key != block.column_key and grid.propose(moved(block, key, block.start_min)).kind == "refuse":
                grid.select(block.line_id)
                grid.propose(moved(block, key, block.start_min))
                return
    raise LookupError("no booking would clash anywhere: choose another seed")


def legend(stage: Stage) -> None:
    """The key to the diary."""
    diary(stage)
    stage.window.findChildren(LegendPanel)[0].toggle()


def desk(stage: Stage) -> None:
    """The front-desk board."""
    if stage.counter.work.actor is None:
        stage.sign_in()
    stage.room("desk")


def _open_till(stage: Stage) -> None:
    """Count a float, unless the till is open."""
    work = stage.counter.work
    if work.actor is None:
        stage.sign_in(1)
    if work.lanes.read(lambda: work.reads.ask(work.me, OpenSession())).result() is None:
        work.do(stage.counter, OpenTill(key=work.key(), float_minor=50_000))
        stage.wait(lambda: work.lanes.read(lambda: work.reads.ask(work.me, OpenSession())).result())
    stage.settle()


def sale(stage: Stage) -> None:
    """A visit at the checkout, with something from the shelf."""
    _open_till(stage)
    work = stage.counter.work
    page = stage.window.page("sale")
    assert isinstance(page, SalePage)
    if page.bill.ticket is None:
        board = work.lanes.read(lambda: work.reads.ask(work.me, DeskDay(work.today()))).result()
        visit = next(
            row for row in (*board.in_service, *board.to_pay) if len(row.services) >= 1 and row.client
        )
        stage.window.go("sale", visit.booking_id)
        stage.wait(lambda: page.bill.lines and not page.bill.is_busy)
        tiles = [tile for tile, item in page.catalogue.tiles() if item.kind == "product"]
        tiles[0].click()
        stage.wait(lambda: len(page.bill.lines) > 1 and not page.bill.is_busy)
    stage.room("sale")
    stage.wait(lambda: page.bill.priced())


def pay(stage: Stage) -> None:
    """Taking the money."""
    sale(stage)
    page = stage.window.page("sale")
    assert isinstance(page, SalePage)
    page.start_paying()
    stage.settle()


def leave_pay(stage: Stage) -> None:
    """Back from taking the money to the bill."""
    page = stage.window.page("sale")
    QTest.keyClick(page, Qt.Key.Key_Escape)
    stage.settle()


def invoices(stage: Stage) -> None:
    """An invoice found and opened."""
    _open_till(stage)
    page = stage.room("invoices")
    assert isinstance(page, InvoicesPage)
    stage.wait(lambda: page.list.table.model().rowCount())
    page.list.table.select_row(1)
    stage.settle()


def till(stage: Stage) -> None:
    """The drawer while the till is open."""
    _open_till(stage)
    stage.room("till")


SCENES = (
    Scene("sign-in-en.png", "en", "light", tiles),
    Scene("diary-en.png", "en", "light", diary),
    Scene("diary-ar.png", "ar", "light", diary),
    Scene("diary-en-dark.png", "en", "dark", diary, (1920, 1080)),
    Scene("diary-ar-dark.png", "ar", "dark", diary, (1920, 1080)),
    Scene("drag-en.png", "en", "light", dragging),
    Scene("drag-ar-dark.png", "ar", "dark", dragging),
    Scene("legend-ar.png", "ar", "light", legend),
    Scene("desk-en.png", "en", "light", desk),
    Scene("desk-ar.png", "ar", "light", desk),
    Scene("checkout-en.png", "en", "light", sale),
    Scene("checkout-ar.png", "ar", "light", sale),
    Scene("pay-ar.png", "ar", "light", pay),
    Scene("pay-en-dark.png", "en", "dark", pay),
    Scene("invoices-en.png", "en", "light", invoices),
    Scene("till-en.png", "en", "light", till),
    Scene("till-ar-dark.png", "ar", "dark", till),
)
PAPERS = (("receipt-80mm.png", "80mm"), ("tax-invoice-a4.png", "a4"))


def print_papers(stage: Stage) -> None:
    """Draw an invoice of the demo on both papers, as it prints."""
    work = stage.counter.work
    rows = work.lanes.read(lambda: work.reads.ask(work.me, InvoiceList(work.today(), work.today()))).result()
    chosen = rows[-1].invoice_id
    for file, paper in PAPERS:
        request = DocumentRequest("invoice", chosen, paper, "both")
        image = work.lanes.paper(partial(work.documents.pages, request, work.me, dpi=110)).result()[0]
        picture = QImage(image.grey, image.width, image.height, image.width, QImage.Format.Format_Grayscale8)
        picture.save(str(IMAGES / file))
        print(file)


def main(wanted: list[str]) -> int:
    """Render every scene, or those whose file names hold one of the words given."""
    app = QApplication.instance() or QApplication(["salondesk"])
    assert isinstance(app, QApplication)
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        paths = ShopPaths(Path(folder) / "shop")
        make_demo(paths, DemoRequest(years=1, staff=7, bookings=1_500, clients=250, seed=7), NOW_MS)
        counter = CounterWindow(
            open_shop(paths, origin="window", clock=FixedClock(NOW_MS)), app, ComputerSettings()
        )
        counter.window.show()
        counter.start()
        counter.wait_until_ready()
        stage = Stage(counter, demo_pins(paths))
        for scene in SCENES:
            if wanted and not any(word in scene.file for word in wanted):
                continue
            stage.apply_style(scene.lang, scene.theme, scene.size)
            scene.play(stage)
            stage.settle()
            counter.window.toast.hide()
            counter.window.grab().save(str(IMAGES / scene.file))
            print(scene.file)
            if scene.play is pay:
                leave_pay(stage)
        if not wanted or any("receipt" in word or "invoice" in word for word in wanted):
            print_papers(stage)
        counter.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
