"""The diary's part of the top bar: which day, which view, jumps of a day, a week and six weeks."""

from datetime import date, timedelta

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtWidgets import QComboBox, QMenu, QVBoxLayout, QWidget

from salondesk.services.reads.staff.people import StaffRow
from salondesk.ui.booking.page.view_menu import ViewMenu
from salondesk.ui.format import formatter
from salondesk.ui.i18n import Retranslated, _, is_rtl, language
from salondesk.ui.kit.buttons import IconButton, SegmentedControl, button
from salondesk.ui.kit.choice import choose
from salondesk.ui.kit.layout import row

VIEWS = ("day", "week", "list")


class DateBar(Retranslated, QWidget):
    """Signals: date_chosen(date), view_chosen(key), person_chosen(staff id or b""), new_requested()."""

    date_chosen = Signal(object)
    view_chosen = Signal(str)
    person_chosen = Signal(bytes)
    new_requested = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._day = self._today = today
        self._back = IconButton("chevron-left", lambda: self._step(-1))
        self._today_button = button("", lambda: self.date_chosen.emit(self._today))
        self._next = IconButton("chevron-right", lambda: self._step(1))
        self._back_week = IconButton("chevrons-left", lambda: self._jump(-7))
        self._next_week = IconButton("chevrons-right", lambda: self._jump(7))
        self._six = button("quiet", lambda: self._jump(42))
        self._date = button("quiet", self._pick_date)
        self._view = SegmentedControl(VIEWS)
        self._view.chosen.connect(self.view_chosen)
        self._people = QComboBox()
        self._people.setMinimumWidth(130)
        self._people.activated.connect(self._on_person)
        self._new = button("primary", self.new_requested.emit)
        self.view_menu = ViewMenu(self)
        self._sheet = IconButton("printer", self.view_menu.sheet_requested.emit)
        self._more = IconButton("ellipsis-vertical", self._open_menu)
        self._more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setLayout(
            row(
                self._back_week, self._back, self._today_button, self._next, self._next_week, self._six, self._date,
                None, self._people, self._view, self._sheet, self._more, self._new, gap=6,
            )
        )  # fmt: skip
        self._staff: list[StaffRow] = []
        self.retranslate()

    def retranslate(self) -> None:
        self._back.set_hint(_("Day before"), "[")
        self._next.set_hint(_("Day after"), "]")
        self._back_week.set_hint(_("A week back"), "Ctrl+PgUp")
        self._next_week.set_hint(_("A week on"), "Ctrl+PgDown")
        self._today_button.setText(_("Today"))
        self._today_button.setToolTip(_("Today") + " (T)")
        self._six.setToolTip(_("Six weeks on") + " (Ctrl+Shift+PgDown)")
        self._six.setText(_("+6 weeks"))
        self._six.setAccessibleName(_("Six weeks on"))
        self._sheet.set_hint(_("Print the day sheet…"), "Ctrl+P")
        self._more.set_hint(_("How the diary is shown"))
        self._view.set_texts([_("Day"), _("Week"), _("List")])
        self._view.setAccessibleName(_("View"))
        self._people.setAccessibleName(_("Person"))
        self._new.setText(_("New booking"))
        self.show_staff(self._staff)
        self.show_day(self._day)

    def show_day(self, day: date) -> None:
        """Say which day is shown."""
        self._day = day
        self._date.setText(formatter().date(day, "full"))
        self._date.setAccessibleName(_("Choose a date"))

    def set_today(self, today: date) -> None:
        """Midnight came."""
        self._today = today

    def show_staff(self, staff: list[StaffRow]) -> None:
        """Offer the people whose column can stand alone."""
        chosen = self._people.currentData() or b""
        self._staff = list(staff)
        self._people.clear()
        self._people.addItem(_("Everybody"), b"")
        for person in self._staff:
            self._people.addItem(person.names.pick(language()), person.staff_id)
        choose(self._people, chosen)
        self._people.setVisible(len(self._staff) > 1)

    def set_view(self, key: str) -> None:
        """Mark the view that is shown."""
        self._view.set_current(key)

    def set_may_book(self, *, may: bool) -> None:
        """Hide what the role may not do."""
        self._new.setVisible(may)

    def set_may_print(self, *, may: bool, alone: bool) -> None:
        """Offer the day sheet: in the menu, and with a button of its own to whoever sees only one day."""
        self.view_menu.sheet.setVisible(may)
        self._sheet.setVisible(may and alone)

    def _on_person(self, _index: int) -> None:
        self.person_chosen.emit(self._people.currentData() or b"")

    def _step(self, days: int) -> None:
        self._jump(days * (7 if self._view.current() == "week" else 1))

    def _jump(self, days: int) -> None:
        self.date_chosen.emit(self._day + timedelta(days=days))

    def _open_menu(self) -> None:
        corner = QPoint(self._more.width() if is_rtl() else 0, self._more.height())
        self.view_menu.popup(self._more.mapToGlobal(corner))

    def pick_date(self) -> None:
        """Show a month to choose a day from."""
        self._pick_date()

    def _pick_date(self) -> None:
        from salondesk.ui.kit.month import MonthCalendar  # as in kit/dates

        calendar = MonthCalendar(self._day, lambda: self._today)
        menu = QMenu(self)
        holder = QVBoxLayout(menu)
        holder.setContentsMargins(8, 8, 8, 8)
        holder.addWidget(calendar)
        menu.setMinimumSize(calendar.sizeHint())

        def chosen(found: QDate) -> None:
            menu.close()
            self.date_chosen.emit(date(found.year(), found.month(), found.day()))

        calendar.clicked.connect(chosen)
        calendar.activated.connect(chosen)
        menu.aboutToHide.connect(menu.deleteLater)
        corner = QPoint(self._date.width() if is_rtl() else 0, self._date.height())
        menu.popup(self._date.mapToGlobal(corner))
        calendar.setFocus()
