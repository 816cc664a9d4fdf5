"""The notice that is shown while a shop of an earlier program is brought up to date."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TypeVar

from PySide6.QtCore import QEventLoop, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from salondesk.ui.i18n import _
from salondesk.ui.kit.layout import Panel, column, label, row
from salondesk.ui.shell.frame import SIZE
from salondesk.ui.theme.current import theme

T = TypeVar("T")
_WIDTH = 460


class UpgradeNotice(QWidget):
    """A window of the size of the one that follows, with what is being done and that it may take a while."""

    _ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._busy = True
        self.setWindowTitle("SalonDesk")
        self.setAccessibleName(_("Bringing the shop up to date"))
        title = label("title", _("Bringing the shop up to date"), wrap=True)
        text = _("A copy was kept first. A shop of many years takes a minute; please leave the computer on.")
        bar = QProgressBar()
        bar.setRange(0, 0)  # how long it takes is not known
        bar.setTextVisible(False)
        bar.setAccessibleName(_("Bringing the shop up to date"))
        panel = Panel(margin=28)
        panel.setFixedWidth(_WIDTH)
        for part in (title, label("muted", text, wrap=True), bar):
            panel.body.addWidget(part)
        self.setLayout(column(None, row(None, panel, None), None))
        self.resize(*SIZE)
        theme().apply_style(self)
        self._ended.connect(self._on_ended)

    def wait_for(self, work: Future[T]) -> T:
        """Stay alive until ``work`` has ended on its own thread; return its answer, or raise what it raised."""
        loop = QEventLoop()
        self._ended.connect(
            loop.quit, Qt.ConnectionType.QueuedConnection
        )  # also when it ends before one waits
        work.add_done_callback(lambda _done: self._ended.emit())
        loop.exec()
        return work.result()

    def _on_ended(self) -> None:
        self._busy = False

    def closeEvent(self, event: QCloseEvent) -> None:
        """An upgrade is not left half-way by a click on the cross."""
        event.setAccepted(not self._busy)
