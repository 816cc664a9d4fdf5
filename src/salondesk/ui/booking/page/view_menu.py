"""The menu of how the diary is looked at: zoom, cancelled visits, the legend, the day sheet."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from salondesk.ui.booking.canvas.geometry import ZOOMS
from salondesk.ui.format import formatter
from salondesk.ui.i18n import Retranslated, _
from salondesk.ui.theme.icons import icon


class ViewMenu(Retranslated, QMenu):
    """Signals: zoom_chosen(minutes), cancelled_toggled(bool), legend_requested(), sheet_requested()."""

    zoom_chosen = Signal(int)
    cancelled_toggled = Signal(bool)
    legend_requested = Signal()
    sheet_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QActionGroup(self)
        self._title = self.addAction("")
        self._title.setEnabled(False)
        self._zooms: dict[int, QAction] = {}
        for minutes in ZOOMS:
            made = self._zooms[minutes] = self.addAction("")
            made.setCheckable(True)
            made.triggered.connect(lambda _checked=False, zoom=minutes: self.zoom_chosen.emit(zoom))
            self._group.addAction(made)
        self.addSeparator()
        self.cancelled = self.addAction("")
        self.cancelled.setCheckable(True)
        self.cancelled.toggled.connect(self.cancelled_toggled)
        self._legend = self.addAction(icon("info"), "", self.legend_requested.emit)
        self.addSeparator()
        self.sheet = self.addAction(icon("printer"), "", self.sheet_requested.emit)
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(_("Lines every"))
        for minutes, action in self._zooms.items():
            action.setText(formatter().duration(minutes))
        self.cancelled.setText(_("Show cancelled visits"))
        self._legend.setText(_("What the colours mean") + "\tL")
        self.sheet.setText(_("Print the day sheet…") + "\tCtrl+P")

    def show_zoom(self, minutes: int) -> None:
        """Mark the zoom in force."""
        if minutes in self._zooms:
            self._zooms[minutes].setChecked(True)
