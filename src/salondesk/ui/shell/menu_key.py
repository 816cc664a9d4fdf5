"""The menu key for keyboards that have none: Shift+F10 asks whatever has the focus for its menu."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

KEYS = "Shift+F10"


def offer_menu_key(window: QWidget) -> None:
    """Let Shift+F10 do in ``window`` and its dialogs what the menu key does. Windows knows it by itself, X11 does not."""
    shortcut = QShortcut(QKeySequence(KEYS), window, _ask_for_menu)
    shortcut.setContext(Qt.ShortcutContext.ApplicationShortcut)


def _ask_for_menu() -> None:
    focused = QApplication.focusWidget()
    if focused is not None:
        where = focused.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle).center()
        asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, where, focused.mapToGlobal(where))
        QCoreApplication.sendEvent(focused, asked)
