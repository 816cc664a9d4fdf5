"""The visit's note is edited in place: kept when the focus leaves it, taken back by Esc."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from salondesk.ui.i18n import Retranslated, _

_LINE_PX, _MOST_LINES = 20, 6


class NoteEdit(Retranslated, QPlainTextEdit):
    """Signals: changed(text): the note was changed and left; left(): Esc was pressed with nothing typed."""

    changed = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept, self._of = "", b""
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._fit)
        self._fit()
        self.retranslate()

    def retranslate(self) -> None:
        self.setPlaceholderText(_("Note for this visit"))
        self.setAccessibleName(_("Note"))
        self.setToolTip(_("Kept when you leave it. Ctrl+Enter keeps it at once, Esc takes it back."))

    def show_note(self, text: str, of: bytes, *, editable: bool) -> None:
        """Show the note of a visit; what someone is typing for it is not taken out of their hands."""
        same, self._of = of == self._of, of
        self.setReadOnly(not editable)
        self.setVisible(editable or bool(text))
        if same and self.hasFocus() and self.toPlainText() != self._kept:
            return
        self._kept = text
        if self.toPlainText() != text:
            self.setPlainText(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason):
            self._keep()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._keep()
        elif event.key() == Qt.Key.Key_Escape:
            if self.toPlainText() == self._kept:
                self.left.emit()
            self.setPlainText(self._kept)
        else:
            super().keyPressEvent(event)

    def _keep(self) -> None:
        text = self.toPlainText().strip()
        if text != self._kept and not self.isReadOnly():
            self._kept = text
            self.changed.emit(text)

    def _fit(self) -> None:
        lines = min(max(self.document().blockCount(), 2 if self.toPlainText() else 1), _MOST_LINES)
        self.setFixedHeight(18 + lines * _LINE_PX)
        full = self.document().blockCount() > _MOST_LINES
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if full else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
