"""The diary as a person handles it: mouse, touch and keys in, proposals and requests out.

It changes nothing itself. While something moves it asks `judge` for the engine's verdict; what is dropped
leaves as a signal, and the drag preview stays as "pending" until the page shows a new board or calls `clear_ghost`.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QPointingDevice,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from salondesk.engine.conflict_words import Verdict
from salondesk.services.reads.booking.board import BoardBlock, DayBoard
from salondesk.ui.booking.canvas.accessible import install_accessibility
from salondesk.ui.booking.canvas.geometry import ZOOMS
from salondesk.ui.booking.canvas.placing import Placed
from salondesk.ui.booking.gesture.cut_paste import CutPaste
from salondesk.ui.booking.gesture.drag import Gesture, Phase, Point
from salondesk.ui.booking.gesture.keys import KeyMoves
from salondesk.ui.booking.gesture.preview_layer import Judge, PreviewLayer, all_is_well

_EDGE_PX = 28
_SCROLL_MS = 30
_HOLD_MS = 350


class DiaryGrid(PreviewLayer):
    """The calendar.

    Signals:
        slot_activated(column key, minute): a click or Enter on free time.
        block_activated(line id): double click or Enter on a block.
        block_peeked(line id, QRect on screen): Space, or the pointer rests on a block.
        block_context_requested(line id, QPoint on screen): right click or the menu key.
        slot_context_requested(column key, minute, QPoint on screen): the same on free time.
        block_left(): the pointer is on no block, or on another one than before.
        carried_placed(Proposal): what is carried is put down; carry_forgotten(): Esc.
        zoom_changed(minutes); legend_requested(). The rest comes from GhostedSurface.
    """

    slot_activated = Signal(bytes, int)
    block_activated = Signal(bytes)
    block_peeked = Signal(bytes, QRect)
    block_context_requested = Signal(bytes, QPoint)
    slot_context_requested = Signal(bytes, int, QPoint)
    block_left = Signal()
    paste_placed = Signal(object)
    paste_forgotten = Signal()
    zoom_changed = Signal(int)
    legend_requested = Signal()

    def __init__(self, judge: Judge = all_is_well, parent: QWidget | None = None) -> None:
        super().__init__(judge, parent)
        install_accessibility()
        self._gesture = self._new_gesture()
        self._keys = KeyMoves(self)
        self.cut_paste = CutPaste(self)
        """What was taken up with Ctrl+X."""
        self._last_pos = QPointF()
        self._touch_scroll: tuple[QPointF, QPoint] | None = None
        self._scroll_timer = self._timer(_SCROLL_MS, self._on_scroll_due, single=False)
        self._hold_timer = self._timer(_HOLD_MS, self._on_hold_due)
        self._rest_timer = self._timer(500, self._on_rest_due)
        self._hovered = b""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)

    def set_board(self, board: DayBoard) -> None:
        """Show a board. What is under way goes on, judged anew, unless the block in hand itself changed."""
        held = self._gesture.block.key if self._gesture.block is not None else b""
        if self._proposal is not None:
            held = self._proposal.block_key
        stays = board.frame == self._board.frame and board.block_of(held) == self._board.block_of(held)
        if not stays:
            self.cancel_gesture()
        standing, self._proposal = self._proposal, None
        super().set_board(board)
        if not stays:
            self._gesture = self._new_gesture()
        elif standing is not None:
            self.propose(standing)
        self.cut_paste.to_cursor()

    def is_busy(self) -> bool:
        """Tell whether something is being dragged or moved by keys, so that a refresh had better wait."""
        return self._gesture.is_dragging or self._keys.is_active

    def cancel_gesture(self) -> None:
        """Give up a drag or a move by keys: everything returns to where it was."""
        self._gesture.cancel()
        self._keys.stop()
        self._scroll_timer.stop()
        self._hold_timer.stop()
        self._drop_preview()
        self.viewport().unsetCursor()

    def as_widget(self) -> QWidget:
        """Return the widget itself, as CanvasView gives it."""
        return self

    def cut_block(self) -> BoardBlock | None:
        return self.cut_paste.block

    def cursor_moved(self) -> None:
        super().cursor_moved()
        self.cut_paste.to_cursor()

    # ---------------------------------------------------------------- the pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not self._board.columns:
            return
        point = self._point(event.position())
        if self.cut_paste.is_active:
            self.cut_paste.follow(point.column_key, self._shape.slot_at(point.minute))
            self.cut_paste.place()
            return
        if not self._shape.has_column_at(event.position().x() + self.offset().x()):
            return
        self._keys.stop()
        self._drop_preview()
        placed = self._placed_at(event.position())
        height = event.position().y() + self.offset().y()
        edge = self._placing.edge_at(placed, height) if placed is not None else None
        self._move_cursor(placed, point)
        self._set_selected(placed.block.key if placed is not None else b"")
        self._gesture.press(point, placed.block if placed is not None else None, edge)
        self._last_pos = event.position()
        if _is_touch(event):
            # A finger scrolls; held still on a block it takes the block.
            self._touch_scroll = (event.position(), self.offset())
            if placed is not None:
                self._hold_timer.start()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._hover(event.position())
            return
        if self._touch_scroll is not None:
            self._scroll_by_touch(event.position())
            return
        self._last_pos = event.position()
        self._follow(event.position(), shift=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._scroll_timer.stop()
        self._hold_timer.stop()
        was, scrolled = self._gesture.phase, self._touch_scroll is None and _is_touch(event)
        self._touch_scroll = None
        verdict = self._verdict or Verdict("ok")
        dropped = self._gesture.release()
        self.viewport().unsetCursor()
        if dropped is not None:
            self.commit(dropped, verdict)
        elif was in (Phase.MOVING, Phase.RESIZING, Phase.CREATING):
            self._drop_preview()
        elif was is Phase.PRESSED and not scrolled and self._gesture.block is None and self._board.columns:
            point = self._point(event.position())
            self.slot_activated.emit(point.column_key, self._shape.slot_at(point.minute))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        placed = self._placed_at(event.position())
        if placed is not None and event.button() == Qt.MouseButton.LeftButton:
            self._gesture.cancel()
            self.block_activated.emit(placed.block.key)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self._board.columns:
            return
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self._ask_context(self.viewport().mapToGlobal(self._to_view(self._cursor_rect()).center()))
            return
        at = QPointF(self.viewport().mapFromGlobal(event.globalPos()))
        if not self._shape.has_column_at(at.x() + self.offset().x()):
            return
        placed = self._placed_at(at)
        self._move_cursor(placed, self._point(at))
        self._set_selected(placed.block.key if placed is not None else b"")
        self._ask_context(event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(nearer=event.angleDelta().y() > 0)
            event.accept()
            return
        super().wheelEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = b""
        self._rest_timer.stop()
        self.block_left.emit()
        super().leaveEvent(event)

    def step_zoom(self, *, nearer: bool) -> None:
        """Zoom one step nearer or farther."""
        index = ZOOMS.index(self.zoom()) + (-1 if nearer else 1)
        if 0 <= index < len(ZOOMS):
            self.cancel_gesture()
            self.set_zoom(ZOOMS[index])
            self._gesture = self._new_gesture()
            self.zoom_changed.emit(self.zoom())

    def _follow(self, at: QPointF, *, shift: bool) -> None:
        pressed, block = self._gesture.phase is Phase.PRESSED, self._gesture.block
        proposal = self._gesture.move(self._point(at), shift=shift)
        if proposal is None:
            if pressed and block is not None and self._gesture.phase is Phase.CANCELLED:
                self.move_refused.emit(block.key)
            return
        if not self._scroll_timer.isActive():
            self._rest_timer.stop()
            self._scroll_timer.start()
            shape = (
                Qt.CursorShape.SizeVerCursor if proposal.kind == "resize" else Qt.CursorShape.ClosedHandCursor
            )
            self.viewport().setCursor(shape)
        self.propose(proposal)

    def _hover(self, at: QPointF) -> None:
        placed = self._placed_at(at) if self._board.columns else None
        key = placed.block.key if placed is not None else b""
        if self.cut_paste.is_active and self._board.columns:
            point = self._point(at)
            self.cut_paste.follow(point.column_key, self._shape.slot_at(point.minute))
            return
        if key != self._hovered:
            self._hovered = key
            self.block_left.emit()
            self._rest_timer.start() if key else self._rest_timer.stop()
        if placed is None:
            self.viewport().unsetCursor()
            return
        edge = self._placing.edge_at(placed, at.y() + self.offset().y())
        self.viewport().setCursor(Qt.CursorShape.SizeVerCursor if edge else Qt.CursorShape.PointingHandCursor)

    def _scroll_by_touch(self, at: QPointF) -> None:
        if self._touch_scroll is None:
            return
        start, offset = self._touch_scroll
        if (at - start).manhattanLength() > 10:
            self._hold_timer.stop()
            self._gesture.cancel()
        if not self._hold_timer.isActive():
            self.verticalScrollBar().setValue(round(offset.y() - (at.y() - start.y())))
            bar = self.horizontalScrollBar()
            x = round(offset.x() - (at.x() - start.x()))
            bar.setValue(bar.maximum() - x if self._shape.rtl else x)

    def _on_hold_due(self) -> None:
        self._touch_scroll = None

    def _on_rest_due(self) -> None:
        # What is selected is in the panel already: its card comes on Space only.
        if self._hovered and self._hovered != self._selected and not self.is_busy():
            self._peek(self._hovered)

    def _on_scroll_due(self) -> None:
        at, view, bar = self._last_pos, self.viewport(), self.verticalScrollBar()
        before = self.offset()
        if at.y() < _EDGE_PX or at.y() > view.height() - _EDGE_PX:
            bar.setValue(bar.value() + (-12 if at.y() < _EDGE_PX else 12))
        if at.x() < _EDGE_PX or at.x() > view.width() - _EDGE_PX:
            leftwards = at.x() < _EDGE_PX
            across = self.horizontalScrollBar()
            across.setValue(across.value() + (-16 if leftwards != self._shape.rtl else 16))
        if self.offset() != before and self._gesture.is_dragging:
            self._follow(at, shift=self._gesture.proposal is not None and self._gesture.proposal.whole_visit)

    # ---------------------------------------------------------------- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._gesture.is_dragging:
            if event.key() == Qt.Key.Key_Escape:
                self.cancel_gesture()
            elif event.key() == Qt.Key.Key_Shift:
                self._follow(self._last_pos, shift=True)
            return
        if self.cut_paste.handle(event):
            return
        if self._board.columns and self._keys.handle(event):
            return
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()  # the page's; a scroll area would scroll
            return
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if self._gesture.is_dragging and event.key() == Qt.Key.Key_Shift:
            self._follow(self._last_pos, shift=False)
            return
        super().keyReleaseEvent(event)

    def event(self, event: QEvent) -> bool:
        # Escape belongs to the drag while there is one, whatever shortcut the window has for it.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and self.is_busy():
                event.accept()
                return True
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        if self._board.columns and not self.is_busy() and self._cursor.step(self._placing, forward=forward):
            self.cursor_moved()
            return True
        return super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.cursor_moved()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._keys.is_active:
            self.cancel_gesture()
        self.viewport().update()

    def activate_cursor(self) -> None:
        """Do what Enter does: open the block, or book the free time."""
        placed = self._cursor.placed(self._placing)
        if placed is not None:
            self.block_activated.emit(placed.block.key)
        else:
            self.slot_activated.emit(self._board.columns[self._cursor.column].key, self._cursor.minute)

    def peek_cursor(self) -> None:
        """Do what Space does: show the card of the block."""
        if self._cursor.key:
            self._peek(self._cursor.key)

    # ---------------------------------------------------------------- small things

    def _peek(self, key: bytes) -> None:
        rect = self.rect_of(key)
        self.block_peeked.emit(key, QRect(self.viewport().mapToGlobal(rect.topLeft()), rect.size()))

    def _ask_context(self, at: QPoint) -> None:
        placed = self._cursor.placed(self._placing)
        if placed is not None:
            self.block_context_requested.emit(placed.block.key, at)
        else:
            self.slot_context_requested.emit(
                self._board.columns[self._cursor.column].key, self._cursor.minute, at
            )

    def _placed_at(self, at: QPointF) -> Placed | None:
        offset = self.offset()
        x, y = at.x() + offset.x(), at.y() + offset.y()
        return self._placing.at(self._shape.column_at(x), x, y)

    def _point(self, at: QPointF) -> Point:
        offset = self.offset()
        column = self._board.columns[self._shape.column_at(at.x() + offset.x())]
        return Point(at.x(), at.y(), column.key, self._shape.minute_at(at.y() + offset.y()))

    def _move_cursor(self, placed: Placed | None, point: Point) -> None:
        if placed is not None:
            self._cursor.on_block(placed, point.minute)
        else:
            keys = [column.key for column in self._board.columns]
            self._cursor.on_slot(keys.index(point.column_key), self._shape.slot_at(point.minute))
        self.viewport().update()

    def _new_gesture(self) -> Gesture:
        return Gesture(self.zoom(), (self._board.day_start_min, self._board.day_end_min))

    def _timer(self, interval_ms: int, due: Callable[[], None], *, single: bool = True) -> QTimer:
        made = QTimer(self)
        made.setInterval(interval_ms)
        made.setSingleShot(single)
        made.timeout.connect(due)
        return made


def _is_touch(event: QMouseEvent) -> bool:
    device = event.device()
    return isinstance(device, QPointingDevice) and device.type() == QInputDevice.DeviceType.TouchScreen
