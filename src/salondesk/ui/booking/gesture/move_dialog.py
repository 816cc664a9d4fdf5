"""A dialog that moves a booking to a typed date, time and person, judged while it is typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, QTime
from PySide6.QtWidgets import QComboBox, QTimeEdit, QWidget

from salondesk.core.ids import Id
from salondesk.core.timespan import instant_of, wall_to_diary
from salondesk.domain.booking import Booking
from salondesk.engine.proposals import Proposal
from salondesk.services.reads.booking.board import BoardBlock
from salondesk.services.reads.staff.people import StaffRow
from salondesk.ui.booking.gesture.verdict_banner import VerdictBanner
from salondesk.ui.i18n import _, language
from salondesk.ui.kit.choice import choose
from salondesk.ui.kit.dates import date_edit, day_of
from salondesk.ui.kit.dialog import StandardDialog
from salondesk.ui.kit.form import FormRow
from salondesk.ui.workplace import Workplace


class MoveDialog(StandardDialog):
    """Asks where a block goes; read `target` when it is accepted."""

    def __init__(
        self,
        work: Workplace,
        block: BoardBlock,
        booking: Booking,
        day: date,
        person: Id,
        staff: Sequence[StaffRow],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, width=380)
        self._work, self._block, self._booking = work, block, booking
        self._was_at = instant_of(day, block.start_min, work.branch.zone)
        self.date, self.hour, self.person = date_edit(day, work.today), QTimeEdit(), QComboBox()
        self.hour.setLayoutDirection(
            Qt.LayoutDirection.LeftToRight
        )  # hours before minutes; before the format
        self.hour.setDisplayFormat("HH:mm")
        self.hour.setAlignment(self.date.alignment())
        self.hour.setTime(QTime(block.start_min % 1440 // 60, block.start_min % 60))
        for one in staff:
            self.person.addItem(one.names.pick(language()), one.staff_id)
        choose(self.person, person)
        self._rows = [FormRow(part) for part in (self.date, self.hour, self.person)]
        for part in self._rows:
            self.body.addWidget(part)
        self.verdict = VerdictBanner(work)
        self.verdict.judged.connect(self.fit, Qt.ConnectionType.QueuedConnection)
        self.body.addWidget(self.verdict)
        self.date.dateChanged.connect(lambda _date: self._judge())
        self.hour.timeChanged.connect(lambda _time: self._judge())
        self.person.currentIndexChanged.connect(lambda _index: self._judge())
        self.retranslate()
        self.set_texts(
            _("Move this booking"), f"{block.client or _('Walk-in')} · {block.services}", _("Move it")
        )
        self.hour.setFocus()
        self._judge()

    def retranslate(self) -> None:
        for part, text in zip(self._rows, (_("Date"), _("Time"), _("Person")), strict=True):
            part.set_text(text)

    def target(self) -> tuple[date, int, Id]:
        """Return the day, the diary minute and the person that were chosen."""
        day, at = day_of(self.date), self.hour.time()
        wall = at.hour() * 60 + at.minute()
        if wall < self._work.branch.cutoff_min:
            wall += 1440  # the small hours belong to the evening before
        return day, wall_to_diary(day, wall, self._work.branch.zone), Id(self.person.currentData())

    def delta_ms(self) -> int:
        """Return by how much later the block would begin."""
        day, minute, _person = self.target()
        return instant_of(day, minute, self._work.branch.zone) - self._was_at

    def _judge(self) -> None:
        """Ask what moving the line there would be answered, of the whole visit as the command would leave it."""
        line = self._booking.line(Id(self._block.line_id))
        moved = line.moved(
            delta_ms=self.delta_ms(), staff_id=self.target()[2], from_staff_id=Id(self._block.staff_id)
        )
        self.verdict.ask(Proposal.of(self._booking.with_line(moved), self._booking))
