"""DiaryParts: what the diary's menus, keys and day sheet need of the page that they belong to."""

from __future__ import annotations

from typing import Protocol

from salondesk.services.reads.booking.board import BoardBlock
from salondesk.services.reads.staff.people import StaffRow
from salondesk.ui.booking.new.diary import Diary
from salondesk.ui.booking.new.new_booking import NewBooking
from salondesk.ui.booking.page.date_bar import DateBar
from salondesk.ui.booking.page.day_list import DayList
from salondesk.ui.booking.page.legend import LegendPanel
from salondesk.ui.booking.visit.arrival import ArrivalBanner
from salondesk.ui.booking.visit.hover_card import HoverCard
from salondesk.ui.booking.visit.side_panel import SidePanel


class DiaryParts(Diary, Protocol):
    """The diary's page with its parts; DiaryPage fulfils it."""

    staff: list[StaffRow]
    panel: SidePanel
    hover_card: HoverCard
    bar: DateBar
    list: DayList
    legend: LegendPanel
    arrival: ArrivalBanner
    new_booking: NewBooking

    def block_of(self, key: bytes) -> BoardBlock | None:
        """Return the block of a line on the board that is shown."""
        ...

    def check_out(self) -> None:
        """Take the visit that is shown to the till, or show the invoice that paid for it."""
        ...

    def book_at(self, column_key: bytes, minute: int, length: int = 0) -> None:
        """Open the booking card for a slot; ``length`` in minutes when a stretch was drawn."""
        ...

    def ask_move(self, key: bytes) -> None:
        """Ask where a booking goes."""
        ...

    def cut(self, key: bytes = b"") -> None:
        """Cut a block to paste it elsewhere: the one named, else the selected one."""
        ...
