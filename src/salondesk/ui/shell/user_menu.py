"""What hangs under the name at the top: switch user, language, theme, this computer's printer."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from salondesk.ui.i18n import Retranslated, _, language
from salondesk.ui.theme.icons import icon
from salondesk.ui.workplace import Workplace


class UserMenu(Retranslated, QMenu):
    """Signals: language_requested(), theme_requested(), printer_chosen(name or "")."""

    language_requested = Signal()
    theme_requested = Signal()
    printer_chosen = Signal(str)

    def __init__(self, work: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self.printer = ""
        self._switch = self.addAction(icon("log-out"), "", work.lock)
        self.addSeparator()
        self._language = self.addAction(icon("languages"), "", self.language_requested.emit)
        self._theme = self.addAction(icon("moon"), "", self.theme_requested.emit)
        self._printers = QMenu(self)
        self._printers.setIcon(icon("printer"))
        self.addMenu(self._printers)
        self._group = QActionGroup(self)
        self.aboutToShow.connect(self._ask_printers)
        self.retranslate()

    def retranslate(self) -> None:
        self._switch.setText(_("Switch user") + "\tCtrl+L")
        self._language.setText("العربية" if language() == "en" else "English")
        self._theme.setText(_("Light or dark"))
        self._printers.setTitle(_("Printer"))

    def _ask_printers(self) -> None:
        """The list may take a while: it is asked on the paper lane and fills in when it is there."""
        self._show_printers([])
        self._work.draw(self, lambda: self._work.documents.printers(), self._show_printers)

    def _show_printers(self, names: list[str]) -> None:
        self._printers.clear()
        shown = [("", _("The system's default printer")), *((name, name) for name in names)]
        for name, text in shown:
            action = self._printers.addAction(text, partial(self._choose, name))
            action.setCheckable(True)
            action.setChecked(name == self.printer)
            self._group.addAction(action)
        if not names:
            self._printers.addAction(_("No printer is set up")).setEnabled(False)

    def _choose(self, name: str) -> None:
        self.printer = name
        self.printer_chosen.emit(name)
