"""Opening the window on a shop: language, theme, rooms, workers, and putting everything away at the end."""

import json
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from salondesk.app import machine_settings
from salondesk.app.bootstrap import OpenShop
from salondesk.app.crash import CrashReporter
from salondesk.app.documents import PaperDesk
from salondesk.app.feed import FeedWatch
from salondesk.app.lanes import Lanes
from salondesk.app.paths import ShopPaths
from salondesk.services.read_desk import ReadDesk
from salondesk.ui.format import Formatter, formatter, set_formatter
from salondesk.ui.i18n import set_language
from salondesk.ui.shell.main_window import MainWindow
from salondesk.ui.shell.rooms import ROOMS
from salondesk.ui.theme.current import theme
from salondesk.ui.theme.fonts import register_fonts
from salondesk.ui.workplace import Workplace


def demo_pins(paths: ShopPaths) -> dict[str, str]:
    """Return the PINs a demo shop shows at its sign-in; empty for a real shop."""
    try:
        data = json.loads((paths.home / "demo.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(k): str(v) for k, v in data.get("pins", {}).items()}


class CounterWindow(QObject):
    """A shop in a window: made when the program starts, closed when it ends."""

    def __init__(
        self, shop: OpenShop, app: QApplication, settings: machine_settings.MachineSettings
    ) -> None:
        super().__init__()
        self.shop, self._app, self.settings = shop, app, settings
        register_fonts()
        self._apply_language()
        theme().apply(app, settings.theme)
        self.lanes = Lanes()
        reads = ReadDesk(shop.queries, shop.clock)
        self.paper = PaperDesk(reads, shop.queries, shop.executor, shop.paths, shop.clock)
        self.paper.printer_name = settings.printer
        self.work = Workplace(
            executor=shop.executor,
            reads=reads,
            access=shop.access,
            documents=self.paper,
            hub=shop.hub,
            lanes=self.lanes,
            clock=shop.clock,
            place=replace(shop.console, lang=settings.lang),
            shop=shop.queries.shop(),
            branch=shop.queries.branch(),
        )
        self.window = MainWindow(self.work, ROOMS, demo_pins=demo_pins(shop.paths))
        self.window.language_requested.connect(self.switch_language)
        self.window.theme_requested.connect(self.switch_theme)
        shop.queries.day_title = _day_title
        self.feed = FeedWatch(shop.queries, shop.hub, origin="window")
        self.feed.start()
        self.window.show_users()
        app.installEventFilter(self.window)

    def report_crashes(self, reporter: CrashReporter) -> None:
        """Show what went wrong in the window and keep a report."""
        self.window.presenter.report = reporter.report
        reporter.shown = lambda error: self.window.presenter.present(error, None)

    def switch_language(self) -> None:
        """English to Arabic and back, at once."""
        self.settings = replace(self.settings, lang="ar" if self.settings.lang == "en" else "en")
        self._apply_language()
        self.work.set_lang(self.settings.lang)
        self._remember()

    def switch_theme(self) -> None:
        """Light to dark and back."""
        self.settings = replace(self.settings, theme="dark" if self.settings.theme == "light" else "light")
        theme().apply(self._app, self.settings.theme)
        self._remember()

    def _apply_language(self) -> None:
        made = Formatter(self.settings.lang, self.settings.numerals)
        set_formatter(made)
        set_language(self._app, self.settings.lang, made.show)

    def _remember(self) -> None:
        settings, path = self.settings, self.shop.paths.settings
        self.lanes.write(lambda: machine_settings.save(path, settings))

    def close(self) -> None:
        """Finish what was begun and let go of everything."""
        self._app.removeEventFilter(self.window)
        self.feed.stop()
        self.lanes.close()
        self.window.close()
        self.shop.close()


def _day_title(day: date) -> tuple[str, str]:
    """Name a day's column in the window's language."""
    return formatter().date(day, "weekday"), formatter().date(day, "short")
