"""Draws the diary: shading, lines, blocks, drag preview and now-line. Colours from tokens, places from geometry.

A block is drawn once into a pixmap and blitted ever after; the key holds all that can change its look.
Nothing here knows events or scrolling.
"""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap

from salondesk.core.catalogue import isolate_text
from salondesk.services.reads.booking.board import ALERT, CLASH, BoardBlock, BoardColumn
from salondesk.ui.booking.canvas.block_pictures import pictures
from salondesk.ui.booking.canvas.geometry import Geometry, Rect
from salondesk.ui.booking.canvas.status_styles import client_of, flags_shown, style_of
from salondesk.ui.format import formatter
from salondesk.ui.i18n import _
from salondesk.ui.theme.current import theme
from salondesk.ui.theme.fonts import font
from salondesk.ui.theme.icons import icon_pixmap

_RADIUS = 5
_STRIPE = 4
_PAD = 6
_ICON = 13
_LINE = 15
_NARROWEST, _UPRIGHT, _SLIM = 14, 56, 76
"""Widths in pixels: below the first no words, below the second they stand upright, below the third icons make room."""
_STRUCK = ("cancelled", "rejected")
# Joined once: a day has some hundred lines of text.
_WHOLE = Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip
"""A line is as wide as it may be; cut to its height as well, ي would lose its dots and be another letter."""
_ONE_LINE = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | _WHOLE)


def blank(width: int, height: int, ratio: float) -> QPixmap:
    """Make a clear picture of a logical size."""
    made = QPixmap(round(width * ratio), round(height * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    return made


class BlockPainter:
    """Draws blocks, each look of one once."""

    def __init__(self) -> None:
        self._pictures = pictures()
        self._tokens = theme().tokens
        size = self._tokens.size["text_small"]
        self._name_font = font(size, QFont.Weight.DemiBold)
        self._text_font = font(size)
        self._struck_font = font(size, QFont.Weight.DemiBold)
        self._struck_font.setStrikeOut(True)
        self._name_metrics = QFontMetrics(self._name_font)
        self._text_metrics = QFontMetrics(self._text_font)

    def picture(self, block: BoardBlock, width: int, height: int, *, ratio: float, rtl: bool) -> QPixmap:
        """Give the picture of a block in a size, drawn now or before. A block without length shows no times."""
        # A block is a tuple, so it is its own key: all that can be seen is in it, but for theme and language.
        key = (width, height, ratio, rtl, self._tokens.name, formatter().key, block)
        found = self._pictures.find(key)
        if found is not None:
            return found
        made = blank(width, height, ratio)
        painter = QPainter(made)
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
        self._draw(painter, block, width, height, rtl=rtl)
        painter.end()
        self._pictures.keep(key, made)
        return made

    def _draw(self, painter: QPainter, block: BoardBlock, width: int, height: int, *, rtl: bool) -> None:
        look = style_of(block.status, block.flags)
        colour = self._tokens.colour
        fill, edge, text = (
            QColor(colour[f"status.{look.token}.{part}"]) for part in ("fill", "edge", "text")
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(0.5, 0.5, width - 1, height - 1)
        shape = QPainterPath()
        shape.addRoundedRect(body, _RADIUS, _RADIUS)
        painter.fillPath(shape, fill)
        painter.setClipPath(shape)
        if look.token == "no_show":
            painter.fillPath(shape, QBrush(_faint(edge, 46), Qt.BrushStyle.BDiagPattern))
        stripe = QColor(block.colour) if block.colour else edge
        painter.fillRect(QRectF(width - _STRIPE if rtl else 0, 0, _STRIPE, height), stripe)
        gaps = _gaps_px(block, height)
        for top, bottom in gaps:
            self._draw_gap(painter, QRect(0, top, width, bottom - top), stripe, rtl=rtl)
        if block.segments:
            painter.setPen(QPen(_faint(edge, 150), 1.0, Qt.PenStyle.DotLine))
            for at in _seams_px(block, height):
                painter.drawLine(0 if rtl else _STRIPE, at, width - (_STRIPE if rtl else 0), at)
        painter.setClipping(False)
        pen = QPen(edge, 1.0)
        if look.token in ("pending", *_STRUCK):
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(body, _RADIUS, _RADIUS)
        if gaps:
            self._draw_later_names(painter, block, width, [*gaps, (height, height)], text=text)
            height = (
                gaps[0][0] - 2 if gaps[0][0] else height
            )  # the words stand in the first stretch, not across the gap
        if width < _NARROWEST or height < 11:
            return
        if width < _UPRIGHT and 2 * height > 3 * width:
            self._draw_along(
                painter, block, QRect(0 if rtl else _STRIPE, 0, width - _STRIPE, height), text=text
            )
            return
        lead = _STRIPE + _PAD
        inner = QRect(_PAD if rtl else lead, 0, width - lead - _PAD, height)
        self._draw_texts(painter, block, inner, text=text)

    def _draw_later_names(
        self, painter: QPainter, block: BoardBlock, width: int, gaps: list[tuple[int, int]], *, text: QColor
    ) -> None:
        """Write whose they are into the stretches after a gap: another visit may stand between."""
        rtl = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
        lead = _STRIPE + _PAD
        for (_top, start), (end, _bottom) in pairwise(gaps):
            if end - start >= _LINE and width >= _UPRIGHT:
                top = start + max(min(4, (end - start - _LINE) // 2), 0)
                area = QRect(_PAD if rtl else lead, top, width - lead - _PAD, _LINE)
                self._draw_name(painter, block, area, text=text)

    def _draw_gap(self, painter: QPainter, area: QRect, stripe: QColor, *, rtl: bool) -> None:
        """Clear a gap to the ground and hatch it, with the stripe going on faintly: free time, yet of one visit."""
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
        painter.fillRect(area, Qt.GlobalColor.transparent)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.fillRect(area, QBrush(_faint(stripe, 110), Qt.BrushStyle.BDiagPattern))
        x = area.right() - _STRIPE + 1 if rtl else 0
        painter.fillRect(QRect(x, area.y(), _STRIPE, area.height()), _faint(stripe, 130))

    def _draw_along(self, painter: QPainter, block: BoardBlock, area: QRect, *, text: QColor) -> None:
        """Write along the block, beginning at its top: too narrow for words side by side, it is long enough for one.

        Turned one way for a diary that runs from the left and the other way for one from the right, so that the
        leading end of a word is always the upper one.
        """
        rtl = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
        icons = [(style_of(block.status, block.flags).icon, text)]
        if block.flags & (ALERT | CLASH):
            icons += [(look.icon, self.alarm_on(text)) for look in flags_shown(block.flags)[:1]]
        top, ratio = 3, painter.device().devicePixelRatio()
        for name, tint in icons if area.width() >= _ICON and area.height() > 64 else []:
            x = area.x() + (area.width() - _ICON) // 2
            painter.drawPixmap(QPoint(x, top), icon_pixmap(name, tint.name(), _ICON, ratio, rtl))
            top += _ICON + 2
        length, across = area.height() - top - 4, area.width()
        painter.save()
        if rtl:
            painter.translate(area.x(), area.height() - 4)
            painter.rotate(-90)
        else:
            painter.translate(area.x() + across, top)
            painter.rotate(90)
        line = QRect(0, 0, length, across)
        if across >= 2 * _LINE - 2:
            line = QRect(0, across // 2 - _LINE, length, _LINE)
            painter.setPen(text)
            painter.setFont(self._text_font)
            self._line(painter, line.translated(0, _LINE), block.services, self._text_metrics)
        self._draw_name(painter, block, line, text=text)
        painter.restore()

    def _draw_texts(self, painter: QPainter, block: BoardBlock, inner: QRect, *, text: QColor) -> None:
        height = inner.height()
        two_lines = height >= 2 * _LINE
        top = max(min(4, (height - 2 * _LINE) // 2), 0) if two_lines else (height - _LINE) // 2
        first = QRect(inner.x(), top, inner.width(), _LINE)
        look = style_of(block.status, block.flags)
        if inner.width() < _SLIM and height >= 4 * _LINE + 4:
            # The name has the whole first line; the icons stand under the words.
            last = QRect(inner.x(), top + 3 * _LINE + 2, inner.width(), _LINE)
            self._draw_icons(
                painter, self._icons(block, look.icon, text)[: inner.width() // (_ICON + 3)], last
            )
            self._draw_three(painter, block, inner, top, text=text)
            return
        first = self._draw_icons(painter, [(look.icon, text)], first)
        flags = [
            (flag.icon, text if not flag.token else self.alarm_on(text)) for flag in flags_shown(block.flags)
        ]
        if not two_lines:
            room = max((first.width() - 60) // (_ICON + 3), 0)
            first = self._draw_icons(painter, flags[: min(room, 2)], first)
            self._draw_one_line(painter, block, first, text=text)
            return
        self._draw_name(painter, block, first, text=text)
        second = QRect(inner.x(), top + _LINE, inner.width(), _LINE)
        third = QRect(inner.x(), top + 2 * _LINE + 1, inner.width(), _LINE)
        if height >= 3 * _LINE + 6:
            room = max((third.width() - 74) // (_ICON + 3), 1)
            third = self._draw_icons(painter, flags[:room], third)
            painter.setFont(self._text_font)
            self._line(painter, second, block.services, self._text_metrics)
            times = formatter().time_range(block.start_min, block.end_min) if block.end_min else ""
            if self._text_metrics.horizontalAdvance(times) > third.width():
                times = formatter().time(block.start_min)
            if self._text_metrics.horizontalAdvance(times) > third.width():
                times = ""  # a cut time says less than none: the ruler is beside it
            self._line(painter, third, times, self._text_metrics)
            return
        room = max((second.width() - 74) // (_ICON + 3), 1 if block.flags & (ALERT | CLASH) else 0)
        second = self._draw_icons(painter, flags[:room], second)
        painter.setFont(self._text_font)
        self._draw_time_and_services(painter, block, second)

    def _icons(self, block: BoardBlock, status_icon: str, text: QColor) -> list[tuple[str, QColor]]:
        flags = flags_shown(block.flags)
        return [(status_icon, text)] + [(f.icon, text if not f.token else self.alarm_on(text)) for f in flags]

    def _draw_three(
        self, painter: QPainter, block: BoardBlock, inner: QRect, top: int, *, text: QColor
    ) -> None:
        """Draw name, services and start, a line each."""
        lines = [QRect(inner.x(), top + n * _LINE + n // 2, inner.width(), _LINE) for n in range(3)]
        self._draw_name(painter, block, lines[0], text=text)
        painter.setFont(self._text_font)
        self._line(painter, lines[1], block.services, self._text_metrics)
        time = formatter().time(block.start_min) if block.end_min else ""
        if self._text_metrics.horizontalAdvance(time) <= inner.width():
            self._line(painter, lines[2], time, self._text_metrics)

    def alarm_on(self, text: QColor) -> QColor:
        """Give the colour of an alarm beside words of a colour."""
        # On a strong fill (in service) the alarm colour would drown; there the icon's shape must do.
        strong = (text.lightness() > 150) != self._tokens.is_dark
        return text if strong else QColor(self._tokens.colour["danger.base"])

    def _draw_name(self, painter: QPainter, block: BoardBlock, area: QRect, *, text: QColor) -> None:
        painter.setPen(text)
        painter.setFont(self._struck_font if block.status in _STRUCK else self._name_font)
        self._line(painter, area, client_of(block), self._name_metrics)

    def _draw_one_line(self, painter: QPainter, block: BoardBlock, area: QRect, *, text: QColor) -> None:
        self._draw_name(painter, block, area, text=text)
        used = self._name_metrics.horizontalAdvance(client_of(block)) + 8
        if area.width() - used > 40:
            rtl = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
            rest = area.adjusted(0, 0, -used, 0) if rtl else area.adjusted(used, 0, 0, 0)
            painter.setFont(self._text_font)
            self._line(painter, rest, block.services, self._text_metrics)

    def _draw_time_and_services(self, painter: QPainter, block: BoardBlock, area: QRect) -> None:
        # Drawn apart: in one string an Arabic word would carry the time to its other side.
        time = formatter().time(block.start_min) if block.end_min else ""
        used = self._text_metrics.horizontalAdvance(time) + 6 if time else 0
        rtl = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
        if area.width() - used < 34:
            self._line(painter, area, block.services, self._text_metrics)
            return
        self._line(painter, area, time, self._text_metrics)
        rest = area.adjusted(0, 0, -used, 0) if rtl else area.adjusted(used, 0, 0, 0)
        self._line(painter, rest, block.services, self._text_metrics)

    def _line(self, painter: QPainter, area: QRect, text: str, metrics: QFontMetrics) -> None:
        # Isolated, so that the dots of a shortened Latin name stay at its end in a diary that runs from the
        # right.
        shown = isolate_text(metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width()))
        painter.drawText(area, _ONE_LINE, shown)

    def _draw_icons(self, painter: QPainter, icons: list[tuple[str, QColor]], area: QRect) -> QRect:
        """Draw icons at the far end of a line; give what is left of it."""
        rtl = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
        ratio = painter.device().devicePixelRatio()
        for name, tint in icons:
            x = area.left() if rtl else area.right() - _ICON + 1
            at = QPoint(x, area.top() + (_LINE - _ICON) // 2)
            painter.drawPixmap(at, icon_pixmap(name, tint.name(), _ICON, ratio, rtl))
            area = area.adjusted(_ICON + 3, 0, 0, 0) if rtl else area.adjusted(0, 0, -_ICON - 3, 0)
        return area


def _gaps_px(block: BoardBlock, height: int) -> list[tuple[int, int]]:
    """Return the heights at which a block is free for others, from its top."""
    if not block.segments:
        return []
    first, last = _ends(block)
    length = max(last - first, 1)
    return [
        (round((start - first) * height / length), round((end - first) * height / length))
        for start, end in block._replace(start_min=first, end_min=last).gaps
    ]


def _seams_px(block: BoardBlock, height: int) -> list[int]:
    """Return the heights at which one segment of the person's time follows another, from the block's top."""
    first, last = _ends(block)
    length = max(last - first, 1)
    return [
        round((one.end_min - first) * height / length)
        for one, other in pairwise(block.segments)
        if one.end_min == other.start_min
        and first < one.end_min < last
        and not (one.is_free or other.is_free)
    ]


def _ends(block: BoardBlock) -> tuple[int, int]:
    """Return a block's ends; those of its segments where it is shown without times."""
    if block.end_min:
        return block.start_min, block.end_min
    return block.segments[0].start_min, max(s.end_min for s in block.segments)


def _faint(colour: QColor, alpha: int) -> QColor:
    made = QColor(colour)
    made.setAlpha(alpha)
    return made


_SHADES = {
    "shift": ("grid.open", ""),
    "off": ("grid.off", ""),
    "closed": ("grid.closed", ""),
    "break": ("grid.break", "grid.break_hatch"),
    "leave": ("grid.leave", "grid.leave_hatch"),
    "prayer": ("grid.prayer", "grid.prayer_hatch"),
}
_ORDER = ("shift", "closed", "leave", "break", "prayer")


class GroundPainter:
    """Draws what lies under the blocks: open and shaded time, the lines of the grid, the column edges."""

    def __init__(self) -> None:
        self._colour = {
            name: QColor(value) for name, value in theme().tokens.colour.items() if name.startswith("grid.")
        }
        self._beside = QColor(theme().tokens.colour["surface.window"])
        self._label_font = font(theme().tokens.size["text_small"])
        self._metrics = QFontMetrics(self._label_font)

    def draw(self, painter: QPainter, shape: Geometry, columns: tuple[BoardColumn, ...], area: Rect) -> None:
        """Draw the ground of the columns that meet `area`, in content pixels."""
        painter.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if shape.rtl else Qt.LayoutDirection.LeftToRight
        )
        painter.fillRect(area.x, area.y, area.width, area.height, self._beside)
        field = shape.columns_rect(area.y, area.height)
        painter.fillRect(field.x, field.y, field.width, field.height, self._colour["grid.off"])
        for index, column in enumerate(columns):
            left, width = shape.column_x(index)
            if left < area.x + area.width and left + width > area.x:
                self._draw_column(painter, shape, index, column)
        self._draw_lines(painter, shape, area)
        painter.setPen(self._colour["grid.column"])
        for index in range(len(columns)):
            left, width = shape.column_x(index)
            edge = left if shape.rtl else left + width - 1
            painter.drawLine(edge, area.y, edge, area.y + area.height)

    def _draw_column(self, painter: QPainter, shape: Geometry, index: int, column: BoardColumn) -> None:
        for kind in _ORDER:
            for shade in column.shades:
                if shade.kind == kind:
                    self._draw_shade(
                        painter, shape.span_rect(index, shade.start_min, shade.end_min), kind, shade.label
                    )

    def _draw_shade(self, painter: QPainter, rect: Rect, kind: str, label: str) -> None:
        ground, hatch = _SHADES[kind]
        painter.fillRect(rect.x, rect.y, rect.width, rect.height, self._colour[ground])
        if hatch:
            brush = QBrush(self._colour[hatch], Qt.BrushStyle.BDiagPattern)
            painter.fillRect(rect.x, rect.y, rect.width, rect.height, brush)
        words = label or (_("On leave") if kind == "leave" else "")
        if words and rect.height >= 16:
            painter.setFont(self._label_font)
            text = self._metrics.elidedText(words, Qt.TextElideMode.ElideRight, rect.width - 22)
            wide = self._metrics.horizontalAdvance(text)
            plate = QRect(rect.x + (rect.width - wide) // 2 - 5, rect.y + 2, wide + 10, 16)
            painter.fillRect(plate, self._colour[ground])
            painter.setPen(self._colour["grid.shade_text"])
            painter.drawText(plate, int(Qt.AlignmentFlag.AlignCenter | _WHOLE), text)

    def _draw_lines(self, painter: QPainter, shape: Geometry, area: Rect) -> None:
        field = shape.columns_rect(area.y, area.height)
        minute = shape.slot_at(shape.minute_at(area.y))
        last = shape.minute_at(area.y + area.height)
        while minute <= last:
            painter.setPen(self._colour["grid.line_hour" if minute % 60 == 0 else "grid.line"])
            y = shape.y_of(minute)
            painter.drawLine(field.x, y, field.x + field.width - 1, y)
            minute += shape.slot_min
