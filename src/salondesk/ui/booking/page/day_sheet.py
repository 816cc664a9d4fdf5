"""Opens the day sheet of one person from the diary, in a preview."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from salondesk.core.ids import Id
from salondesk.domain.access import Permission
from salondesk.ui.booking.page.diary_parts import DiaryParts
from salondesk.ui.i18n import _, language


class DaySheet(QObject):
    """Shows the sheet of the day a page shows."""

    def __init__(self, page: DiaryParts, owner: QWidget) -> None:
        super().__init__(owner)
        self._page, self._owner = page, owner

    def may(self) -> bool:
        """Tell whether whoever is signed in may print anybody's sheet, if only her own."""
        may = self._page.work.may
        return may(Permission.REPORT_DAYSHEET) or may(Permission.REPORT_DAYSHEET_OWN)

    def person(self) -> Id:
        """Return whose sheet is meant: one's own, the person chosen above, or the column the keyboard is in."""
        page, me = self._page, self._page.work.me
        if not page.work.may(Permission.REPORT_DAYSHEET):
            return me.staff_id or Id(b"")
        at = page.grid.cursor_place()
        column_key = Id(at[0]) if at is not None and page.grid.board().kind == "day" else Id(b"")
        return page.person() or column_key or me.staff_id or Id(b"")

    def show(self) -> None:
        """Show the sheet as it prints."""
        if not self.may() or not self.person():
            return
        from salondesk.services.ports.paper import DocumentRequest  # paper is loaded when it is asked for
        from salondesk.ui.paper.preview import open_preview

        page, person = self._page, self.person()
        who = next((s.names.pick(language()) for s in page.staff if s.staff_id == person), "")
        request = DocumentRequest("daysheet", paper="a4", lang=language(), day=page.day, staff_id=person)
        open_preview(page.work, request, f"{_('Day sheet')}: {who}" if who else _("Day sheet"), self._owner)
