"""Opens the window on a shop: language, theme, rooms and workers; closes them at the end."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from salondesk.app.crash import CrashReporter
from salondesk.app.files import computer_settings
from salondesk.app.files.computer_settings import ComputerSettings
from salondesk.app.lanes import Lanes
from salondesk.app.paths import ShopPaths
from salondesk.app.read_only import ReadableShop
from salondesk.core.clock import SystemClock
from salondesk.core.timespan import to_local
from salondesk.domain.change import ChangeSet, Initiator
from salondesk.domain.settings import CLOCK, DIGITS, PRINTER_A4, PRINTER_RECEIPT, WINDOW_LANG, WINDOW_THEME
from salondesk.services.reads.booking.board import DiaryBoard
from salondesk.services.reads.read_desk import ReadDesk
from salondesk.ui.format import Formatter, formatter, set_formatter
from salondesk.ui.i18n import _, fill, set_language
from salondesk.ui.shell.main_window import MainWindow
from salondesk.ui.shell.rooms import ROOMS, load_checkout, load_the_rest
from salondesk.ui.theme.current import theme
from salondesk.ui.theme.fonts import register_fonts
from salondesk.ui.workplace import Workplace

if TYPE_CHECKING:  # what they import comes after the first paint
    from salondesk.app.bootstrap import OpenShop
    from salondesk.app.workers.host import WorkerHost
    from salondesk.engine.retention import LogPlace
    from salondesk.storage.commit_signal import CommitSignal

_PAPER_AFTER_MS = 1_500
_CHECKOUT_AFTER_MS = 300
"""Between the first and the last digit of a PIN, and not while the pad is drawn for the first."""


def demo_pins(paths: ShopPaths) -> dict[str, str]:
    """Return the PINs a demo shop shows at its sign-in; empty for a real shop."""
    try:
        data = json.loads((paths.home / "demo.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(k): str(v) for k, v in data.get("pins", {}).items()}


class CounterWindow(QObject):
    """A shop in a window: painted from what can be read at once; the write side follows on its own lane.

    ``warm`` opens the write side; without it ``shop`` must have one already.
    """

    _health_changed = Signal(str, object)

    def __init__(
        self,
        shop: ReadableShop,
        app: QApplication,
        settings: ComputerSettings,
        warm: Callable[[], OpenShop] | None = None,
    ) -> None:
        super().__init__()
        self._seen, self._app, self.settings = shop, app, settings
        self._warm = warm
        self._open: OpenShop | None = None
        self._workers: WorkerHost | None = None
        self._commit_signal: CommitSignal | None = None
        self._paper_asked = self._checkout_asked = False
        self._paper_timer = QTimer(self)
        self._paper_timer.setSingleShot(True)
        self._paper_timer.setInterval(_PAPER_AFTER_MS)
        self._paper_timer.timeout.connect(self._load_the_rest)
        self._checkout_timer = QTimer(self)
        self._checkout_timer.setSingleShot(True)
        self._checkout_timer.setInterval(_CHECKOUT_AFTER_MS)
        self._checkout_timer.timeout.connect(self._load_checkout)
        register_fonts()
        theme().apply(app, settings.theme)
        self.lanes = Lanes()
        shop.queries.day_title = _day_title
        self.work: Workplace = Workplace(
            reads=ReadDesk(shop.queries, shop.clock),
            lanes=self.lanes,
            clock=shop.clock,
            new_id=shop.new_id,
            place=replace(shop.console, lang=settings.lang),
            shop=shop.queries.shop(),
            branch=shop.queries.branch(),
            settings=shop.queries.settings(),
        )
        self._apply_language()
        self.work.facts_changed.connect(self._on_facts_changed)
        self.window = MainWindow(self.work, ROOMS, demo_pins=demo_pins(shop.paths))
        self.window.sign_in.chosen.connect(self._on_pin_awaited)
        self.window.language_requested.connect(self.switch_language)
        self.window.theme_requested.connect(self.switch_theme)
        self.window.menu.printer = settings.printer_for("80mm")
        self.window.menu.printer_chosen.connect(self._on_printer_chosen)
        self.window.show_locked(
            shop.queries.user_tiles(self.work.today()),
            shop.queries.answer(DiaryBoard(self.work.today(), lang=settings.lang), shop.clock.now_ms()),
        )
        self._health_changed.connect(self.window.status.show_health, Qt.ConnectionType.QueuedConnection)
        self.work.committed.connect(self._on_committed)
        self.work.user_changed.connect(self._warm_paper)

    def _on_committed(self, changes: ChangeSet) -> None:
        """Back up when this window has closed the till: the day is worth keeping."""
        if "z_report" not in changes.nouns or changes.origin != "window":
            return
        from salondesk.app.backups import back_up

        paths, clock = self._seen.paths, self._seen.clock
        self.window.status.say(_("Backing up…"))
        # whose answer it is: a window that was closed meanwhile has no status line to say it on
        line = self.window.status
        self.work.draw(line, lambda: back_up(paths, clock), self._on_backed_up, self._on_backup_failed)

    def _on_backed_up(self, _done: object) -> None:
        local = to_local(self._seen.clock.now_ms(), self.work.branch.zone)
        self.window.status.say(fill(_("Backup {time}"), time=formatter().clock_time(local)))

    def _on_backup_failed(self, error: Exception) -> None:
        self.window.status.say(_("No backup was made"))
        self.work.refused.emit(error, None)

    def start(self) -> None:
        """Load the write side behind the painted window."""
        self._ready = self.work.prepare(self, self._load)

    def wait_until_ready(self) -> None:
        """Wait for the write side (tests, benchmarks). Raises what went wrong."""
        self._ready.result()

    def _load(self) -> None:
        """Import and open the write side; runs on the write lane."""
        from salondesk.app.documents import PaperDesk
        from salondesk.app.workers.changes import OtherCommits
        from salondesk.app.workers.host import WorkerHost
        from salondesk.app.workers.retention import Retention
        from salondesk.storage.commit_signal import CommitSignal

        if self._warm is None and not hasattr(self._seen, "executor"):
            raise RuntimeError("a shop that is only read needs a way to open it")
        opened = self._warm() if self._warm is not None else cast("OpenShop", self._seen)
        left = self._seen.queries.unsettled_prints(self.work.place.till_id)  # before anybody can sell
        self._paper = PaperDesk(
            self.work.reads, self._seen.queries, opened.executor, opened.paths, opened.clock,
            tuple(one.job.id for one in left),
        )  # fmt: skip
        self._paper.computer = self.settings
        self.work.attach(
            executor=opened.executor, access=opened.access, documents=self._paper, hub=opened.hub
        )
        self._open = opened
        self._commit_signal = CommitSignal(self._seen.paths.database)
        clock = SystemClock()  # pauses are the machine's, whatever day the shop's clock shows
        others = OtherCommits(self._seen.queries, self._commit_signal, opened.hub, clock, origin="window")
        retention = Retention(lambda after: _prune(opened, after), lambda: _note_erased(opened), clock)
        self._workers = WorkerHost((others.worker(), retention.worker()), opened.hub, clock)
        self._workers.listen(
            self._health_changed.emit
        )  # in the worker's thread; the slot runs in the window's
        self._workers.start()

    def _warm_paper(self) -> None:
        """Import the drawing of documents and the other rooms while nobody waits: soon after somebody has signed in."""
        if self.work.actor is not None and not self._paper_asked:
            self._paper_asked = True
            self._paper_timer.start()

    def _on_pin_awaited(self) -> None:
        """Use the time somebody takes to type a PIN."""
        if not self._checkout_asked:
            self._checkout_asked = True
            self._checkout_timer.start()

    def _load_checkout(self) -> None:
        self.lanes.read(load_checkout)

    def _load_the_rest(self) -> None:
        self.work.draw(self, lambda: import_module("salondesk.app.drawing"), lambda _module: None)
        self.lanes.read(load_the_rest)

    def raise_window(self) -> None:
        """Show the window: someone started the program a second time."""
        self.window.showNormal()
        self.window.raise_()
        self.window.activateWindow()

    def report_crashes(self, reporter: CrashReporter) -> None:
        """Show what went wrong in the window and keep a report."""
        self.window.presenter.report = reporter.report
        reporter.shown = lambda error: self.window.presenter.present(error, None)

    def switch_language(self) -> None:
        """English to Arabic and back, at once."""
        self.settings = self.settings.changed(WINDOW_LANG, "ar" if self.settings.lang == "en" else "en")
        self.work.set_lang(self.settings.lang)  # first: what the pages ask for again is in the new language
        self._apply_language()
        self._remember()

    def switch_theme(self) -> None:
        """Light to dark and back."""
        other = "dark" if self.settings.theme == "light" else "light"
        self.settings = self.settings.changed(WINDOW_THEME, other)
        theme().apply(self._app, self.settings.theme)
        self._remember()

    def _on_printer_chosen(self, name: str) -> None:
        """Print everything there; a file names a printer for each paper."""
        self.settings = self.settings.changed(PRINTER_RECEIPT, name).changed(PRINTER_A4, name)
        self._paper.computer = self.settings
        self._remember()

    def _apply_language(self) -> None:
        made = self._formatter()
        set_formatter(made)
        set_language(self._app, self.settings.lang, made.show)

    def _formatter(self) -> Formatter:
        """Return how this window shows values: in its language, with the shop's digits and clock."""
        return Formatter(
            self.settings.lang, self.work.setting(DIGITS, self.settings.old_digits), self.work.setting(CLOCK)
        )

    def _on_facts_changed(self) -> None:
        """Show everything anew when the shop has chosen other digits or another clock."""
        if self._formatter().key != formatter().key:
            self._apply_language()

    def _remember(self) -> None:
        settings, path = self.settings, self._seen.paths.settings
        self.lanes.write(lambda: computer_settings.save(path, settings))

    def close(self) -> None:
        """Finish what was begun and let go of everything."""
        self._paper_timer.stop()
        self._checkout_timer.stop()
        self.window.close()
        self.lanes.close()
        if self._workers is not None:
            self._workers.stop()
        if self._commit_signal is not None:
            self._commit_signal.close()
        if self._open is not None:
            self._open.close()
        self._seen.readers.close()


def _day_title(day: date) -> tuple[str, str]:
    """Name a day's column in the window's language."""
    return formatter().date(day, "weekday"), formatter().date(day, "short")


def _prune(opened: OpenShop, after: LogPlace | None) -> LogPlace | None:
    from salondesk.engine.retention import BEGINNING
    from salondesk.services.shop.retention import PruneLog

    command = PruneLog(key=opened.new_id(), after=after or BEGINNING)
    done = opened.executor.run(command, opened.console, Initiator.WORKER)
    return done.through if done.more else None


def _note_erased(opened: OpenShop) -> None:
    from salondesk.app.erasures import note_erased

    note_erased(opened.paths, opened.queries, opened.clock.now_ms())
