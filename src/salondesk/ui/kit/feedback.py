"""Feedback without a question: a toast, a banner, an empty state with a first step."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from salondesk.ui.i18n import Retranslated, _
from salondesk.ui.kit.buttons import IconButton, button
from salondesk.ui.kit.layout import column, label, restyle, row
from salondesk.ui.theme.icons import icon

_SHOWN_MS = 6000
_ICONS = {"info": "info", "success": "circle-check", "warning": "triangle-alert", "danger": "circle-alert"}


def announce(widget: QWidget, text: str) -> None:
    """Have a screen reader say something that appeared."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # 200 names, none needed before

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


class Toast(QFrame):
    """A short note at the foot of a window, with at most one action: "Moved to 14:30 · Undo"."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self.setProperty("toast", True)
        self._text = label()
        self._action = QPushButton()
        self._action.setAutoDefault(False)
        self._act: Callable[[], object] | None = None
        self._action.clicked.connect(self._on_action_clicked)
        line = row(self._text, self._action, gap=16)
        line.setContentsMargins(16, 6, 10, 6)
        self.setLayout(line)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        host.installEventFilter(self)
        self.hide()

    def say(
        self,
        text: str,
        action_text: str = "",
        on_action: Callable[[], object] | None = None,
        *,
        shown_ms: int = _SHOWN_MS,
    ) -> None:
        """Show a note; it takes the place of the one before."""
        self._text.setText(text)
        self._action.setText(action_text)
        self._action.setVisible(bool(action_text))
        self._act = on_action
        self.show()
        self._place()
        self.raise_()
        self._timer.start(shown_ms)
        announce(self, text)

    def text(self) -> str:
        """Give the note that is shown."""
        return self._text.text() if self.isVisible() else ""

    def action_button(self) -> QPushButton:
        """Give the action's button."""
        return self._action

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.hide()  # what it says is in the language that was left
        super().changeEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def _place(self) -> None:
        self.adjustSize()
        host = self._host
        width = min(self.width(), host.width() - 32)
        self.setGeometry(
            (host.width() - width) // 2, host.height() - self.height() - 40, width, self.height()
        )

    def _on_action_clicked(self) -> None:
        self.hide()
        if self._act is not None:
            self._act()


class Banner(Retranslated, QFrame):
    """A message that stays until it is dealt with; kinds: info, success, warning, danger."""

    def __init__(self, kind: str = "info", parent: QWidget | None = None, *, closable: bool = True) -> None:
        super().__init__(parent)
        self._icon = QLabel()
        self._text = label(wrap=True)
        self._close = IconButton("x", self.hide)
        self._actions = row(gap=8)
        line = row(self._icon, self._text, self._actions, self._close, gap=10)
        line.setContentsMargins(12, 6, 6, 6)
        line.setStretch(1, 1)
        self.setLayout(line)
        self._close.setVisible(closable)  # only now: shown without a parent it would be a window for a moment
        self._kind = ""
        self._set_kind(kind)
        self.retranslate()

    def retranslate(self) -> None:
        self._close.set_hint(_("Close"))

    def say(self, text: str, kind: str = "") -> None:
        """Show a message, in another kind if one is given."""
        self._set_kind(kind or self._kind)
        self._text.setText(text)
        self.show()
        announce(self, text)

    def text(self) -> str:
        """Give the message."""
        return self._text.text()

    def add_action(self, on_click: Callable[[], object]) -> QPushButton:
        """Add a button; its text is set by the page."""
        made = button("", on_click)
        self._actions.addWidget(made)
        return made

    def _set_kind(self, kind: str) -> None:
        self._kind = kind
        restyle(self, "banner", kind)
        self._text.style().unpolish(self._text)  # its colour comes from the banner's kind
        self._text.style().polish(self._text)
        self._icon.setPixmap(icon(_ICONS[kind], f"{kind}.text").pixmap(18, 18))


class EmptyState(QWidget):
    """What a list shows when it has nothing: what belongs here, and the first step."""

    def __init__(
        self, icon_name: str, on_action: Callable[[], object] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title, self._text = label("large"), label("muted", wrap=True)
        for part in (self._title, self._text):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._action = button("primary", on_action)
        centred = row(None, self._action, None)
        self.setLayout(column(None, self._icon, self._title, self._text, centred, None, gap=10, margin=24))
        self._action.setVisible(on_action is not None)
        self._draw()

    def set_texts(self, title: str, text: str = "", action: str = "") -> None:
        """Say what belongs here and what the first step is called."""
        self._title.setText(title)
        self._text.setText(text)
        self._action.setText(action)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
        super().changeEvent(event)

    def _draw(self) -> None:
        self._icon.setPixmap(icon(self._icon_name, "text.muted").pixmap(40, 40))
