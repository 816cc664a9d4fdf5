"""Containers and labels in the house style: panels, rules, rows, columns, typed labels."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from salondesk.ui.kit.sides import stay_at_side

Box = TypeVar("Box", bound=QBoxLayout)


def column(*items: QWidget | QLayout | None, gap: int = 8, margin: int = 0) -> QVBoxLayout:
    """Stack widgets and layouts; None stands for a stretch."""
    return _filled(QVBoxLayout(), items, gap, margin)


def row(*items: QWidget | QLayout | None, gap: int = 8, margin: int = 0) -> QHBoxLayout:
    """Line widgets and layouts up along the reading direction; None stands for a stretch."""
    return _filled(QHBoxLayout(), items, gap, margin)


def _filled(box: Box, items: tuple[QWidget | QLayout | None, ...], gap: int, margin: int) -> Box:
    box.setSpacing(gap)
    box.setContentsMargins(margin, margin, margin, margin)
    for item in items:
        if item is None:
            box.addStretch(1)
        elif isinstance(item, QLayout):
            box.addLayout(item)
        else:
            box.addWidget(item)
    return box


class _SidedLabel(QLabel):
    """A label that keeps to the layout's leading edge: Qt would send a Latin name to the left of an Arabic
    page, since it aligns by the text's own direction.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        stay_at_side(self)

    def keep_side(self) -> None:
        """Go to the leading edge; what stands in the middle stays there."""
        horizontal = self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask
        if horizontal & (Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignJustify):
            return
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        vertical = self.alignment() & Qt.AlignmentFlag.AlignVertical_Mask
        self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | vertical)


def label(role: str = "", text: str = "", *, wrap: bool = False) -> QLabel:
    """Make a label; roles: title, head, display, large, strong, muted, small, section, field, error."""
    made = _SidedLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)  # names may hold "<": they are never markup
    if role:
        made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet looks at, and apply the sheet to the widget again."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def scrolling(content: QWidget, *, framed: bool = True) -> QScrollArea:
    """Make a place where ``content`` scrolls up and down and is as wide as the place; Tab walks through what it holds."""
    area = QScrollArea()
    # Qt's own viewport has no type in Python yet: finding one for it looks at every kind of widget there is.
    area.setViewport(QWidget())
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if not framed:
        area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(content)
    return area


class Rule(QFrame):
    """A thin line between parts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("rule", True)


class Panel(QFrame):
    """A surface that holds one thing: rounded, bordered. `raised` floats above others."""

    def __init__(self, parent: QWidget | None = None, *, raised: bool = False, margin: int = 16) -> None:
        super().__init__(parent)
        self.setProperty("panel", "raised" if raised else "true")
        self.body = column(margin=margin, gap=12)
        self.setLayout(self.body)


class Page(QWidget):
    """The base of a room's page: paints the window's surface."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("page", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
