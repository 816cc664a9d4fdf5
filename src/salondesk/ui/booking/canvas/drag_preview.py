"""Draws the drag preview with its verdict, the large time and the reason, and the focus ring."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap

from salondesk.ui.booking.canvas.geometry import Rect
from salondesk.ui.booking.canvas.painter import blank
from salondesk.ui.theme.current import theme
from salondesk.ui.theme.fonts import font
from salondesk.ui.theme.icons import icon_pixmap

VERDICT_ICONS = {"ok": "circle-check", "warn": "triangle-alert", "refuse": "ban"}
_TAG_PAD = 8
_GAP = 4
_WIDEST = 300


class DragPreview(NamedTuple):
    """A proposal as it is shown: its place in content pixels, verdict, times and reason."""

    rect: Rect
    kind: str
    times: str
    reason: str


class DragPreviewPainter:
    """Draws the drag preview; every part that asks for text layout is kept, so that a step of a drag only blits."""

    def __init__(self) -> None:
        tokens = theme().tokens
        self._colour = tokens.colour
        self._time_font = font(tokens.size["text_title"], QFont.Weight.DemiBold)
        self._reason_font = font(tokens.size["text_small"], QFont.Weight.Medium)
        self._time_metrics = QFontMetrics(self._time_font)
        self._reason_metrics = QFontMetrics(self._reason_font)
        self._tag = lru_cache(maxsize=256)(self._drawn_tag)
        self._bodies: dict[tuple[object, ...], QPixmap] = {}
        self._faded: tuple[int, QPixmap] = (0, QPixmap())

    def tag_rect(self, preview: DragPreview, view: Rect, *, rtl: bool, ratio: float) -> Rect:
        """Give the place of the tag with time and reason: above the drag preview, else below, always inside `view`."""
        picture = self._tag(preview.kind, preview.times, preview.reason, rtl, ratio)
        width, height = round(picture.width() / ratio), round(picture.height() / ratio)
        x = preview.rect.x + preview.rect.width - width if rtl else preview.rect.x
        x = min(max(x, view.x + 4), max(view.x + view.width - width - 4, view.x + 4))
        y = preview.rect.y - height - _GAP
        if y < view.y + 2:
            y = preview.rect.y + preview.rect.height + _GAP
        y = max(min(y, view.y + view.height - height - 2), view.y + 2)
        return Rect(x, y, width, height)

    def draw(
        self, painter: QPainter, preview: DragPreview, tag: Rect, block: QPixmap | None, *, rtl: bool
    ) -> None:
        """Draw the drag preview: the block's picture under the verdict's frame, and its tag."""
        ratio = painter.device().devicePixelRatio()
        rect = preview.rect
        body = self._body(preview.kind, rect.width, rect.height, ratio, block)
        painter.drawPixmap(rect.x, rect.y, body)
        painter.drawPixmap(tag.x, tag.y, self._tag(preview.kind, preview.times, preview.reason, rtl, ratio))

    def faded(self, block: QPixmap) -> QPixmap:
        """Give a block's picture as it is left behind while the drag preview is under way."""
        if self._faded[0] != block.cacheKey():
            size = block.deviceIndependentSize()
            made = blank(round(size.width()), round(size.height()), block.devicePixelRatio())
            painter = QPainter(made)
            painter.setOpacity(0.35)
            painter.drawPixmap(0, 0, block)
            painter.end()
            self._faded = (block.cacheKey(), made)
        return self._faded[1]

    def _body(self, kind: str, width: int, height: int, ratio: float, block: QPixmap | None) -> QPixmap:
        key = (kind, width, height, ratio, block.cacheKey() if block is not None else 0)
        found = self._bodies.get(key)
        if found is None:
            if len(self._bodies) > 32:
                self._bodies.clear()
            found = self._bodies[key] = self._drawn_body(kind, width, height, ratio, block)
        return found

    def _drawn_body(self, kind: str, width: int, height: int, ratio: float, block: QPixmap | None) -> QPixmap:
        fill, edge = (QColor(self._colour[f"verdict.{kind}.{part}"]) for part in ("fill", "edge"))
        made = blank(width, height, ratio)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(1, 1, width - 2, height - 2)
        painter.setPen(QPen(edge, 2.0))
        painter.setBrush(fill)
        painter.drawRoundedRect(body, 5, 5)
        if block is not None:
            painter.setOpacity(0.8)
            painter.drawPixmap(0, 0, block)
            painter.setOpacity(1.0)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(body, 5, 5)
        painter.end()
        return made

    def draw_outline(self, painter: QPainter, preview: DragPreview) -> None:
        """Draw the frame of another block that goes along."""
        fill, edge = (QColor(self._colour[f"verdict.{preview.kind}.{part}"]) for part in ("fill", "edge"))
        fill.setAlpha(150)
        rect = preview.rect
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(edge, 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(fill)
        painter.drawRoundedRect(QRectF(rect.x + 1, rect.y + 1, rect.width - 2, rect.height - 2), 5, 5)

    def _drawn_tag(self, kind: str, times: str, reason: str, rtl: bool, ratio: float) -> QPixmap:  # noqa: FBT001 - a cache key
        icon_px = 18
        words = self._reason_metrics.elidedText(reason, Qt.TextElideMode.ElideRight, _WIDEST)
        wide = max(
            self._time_metrics.horizontalAdvance(times) + icon_px + 6,
            self._reason_metrics.horizontalAdvance(words),
        )
        width = wide + 2 * _TAG_PAD + 2
        height = 34 + (18 if words else 0)
        picture = blank(width, height, ratio)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
        fill, edge, text = (self._colour[f"verdict.{kind}.{part}"] for part in ("fill", "edge", "text"))
        painter.setPen(QPen(QColor(edge), 1.5))
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(QRectF(1, 1, width - 2, height - 2), 7, 7)
        line = QRect(_TAG_PAD, 4, width - 2 * _TAG_PAD, 26)
        at = QPoint(line.right() - icon_px + 1 if rtl else line.left(), line.top() + 4)
        painter.drawPixmap(at, icon_pixmap(VERDICT_ICONS[kind], edge, icon_px, ratio, rtl))
        line.adjust(0 if rtl else icon_px + 6, 0, -icon_px - 6 if rtl else 0, 0)
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.setPen(QColor(text))
        painter.setFont(self._time_font)
        painter.drawText(line, flags, times)
        if words:
            painter.setFont(self._reason_font)
            whole = flags | int(Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip)  # ي keeps its dots
            painter.drawText(QRect(_TAG_PAD, 29, width - 2 * _TAG_PAD, 18), whole, words)
        painter.end()
        return picture


def draw_focus(painter: QPainter, rect: Rect, *, strong: bool) -> None:
    """Draw the ring round the block or slot that is selected or has the keyboard."""
    colour = QColor(theme().tokens.colour["accent.focus" if strong else "accent.base"])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme().tokens.colour["grid.open"]), 4.0))
    painter.drawRoundedRect(QRectF(rect.x, rect.y, rect.width, rect.height), 6, 6)
    painter.setPen(QPen(colour, 2.0))
    painter.drawRoundedRect(QRectF(rect.x, rect.y, rect.width, rect.height), 6, 6)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
