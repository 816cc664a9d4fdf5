"""Begins a new booking: at a free slot, a drawn stretch, by the button, or as a walk-in."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QWidget

from salondesk.core.ids import Id
from salondesk.core.timespan import minute_of
from salondesk.domain.access import Permission
from salondesk.domain.booking import Booking
from salondesk.domain.settings import WALK_IN_MINUTES
from salondesk.services.reads.booking.board import DayBoard, DiaryBoard
from salondesk.services.reads.booking.conflict_facts import ConflictFacts
from salondesk.ui.booking.gesture.drag import Proposal
from salondesk.ui.booking.gesture.judging import read_board
from salondesk.ui.booking.new.diary import Diary
from salondesk.ui.booking.new.walk_in_order import next_in_turn, now_slot
from salondesk.ui.i18n import is_rtl

"""How long somebody must be free to be offered a walk-in."""


class NewBooking(QObject):
    """Opens the booking card of a page."""

    def __init__(self, page: Diary, owner: QWidget) -> None:
        super().__init__(owner)
        self._page, self._owner = page, owner
        page.grid.slot_activated.connect(lambda key, minute: self.book_at(key, minute))
        page.grid.range_selected.connect(self._on_range_selected)
        page.card.booked.connect(self._on_booked)

    def book_at(self, column_key: bytes, minute: int, length: int = 0) -> None:
        """Open the card for a slot; ``length`` in minutes when a stretch was drawn."""
        page = self._page
        if not page.work.may(Permission.BOOKING_BOOK):
            return
        page.hide_hover_card()
        day, person = page.slot(column_key)
        page.card.open_at(day, minute, person, length=length, at=self._beside(column_key, minute))

    def _beside(self, column_key: bytes, minute: int) -> QPoint:
        """Return where the card stands: after the slot as one reads, so that the slot stays seen."""
        page, slot = self._page, self._page.grid.slot_rect(column_key, minute)
        corner = (
            slot.topLeft() - QPoint(page.card.width() + 8, 8) if is_rtl() else slot.topRight() + QPoint(8, -8)
        )
        return page.grid.mapTo(self._owner, corner)

    def _on_range_selected(self, proposal: Proposal) -> None:
        self.book_at(proposal.column_key, proposal.start_min, proposal.end_min - proposal.start_min)

    def new(self) -> None:
        """Open the card for the next slot from now, without a slot having been picked."""
        board = self._page.board()
        if board is None or not board.columns:
            return
        minute = board.now_min if board.now_min is not None else board.day_start_min
        slot, person = board.slot_min, self._page.person()
        column_key = person if person and board.kind == "day" else board.columns[0].key
        self.book_at(column_key, -(-minute // slot) * slot)

    def walk_in(self) -> None:
        """Open the card at now, for whoever's turn it is; the service is all it needs."""
        page, work = self._page, self._page.work
        if not (work.may(Permission.BOOKING_BOOK) and work.may(Permission.BOOKING_STATUS)):
            return
        page.hide_hover_card()
        me, reads, today = work.me, work.reads, work.today()
        start = now_slot(minute_of(work.clock.now_ms(), today, work.branch.zone))
        if page.day != today or page.view != "day":
            page.show_view("day")
            page.show_day(today)

        def chosen(found: tuple[DayBoard, ConflictFacts]) -> None:
            person = next_in_turn(*found, start, work.setting(WALK_IN_MINUTES))
            if not person:
                return
            seen = page.grid.board().column_of(person) is not None
            at = self._beside(person, start) if seen else self._owner.rect().center()
            page.card.open_walk_in(today, start, Id(person), at=at)

        work.ask(self, lambda: read_board(reads, me, DiaryBoard(today)), chosen)

    def _on_booked(self, booking: Booking) -> None:
        self._page.grid.select(booking.lines[0].id)
        self._page.show_booking(booking)
