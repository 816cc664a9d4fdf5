"""What is done to a visit straight from the diary: the menus of a block and of free time, the card at a glance."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint

from salondesk.core.ids import Id
from salondesk.services.board import BoardBlock
from salondesk.services.read_models import VisitCard
from salondesk.ui.booking.menus import slot_menu, visit_menu

if TYPE_CHECKING:
    from salondesk.ui.booking.page import DiaryPage


class Acting(QObject):
    """Brings a visit into the panel of a page, then acts on it there."""

    def __init__(self, page: DiaryPage, owner: QObject) -> None:
        super().__init__(owner)
        self._page = page
        for view in (page.grid, page.list):
            view.block_context_requested.connect(self._on_context)
        page.grid.slot_context_requested.connect(self._on_slot_context)
        card = page.peeking.card
        card.step_requested.connect(lambda: self._with_peeked(page.panel.advance))
        card.checkout_requested.connect(lambda: self._with_peeked(page.check_out))

    def _with(self, block: BoardBlock | None, act: Callable[[VisitCard], None]) -> None:
        page = self._page
        page.peeking.hide()
        if block is None:
            return
        me, reads = page.work.me, page.work.reads

        def shown(card: VisitCard) -> None:
            page.panel.show_visit(card)
            act(card)

        page.work.ask(self, lambda: reads.visit(me, Id(block.booking_id)), shown)

    def _on_context(self, line_id: bytes, at: QPoint) -> None:
        page = self._page
        self._with(page.block_of(line_id), lambda card: visit_menu(page, page, card, line_id).popup(at))

    def _with_peeked(self, act: Callable[[], None]) -> None:
        self._with(self._page.block_of(self._page.peeking.line_id), lambda _card: act())

    def _on_slot_context(self, column_key: bytes, minute: int, at: QPoint) -> None:
        page = self._page
        menu = slot_menu(page, page, column_key, minute, carrying=page.grid.hand.is_active)
        if menu.isEmpty():
            menu.deleteLater()
        else:
            menu.popup(at)
