"""The frozen edges of the diary: the person or day above each column, the time beside each row."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from salondesk.core.catalogue import isolate_text
from salondesk.services.reads.booking.board import BoardColumn
from salondesk.ui.booking.canvas.geometry import Geometry
from salondesk.ui.format import formatter
from salondesk.ui.theme.current import theme
from salondesk.ui.theme.fonts import font

HEADER_PX = 52
RULER_PX = 58
_AVATAR = 30


class StaffHeader(QWidget):
    """Titles over the columns: people with initials, or days with their number.

    Signals: column_clicked(column key).
    """

    column_clicked = Signal(bytes)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._columns: tuple[BoardColumn, ...] = ()
        self._shape: Geometry | None = None
        self._offset = 0
        self._today: bytes | None = None
        self._is_week = False

    def show_columns(
        self, columns: tuple[BoardColumn, ...], shape: Geometry, *, today: bytes | None, is_week: bool
    ) -> None:
        """Set what stands above the grid."""
        self._columns, self._shape = columns, shape
        self._today, self._is_week = today, is_week
        self.setToolTip("")
        self.update()

    def scroll_to(self, offset: int) -> None:
        """Follow the grid sideways."""
        if offset != self._offset:
            self._offset = offset
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, HEADER_PX)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._shape is not None and self._columns and event.button() == Qt.MouseButton.LeftButton:
            x = event.position().x() + self._offset
            if self._shape.has_column_at(x):
                self.column_clicked.emit(self._columns[self._shape.column_at(x)].key)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = theme().tokens.colour
        painter.fillRect(self.rect(), QColor(colour["surface.window"]))
        if self._shape is None:
            return
        field = self._shape.columns_rect(0, self.height())
        painter.fillRect(
            field.x - self._offset, 0, field.width, field.height, QColor(colour["surface.panel"])
        )
        painter.setPen(QColor(colour["grid.column"]))
        left, foot = field.x - self._offset, self.height() - 1
        painter.drawLine(left, foot, left + field.width - 1, foot)
        rtl = self._shape.rtl
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        for index, column in enumerate(self._columns):
            left, width = self._shape.column_x(index)
            area = QRect(left - self._offset, 0, width, self.height() - 1)
            if area.intersects(event.rect()):
                self._draw_column(painter, column, area, rtl=rtl)

    def _draw_column(self, painter: QPainter, column: BoardColumn, area: QRect, *, rtl: bool) -> None:
        colour = theme().tokens.colour
        painter.setPen(QColor(colour["grid.column"]))
        edge = area.left() if rtl else area.right()
        painter.drawLine(edge, area.top() + 12, edge, area.bottom())
        inner = area.adjusted(10, 8, -10, -6)
        if not self._is_week and inner.width() > 84:
            x = inner.right() - _AVATAR + 1 if rtl else inner.left()
            self._draw_avatar(painter, column, QRect(x, area.center().y() - _AVATAR // 2, _AVATAR, _AVATAR))
            inner = inner.adjusted(0, 0, -_AVATAR - 8, 0) if rtl else inner.adjusted(_AVATAR + 8, 0, 0, 0)
        size = theme().tokens.size
        is_today = self._today is not None and column.key == self._today
        title_font = font(size["text_base"], QFont.Weight.DemiBold)
        small_font = font(size["text_small"])
        painter.setPen(QColor(colour["grid.today" if is_today else "text.main"]))
        _draw_line(painter, inner, column.title, title_font, top=not not column.subtitle)
        if column.subtitle:
            painter.setPen(QColor(colour["text.muted"]))
            _draw_line(painter, inner, column.subtitle, small_font, top=None)
        if is_today:
            painter.fillRect(area.left(), area.bottom() - 2, area.width(), 3, QColor(colour["grid.today"]))

    def _draw_avatar(self, painter: QPainter, column: BoardColumn, area: QRect) -> None:
        tokens = theme().tokens
        ground = QColor(column.colour)
        if not ground.isValid():
            ground = QColor(tokens.colour["accent.base"])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        soft = QColor(ground)
        soft.setAlpha(60 if tokens.is_dark else 38)
        painter.setBrush(soft)
        painter.drawEllipse(QRectF(area))
        painter.setBrush(ground)
        painter.drawEllipse(QRectF(area.center().x() + 7, area.bottom() - 7, 8, 8))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QColor(tokens.colour["text.main"]))
        painter.setFont(font(tokens.size["text_small"], QFont.Weight.DemiBold))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), initials(column.title))


def initials(name: str) -> str:
    """Give one or two letters for a name; Arabic letters would join, so that one stands alone."""
    words = name.split()
    if not words:
        return ""
    first = words[0][0]
    if len(words) < 2 or ord(first) > 0x5FF:
        return first.upper()
    return (first + words[-1][0]).upper()


def _draw_line(painter: QPainter, area: QRect, text: str, face: QFont, *, top: bool | None) -> None:
    painter.setFont(face)
    side = {True: Qt.AlignmentFlag.AlignTop, None: Qt.AlignmentFlag.AlignBottom}.get(
        top, Qt.AlignmentFlag.AlignVCenter
    )
    shown = isolate_text(QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, area.width()))
    # Not cut to the height: ي would lose its dots.
    whole = Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip
    painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | side | whole), shown)


class TimeRuler(QWidget):
    """The times beside the grid, with the time of now in red."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shape: Geometry | None = None
        self._offset = 0
        self._now_min: int | None = None

    def show_times(self, shape: Geometry, now_min: int | None) -> None:
        """Set which minutes stand beside the grid."""
        self._shape, self._now_min = shape, now_min
        self.update()

    def scroll_to(self, offset: int) -> None:
        """Follow the grid up and down."""
        if offset != self._offset:
            self._offset = offset
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(RULER_PX, 400)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour, size = theme().tokens.colour, theme().tokens.size
        painter.fillRect(self.rect(), QColor(colour["surface.panel"]))
        if self._shape is None:
            return
        shape = self._shape
        edge = 0 if shape.rtl else self.width() - 1
        painter.setPen(QColor(colour["grid.column"]))
        painter.drawLine(edge, 0, edge, self.height())
        hour_font = font(size["text_small"], QFont.Weight.DemiBold)
        part_font = font(size["text_small"])
        step = shape.slot_min if shape.slot_min >= 10 else 15
        step = 30 if shape.slot_min == 15 else step
        minute = -(-shape.start_min // step) * step
        last = shape.minute_at(self._offset + self.height())
        # A label under the time of now would be cut by it.
        now_y = shape.y_of(self._now_min) - self._offset if self._now_min is not None else -1000
        while minute <= last:
            y = shape.y_of(minute) - self._offset
            if y > -20 and abs(y + 9 - now_y) > 15:
                whole = minute % 60 == 0
                painter.setFont(hour_font if whole else part_font)
                painter.setPen(QColor(colour["text.main" if whole else "text.muted"]))
                self._draw_time(painter, minute, y)
            minute += step
        self._draw_now(painter, hour_font)

    def _draw_time(self, painter: QPainter, minute: int, y: int) -> None:
        area = QRect(4, y + 1, self.width() - 12, 17)
        painter.drawText(
            area, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop), formatter().time(minute)
        )

    def _draw_now(self, painter: QPainter, face: QFont) -> None:
        if self._now_min is None or self._shape is None:
            return
        if not self._shape.start_min <= self._now_min <= self._shape.end_min:
            return
        colour = theme().tokens.colour
        y = self._shape.y_of(self._now_min) - self._offset
        plate = QRectF(4, y - 9, self.width() - 8, 18)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour["grid.now"]))
        painter.drawRoundedRect(plate, 9, 9)
        painter.setPen(QColor(colour["grid.now_text"]))
        painter.setFont(face)
        painter.drawText(plate, int(Qt.AlignmentFlag.AlignCenter), formatter().time(self._now_min))
