"""A pad for a PIN: dots, twelve keys for fingers, and the keyboard in either script's digits."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from salondesk.core.fold import digits
from salondesk.ui.format import formatter
from salondesk.ui.i18n import Retranslated, _, _n
from salondesk.ui.kit.layout import column, label
from salondesk.ui.theme.current import theme
from salondesk.ui.theme.icons import icon

LONGEST = 12
_NOTE_PX = 38
"""Room for a refusal of two lines: the keys stay where the fingers know them."""


class _Dots(QWidget):
    """One dot per digit typed, with faint ones for the shortest PIN."""

    def __init__(self, shortest: int) -> None:
        super().__init__()
        self._shortest, self._typed, self._wrong = shortest, 0, False
        self.setFixedHeight(28)

    def show_typed(self, typed: int, *, wrong: bool = False) -> None:
        """Show how many digits there are."""
        self._typed, self._wrong = typed, wrong
        self.setAccessibleName(_n("{n} digit typed", "{n} digits typed", typed))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = theme().tokens.colour
        count = max(self._shortest, self._typed)
        left = (self.width() - count * 24 + 10) // 2
        strong = QColor(colour["danger.base" if self._wrong else "accent.base"])
        for n in range(count):
            full = n < self._typed or self._wrong
            painter.setPen(strong if full else QColor(colour["line.control"]))
            painter.setBrush(strong if full else QColor(0, 0, 0, 0))
            painter.drawEllipse(left + n * 24, 7, 13, 13)


class PinPad(Retranslated, QWidget):
    """Takes a PIN.

    Signals: pin_entered(str) on Enter, or as soon as `exact` digits are typed.
    """

    pin_entered = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, exact: int = 0, shortest: int = 4) -> None:
        super().__init__(parent)
        self._pin, self._exact, self._shortest = "", exact, exact or shortest
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._dots = _Dots(self._shortest)
        self._note = label("error")
        self._note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._note.setWordWrap(True)
        self._note.setMinimumHeight(_NOTE_PX)
        self._keys = {key: self._key(key) for key in "123456789"}
        self._back, self._zero, self._enter = self._key("back"), self._key("0"), self._key("enter")
        self._keys["0"] = self._zero
        grid = QGridLayout()
        grid.setSpacing(8)
        for n, key in enumerate("123456789"):
            grid.addWidget(self._keys[key], n // 3, n % 3)
        for n, part in enumerate((self._back, self._zero, self._enter)):
            grid.addWidget(part, 3, n)
        self._back.setIcon(icon("delete"))
        self._enter.setIcon(icon("check"))
        for part in (self._back, self._enter):
            part.setIconSize(QSize(24, 24))
        # A telephone's keys stay in place whatever the language.
        keys = QWidget()
        keys.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        grid.setContentsMargins(0, 0, 0, 0)
        keys.setLayout(grid)
        self.setLayout(column(self._dots, self._note, keys, gap=8))
        self.setMaximumWidth(280)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(_("PIN"))
        self._back.setAccessibleName(_("Delete the last digit"))
        self._enter.setAccessibleName(_("Confirm the PIN"))
        for key, part in self._keys.items():
            part.setText(formatter().digits(key))
            part.setAccessibleName(key)
        self._dots.show_typed(len(self._pin))

    def clear(self) -> None:
        """Forget what was typed."""
        self._pin = ""
        self._note.setText("")
        self._dots.show_typed(0)

    def refuse(self, text: str) -> None:
        """Say that the PIN was wrong and start again."""
        self._pin = ""
        self._note.setText(text)
        self._dots.show_typed(0, wrong=True)
        self.setFocus()

    def set_blocked(self, blocked: bool) -> None:
        """Stop or allow typing, as while a PIN is being checked."""
        for part in (*self._keys.values(), self._back, self._enter):
            part.setEnabled(not blocked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = digits(event.text())
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._press("enter")
        elif event.key() == Qt.Key.Key_Backspace:
            self._press("back")
        elif typed:
            self._press(typed[:1])
        else:
            super().keyPressEvent(event)

    def _key(self, key: str) -> QPushButton:
        made = QPushButton()
        made.setProperty("pinkey", True)
        made.setAutoDefault(False)
        made.setFocusPolicy(
            Qt.FocusPolicy.NoFocus
        )  # the pad has the focus, so that the keyboard always works
        made.clicked.connect(lambda _checked=False: self._press(key))
        return made

    def _press(self, key: str) -> None:
        if not self._zero.isEnabled():
            return
        self._note.setText("")
        if key == "enter":
            if len(self._pin) >= self._shortest:
                self.pin_entered.emit(self._pin)
            return
        self._pin = self._pin[:-1] if key == "back" else (self._pin + key)[:LONGEST]
        self._dots.show_typed(len(self._pin))
        if self._exact and len(self._pin) == self._exact:
            self.pin_entered.emit(self._pin)
