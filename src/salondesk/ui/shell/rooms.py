"""The list of rooms: what the rail shows, to whom, and under which key.

Only the diary is imported at once; the others come when they are first opened.
"""

from salondesk.core.message import N_
from salondesk.domain.access import Permission as P
from salondesk.ui.booking.page import DiaryPage
from salondesk.ui.room import Room, RoomPage
from salondesk.ui.workplace import Workplace


def _desk(work: Workplace) -> RoomPage:
    from salondesk.ui.booking.desk_page import DeskPage

    return DeskPage(work)


ROOMS = (
    Room("diary", "calendar-days", N_("Diary"), (P.DIARY_VIEW, P.DIARY_VIEW_OWN), DiaryPage, "F2"),
    Room("desk", "list-checks", N_("Front desk"), (P.DIARY_VIEW,), _desk, "F4"),
)
