"""The keys of the diary's page beside the grid's own: status, days and weeks, walk-in, cut and paste.

Single letters work only while the diary or its list has the focus, by their place on the keyboard, so that they
work under an Arabic layout too.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from salondesk.domain.access import Permission
from salondesk.domain.booking import BookingStatus
from salondesk.ui.booking.page.diary_parts import DiaryParts
from salondesk.ui.i18n import is_rtl
from salondesk.ui.kit.keys import letter_of

_S = BookingStatus
_STATUS = {"a": _S.ARRIVED, "s": _S.IN_SERVICE, "d": _S.DONE, "c": _S.CONFIRMED, "n": _S.NO_SHOW}
"""Arrived, start, done, confirmed, no-show."""
_WEEK, _SIX_WEEKS = 7, 42


class PageKeys:
    """Turns keys into what a page does."""

    def __init__(self, page: DiaryParts, owner: QWidget, show_sheet: Callable[[], None]) -> None:
        self._page, self._owner = page, owner
        for keys, days in (
            ("Ctrl+PgUp", -_WEEK),
            ("Ctrl+PgDown", _WEEK),
            ("Ctrl+Shift+PgUp", -_SIX_WEEKS),
            ("Ctrl+Shift+PgDown", _SIX_WEEKS),
        ):
            self._shortcut(keys, lambda d=days: self._go(d))  # type: ignore[misc]  # the loop's own value
        self._shortcut("F3", page.new_booking.walk_in)
        self._shortcut("Ctrl+P", show_sheet)
        self._shortcut("Ctrl+G", page.bar.pick_date)
        # Only where the diary has the keyboard: in a field these cut and paste words.
        for view in (page.grid, page.list):
            self._shortcut("Ctrl+X", page.cut, view)
            self._shortcut("Ctrl+V", page.grid.cut_paste.place, view)

    def _shortcut(self, keys: str, call: Callable[[], object], where: QWidget | None = None) -> None:
        made = QShortcut(QKeySequence(keys), where or self._owner)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.activated.connect(lambda: call())

    def _go(self, days: int) -> None:
        self._page.show_day(self._page.day + timedelta(days=days))

    def handle(self, event: QKeyEvent) -> bool:
        """Do what a key asks for; False when it is not one of these."""
        page = self._page
        if not (page.grid.hasFocus() or page.list.hasFocus()):
            return False
        if event.key() == Qt.Key.Key_Escape:
            return self._put_away()
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers == Qt.KeyboardModifier.AltModifier:
            return self._step(event)
        if modifiers:
            return False
        letter = letter_of(event) or (event.text() if event.text() in ("[", "]") else "")
        if letter == "t":
            page.show_day(page.work.today())
        elif letter in ("[", "]"):
            self._go(self._days(-1 if letter == "[" else 1))
        else:
            return self._act(letter)
        return True

    def _step(self, event: QKeyEvent) -> bool:
        if event.key() not in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            return False
        onwards = (event.key() == Qt.Key.Key_Right) != is_rtl()
        self._go(self._days(1 if onwards else -1))
        return True

    def _days(self, sign: int) -> int:
        return sign * (_WEEK if self._page.view == "week" else 1)

    def _put_away(self) -> bool:
        page = self._page
        for part in (page.hover_card.card, page.legend, page.arrival):
            if part.isVisible():
                page.hover_card.hide() if part is page.hover_card.card else part.hide()
                return True
        return False

    def _act(self, letter: str) -> bool:
        page, may = self._page, self._page.work.may
        if page.panel.booking() is None:
            page.grid.take_cursor()  # never a step of a visit that is not shown: it is shown first
            return False
        if letter in _STATUS and may(Permission.BOOKING_STATUS):
            page.panel.set_status(_STATUS[letter])
        elif letter == "x" and may(Permission.BOOKING_CANCEL):
            page.panel.ask_cancel()
        elif letter == "p" and may(Permission.SALE_CHECKOUT):
            page.check_out()
        else:
            return False
        return True
