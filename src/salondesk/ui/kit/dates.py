"""An edit for a day, with a calendar to pick from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDateEdit


def date_edit(day: date, today: Callable[[], date]) -> QDateEdit:
    """Make an edit that shows ``day``; its calendar marks ``today``."""
    from salondesk.ui.kit.month import MonthCalendar  # with it comes every language Qt knows: some 15 ms

    edit = QDateEdit(QDate(day.year, day.month, day.day))
    edit.setCalendarPopup(True)
    edit.setCalendarWidget(MonthCalendar(day, today))
    # Day, month, year stay in this order in a right-to-left window too; Qt turns a format round when it is set.
    edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    edit.setDisplayFormat("dd/MM/yyyy")
    edit.setMinimumWidth(130)
    return edit


def day_of(edit: QDateEdit) -> date:
    """Return the day an edit shows."""
    chosen = edit.date()
    return date(chosen.year(), chosen.month(), chosen.day())
