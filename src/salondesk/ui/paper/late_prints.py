"""One line offers the documents that were not printed before the program ended.

The jobs are taken up in the background: first the archive is made good, one document at a time, so that a receipt
of now never waits behind more than one of then; then the person is asked about today's. Nothing is printed unasked.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from salondesk.core.message import Message, N_
from salondesk.domain.access import Permission
from salondesk.domain.paper import WaitingPrint
from salondesk.services.paper.print_queue import RecoveredPrints
from salondesk.services.ports.paper import PrintResult
from salondesk.ui.format import formatter
from salondesk.ui.i18n import _, _n, fill
from salondesk.ui.kit.feedback import Banner
from salondesk.ui.paper.prints import outcome_text, print_first
from salondesk.ui.workplace import Workplace

SOON_MS = 2_500
"""How long after the sign-in the counter is left alone."""


class LatePrints(Banner):
    """The line over the open room, with Print and Leave. Hidden while there is nothing to ask."""

    def __init__(self, work: Workplace, parent: QWidget | None = None) -> None:
        self._work = work
        self._asked: tuple[WaitingPrint, ...] = ()
        self._trouble: PrintResult | None = None
        super().__init__("info", parent, closable=False)
        self.print_button = self.add_action(self._on_print)
        self.leave_button = self.add_action(self._on_leave)
        self._settled = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.recover)
        work.user_changed.connect(self._on_user_changed)
        self.hide()
        self._name()

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "leave_button"):  # Qt's base says itself once before its buttons are there
            self._name()

    def _name(self) -> None:
        self.print_button.setText(_("Print"))
        self.leave_button.setText(_("Leave"))
        if self._asked:
            self._show()

    def _on_user_changed(self) -> None:
        self._soon.stop()
        self.hide()
        if self._work.actor is not None and self._work.may(Permission.SALE_CHECKOUT) and not self._settled:
            self._soon.start()

    def recover(self) -> None:
        """Look at what an earlier start left, as whoever is signed in."""
        from salondesk.services.paper.print_queue import RecoverPrints

        job_ids = self._work.documents.left_behind()
        if self._work.actor is None:
            return
        if not job_ids:
            self._settled = True
            return
        self._work.do(self, RecoverPrints(key=self._work.key(), job_ids=job_ids), self._on_taken_up)

    def _on_taken_up(self, taken: RecoveredPrints) -> None:
        self._make_good(taken.found, taken.asked)

    def _make_good(self, found: Sequence[WaitingPrint], asked: tuple[WaitingPrint, ...]) -> None:
        if not found:
            self._ask(asked)
            return
        work, me, job = self._work, self._work.me, found[0].job

        def go_on(_done: object) -> None:
            if work.actor is not None:  # else whoever signs in next begins again
                self._make_good(found[1:], asked)

        def failed(error: Exception) -> None:
            work.refused.emit(error, None)
            go_on(None)

        work.draw(self, lambda: work.documents.make_good(job, me), go_on, failed)

    def _ask(self, asked: tuple[WaitingPrint, ...]) -> None:
        self._asked, self._trouble = asked, None
        self._settled = not asked
        if asked:
            self._show()

    def _show(self) -> None:
        self.print_button.setEnabled(True)
        self.leave_button.setEnabled(True)
        if self._trouble is not None:
            self.say(outcome_text(self._trouble), "warning")
            return
        never = [one for one in self._asked if not one.job.copy]
        perhaps = [one for one in self._asked if one.job.copy]
        said = ([_never(never)] if never else []) + ([_perhaps(perhaps)] if perhaps else [])
        self.say(" ".join(said), "info")

    # -- what is done with them

    def _on_print(self) -> None:
        self.print_button.setEnabled(False)
        self.leave_button.setEnabled(False)
        self.say(_("Printing…"), "info")
        self._print_next()

    def _print_next(self) -> None:
        if not self._asked:
            self._put_away(N_("Printed"))
            return
        print_first(self._work, self, self._asked[0].job.id, self._on_printed)

    def _on_printed(self, result: PrintResult) -> None:
        if self._work.actor is None:
            return
        if result.printed:
            self._asked = self._asked[1:]
            self._print_next()
        else:
            self._trouble = result
            self._show()

    def _on_leave(self) -> None:
        from salondesk.services.paper.print_queue import DismissPrints

        left = tuple(one.job.id for one in self._asked)
        self._work.do(self, DismissPrints(key=self._work.key(), job_ids=left))
        self._put_away(_left(self._asked))

    def _put_away(self, said: str) -> None:
        self._asked, self._trouble, self._settled = (), None, True
        self.hide()
        self._work.said.emit(Message(said), False)


def _left(asked: Sequence[WaitingPrint]) -> str:
    """Say where each kind of what was left is found again, ready for translation."""
    closes = sum(one.job.document_kind == "z" for one in asked)
    if not closes:
        return N_("Left. You find them under Invoices, marked as not printed.")
    if closes == len(asked):
        return N_("Left. You find the Z under Till, among the earlier closes.")
    return N_("Left. Invoices are marked as not printed; the Z is under Till, among the earlier closes.")


def _never(waiting: Sequence[WaitingPrint]) -> str:
    if len(waiting) == 1:
        return fill(
            _("{number} was not printed before the program ended."),
            number=formatter().name(waiting[0].number),
        )
    return _n(
        "{n} document was not printed before the program ended.",
        "{n} documents were not printed before the program ended.",
        len(waiting),
    )


def _perhaps(waiting: Sequence[WaitingPrint]) -> str:
    if len(waiting) == 1:
        return fill(
            _(
                "{number} was being printed when the program ended. Look for it at the printer; it would be"
                " printed as a copy."
            ),
            number=formatter().name(waiting[0].number),
        )
    return _n(
        "{n} document was being printed when the program ended. Look for it at the printer; it would be"
        " printed as a copy.",
        "{n} documents were being printed when the program ended. Look for them at the printer; they would be"
        " printed as copies.",
        len(waiting),
    )
