"""The theme in force and the signal that says it changed: one per process, as the palette is.

The style sheet is worn by windows, not by the application. Where the application wears it, Qt takes a widget and all
it holds through the sheet again each time they change hands, and while a page is put together from its parts they do
so once a level: an eighth of the program's start.
"""

from __future__ import annotations

from functools import lru_cache
from weakref import WeakSet

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from salondesk.ui.theme.fonts import font, register_fonts
from salondesk.ui.theme.palette import palette_of
from salondesk.ui.theme.qss import style_sheet
from salondesk.ui.theme.tokens import Tokens, load_tokens


def make_application() -> QApplication:
    """Make the program's QApplication.

    It is given its style by name from the beginning: setting it afterwards brings every type that a style has into
    Python, long before the first paint.
    """
    app = QApplication(["salondesk", "-style", "Fusion"])
    app.setProperty("salondesk_fusion", True)
    return app


class Theme(QObject):
    """Holds the tokens in force.

    Signals: changed() after palette and style sheet were replaced; painters drop what they cached.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._tokens = load_tokens("light")
        self._sheet = ""
        self._styled: WeakSet[QWidget] = WeakSet()

    @property
    def tokens(self) -> Tokens:
        """The tokens in force."""
        return self._tokens

    def apply(self, app: QApplication, name: str) -> None:
        """Dress the whole program in a theme ("light", "dark"); in the one it wears already, nothing is done."""
        if app.property("salondesk_theme") == name:
            return
        app.setProperty("salondesk_theme", name)
        register_fonts()
        self._tokens = load_tokens(name)
        if not app.property("salondesk_styled"):
            if not app.property("salondesk_fusion"):
                app.setStyle("Fusion")
            app.setFont(font(self._tokens.size["text_base"]))
            app.setProperty("salondesk_styled", True)
        app.setPalette(palette_of(self._tokens))
        self._sheet = style_sheet(self._tokens)
        for window in tuple(self._styled):
            if shiboken6.isValid(window):
                window.setStyleSheet(self._sheet)
        self.changed.emit()

    def apply_style(self, window: QWidget) -> None:
        """Have a window wear the theme's style sheet, now and after each change; what it holds wears it too.

        For windows without a parent; a dialog or a menu over another window has that window's.
        """
        self._styled.add(window)
        window.setStyleSheet(self._sheet)


@lru_cache(maxsize=1)
def theme() -> Theme:
    """Give the theme of this process."""
    return Theme()
