"""The program's start: what was asked for, and the window."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from salondesk.app.paths import ShopPaths

if TYPE_CHECKING:
    from salondesk.app.bootstrap import OpenShop


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program as the command line says; return its exit status."""
    from salondesk.app.cli import run

    return run(sys.argv[1:] if argv is None else list(argv))


def run_window(paths: ShopPaths, *, lang: str | None = None, theme: str | None = None) -> int:
    """Open the window on the shop in ``paths`` and run until it is closed.

    Returns 2 with a line on standard error when there is no shop to open, 0 at the
    end and when another window on the same folder was raised instead.
    """
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QWidget

    from salondesk.app import machine_settings
    from salondesk.app.cold import look_at
    from salondesk.app.crash import CrashReporter
    from salondesk.app.logging_setup import set_up_logging
    from salondesk.app.single_instance import WindowLock
    from salondesk.app.window import CounterWindow
    from salondesk.storage.schema import HEAD, version_of

    app = QApplication.instance() or QApplication(["salondesk"])
    assert isinstance(app, QApplication)  # nobody makes another kind
    app.setApplicationName("SalonDesk")
    app.setStyle("Fusion")
    if not paths.database.exists():
        print(f"There is no shop in {paths.home}. Make one with: salondesk init, or salondesk demo", file=sys.stderr)
        return 2
    shown: list[QWidget] = []

    def raise_window() -> None:
        for window in shown:
            window.showNormal()
            window.raise_()
            window.activateWindow()

    lock = WindowLock(paths.lock, raise_window)
    if not lock.take():
        return 0 if lock.knock() else 1
    settings = machine_settings.load(paths.settings)
    settings = replace(settings, lang=lang or settings.lang, theme=theme or settings.theme)
    paths.make()
    handler = set_up_logging(paths.logs)
    if version_of(paths.database) != HEAD:
        _bring_up_to_date(paths)
    shop = look_at(paths)
    reporter = CrashReporter(paths.logs, shop.clock)
    reporter.install()
    counter = CounterWindow(shop, app, settings, lambda: _open(paths))
    counter.report_crashes(reporter)
    shown.append(counter.window)
    counter.window.show()
    QTimer.singleShot(0, counter.start)
    try:
        return int(app.exec())
    finally:
        counter.close()
        lock.release()
        handler.close()


def _open(paths: ShopPaths) -> "OpenShop":
    """Open the write side; imported only now, behind the painted window."""
    from salondesk.app.bootstrap import open_shop

    return open_shop(paths, origin="window")


def _bring_up_to_date(paths: ShopPaths) -> None:
    """Migrate before anything is painted: an older schema cannot be read."""
    from salondesk.storage.migrate import upgrade

    upgrade(paths.database)
