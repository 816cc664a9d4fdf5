"""Hears keys, presses and wheels, and tells when nobody has touched the counter for long.

It listens at the windows, where a gesture arrives once, and not at the application, through which every paint and
timer of the program passes: a filter written in Python there is felt in each step of a drag.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

_POPUP = Qt.WindowType.Popup
_TOUCHES = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.TouchBegin)
_OPENERS = (*_TOUCHES, QEvent.Type.MouseButtonRelease, QEvent.Type.KeyRelease, QEvent.Type.TouchEnd)
"""After these a menu may be open."""
_LOCK_KEYS = (Qt.Key.Key_L, ord("م"))
"""The key of the letter L, under a Latin and under an Arabic layout."""


class Presence(QObject):
    """Watches every window of the program that has had the keyboard.

    Signals: idle() when nobody has touched the counter for long; lock_pressed() on Ctrl+L in any window: an open
    dialog keeps the main window's shortcuts to itself, and leaving the counter works all the same.
    """

    idle = Signal()
    lock_pressed = Signal()

    def __init__(self, app: QGuiApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.idle)
        self._app = app
        app.focusWindowChanged.connect(self._on_focus_window_changed)
        # A menu never becomes the focus window. It opens after a touch of a window that is heard, or from a menu.
        self._popups = QTimer(self)
        self._popups.setSingleShot(True)
        self._popups.setInterval(0)
        self._popups.timeout.connect(self._watch_popups)

    def lock_after(self, idle_ms: int) -> None:
        """Set how long nobody may touch the counter."""
        self._timer.setInterval(idle_ms)

    def begin(self) -> None:
        """Somebody is here from now on."""
        self._timer.start()

    def end(self) -> None:
        """Nobody is expected to be here."""
        self._timer.stop()
        self._popups.stop()

    def _on_focus_window_changed(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)  # a window that comes back is not heard twice
            window.installEventFilter(self)

    def _watch_popups(self) -> None:
        for window in self._app.topLevelWindows():
            if window.type() == _POPUP and window.isVisible():
                self._on_focus_window_changed(window)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _OPENERS or (isinstance(watched, QWindow) and watched.type() == _POPUP):
            self._popups.start()
        if event.type() not in _TOUCHES:
            return False
        if self._timer.isActive():
            self._timer.start()
        if isinstance(event, QKeyEvent) and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            if event.key() in _LOCK_KEYS:
                self.lock_pressed.emit()
                return True
        return False
