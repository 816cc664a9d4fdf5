"""Outline icons tinted from the theme and mirrored, in a right-to-left layout, where they point.

An icon asks the theme for its colour each time it is drawn, so nothing has to be set again when the theme
changes. The drawings are Lucide's (resources/icons, with their licence).
"""

from __future__ import annotations

from functools import lru_cache
from math import hypot

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QPainter, QPixmap

from salondesk.ui.theme.current import theme
from salondesk.ui.theme.drawings import svg_text

POINTING = frozenset(
    "arrow-left arrow-right chevron-left chevron-right chevrons-left chevrons-right undo-2 redo-2 log-in"
    " log-out panel-right list list-checks send".split()
)
"""Icons that point along the line of reading."""


@lru_cache(maxsize=1024)
def icon_pixmap(name: str, colour: str, size_px: int, ratio: float = 1.0, mirrored: bool = False) -> QPixmap:
    """Draw an icon in a colour (#rrggbb) at a logical size, for a device pixel ratio. Raises OSError if
    unknown.
    """
    from PySide6.QtSvg import QSvgRenderer  # takes 20 ms to load: only when the first icon is drawn

    drawing = QSvgRenderer(QByteArray(svg_text(name).replace("currentColor", colour).encode()))
    side = max(1, round(size_px * ratio))
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    drawing.render(painter, QRectF(0, 0, side, side))
    painter.end()
    if mirrored and name in POINTING:
        pixmap = QPixmap.fromImage(pixmap.toImage().flipped(Qt.Orientation.Horizontal))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def _scale_of(painter: QPainter) -> float:
    """Return how many device pixels a unit of the painter is, however it is turned.

    Asking the device itself would have Python look for its type among all there are.
    """
    seen = painter.deviceTransform()
    return round(hypot(seen.m11(), seen.m12()), 4)


class _TintedEngine(QIconEngine):
    """Draws one icon in the theme's colours of the moment."""

    def __init__(self, name: str, token: str) -> None:
        super().__init__()
        self._name, self._token = name, token

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = _scale_of(painter)
        painter.drawPixmap(rect, self._drawn(min(rect.width(), rect.height()), ratio, mode))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self._drawn(min(size.width(), size.height()), 1.0, mode)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        # Qt passes device pixels here and the ratio beside them.
        return self._drawn(round(min(size.width(), size.height()) / scale), scale, mode)

    def clone(self) -> QIconEngine:
        return _TintedEngine(self._name, self._token)

    def _drawn(self, size_px: int, ratio: float, mode: QIcon.Mode) -> QPixmap:
        token = "text.disabled" if mode == QIcon.Mode.Disabled else self._token
        colour = theme().tokens.colour[token]
        mirrored = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return icon_pixmap(self._name, colour, size_px, ratio, mirrored)


def icon(name: str, token: str = "text.main") -> QIcon:
    """Make an icon that follows the theme; `token` is the colour it takes."""
    return QIcon(_TintedEngine(name, token))


def draw_icon(painter: QPainter, at: QPoint, name: str, *, colour: str, size_px: int) -> None:
    """Draw an icon at a point of a painter."""
    ratio = _scale_of(painter)
    mirrored = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
    painter.drawPixmap(at, icon_pixmap(name, colour, size_px, ratio, mirrored))
