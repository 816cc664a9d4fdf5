"""The painted diary without its events: board, shape, scrolling, headers, and what is drawn when.

grid.py adds mouse, keys and signals. Positions on this widget are view pixels; geometry's are content pixels;
the two differ by `offset()`, which is also where a mirrored scroll bar is turned round.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from salondesk.services.reads.booking.board import DayBoard
from salondesk.ui.booking.canvas import now_line
from salondesk.ui.booking.canvas.cursor import Cursor, stretch_at
from salondesk.ui.booking.canvas.drag_preview import DragPreview, DragPreviewPainter, draw_focus
from salondesk.ui.booking.canvas.geometry import ZOOMS, Geometry, Rect
from salondesk.ui.booking.canvas.headers import HEADER_PX, RULER_PX, StaffHeader, TimeRuler
from salondesk.ui.booking.canvas.painter import BlockPainter, GroundPainter
from salondesk.ui.booking.canvas.placing import Placed, Placing, most_lanes
from salondesk.ui.theme.current import theme

_EMPTY = DayBoard("", 540, 1260, 15, (), ())


class DiarySurface(QAbstractScrollArea):
    """Shows a board. `set_board` repaints only what changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Qt's own viewport has no type in Python yet: finding one for it looks at every kind of widget there is.
        self.setViewport(QWidget())
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setAutoFillBackground(False)
        self.header = StaffHeader(self)
        self.ruler = TimeRuler(self)
        self._corner = _Corner(self)
        self._board = _EMPTY
        self._zoom = 0
        self._cursor = Cursor()
        self._selected = b""
        self._preview: DragPreview | None = None
        self._preview_tag = Rect(0, 0, 0, 0)
        self._preview_picture: QPixmap | None = None
        self._preview_line = b""
        self._preview_others: tuple[Rect, ...] = ()
        self._ground: QPixmap | None = None
        self._now_line: list[now_line.Stretch] | None = None
        self._shape = self._shaped()
        self._placing = Placing(self._board, self._shape)
        self._new_painters()
        theme().changed.connect(self._on_theme_changed)
        self._lay_headers()

    # ---------------------------------------------------------------- board and shape

    def board(self) -> DayBoard:
        """Give the board that is shown."""
        return self._board

    def shape_now(self) -> Geometry:
        """Give the geometry in force."""
        return self._shape

    def set_board(self, board: DayBoard) -> None:
        """Show a board; a pending drag preview has done its work and goes."""
        self.clear_preview()
        old_board, old_placing, old_shape = self._board, self._placing, self._shape
        self._board = board
        self._shape = self._shaped()
        self._placing = Placing(board, self._shape)
        self._now_line = None
        self._cursor.settle(self._placing, self._shape)
        if self._selected and self._selected not in self._placing.by_key:
            self._selected = b""
        ground_stays = self._shape == old_shape and board.columns == old_board.columns
        if ground_stays and board.now_min == old_board.now_min:
            for rect in self._placing.differing(old_placing):
                self._update_content(rect)
        else:
            self._refresh()
        if board.kind != old_board.kind and board.today_key is not None:
            self._show_column(board.today_key)

    def _show_column(self, key: bytes) -> None:
        """Scroll across to a column, as to today in a week that is wider than the view."""
        index = [column.key for column in self._board.columns].index(key)
        left, width = self._shape.column_x(index)
        self.show_rect(Rect(left, self.offset().y(), width, 1))

    def zoom(self) -> int:
        """Give the minutes per slot."""
        return self._shape.slot_min

    def set_zoom(self, slot_min: int) -> None:
        """Set the minutes per slot (one of ZOOMS), keeping the middle of the view where it is."""
        if slot_min not in ZOOMS or slot_min == self._shape.slot_min:
            return
        middle = self.viewport().height() // 2
        minute = self._shape.minute_at(middle + self.offset().y())
        self._zoom = slot_min
        self._reshape()
        self.verticalScrollBar().setValue(self._shape.y_of(minute) - middle)

    def offset(self) -> QPoint:
        """Give how far the content is scrolled; the horizontal bar counts from the right in RTL."""
        bar = self.horizontalScrollBar()
        x = bar.maximum() - bar.value() if self._shape.rtl else bar.value()
        return QPoint(x, self.verticalScrollBar().value())

    def scroll_to_minute(self, minute: int, *, margin_px: int = 60) -> None:
        """Bring a time near the top of the view."""
        self.verticalScrollBar().setValue(self._shape.y_of(minute) - margin_px)

    def show_rect(self, rect: Rect) -> None:
        """Scroll as little as needed to see a rectangle of the content."""
        offset, size = self.offset(), self.viewport().size()
        bar = self.verticalScrollBar()
        if rect.y < offset.y():
            bar.setValue(rect.y - 8)
        elif rect.y + rect.height > offset.y() + size.height():
            bar.setValue(min(rect.y - 8, rect.y + rect.height - size.height() + 8))
        x = offset.x()
        if rect.x < x:
            x = rect.x - 4
        elif rect.x + rect.width > x + size.width():
            x = rect.x + rect.width - size.width() + 4
        across = self.horizontalScrollBar()
        across.setValue(across.maximum() - x if self._shape.rtl else x)

    # ---------------------------------------------------------------- places, for pages and tests

    def rect_of(self, line_id: bytes) -> QRect:
        """Give the place of a block in the viewport; a null rectangle when it is not on the board."""
        placed = self._placing.by_key.get(line_id)
        return self._to_view(placed.rect) if placed is not None else QRect()

    def point_of(self, column_key: bytes, minute: int) -> QPoint:
        """Give the point of the viewport in the middle of a column at a minute."""
        keys = [column.key for column in self._board.columns]
        left, width = self._shape.column_x(keys.index(column_key))
        return QPoint(left + width // 2, self._shape.y_of(minute)) - self.offset()

    def slot_rect(self, column_key: bytes, minute: int) -> QRect:
        """Give the place of a free slot in the viewport, to put a card beside it."""
        keys = [column.key for column in self._board.columns]
        return self._to_view(self._shape.span_rect(keys.index(column_key), minute, minute + self.zoom()))

    def lines_in_time_order(self) -> list[bytes]:
        """Give the line ids of all blocks, earliest first."""
        return [placed.block.key for placed in self._placing.in_time_order]

    def selected(self) -> bytes:
        """Give the line id of the selected block, b"" when there is none."""
        return self._selected

    # ---------------------------------------------------------------- drag preview

    def preview(self) -> DragPreview | None:
        """Give the drag preview that is shown."""
        return self._preview

    def clear_preview(self) -> None:
        """Take the drag preview away; the block is where it was."""
        if self._preview is not None:
            self._update_preview_area()
            self._preview, self._preview_picture, self._preview_others = None, None, ()
            placed = self._placing.by_key.get(self._preview_line)
            self._preview_line = b""
            # The rings come back, which are hidden while something moves.
            self._update_content(self._cursor_rect())
            if placed is not None:
                self._update_content(placed.rect)

    def _show_preview(
        self, preview: DragPreview, line_id: bytes, picture: QPixmap | None, others: tuple[Rect, ...] = ()
    ) -> None:
        if preview == self._preview and others == self._preview_others:
            return
        began = self._preview is None
        self._update_preview_area()
        self._preview, self._preview_picture, self._preview_others = preview, picture, others
        self._place_tag(preview)
        self._preview_line = line_id
        self._update_preview_area()
        placed = self._placing.by_key.get(line_id)
        if began and placed is not None:
            self._update_content(placed.rect)

    def _place_tag(self, preview: DragPreview) -> None:
        offset, size = self.offset(), self.viewport().size()
        view = Rect(offset.x(), offset.y(), size.width(), size.height())
        self._preview_tag = self._preview_painter.tag_rect(
            preview, view, rtl=self._shape.rtl, ratio=self._ratio()
        )

    def _update_preview_area(self) -> None:
        if self._preview is not None:
            for rect in (self._preview.rect, self._preview_tag, *self._preview_others):
                self._update_content(rect)

    # ---------------------------------------------------------------- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        area = event.rect()
        offset = self.offset()
        painter = QPainter(self.viewport())
        ratio = self._ratio()
        ground = self._ground_now(offset, ratio)
        if ratio == 1.0:
            painter.drawPixmap(area.x(), area.y(), ground, area.x(), area.y(), area.width(), area.height())
        else:
            painter.drawPixmap(0, 0, ground)
        painter.translate(-offset.x(), -offset.y())
        top, bottom = area.top() + offset.y(), area.bottom() + offset.y()
        first = self._shape.column_at(area.left() + offset.x())
        last = self._shape.column_at(area.right() + offset.x())
        low, high = (first, last) if first <= last else (last, first)
        previewed = self._preview_line
        draw = painter.drawPixmap
        for bucket in self._placing.columns[low : high + 1]:
            for placed in bucket:
                if placed.bottom < top:
                    continue
                if placed.y > bottom:
                    break
                picture = placed.picture
                if picture is None:
                    picture = placed.picture = self._picture_of(placed, ratio)
                if placed.block.key == previewed:
                    draw(placed.x, placed.y, self._preview_painter.faded(picture))
                else:
                    draw(placed.x, placed.y, picture)
        now_min = self._board.now_min
        if now_min is not None and top - 2 <= self._shape.y_of(now_min) <= bottom + 2:
            if self._now_line is None:
                self._now_line = now_line.stretches(self._board, self._shape, self._placing)
            left, right = area.left() + offset.x(), area.right() + offset.x()
            now_line.draw(painter, self._now_line, self._shape.y_of(now_min), left, right)
        self._draw_marks(painter)

    def _draw_marks(self, painter: QPainter) -> None:
        if self._preview is None:
            self._draw_rings(painter)
        else:
            for rect in self._preview_others:
                other = DragPreview(rect, self._preview.kind, "", "")
                self._preview_painter.draw_outline(painter, other)
            self._preview_painter.draw(
                painter, self._preview, self._preview_tag, self._preview_picture, rtl=self._shape.rtl
            )

    def _draw_rings(self, painter: QPainter) -> None:
        placed = self._placing.by_key.get(self._selected)
        walks = self.hasFocus() and bool(self._board.columns)
        if placed is not None and not (walks and self._cursor.key == self._selected and not placed.gaps):
            draw_focus(painter, placed.rect, strong=False)
        if walks:
            draw_focus(painter, self._cursor_rect(), strong=True)

    def _cursor_rect(self) -> Rect:
        placed = self._cursor.placed(self._placing)
        if placed is not None:
            if not placed.gaps:
                return placed.rect
            start, end = stretch_at(placed, self._cursor.minute)
            top = max(self._shape.y_of(start) + 1, placed.y)
            return Rect(placed.x, top, placed.rect.width, min(self._shape.y_of(end) - 1, placed.bottom) - top)
        minute = self._cursor.minute
        start, end = self._placing.free_part(self._cursor.column, minute, minute + self.zoom())
        return self._shape.block_rect(self._cursor.column, start, end)

    def _ground_now(self, offset: QPoint, ratio: float) -> QPixmap:
        if self._ground is None:
            size: QSize = self.viewport().size()
            ground = QPixmap(round(size.width() * ratio), round(size.height() * ratio))
            ground.setDevicePixelRatio(ratio)
            painter = QPainter(ground)
            painter.translate(-offset.x(), -offset.y())
            area = Rect(offset.x(), offset.y(), size.width(), size.height())
            self._ground_painter.draw(painter, self._shape, self._board.columns, area)
            painter.end()
            self._ground = ground
        return self._ground

    def _picture_of(self, placed: Placed, ratio: float) -> QPixmap:
        rect = placed.rect
        return self._block_painter.picture(
            placed.block, rect.width, rect.height, ratio=ratio, rtl=self._shape.rtl
        )

    # ---------------------------------------------------------------- machinery

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._reshape()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        offset = self.offset()
        self.header.scroll_to(offset.x())
        self.ruler.scroll_to(offset.y())
        self._ground = None
        if self._preview is not None:
            self._place_tag(self._preview)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._reshape()
        elif event.type() == QEvent.Type.LanguageChange:
            self._new_painters()
            self._reshape()
        super().changeEvent(event)

    def _shaped(self) -> Geometry:
        board = self._board
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        zoom = self._zoom or board.slot_min
        zoom = min(ZOOMS, key=lambda z: abs(z - zoom))
        return Geometry(
            len(board.columns),
            self.viewport().width(),
            board.day_start_min,
            board.day_end_min,
            zoom,
            rtl=rtl,
            most_lanes=most_lanes(board) if board.kind == "week" else 1,
        )

    def _reshape(self) -> None:
        self._lay_headers()
        self._shape = self._shaped()
        self._placing = Placing(self._board, self._shape)
        self._now_line = None
        self._refresh()

    def _refresh(self) -> None:
        view, shape, board = self.viewport().size(), self._shape, self._board
        bar, across = self.verticalScrollBar(), self.horizontalScrollBar()
        bar.setRange(0, max(shape.height - view.height(), 0))
        bar.setPageStep(view.height())
        bar.setSingleStep(round(shape.slot_min * shape.px_per_min))
        across.setRange(0, max(shape.width - view.width(), 0))
        across.setPageStep(view.width())
        across.setSingleStep(40)
        self.header.show_columns(board.columns, shape, today=board.today_key, is_week=board.kind == "week")
        self.ruler.show_times(shape, board.now_min)
        self.header.scroll_to(self.offset().x())
        self.ruler.scroll_to(self.offset().y())
        self._ground = None
        self.viewport().update()

    def _lay_headers(self) -> None:
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.setViewportMargins(0 if rtl else RULER_PX, HEADER_PX, RULER_PX if rtl else 0, 0)
        view = self.viewport().geometry()
        ruler_x = view.right() + 1 if rtl else view.left() - RULER_PX
        self.header.setGeometry(view.left(), view.top() - HEADER_PX, view.width(), HEADER_PX)
        self.ruler.setGeometry(ruler_x, view.top(), RULER_PX, view.height())
        self._corner.setGeometry(ruler_x, view.top() - HEADER_PX, RULER_PX, HEADER_PX)

    def _new_painters(self) -> None:
        self._block_painter = BlockPainter()
        self._ground_painter, self._preview_painter = GroundPainter(), DragPreviewPainter()

    def _on_theme_changed(self) -> None:
        self._new_painters()
        self._reshape()

    def _ratio(self) -> float:
        return self.devicePixelRatioF()

    def _to_view(self, rect: Rect) -> QRect:
        offset = self.offset()
        return QRect(rect.x - offset.x(), rect.y - offset.y(), rect.width, rect.height)

    def _update_content(self, rect: Rect) -> None:
        self.viewport().update(self._to_view(rect).adjusted(-4, -4, 4, 4))


class _Corner(QWidget):
    """The empty field where header and ruler meet."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = theme().tokens.colour
        painter.fillRect(self.rect(), QColor(colour["surface.panel"]))
        painter.setPen(QColor(colour["grid.column"]))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
