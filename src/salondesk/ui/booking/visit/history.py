"""What was done to the visit, folded away until it is asked for: who, when, from where."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from salondesk.core.ids import Id
from salondesk.domain.booking import Booking
from salondesk.services.reads.booking.history import VisitStep, VisitSteps
from salondesk.ui.booking.visit.words import done_to_it
from salondesk.ui.i18n import Retranslated, _
from salondesk.ui.kit.buttons import button
from salondesk.ui.kit.layout import column, label, row
from salondesk.ui.theme.icons import icon
from salondesk.ui.workplace import Workplace


class VisitHistory(Retranslated, QWidget):
    """A fold: closed it costs nothing, open it reads the change log of this visit."""

    def __init__(self, work: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._booking: Booking | None = None
        self._steps: list[VisitStep] = []
        self.fold = button("quiet", None, icon_name="chevron-right")
        self.fold.setCheckable(True)
        self.fold.toggled.connect(self._on_toggled)
        self._box = column(gap=8)
        self._holder = QWidget()
        self._holder.setLayout(self._box)
        self._holder.hide()
        self.setLayout(column(row(self.fold, None), self._holder, gap=4))
        self.retranslate()

    def retranslate(self) -> None:
        self.fold.setText(_("History"))
        self.fold.setAccessibleName(_("History of this visit"))
        self._draw()

    def show_visit(self, booking: Booking) -> None:
        """Belong to a visit; another one closes the fold."""
        before, self._booking = self._booking, booking
        if before is None or before.id != booking.id:
            self.fold.setChecked(False)
        elif self.fold.isChecked() and before.version != booking.version:
            self._ask(booking.id)

    def texts(self) -> list[str]:
        """Return what is shown, newest first."""
        return [done_to_it(step, self._work.branch.zone)[0] for step in reversed(self._steps)]

    def _on_toggled(self, is_open: bool) -> None:  # noqa: FBT001 - a signal's argument
        self.fold.setIcon(icon("chevron-down" if is_open else "chevron-right", "accent.text"))
        self._holder.setVisible(is_open)
        self._steps = []
        self._draw()
        if is_open and self._booking is not None:
            self._ask(self._booking.id)

    def _ask(self, booking_id: Id) -> None:
        me, reads = self._work.me, self._work.reads
        self._work.ask(
            self, lambda: reads.ask(me, VisitSteps(booking_id)), lambda found: self._put(booking_id, found)
        )

    def _put(self, booking_id: Id, steps: list[VisitStep]) -> None:
        if self._booking is not None and self._booking.id == booking_id and self.fold.isChecked():
            self._steps = steps
            self._draw()

    def _draw(self) -> None:
        while (item := self._box.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for step in reversed(self._steps):
            what, who = done_to_it(step, self._work.branch.zone)
            holder = QWidget()
            holder.setLayout(column(label("", what, wrap=True), label("small", who, wrap=True), gap=0))
            holder.setAccessibleName(f"{what}, {who}")
            self._box.addWidget(holder)
