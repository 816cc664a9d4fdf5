"""When the card of a visit is shown beside its block, and when it goes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QRect, QTimer
from PySide6.QtWidgets import QWidget

from salondesk.core.ids import Id
from salondesk.services.reads.booking.board import BoardBlock
from salondesk.services.reads.booking.visit import VisitById, VisitCard
from salondesk.ui.booking.gesture.grid import DiaryGrid
from salondesk.ui.booking.visit.glance_card import GlanceCard
from salondesk.ui.workplace import Workplace

_GRACE_MS = 280
"""So long the pointer may be on its way from the block to the card."""


class HoverCard(QObject):
    """Shows the card for the grid of a page; ``find`` gives the block of a line."""

    def __init__(
        self, work: Workplace, grid: DiaryGrid, page: QWidget, find: Callable[[bytes], BoardBlock | None]
    ) -> None:
        super().__init__(page)
        self._work, self._grid, self._find = work, grid, find
        self.card = GlanceCard(work, page)
        self.block_key = b""
        self.may_show: Callable[[], bool] = lambda: True
        """Whether the page has room for the card now."""
        self._asked = 0
        self._pinned = False
        self._grace = QTimer(self)
        self._grace.setSingleShot(True)
        self._grace.setInterval(_GRACE_MS)
        self._grace.timeout.connect(self._on_grace_over)
        grid.block_peeked.connect(self._on_peeked)
        grid.block_left.connect(self._grace.start)
        grid.preview_changed.connect(lambda *_args: self.hide())
        grid.selection_changed.connect(self._on_selection)
        grid.verticalScrollBar().valueChanged.connect(lambda _value: self.hide())
        self.card.pointer_left.connect(self._grace.start)

    def hide(self) -> None:
        """Let the card go."""
        self._asked += 1
        self._pinned = False
        self.block_key = b""
        self._grace.stop()
        self.card.hide()

    def is_open(self) -> bool:
        """Tell whether the card is seen."""
        return self.card.isVisible()

    def _on_peeked(self, key: bytes, at: QRect) -> None:
        by_key = not self._grid.viewport().underMouse() or self._grid.selected() == key
        if by_key and self.is_open() and self.block_key == key:
            self.hide()  # Space again
            return
        block = self._find(key)
        if block is None or not self.may_show():
            return
        self._asked += 1
        asked, me, reads = self._asked, self._work.me, self._work.reads
        booking_id = Id(block.booking_id)

        def shown(card: VisitCard) -> None:
            if asked == self._asked and not self._grid.is_busy():
                self.block_key, self._pinned = key, by_key
                self.card.show_visit(card, at)

        self._work.ask(self, lambda: reads.ask(me, VisitById(booking_id)), shown, lambda _error: self.hide())

    def _on_selection(self, key: bytes) -> None:
        if key != self.block_key:
            self.hide()

    def _on_grace_over(self) -> None:
        if not self._pinned and not self.card.underMouse():
            self.hide()
