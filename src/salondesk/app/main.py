"""The program's start: what was asked for, and the window."""

import sys
from collections.abc import Sequence
from dataclasses import replace

from salondesk.app.paths import ShopPaths


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program as the command line says; return its exit status."""
    from salondesk.app.cli import run

    return run(sys.argv[1:] if argv is None else list(argv))


def run_window(paths: ShopPaths, *, lang: str | None = None, theme: str | None = None) -> int:
    """Open the window on the shop in ``paths`` and run until it is closed.

    Returns 2 with a line on standard error when there is no shop to open, 0 at the
    end and when another window on the same folder was raised instead.
    """
    from PySide6.QtWidgets import QApplication, QWidget

    from salondesk.app import machine_settings
    from salondesk.app.bootstrap import open_shop
    from salondesk.app.crash import CrashReporter
    from salondesk.app.logging_setup import set_up_logging
    from salondesk.app.single_instance import WindowLock
    from salondesk.app.window import CounterWindow

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
    shop = open_shop(paths, origin="window")
    reporter = CrashReporter(paths.logs, shop.clock)
    reporter.install()
    counter = CounterWindow(shop, app, settings)
    counter.report_crashes(reporter)
    shown.append(counter.window)
    counter.window.show()
    try:
        return int(app.exec())
    finally:
        counter.close()
        lock.release()
        handler.close()
