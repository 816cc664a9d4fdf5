"""The first look: today's diary with names hidden, in the frame of the window that follows.

Imports as little as it can; the window with its sign-in takes its place as soon as it is built.
"""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salondesk.services.reads.booking.board import DayBoard, masked
from salondesk.ui.booking.canvas.surface import DiarySurface
from salondesk.ui.shell.frame import FOOT_PX, MASK, PANEL_PX, RAIL_PX, SIZE, TOP_PX
from salondesk.ui.theme.current import theme


class FirstLook(QWidget):
    """The window's frame with the diary in it. Signals: seen(): the diary is on the screen."""

    seen = Signal()

    def __init__(self, board: DayBoard) -> None:
        super().__init__()
        self.setWindowTitle("SalonDesk")
        self.resize(*SIZE)
        tokens = theme().tokens.colour
        self._rail = _Plain(tokens["surface.rail"])
        self._rail.setFixedWidth(RAIL_PX)
        self._top, self._foot = _Plain(tokens["surface.panel"]), _Plain(tokens["surface.panel"])
        self._top.setFixedHeight(TOP_PX)
        self._foot.setFixedHeight(FOOT_PX)
        self.diary = DiarySurface()
        self.diary.set_board(masked(board))
        if board.now_min is not None:
            self.diary.scroll_to_minute(max(board.day_start_min, board.now_min - 90))
        side = _Plain(tokens["surface.panel"])
        side.setFixedWidth(PANEL_PX)
        middle = QHBoxLayout()
        middle.setContentsMargins(12, 12, 12, 12)
        middle.setSpacing(12)
        middle.addWidget(self.diary, 1)
        middle.addWidget(side)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._top)
        right.addLayout(middle, 1)
        right.addWidget(self._foot)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._rail)
        whole.addLayout(right, 1)
        self._mask = _Plain(tokens["surface.sunken"], MASK)
        self._mask.setParent(self)
        self._mask.setGeometry(QRect(0, 0, *SIZE))
        self.diary.viewport().installEventFilter(self)
        theme().apply_style(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self.seen.emit()  # queued by whoever listens: the paint comes first
        return super().eventFilter(watched, event)


class _Plain(QWidget):
    """A surface of one colour."""

    def __init__(self, colour: str, alpha: float = 1.0) -> None:
        super().__init__()
        self._colour = QColor(colour)
        self._colour.setAlphaF(alpha)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._colour)
