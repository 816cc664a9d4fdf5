"""Moving a booking by typing where it goes: date, time, person; judged while it is typed, refused with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, QTime
from PySide6.QtWidgets import QComboBox, QTimeEdit, QWidget

from salondesk.core.ids import Id
from salondesk.core.timespan import wall_to_diary
from salondesk.engine.verdict import Verdict, VerdictKind
from salondesk.services.reads.booking.board import BoardBlock, DayBoard
from salondesk.services.reads.read_models import StaffRow
from salondesk.ui.booking.gesture.drag import moved
from salondesk.ui.booking.gesture.judging import judge_of
from salondesk.ui.i18n import _, language, say
from salondesk.ui.kit.choice import choose
from salondesk.ui.kit.dates import date_edit, day_of
from salondesk.ui.kit.dialog import StandardDialog
from salondesk.ui.kit.feedback import Banner
from salondesk.ui.kit.form import FormRow
from salondesk.ui.workplace import Workplace

_BANNERS = {VerdictKind.WARN: "warning", VerdictKind.REFUSE: "danger"}


class MoveDialog(StandardDialog):
    """Asks where a block goes; read `target` when it is accepted."""

    def __init__(
        self,
        work: Workplace,
        block: BoardBlock,
        day: date,
        person: Id,
        staff: Sequence[StaffRow],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, width=380)
        self._work, self._block = work, block
        self._board: DayBoard | None = None
        self._asked = 0
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
        self.verdict = Banner("warning", closable=False)
        self.verdict.hide()
        self.body.addWidget(self.verdict)
        self.date.dateChanged.connect(lambda _date: self._ask())
        self.hour.timeChanged.connect(lambda _time: self._judge())
        self.person.currentIndexChanged.connect(lambda _index: self._judge())
        self.retranslate()
        self.set_texts(
            _("Move this booking"), f"{block.client or _('Walk-in')} · {block.services}", _("Move it")
        )
        self.hour.setFocus()
        self._ask()

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

    def _ask(self) -> None:
        me, reads, day = self._work.me, self._work.reads, self.target()[0]
        self._board = None
        self._asked += 1
        asked = self._asked
        self._work.ask(self, lambda: reads.day_board(me, day), lambda board: self._on_board(asked, board))

    def _on_board(self, asked: int, board: DayBoard) -> None:
        if asked == self._asked:
            self._board = board
            self._judge()

    def verdict_now(self) -> Verdict:
        """Return the engine's word on what is chosen, as far as the day has been read."""
        if self._board is None:
            return Verdict(VerdictKind.OK)
        _day, minute, person = self.target()
        request = moved(self._block, person, minute)._replace(from_column=b"")
        return judge_of(self._board)(request)

    def _judge(self) -> None:
        found = self.verdict_now()
        self.verdict.setVisible(found.message is not None)
        if found.message is not None:
            self.verdict.say(say(found.message), _BANNERS[VerdictKind(found.kind)])
