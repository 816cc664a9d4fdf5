"""Reports: choose, look, print, save. Takings of a day, the Z of a day, a person's day sheet.

Every page that is shown is the very document that is printed; CSV comes from the same figures.
"""

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QWidget

from salondesk.core.ids import Id
from salondesk.domain.access import Permission
from salondesk.services.ports.paper import DocumentRequest, PrintResult
from salondesk.services.reads.staff.people import PeopleOfDiary, StaffRow
from salondesk.services.reads.till.z_list import ZList, ZRow
from salondesk.ui.format import formatter
from salondesk.ui.i18n import _, language
from salondesk.ui.kit.buttons import IconButton, SegmentedControl, button
from salondesk.ui.kit.dates import date_edit, day_of
from salondesk.ui.kit.feedback import EmptyState
from salondesk.ui.kit.form import FormRow
from salondesk.ui.kit.layout import Panel, column, label, row
from salondesk.ui.paper.preview import PaperView
from salondesk.ui.paper.prints import outcome_text, print_copy
from salondesk.ui.paper.request import fiscal_request
from salondesk.ui.paper.saving import save_file, save_pdf
from salondesk.ui.report.figures_file import csv_of
from salondesk.ui.room import RoomPage
from salondesk.ui.workplace import Workplace

TAKINGS, Z, SHEET = "takings", "z", "daysheet"
_SIDE_WIDTH = 300
_NEEDS = {
    TAKINGS: (Permission.REPORT_TAKINGS,),
    Z: (Permission.TILL_CLOSE,),
    SHEET: (Permission.REPORT_DAYSHEET, Permission.REPORT_DAYSHEET_OWN),
}


class ReportsPage(RoomPage):
    """What to look at is chosen at the side; the paper fills the rest."""

    watches = frozenset({"invoice", "payment", "z_report", "booking", "staff"})

    def __init__(self, work: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(work, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._staff: list[StaffRow] = []
        self._z_rows: list[ZRow] = []
        self._title = label("title")
        self._note = label("muted")
        self.print_button = button("primary", self._on_print, icon_name="printer")
        self.pdf_button = button("", self._on_pdf, icon_name="download")
        self.csv_button = button("", self._on_csv, icon_name="file-text")
        self._bar = QWidget()
        self._bar.setLayout(
            row(self._title, self._note, None, self.csv_button, self.pdf_button, self.print_button, gap=8)
        )
        self.kind = SegmentedControl([TAKINGS, Z, SHEET])
        self.kind.chosen.connect(lambda _key: self._on_kind())
        self.day = date_edit(work.today(), work.today)
        self.day.dateChanged.connect(lambda _day: self._ask())
        self.earlier_button = IconButton("chevron-left", lambda: self._step(-1))
        self.later_button = IconButton("chevron-right", lambda: self._step(1))
        self.person, self.z = QComboBox(), QComboBox()
        self.person.currentIndexChanged.connect(lambda _n: self._show())
        self.z.currentIndexChanged.connect(lambda _n: self._show())
        self.view = PaperView(work)
        self._empty = EmptyState("receipt-text")
        self._build()
        self.retranslate()

    def _build(self) -> None:
        day = QWidget()
        line = row(self.earlier_button, self.day, self.later_button, gap=4)
        line.setStretch(1, 1)
        day.setLayout(line)
        self._day_label = label("field")
        self._day_label.setBuddy(self.day)
        self._person_row, self._z_row = FormRow(self.person), FormRow(self.z)
        side = Panel(margin=16)
        side.setFixedWidth(_SIDE_WIDTH)
        self._kinds = column(gap=4)
        self._kinds.addWidget(self.kind)
        side.body.addLayout(self._kinds)
        side.body.addLayout(column(self._day_label, day, gap=4))
        side.body.addWidget(self._person_row)
        side.body.addWidget(self._z_row)
        side.body.addStretch(1)
        paper = Panel(margin=4)
        paper.body.addWidget(self.view)
        paper.body.addWidget(self._empty)
        self._empty.hide()
        whole = row(side, paper, gap=16, margin=16)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        made = QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self, self._on_print)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def header(self) -> QWidget:
        return self._bar

    def retranslate(self) -> None:
        self.setAccessibleName(_("Reports"))
        self._title.setText(_("Reports"))
        self.kind.set_texts([_("Takings"), _("Z"), _("Day sheet")])
        self._day_label.setText(_("Date"))
        self.day.setAccessibleName(_("Date"))
        self.earlier_button.set_hint(_("The day before"))
        self.later_button.set_hint(_("The day after"))
        self._person_row.set_text(_("Person"))
        self._z_row.set_text(_("Z report"))
        self.print_button.setText(_("Print"))
        self.pdf_button.setText(_("Save PDF"))
        self.csv_button.setText(_("Save CSV"))
        self._empty.set_texts(_("No Z on this day"), _("A Z is made when the till is counted and closed."))
        for n, who in enumerate(self._staff):
            self.person.setItemText(n, who.names.pick(language()))
        self.mark_stale()  # the paper speaks the window's language

    # -- asking

    def refresh(self) -> None:
        held = [key for key, any_of in _NEEDS.items() if any(self.work.may(p) for p in any_of)]
        for key in _NEEDS:
            self.kind.button_of(key).setVisible(key in held)
        if held and self.kind.current() not in held:
            self.kind.set_current(held[0])
        self._ask()

    def _ask(self) -> None:
        reads, me, day = self.work.reads, self.work.me, day_of(self.day)
        if self.kind.current() == SHEET:
            self.work.ask(self, lambda: reads.ask(me, PeopleOfDiary()), self._on_staff)
        elif self.kind.current() == Z:
            self.work.ask(self, lambda: reads.ask(me, ZList(day, day)), self._on_z_list)
        else:
            self._show()

    def _on_staff(self, staff: list[StaffRow]) -> None:
        me = self.work.me
        if not self.work.may(Permission.REPORT_DAYSHEET):
            staff = [who for who in staff if who.staff_id == me.staff_id]
        if [who.staff_id for who in staff] != [who.staff_id for who in self._staff]:
            self._staff = staff
            self.person.blockSignals(True)
            self.person.clear()
            for who in staff:
                self.person.addItem(who.names.pick(language()), who.staff_id)
            own = next((n for n, who in enumerate(staff) if who.staff_id == me.staff_id), 0)
            self.person.setCurrentIndex(own)
            self.person.blockSignals(False)
        self._show()

    def _on_z_list(self, rows: list[ZRow]) -> None:
        self._z_rows = rows
        self.z.blockSignals(True)
        self.z.clear()
        for found in rows:
            self.z.addItem(formatter().name(found.number), found.z_id)
        self.z.setCurrentIndex(len(rows) - 1)
        self.z.blockSignals(False)
        self._show()

    # -- showing

    def _on_kind(self) -> None:
        self._ask()

    def _step(self, days: int) -> None:
        day = day_of(self.day) + timedelta(days=days)
        self.day.setDate(QDate(day.year, day.month, day.day))

    def request(self) -> DocumentRequest | None:
        """Return what is chosen; None where there is nothing to show."""
        kind, day = self.kind.current(), day_of(self.day)
        if kind == Z:
            z_id = self.z.currentData()
            # What is printed or saved from here is a copy, and so it is shown.
            return fiscal_request(self.work, "z", Id(z_id), copy=True) if z_id is not None else None
        if kind == SHEET:
            who = self.person.currentData()
            one = language()
            return (
                DocumentRequest("daysheet", paper="a4", lang=one, day=day, staff_id=Id(who)) if who else None
            )
        return DocumentRequest("takings", paper="a4", lang=language(), day=day)

    def _show(self) -> None:
        kind, request = self.kind.current(), self.request()
        self._person_row.setVisible(kind == SHEET)
        self._z_row.setVisible(kind == Z and bool(self._z_rows))
        self.person.setEnabled(len(self._staff) > 1)
        self.view.setVisible(request is not None)
        self._empty.setVisible(request is None)
        for part in (self.print_button, self.pdf_button, self.csv_button):
            part.setEnabled(request is not None)
        self._note.setText("")
        self.view.show_request(request)

    def _name(self) -> str:
        kind, day = self.kind.current(), day_of(self.day).isoformat()
        if kind == SHEET:
            return f"{kind}-{self.person.currentText()}-{day}"
        return self._z_rows[self.z.currentIndex()].number if kind == Z else f"{kind}-{day}"

    # -- doing

    def _on_print(self) -> None:
        request = self.request()
        if request is not None:
            self._note.setText(_("Printing…"))
            print_copy(self.work, self, request, self._on_printed)

    def _on_printed(self, result: PrintResult) -> None:
        self._note.setText(outcome_text(result))

    def _on_pdf(self) -> None:
        request = self.request()
        if request is not None:
            save_pdf(self.work, self, request, self._name())

    def _on_csv(self) -> None:
        request = self.request()
        if request is not None:
            save_file(self.work, self, f"{self._name()}.csv", self._csv(request))

    def _csv(self, request: DocumentRequest) -> Callable[[], bytes]:
        reads, me, now_ms, lang = self.work.reads, self.work.me, self.work.clock.now_ms(), language()
        day: date = day_of(self.day)
        return lambda: csv_of(reads, me, request, day=day, now_ms=now_ms, lang=lang)
