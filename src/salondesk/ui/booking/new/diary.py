"""Diary: what a new booking needs of the diary's page that it begins on."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from salondesk.core.ids import Id
from salondesk.domain.booking import Booking
from salondesk.services.reads.booking.board import DayBoard
from salondesk.ui.booking.gesture.grid import DiaryGrid
from salondesk.ui.booking.new.book_card import BookCard
from salondesk.ui.workplace import Workplace


class Diary(Protocol):
    """The page that shows a day or a week; DiaryPage fulfils it. ``view`` is day, week or list."""

    work: Workplace
    day: date
    view: str
    grid: DiaryGrid
    card: BookCard

    def board(self) -> DayBoard | None:
        """Return what is shown; None until it is read."""
        ...

    def person(self) -> Id:
        """Return the person whose column stands alone, b"" for everybody."""
        ...

    def slot(self, column_key: bytes) -> tuple[date, Id]:
        """Return the day and person of a column."""
        ...

    def show_day(self, day: date) -> None:
        """Show another day."""
        ...

    def show_view(self, view: str) -> None:
        """Show the day, the week, or the day as a list."""
        ...

    def hide_hover_card(self) -> None:
        """Hide the card of the visit under the pointer."""
        ...

    def show_booking(self, booking: Booking) -> None:
        """Show a booking in the side panel, and give the keyboard back to the diary."""
        ...
