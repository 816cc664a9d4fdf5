"""Buttons: plain kinds, icon buttons, big tiles, segmented choices."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QMargins, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QToolButton,
    QWidget,
)

from salondesk.ui.kit.layout import restyle
from salondesk.ui.theme.current import theme
from salondesk.ui.theme.fonts import font
from salondesk.ui.theme.icons import icon

_ICON_TOKENS = {"primary": "text.on_accent", "danger": "danger.on", "quiet": "accent.text"}
GAP_PX, ARROW_PX = 8, 14
"""Between an icon and its text; the side of the arrow that says there is a menu."""
_STYLE_GAP_PX, _EDGE_PX = 4, 8


class _PressedByEnter(QPushButton):
    """A button that Enter presses as the space bar does, in a dialog too: Qt would press the dialog's default one,
    even while "Cancel" has the focus.
    """

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)


def button(
    kind: str = "",
    on_click: Callable[[], object] | None = None,
    *,
    text: str = "",
    icon_name: str = "",
    large: bool = False,
) -> QPushButton:
    """Make a button; kinds: "" (secondary), primary, danger, quiet. A page has at most one primary."""
    made = LabelledButton(text)
    made.setProperty("kind", kind)
    made.setProperty("large", large)
    made.setAutoDefault(False)
    if icon_name:
        made.setIcon(icon(icon_name, _ICON_TOKENS.get(kind, "text.main")))
    made.setIconSize(QSize(18, 18))
    if on_click is not None:
        made.clicked.connect(lambda _checked=False: on_click())
    return made


class LabelledButton(_PressedByEnter):
    """A button that sets its icon, its text and the arrow of its menu apart, in either direction.

    The style sheet's own painting leaves two pixels between them, and none from right to left. A text wider than
    the button ends in an ellipsis.
    """

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if self.icon().isNull() or not self.text():
            return hint
        beside = GAP_PX - _STYLE_GAP_PX + (GAP_PX + ARROW_PX if self.menu() is not None else 0)
        return hint.grownBy(QMargins(beside, 0, 0, 0))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.icon().isNull() or not self.text():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        option.features &= ~QStyleOptionButton.ButtonFeature.HasMenu
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        side = self.iconSize().width()
        arrow = ARROW_PX + GAP_PX if self.menu() is not None else 0
        room = self.width() - 2 * _EDGE_PX - side - GAP_PX - arrow
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        wide = self.fontMetrics().horizontalAdvance(text) + 1
        left = (self.width() - side - GAP_PX - wide - arrow) // 2
        self._draw_icon(painter, self.icon(), left, side)
        option.text = text
        option.rect = self._place(left + side + GAP_PX, wide, self.height())
        self.style().drawControl(QStyle.ControlElement.CE_PushButtonLabel, option, painter, self)
        if arrow:
            self._draw_icon(painter, icon("chevron-down"), left + side + 2 * GAP_PX + wide, ARROW_PX)

    def _draw_icon(self, painter: QPainter, shown: QIcon, left: int, side: int) -> None:
        mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
        shown.paint(painter, self._place(left, side, side), Qt.AlignmentFlag.AlignCenter, mode)

    def _place(self, left: int, width: int, height: int) -> QRect:
        """Centre a part vertically, ``left`` pixels from the leading edge."""
        logical = QRect(left, (self.height() - height) // 2, width, height)
        return QStyle.visualRect(self.layoutDirection(), self.rect(), logical)


class IconButton(QToolButton):
    """A button that is only an icon; `set_hint` gives it its name and tooltip."""

    def __init__(
        self, icon_name: str, on_click: Callable[[], object] | None = None, *, token: str = "text.main"
    ) -> None:
        super().__init__()
        self.setIcon(icon(icon_name, token))
        self.setIconSize(QSize(18, 18))
        self.setMinimumSize(36, 36)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if on_click is not None:
            self.clicked.connect(lambda _checked=False: on_click())

    def set_hint(self, text: str, shortcut: str = "") -> None:
        """Say what the button does, to the eye and to a screen reader."""
        self.setToolTip(f"{text} ({shortcut})" if shortcut else text)
        self.setAccessibleName(text)


class TileButton(_PressedByEnter):
    """A big tile: a title of up to two lines, a quiet second text, a stripe in the colour of the thing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("tile", True)
        self._title, self._detail, self._colour, self._icon_name = "", "", "", ""
        self.setMinimumSize(132, 76)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_content(self, title: str, detail: str = "", *, colour: str = "", icon_name: str = "") -> None:
        """Set what the tile shows; the accessible name holds both texts."""
        self._title, self._detail, self._colour, self._icon_name = title, detail, colour, icon_name
        self.setAccessibleName(f"{title}, {detail}" if detail else title)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(156, 84)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        colour = theme().tokens.colour
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        inner = self.rect().adjusted(12, 10, -12, -10)
        if self._colour:
            stripe = QRect(0, 10, 4, self.height() - 20)
            stripe.moveLeft(self.width() - 5 if rtl else 1)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._colour))
            painter.drawRoundedRect(stripe, 2, 2)
        if self._icon_name:
            side = 20
            left = inner.right() - side + 1 if rtl else inner.left()
            icon(self._icon_name, "accent.text").paint(painter, QRect(left, inner.top(), side, side))
            inner.adjust(0, side + 4, 0, 0)
        lead = Qt.AlignmentFlag.AlignLeft
        enabled = self.isEnabled()
        painter.setPen(QColor(colour["text.main" if enabled else "text.disabled"]))
        painter.setFont(font(theme().tokens.size["text_base"], QFont.Weight.Medium))
        flags = int(lead | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
        title_rect = inner.adjusted(0, 0, 0, -18 if self._detail else 0)
        painter.drawText(title_rect, flags, self._title)
        painter.setPen(QColor(colour["text.muted" if enabled else "text.disabled"]))
        painter.setFont(font(theme().tokens.size["text_small"]))
        painter.drawText(inner, int(lead | Qt.AlignmentFlag.AlignBottom), self._detail)


class SegmentedControl(QWidget):
    """A row of choices of which one holds.

    Signals: chosen(key) when a person picks another one.
    """

    chosen = Signal(str)

    def __init__(self, keys: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        for key in keys:
            part = QPushButton()
            part.setCheckable(True)
            part.setAutoDefault(False)
            part.setProperty("segment", True)
            part.clicked.connect(lambda _checked=False, picked=key: self.chosen.emit(picked))
            self._group.addButton(part)
            self._buttons[key] = part
            line.addWidget(part)
        self._round_ends()
        self.set_current(keys[0])

    def set_texts(self, texts: Sequence[str]) -> None:
        """Set the words of the choices, in order."""
        for part, text in zip(self._buttons.values(), texts, strict=True):
            part.setText(text)
            part.setAccessibleName(text)

    def set_current(self, key: str) -> None:
        """Let a choice hold without a signal."""
        self._buttons[key].setChecked(True)

    def current(self) -> str:
        """Give the key of the choice that holds."""
        return next(key for key, part in self._buttons.items() if part.isChecked())

    def button_of(self, key: str) -> QPushButton:
        """Give the button of a choice."""
        return self._buttons[key]

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._round_ends()
        super().changeEvent(event)

    def _round_ends(self) -> None:
        # The style sheet knows left and right only, so the ends change sides with the direction.
        parts = list(self._buttons.values())
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            parts.reverse()
        for part in parts:
            restyle(part, "edge", "")
        if len(parts) == 1:
            restyle(parts[0], "edge", "both")
        elif parts:
            restyle(parts[0], "edge", "left")
            restyle(parts[-1], "edge", "right")
