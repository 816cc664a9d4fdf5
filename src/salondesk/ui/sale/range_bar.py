"""Which days a list shows: today, the last week or month, or two dates."""

from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from salondesk.ui.i18n import Retranslated, _
from salondesk.ui.kit.buttons import SegmentedControl
from salondesk.ui.kit.dates import date_edit, day_of
from salondesk.ui.kit.layout import label, row
from salondesk.ui.workplace import Workplace

_WEEK, _MONTH = timedelta(days=6), timedelta(days=30)
TODAY, WEEK, MONTH, DATES = "today", "week", "month", "dates"


class RangeBar(Retranslated, QWidget):
    """Signals: changed() when other days are chosen."""

    changed = Signal()

    def __init__(self, work: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._title = label("title")
        self.choice = SegmentedControl([TODAY, WEEK, MONTH, DATES])
        self.choice.chosen.connect(self._on_chosen)
        self.first_edit, self.last_edit = (
            date_edit(work.today(), work.today),
            date_edit(work.today(), work.today),
        )
        for edit in (self.first_edit, self.last_edit):
            edit.dateChanged.connect(lambda _day: self.changed.emit())
        self.setLayout(row(self._title, self.choice, self.first_edit, self.last_edit, None, gap=12))
        self.retranslate()
        self._show_dates()

    def retranslate(self) -> None:
        self._title.setText(_("Invoices"))
        self.choice.set_texts([_("Today"), _("7 days"), _("31 days"), _("Dates")])
        self.first_edit.setAccessibleName(_("From day"))
        self.last_edit.setAccessibleName(_("To day"))

    def days(self) -> tuple[date, date]:
        """Return the first and last business date."""
        today, chosen = self._work.today(), self.choice.current()
        if chosen == DATES:
            first, last = day_of(self.first_edit), day_of(self.last_edit)
            return min(first, last), max(first, last)
        return {TODAY: today, WEEK: today - _WEEK, MONTH: today - _MONTH}[chosen], today

    def _on_chosen(self, _key: str) -> None:
        self._show_dates()
        self.changed.emit()

    def _show_dates(self) -> None:
        for edit in (self.first_edit, self.last_edit):
            edit.setVisible(self.choice.current() == DATES)
