"""Actions on a visit from the diary: the menus of a block and of free time, the hover card."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QWidget

from salondesk.core.ids import Id
from salondesk.services.reads.booking.board import BoardBlock
from salondesk.services.reads.booking.visit import VisitById, VisitCard
from salondesk.ui.booking.page.diary_parts import DiaryParts
from salondesk.ui.booking.page.menus import slot_menu, visit_menu


class VisitActions(QObject):
    """Brings a visit into the panel of a page, then acts on it there."""

    def __init__(self, page: DiaryParts, owner: QWidget) -> None:
        super().__init__(owner)
        self._page, self._owner = page, owner
        for view in (page.grid, page.list):
            view.block_context_requested.connect(self._on_context)
        page.grid.slot_context_requested.connect(self._on_slot_context)
        card = page.hover_card.card
        card.step_requested.connect(lambda: self._with_peeked(page.panel.advance))
        card.checkout_requested.connect(lambda: self._with_peeked(page.check_out))

    def _with(self, block: BoardBlock | None, act: Callable[[VisitCard], None]) -> None:
        page = self._page
        page.hover_card.hide()
        if block is None:
            return
        me, reads = page.work.me, page.work.reads

        def shown(card: VisitCard) -> None:
            page.panel.show_visit(card)
            act(card)

        page.work.ask(self, lambda: reads.ask(me, VisitById(Id(block.booking_id))), shown)

    def _on_context(self, key: bytes, at: QPoint) -> None:
        page = self._page
        self._with(page.block_of(key), lambda card: visit_menu(page, self._owner, card, key).popup(at))

    def _with_peeked(self, act: Callable[[], None]) -> None:
        self._with(self._page.block_of(self._page.hover_card.block_key), lambda _card: act())

    def _on_slot_context(self, column_key: bytes, minute: int, at: QPoint) -> None:
        page = self._page
        menu = slot_menu(page, self._owner, column_key, minute, cutting=page.grid.cut_paste.is_active)
        if menu.isEmpty():
            menu.deleteLater()
        else:
            menu.popup(at)
