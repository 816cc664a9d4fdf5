"""Hears a bar-code scanner that types like a keyboard, wherever the focus is on a page.

A scanner types faster than hands and ends with Enter. Letters and digits are read by
their key, so that a code comes out the same under an Arabic layout. What a code means
is the page's business.
"""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from salondesk.core.clock import monotonic_ms
from salondesk.core.fold import digits
from salondesk.ui.kit.keys import letter_of

FAST_MS = 50
"""The longest pause a scanner makes between two characters; hands are slower."""
SHORTEST = 4
_SHIFTED = dict(
    zip(
        ("َ", "ً", "ُ", "ٌ", "لإ", "ﻹ", "إ", "÷", "×", "؛", "ِ", "ٍ", "]", "[", "لأ", "ﻷ", "أ", "ـ", "،", "/"),
        "QWERTTYIOPASDFGGHJKL",
        strict=True,
    )
) | dict(zip(("~", "ْ", "}", "{", "لآ", "ﻵ", "آ", "’"), "ZXCVBBNM", strict=True))
"""What Shift and a letter's key type under the Arabic layout."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def character_of(event: QKeyEvent) -> str:
    """Return the character a scanner meant by a key press, in Latin letters and digits; "" for none."""
    typed = event.text()
    if not typed or event.modifiers() & (
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    ):
        return ""
    digit = digits(typed)
    if digit:
        return digit
    if typed.isascii() and typed.isalpha():
        return typed
    if typed in _SHIFTED:
        return _SHIFTED[typed]
    letter = letter_of(event)
    if letter.isalpha():
        return letter.upper() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else letter
    return typed if typed.isascii() and typed.isprintable() else ""


def is_document_number(code: str) -> bool:
    """Tell whether a code is a receipt's, T1A-INV-000123, and no product's."""
    parts = code.split("-")
    return len(parts) == 3 and parts[1].isalpha() and parts[2].isdigit()


class Burst:
    """Characters that came one after the other without a pause."""

    def __init__(self, *, fast_ms: int = FAST_MS) -> None:
        self._fast_ms = fast_ms
        self._text, self._last_ms = "", -1

    def began(self, at_ms: int) -> bool:
        """Tell whether a character now would be the first of a new burst."""
        return not self._text or at_ms - self._last_ms > self._fast_ms

    def put(self, character: str, at_ms: int) -> None:
        """Take a character."""
        if self.began(at_ms):
            self._text = ""
        self._text += character
        self._last_ms = at_ms

    def end(self, at_ms: int) -> str:
        """Return the code that Enter ended, "" when hands typed it."""
        whole = self._text if at_ms - self._last_ms <= self._fast_ms else ""
        self._text = ""
        return whole if len(whole) >= SHORTEST else ""


class ScanListener(QObject):
    """Watches whatever has the focus inside a page; the keys of a scan go nowhere else.

    ``apart`` are parts of the page whose fields take codes of their own, such as a card slip's.
    Signals: scanned(str).
    """

    scanned = Signal(str)

    def __init__(self, page: QWidget, apart: tuple[QWidget, ...] = ()) -> None:
        super().__init__(page)
        self._page, self._apart = page, apart
        self._burst = Burst()
        self._watched: QWidget | None = None
        self._before = ""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._watched is not None:
            self._watched.removeEventFilter(self)
        inside = new is not None and (new is self._page or self._page.isAncestorOf(new))
        left_alone = new is not None and any(part.isAncestorOf(new) for part in self._apart)
        self._watched = new if inside and not left_alone else None
        if self._watched is not None:
            self._watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        # When the key went down, not when a busy till came to read it: a scanner does not wait for the screen.
        now = event.timestamp() or monotonic_ms()
        if event.key() in _ENTER:
            code = self._burst.end(now)
            if not code:
                return False
            self._take_back()
            self.scanned.emit(code)
            return True
        character = character_of(event)
        if character:
            if self._burst.began(now):
                self._before = _text_of(self._watched)
            self._burst.put(character, now)
        return False

    def _take_back(self) -> None:
        """A field that had the focus gets back what it said before the scan."""
        if isinstance(self._watched, QLineEdit):
            self._watched.setText(self._before)
        elif isinstance(self._watched, QPlainTextEdit):
            self._watched.setPlainText(self._before)


def _text_of(widget: QWidget | None) -> str:
    if isinstance(widget, QLineEdit):
        return widget.text()
    return widget.toPlainText() if isinstance(widget, QPlainTextEdit) else ""
