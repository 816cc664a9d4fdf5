"""What a right click or the menu key offers in the diary: for a visit, and for free time."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from salondesk.domain.access import Permission
from salondesk.domain.booking import TRANSITIONS, BookingStatus
from salondesk.services.reads.booking.visit import VisitCard
from salondesk.ui.booking.page.diary_parts import DiaryParts
from salondesk.ui.i18n import _

_S = BookingStatus


def visit_menu(host: DiaryParts, owner: QWidget, card: VisitCard, block_key: bytes) -> QMenu:
    """Build the menu of a visit: what its status allows and the role may do."""
    menu, may, booking = _menu(owner), host.work.may, card.booking
    allowed = TRANSITIONS[booking.status]
    if may(Permission.BOOKING_STATUS):
        for text, key, status in (
            (_("Confirmed"), "C", _S.CONFIRMED),
            (_("Arrived"), "A", _S.ARRIVED),
            (_("Start service"), "S", _S.IN_SERVICE),
            (_("Done"), "D", _S.DONE),
            (_("No-show"), "N", _S.NO_SHOW),
            (_("Back to booked"), "", _S.BOOKED),
        ):
            if status in allowed:
                menu.addAction(f"{text}\t{key}", partial(host.panel.set_status, status))
    if may(Permission.SALE_CHECKOUT) and booking.holds_time and not card.is_billed:
        menu.addSeparator()
        menu.addAction(_("Check out") + "\tP", host.check_out)
    if may(Permission.BOOKING_MOVE) and booking.holds_time and booking.status is not _S.DONE:
        menu.addSeparator()
        menu.addAction(_("Move to…"), partial(host.ask_move, block_key))
        menu.addAction(_("Take along to another day") + "\tCtrl+X", partial(host.cut, block_key))
    if may(Permission.BOOKING_CANCEL) and _S.CANCELLED in allowed:
        menu.addSeparator()
        menu.addAction(_("Cancel visit…") + "\tX", host.panel.ask_cancel)
    return menu


def slot_menu(host: DiaryParts, owner: QWidget, column_key: bytes, minute: int, *, cutting: bool) -> QMenu:
    """Build the menu of free time."""
    menu = _menu(owner)
    if host.work.may(Permission.BOOKING_BOOK):
        menu.addAction(_("Book here"), partial(host.book_at, column_key, minute))
        if host.work.may(Permission.BOOKING_STATUS):
            menu.addAction(_("Walk-in now") + "\tF3", host.new_booking.walk_in)
    if cutting:
        menu.addAction(_("Put it here") + "\tCtrl+V", host.grid.cut_paste.place)
    return menu


def _menu(owner: QWidget) -> QMenu:
    menu = QMenu(owner)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu
