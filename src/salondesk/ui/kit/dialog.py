"""Dialogs that ask one thing: confirm, give a reason, let a manager approve."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QDialog, QPlainTextEdit, QWidget

from salondesk.core.fold import digits
from salondesk.ui.i18n import Retranslated, _
from salondesk.ui.kit.buttons import button
from salondesk.ui.kit.layout import column, label, row
from salondesk.ui.kit.pin_pad import PinPad
from salondesk.ui.theme.current import theme


class StandardDialog(Retranslated, QDialog):
    """A title, a text, a body and two buttons; the sure one is named after what it does."""

    def __init__(self, parent: QWidget | None = None, *, kind: str = "primary", width: int = 420) -> None:
        super().__init__(parent)
        if parent is None:
            theme().apply_style(self)
        self.setModal(True)
        self.setMinimumWidth(width)
        self.title_label, self.text_label = label("title", wrap=True), label("muted", wrap=True)
        self.body = column(gap=12)
        self.accept_button = button(kind, self.on_accept)
        self.cancel_button = button("", self.reject)
        self.accept_button.setDefault(True)
        foot = row(None, self.cancel_button, self.accept_button)
        self.setLayout(column(self.title_label, self.text_label, self.body, foot, gap=12, margin=20))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Texts that wrap are taller in a narrow dialog than the size it was first given.
        layout = self.layout()
        least = layout.totalHeightForWidth(self.width()) if layout is not None else 0
        if least > self.height():
            self.resize(self.width(), least)

    def fit(self) -> None:
        """Be as tall as what is shown, after a part of it came or went."""
        layout = self.layout()
        if layout is not None and self.isVisible():
            layout.activate()
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))

    def set_texts(self, title: str, text: str = "", accept: str = "", cancel: str = "") -> None:
        """Set what the dialog says."""
        self.setWindowTitle(title)
        self.title_label.setText(title)
        self.text_label.setText(text)
        self.text_label.setVisible(bool(text))
        self.accept_button.setText(accept or _("OK"))
        self.cancel_button.setText(cancel or _("Cancel"))

    def on_accept(self) -> None:
        """Take what was entered; a subclass checks it first."""
        self.accept()


class ConfirmDialog(StandardDialog):
    """Asks whether to go on."""

    def __init__(self, parent: QWidget | None = None, *, danger: bool = False) -> None:
        super().__init__(parent, kind="danger" if danger else "primary")


class ReasonDialog(StandardDialog):
    """Asks for a reason: one of the usual ones, or in words."""

    def __init__(
        self, reasons: Sequence[str] = (), parent: QWidget | None = None, *, danger: bool = False
    ) -> None:
        super().__init__(parent, kind="danger" if danger else "primary")
        self._usual = QComboBox()
        self._usual.addItems(list(reasons))
        self._usual.addItem("")
        self._words = QPlainTextEdit()
        self._words.setFixedHeight(76)
        self._words.setTabChangesFocus(True)
        self.body.addWidget(self._usual)
        self._usual.setVisible(bool(reasons))
        self.body.addWidget(self._words)
        self._usual.currentIndexChanged.connect(lambda _index: self._update())
        self._words.textChanged.connect(self._update)
        self.retranslate()
        self._update()
        (self._usual if reasons else self._words).setFocus()  # the reason is what it asks for

    def retranslate(self) -> None:
        self._usual.setItemText(self._usual.count() - 1, _("Another reason"))
        self._usual.setAccessibleName(_("Reason"))
        self._words.setAccessibleName(_("Reason in words"))
        self._words.setPlaceholderText(_("Say why in a few words"))

    def reason(self) -> str:
        """Give the reason, "" while there is none."""
        return self._words.toPlainText().strip() if self._asks_words() else self._usual.currentText()

    def words_edit(self) -> QPlainTextEdit:
        """Give the edit for the reason in words."""
        return self._words

    def _asks_words(self) -> bool:
        return self._usual.currentIndex() == self._usual.count() - 1

    def _update(self) -> None:
        self._words.setVisible(self._asks_words())
        self.accept_button.setEnabled(bool(self.reason()))


class OverrideDialog(StandardDialog):
    """Lets a person who may approve do so with a PIN and a reason, at the point of refusal.

    The PIN is checked elsewhere, since that takes time: connect `submitted`, then call `refuse` or `accept`.
    Signals: submitted(approver key, PIN, reason).
    """

    submitted = Signal(object, str, str)

    def __init__(self, approvers: Sequence[tuple[object, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent, width=340)
        self._who = QComboBox()
        for key, name in approvers:
            self._who.addItem(name, key)
        self._who.installEventFilter(self)
        self._words = QPlainTextEdit()
        self._words.setFixedHeight(58)
        self._words.setTabChangesFocus(True)
        self._pad = PinPad(exact=4)
        self._who_label, self._why_label = label("field"), label("field")
        self._who_label.setBuddy(self._who)
        self._why_label.setBuddy(self._words)
        for part in (self._who_label, self._who, self._why_label, self._words):
            self.body.addWidget(part)
        self.body.addWidget(self._pad, 0, Qt.AlignmentFlag.AlignHCenter)
        # The last digit confirms, as at the sign-in, so the dialog needs no second button for it.
        self.accept_button.hide()
        self._pad.pin_entered.connect(self._on_pin_entered)
        self.retranslate()
        self._words.setFocus()

    def retranslate(self) -> None:
        self._who_label.setText(_("Approved by"))
        self._who.setAccessibleName(_("Approved by"))
        self._why_label.setText(_("Reason"))
        self._words.setAccessibleName(_("Reason"))

    def pin_pad(self) -> PinPad:
        """Give the pad."""
        return self._pad

    def words_edit(self) -> QPlainTextEdit:
        """Give the edit for the reason."""
        return self._words

    def suggest(self, reason: str) -> None:
        """Fill in a reason that was given before: only the PIN is left to type."""
        if reason:
            self._words.setPlainText(reason)
            self._pad.setFocus()

    def refuse(self, text: str) -> None:
        """Say why it was not approved, and let try again."""
        self._pad.set_blocked(False)
        self._pad.refuse(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let digits that no field took go to the pad, as at the sign-in; Enter and Esc stay the dialog's."""
        if not self._typed_elsewhere(event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A list of names would look for one that begins with the digit.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._typed_elsewhere(event)
        return super().eventFilter(watched, event)

    def _typed_elsewhere(self, event: QKeyEvent) -> bool:
        if not digits(event.text()):
            return False
        self._pad.setFocus()
        self._pad.keyPressEvent(event)
        return True

    def _on_pin_entered(self, pin: str) -> None:
        reason = self._words.toPlainText().strip()
        if not reason:
            self._pad.refuse(_("Give a reason first"))
            self._words.setFocus()
            return
        self._pad.set_blocked(True)
        self.submitted.emit(self._who.currentData(), pin, reason)
