"""The longest handler of a day at the counter, by thread CPU time: nothing may keep the interface thread for 50 ms.

The day is played in this process on a demo shop: sign in, look, drag, book, arrive, check out, pay, count and close.
``floor_ms`` is the goal itself, 50 ms; the names of the five longest go to standard error.
"""

from __future__ import annotations

import gc
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from salondesk.app.bootstrap import open_shop
from salondesk.app.demo.shop import DemoRequest, make_demo
from salondesk.app.files.computer_settings import ComputerSettings
from salondesk.app.paths import ShopPaths
from salondesk.app.window.plain_import import import_plainly
from salondesk.app.window.shop_window import CounterWindow, demo_pins
from salondesk.core.clock import FixedClock
from salondesk.ui.booking.gesture.drag import moved

GOAL_MS = 50.0
NOW_MS = 1_795_166_400_000
"""Friday 20 November 2026, 13:20 in Dubai."""


class TimedApplication(QApplication):
    """Times each outermost event by the CPU time of its thread; waiting costs nothing."""

    def __init__(self) -> None:
        super().__init__(["salondesk"])
        self.handlers: list[tuple[float, str]] = []
        self.step = "start"
        self._depth = 0

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        """Deliver an event and note how long it took."""
        if self._depth:
            return bool(super().notify(receiver, event))
        self._depth += 1
        kind, name = event.type(), type(receiver).__name__
        start = time.thread_time_ns()
        try:
            return bool(super().notify(receiver, event))
        finally:
            self._depth -= 1
            took = (time.thread_time_ns() - start) / 1e6
            if took > 1:
                self.handlers.append((took, f"{self.step}: {name} {kind.name}"))


def _drag(app: TimedApplication, page: Any) -> None:
    """Carry a block over every column."""
    board = page.board()
    block = next(b for b in board.blocks if b.movable and b.status in ("booked", "confirmed"))
    for column in board.columns:
        for minute in range(board.day_start_min, board.day_end_min, 15):
            page.grid.propose(moved(block, column.key, minute))
            app.processEvents()
    page.grid.cancel_gesture()


def play(app: TimedApplication, counter: CounterWindow, pins: dict[str, str]) -> None:
    """Live the day."""
    window, work = counter.window, counter.work

    def until(true: Callable[[], Any]) -> None:
        end = time.monotonic() + 30
        while not true():
            app.processEvents()
            if time.monotonic() > end:
                raise TimeoutError(app.step)

    app.step = "sign in"
    until(window.sign_in.tiles)
    tile, user = next((t, u) for t, u in window.sign_in.tiles() if u.role_key == "reception")
    QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    for digit in pins[user.names.pick("en")]:
        QTest.keyClick(window.sign_in.pad, Qt.Key(ord(digit)))
    until(lambda: work.actor is not None)
    page: Any = window.page("diary")
    until(lambda: page.board() is not None)
    app.step = "drag"
    _drag(app, page)
    app.step = "weeks"
    for view in ("week", "list", "day"):
        page.show_view(view)
        QTest.qWait(200)
    app.step = "language"
    counter.switch_language()
    QTest.qWait(200)
    counter.switch_language()
    QTest.qWait(200)
    app.step = "theme"
    counter.switch_theme()
    QTest.qWait(200)
    app.step = "checkout"
    window.open_room("sale")
    sale: Any = window.page("sale")
    until(sale.catalogue.tiles)
    if sale.gate.isVisible():
        sale.gate.float_edit.setFocus()
        QTest.keyClicks(sale.gate.float_edit, "500")
        QTest.keyClick(sale.gate.float_edit, Qt.Key.Key_Return)
        until(lambda: not sale.gate.isVisible())
    for tile, _item in sale.catalogue.tiles()[:4]:
        QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
        until(lambda: not sale.bill.is_busy)
    app.step = "pay"
    QTest.keyClick(sale, Qt.Key.Key_F9)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    until(lambda: sale.done.sale() is not None)
    for key in ("desk", "invoices", "till", "reports"):
        app.step = key
        window.open_room(key)
        QTest.qWait(400)


def main() -> None:
    """Play the day once and print the longest handler."""
    import_plainly()  # as app/window/start does
    app = TimedApplication()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        paths = ShopPaths(Path(folder) / "shop")
        make_demo(paths, DemoRequest(years=1, staff=8, bookings=2_000, clients=300, seed=7), NOW_MS)
        counter = CounterWindow(
            open_shop(paths, origin="window", clock=FixedClock(NOW_MS)), app, ComputerSettings()
        )
        counter.window.show()
        counter.start()
        counter.wait_until_ready()
        gc.freeze()  # as app/window/start does
        play(app, counter, demo_pins(paths))
        counter.close()
    app.handlers.sort(reverse=True)
    for took, what in app.handlers[:8]:
        print(f"{took:7.1f} ms  {what}", file=sys.stderr)
    longest = app.handlers[0][0]
    print(
        json.dumps(
            {
                "name": "longest_handler", "floor_ms": GOAL_MS, "ours_ms": round(longest, 2),
                "ratio": round(longest / GOAL_MS, 2), "p95_ms": round(app.handlers[len(app.handlers) // 20][0], 2),
                "goal_ratio": 1.0, "n": len(app.handlers), "rows": 1,
            }
        )
    )  # fmt: skip


if __name__ == "__main__":
    main()
