"""The banner with the engine's verdict on a visit while it is typed, in card and dialog."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from salondesk.engine.conflict_words import FREE, Verdict
from salondesk.engine.proposals import Proposal
from salondesk.services.reads.booking.verdict import ProposalVerdict
from salondesk.ui.i18n import say
from salondesk.ui.kit.feedback import Banner
from salondesk.ui.workplace import Workplace

_KINDS = {"ok": "info", "warn": "warning", "refuse": "danger"}


class VerdictBanner(Banner):
    """Asks what booking a proposal would be answered, and says it. Signal: judged(): the answer is shown."""

    judged = Signal()

    def __init__(self, work: Workplace, parent: QWidget | None = None) -> None:
        super().__init__("warning", parent, closable=False)
        self._work = work
        self._asked = 0
        self.verdict = FREE
        """The last answer; FREE until there is one."""
        self.hide()

    def ask(self, proposal: Proposal) -> None:
        """Ask about a proposal; an older question's answer is dropped."""
        me, reads = self._work.me, self._work.reads
        self._asked += 1
        asked = self._asked

        def show(found: Verdict) -> None:
            if asked == self._asked:
                self._show(found)

        self._work.ask(self, lambda: reads.ask(me, ProposalVerdict(proposal)), show)

    def forget(self) -> None:
        """Say nothing, whatever was asked."""
        self._asked += 1
        self._show(FREE)

    def _show(self, found: Verdict) -> None:
        if found != self.verdict or found.message is None:
            self.verdict = found
            self.setVisible(found.message is not None)
            if found.message is not None:
                self.say(say(found.message), _KINDS[found.kind])
        self.judged.emit()
