"""Opening the window: the first look at the day, the window behind it, and why it cannot be opened.

Order matters: whatever is not needed to paint today's diary is imported after it is painted.
"""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from salondesk.app.paths import ShopPaths
from salondesk.app.window.plain_import import import_plainly
from salondesk.core.catalogue import catalogue
from salondesk.core.errors import SalonDeskError, TransientError
from salondesk.core.message import Message, N_
from salondesk.domain.settings import CLOCK, DIGITS, WINDOW_LANG, WINDOW_THEME

if TYPE_CHECKING:
    from PySide6.QtCore import QLockFile
    from PySide6.QtWidgets import QApplication, QWidget

    from salondesk.app.bootstrap import OpenShop
    from salondesk.app.files.computer_settings import ComputerSettings
    from salondesk.app.window.shop_window import CounterWindow
    from salondesk.app.window.single_instance import SecondStartListener

NO_SHOP = 2
_QUIET_AFTER_MS = 1_500
_NO_SHOP = N_("There is no shop in {folder}. Make one with: salondesk init, or salondesk demo")
_BUSY = N_(
    "A backup is being restored into {folder}, or the window that is open on it does not answer. Please try again."
)
_NO_LOCK = N_("{folder} cannot be written to: the disk is full or it is not yours. Nothing was changed.")
REFUSED = 1


def run_window(paths: ShopPaths, *, lang: str | None = None, theme: str | None = None) -> int:
    """Open the window on the shop in ``paths`` and run until it is closed.

    Returns 0 at the end and when another window on the same folder was raised
    instead, 2 with a line on standard error when there is no shop to open, 1 with
    a message on screen when the shop cannot be opened.
    """
    from PySide6.QtCore import QLockFile

    import_plainly()
    from PySide6.QtWidgets import QApplication

    from salondesk.app.files import computer_settings
    from salondesk.ui.theme.current import make_application

    app = QApplication.instance() or make_application()
    if not isinstance(app, QApplication):
        raise RuntimeError("a program without windows cannot open one")
    app.setApplicationName("SalonDesk")
    if not paths.database.exists():
        print(catalogue(lang or "en").text(Message(_NO_SHOP, {"folder": str(paths.home)})), file=sys.stderr)
        return NO_SHOP
    settings = computer_settings.load(paths.settings)
    for setting, wanted in ((WINDOW_LANG, lang), (WINDOW_THEME, theme)):
        if wanted:
            settings = settings.changed(setting, wanted)
    lock_file = QLockFile(str(paths.lock))
    lock_file.setStaleLockTime(0)  # only a dead owner makes it stale, never age
    if not lock_file.tryLock(0):
        from salondesk.app.window.single_instance import announce_second_start

        held = _held(lock_file)
        if held and announce_second_start(paths.lock):
            return 0
        why = Message(_BUSY if held else _NO_LOCK, {"folder": str(paths.home)})
        return _Start(app, paths, settings).refuse(TransientError(why))
    gc.disable()  # what starting makes stays: looking through it again and again only makes everybody wait
    try:
        return _Start(app, paths, settings).run()
    finally:
        gc.enable()
        lock_file.unlock()


def _held(lock_file: QLockFile) -> bool:
    """Tell whether somebody else has the folder; otherwise it cannot be written to."""
    from PySide6.QtCore import QLockFile

    return lock_file.error() is QLockFile.LockError.LockFailedError


class _Start:
    """From the first look to the end of the event loop."""

    def __init__(self, app: QApplication, paths: ShopPaths, settings: ComputerSettings) -> None:
        from PySide6.QtCore import QTimer

        self._app, self._paths, self._settings = app, paths, settings
        self._look: QWidget | None = None
        self._counter: CounterWindow | None = None
        self._door: SecondStartListener | None = None
        self._refused = False
        self._quiet_timer = QTimer()
        self._quiet_timer.setSingleShot(True)
        self._quiet_timer.setInterval(_QUIET_AFTER_MS)
        self._quiet_timer.timeout.connect(self._settle)

    def run(self) -> int:
        """Show, run, put away."""
        from PySide6.QtCore import QTimer

        self._apply_style()
        self._look = self._first_look()
        if self._look is not None:
            self._look.show()
        # after the paint event that show() has queued, not before it
        QTimer.singleShot(0, lambda: QTimer.singleShot(0, self._open))
        try:
            status = int(self._app.exec())
        finally:
            self._quiet_timer.stop()
            if self._counter is not None:
                self._counter.close()
            if self._door is not None:
                self._door.close()
        return REFUSED if self._refused else status

    def refuse(self, error: SalonDeskError) -> int:
        """Say why there is no window, and return the exit status."""
        self._apply_style()
        self._say(error)
        return REFUSED

    def _apply_style(self) -> None:
        from salondesk.ui.i18n import set_language
        from salondesk.ui.theme.current import theme

        set_language(self._app, self._settings.lang)
        theme().apply(self._app, self._settings.theme)

    def _first_look(self) -> QWidget | None:
        """Return today's diary to show at once; None when it cannot be read as it stands."""
        from salondesk.app.window.first_board import todays_board
        from salondesk.ui.format import Formatter, set_formatter
        from salondesk.ui.shell.first_look import FirstLook

        first = todays_board(self._paths.database, lang=self._settings.lang)
        if first is None:
            return None
        digits = DIGITS.stored(first.settings.get(DIGITS.key, self._settings.old_digits))
        set_formatter(Formatter(self._settings.lang, digits, CLOCK.stored(first.settings.get(CLOCK.key))))
        return FirstLook(first.board)

    def _open(self) -> None:
        """Build the window behind the first look, or say why it cannot be."""
        try:
            self._build()
        except SalonDeskError as error:
            self._refused = True
            self._say(error)
            self._app.exit(REFUSED)
        finally:
            if self._look is not None:
                self._look.close()
                self._look = None

    def _build(self) -> None:
        from salondesk.app.crash import CrashReporter
        from salondesk.app.logging_setup import set_up_logging
        from salondesk.app.read_only import open_read_only
        from salondesk.app.window.shop_window import CounterWindow
        from salondesk.storage.schema import HEAD, version_of

        self._paths.make()
        set_up_logging(self._paths.logs)
        if version_of(self._paths.database) != HEAD:
            self._bring_up_to_date()
        shop = open_read_only(self._paths)
        reporter = CrashReporter(self._paths.logs, shop.clock)
        reporter.install()
        counter = CounterWindow(shop, self._app, self._settings, lambda: _open_shop(self._paths))
        counter.report_crashes(reporter)
        self._counter = counter
        if self._look is not None:
            counter.window.setGeometry(self._look.geometry())
        counter.window.show()
        counter.start()
        self._quiet_timer.start()

    def _bring_up_to_date(self) -> None:
        """Migrate before anything else is read, since an older schema cannot be; on a thread, under a notice."""
        from concurrent.futures import ThreadPoolExecutor

        from salondesk.ui.shell.upgrade_notice import UpgradeNotice

        notice = UpgradeNotice()
        self._look = notice  # there is no other: nothing of an older schema could be shown
        notice.show()
        with ThreadPoolExecutor(1, thread_name_prefix="upgrade") as pool:
            notice.wait_for(pool.submit(_upgrade, self._paths))

    def _settle(self) -> None:
        """Do what can wait until nobody waits: collect garbage again, and listen for a second start.

        A second start that comes earlier asks again.
        """
        from salondesk.app.window.single_instance import SecondStartListener

        _collect_again()
        if self._counter is not None:
            self._door = SecondStartListener(self._paths.lock, self._counter.raise_window)

    def _say(self, error: SalonDeskError) -> None:
        from salondesk.ui.i18n import _, say
        from salondesk.ui.kit.dialog import ConfirmDialog

        dialog = ConfirmDialog(self._look)
        text = say(error.message)
        dialog.set_texts(_("SalonDesk cannot open this shop"), text, _("Close"))
        dialog.cancel_button.hide()
        print(text, file=sys.stderr)
        dialog.exec()


def _collect_again() -> None:
    """Collect garbage from now on, but leave out what starting made.

    It stays for good, and looking through it would stop the interface for a tenth of a second, in the middle of
    whatever somebody does.
    """
    gc.freeze()
    gc.enable()


def _upgrade(paths: ShopPaths) -> None:
    from salondesk.storage.migrate import upgrade

    upgrade(paths.database)


def _open_shop(paths: ShopPaths) -> OpenShop:
    """Open the write side; imported only now, behind the painted window."""
    from salondesk.app.bootstrap import open_shop
    from salondesk.app.leftovers import tidy

    tidy(paths)
    return open_shop(paths, origin="window")
