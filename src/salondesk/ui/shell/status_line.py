"""The foot of the window: what waits and what is wrong, each a click away from its list."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QWidget

from salondesk.core.message import Message, N_
from salondesk.domain.access import Permission
from salondesk.domain.change import ChangeSet
from salondesk.services.reads.booking.desk import DeskBoard, DeskDay
from salondesk.services.worker import Health, WorkerState
from salondesk.ui.format import formatter
from salondesk.ui.i18n import Retranslated, _, fill
from salondesk.ui.i18n import say as in_words
from salondesk.ui.kit.buttons import button
from salondesk.ui.kit.layout import label, row
from salondesk.ui.shell.frame import FOOT_PX
from salondesk.ui.workplace import Workplace

_SOON_MS = 200
_EVERY_MS = 60_000
_WATCHED = frozenset({"booking", "ticket", "invoice", "till_session", "print_job"})
WORKERS = {"changes": N_("Changes made at other computers are not shown")}
"""What does not happen while a worker fails, by its name."""
Counts = tuple[DeskBoard | None, int, bool | None]
"""The desk, open bills, whether the till is open; None where the role may not know."""


class StatusLine(Retranslated, QFrame):
    """Signals: room_requested(key)."""

    room_requested = Signal(str)

    def __init__(self, work: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._found: Counts = (None, 0, None)
        self.setProperty("statusline", True)
        self.setFixedHeight(FOOT_PX)
        self._waiting = button("quiet", lambda: self.room_requested.emit("desk"))
        self._bills = button("quiet", lambda: self.room_requested.emit("sale"))
        self._till = button("quiet", lambda: self.room_requested.emit("till"))
        self._note = label("small")
        self._trouble = label("error")
        self._trouble.hide()
        self._failing: dict[str, Message] = {}
        for part in (self._waiting, self._bills, self._till):
            part.setProperty("status", True)
            part.hide()
        line = row(self._waiting, self._bills, None, self._trouble, self._note, self._till, gap=4)
        line.setContentsMargins(12, 0, 12, 0)
        self.setLayout(line)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.refresh)
        self._often = QTimer(self)
        self._often.setInterval(_EVERY_MS)
        self._often.timeout.connect(self.refresh)
        work.committed.connect(self._on_committed)
        work.user_changed.connect(self._on_user_changed)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(_("What waits"))
        self._show(self._found)
        self._show_trouble()

    def say(self, text: str) -> None:
        """Show a lasting note, such as when the last backup was made."""
        self._note.setText(text)

    def show_health(self, worker: str, health: Health) -> None:
        """Say while a worker's work fails what does not happen, and why; nothing while all is well."""
        if health.state is WorkerState.FAILING and health.message is not None:
            self._failing[worker] = health.message
        else:
            self._failing.pop(worker, None)
        self._show_trouble()

    def _show_trouble(self) -> None:
        said = [
            f"{_(WORKERS[name])}: {in_words(why)}" for name, why in self._failing.items() if name in WORKERS
        ]
        self._trouble.setVisible(bool(said))
        self._trouble.setText("  ·  ".join(said))
        self._trouble.setToolTip("\n".join(said))

    def refresh(self) -> None:
        """Count again."""
        if self._work.actor is None:
            return
        me, reads, may, day = self._work.me, self._work.reads, self._work.may, self._work.today()

        def count() -> Counts:  # off the interface thread, after the first paint: so are its modules
            from salondesk.services.reads.sale.open_bills import OpenBills
            from salondesk.services.reads.till.open_session import OpenSession

            desk = reads.ask(me, DeskDay(day)) if may(Permission.DIARY_VIEW) else None
            sells = may(Permission.SALE_CHECKOUT)
            bills = len(reads.ask(me, OpenBills())) if sells else 0
            return desk, bills, reads.ask(me, OpenSession()) is not None if sells else None

        self._work.ask(self, count, self._on_counted)

    def _on_counted(self, found: Counts) -> None:
        self._found = found
        self._show(found)

    def _show(self, found: Counts) -> None:
        desk, bills, is_open = found
        number = formatter().number
        self._waiting.setVisible(desk is not None)
        if desk is not None:
            waiting = fill(_("Waiting {n}"), n=number(len(desk.waiting)))
            self._waiting.setText(f"{waiting}  ·  " + fill(_("To pay {n}"), n=number(len(desk.to_pay))))
        self._bills.setVisible(bills > 0)
        self._bills.setText(fill(_("Open bills {n}"), n=number(bills)))
        self._till.setVisible(is_open is not None)
        self._till.setText(_("Till open") if is_open else _("Till closed"))

    def _on_committed(self, changes: ChangeSet) -> None:
        if changes.nouns & _WATCHED:
            self._soon.start()

    def _on_user_changed(self) -> None:
        signed_in = self._work.actor is not None
        self._found = (None, 0, None)
        self._show(self._found)
        if signed_in:
            self._often.start()
            self.refresh()
        else:
            self._often.stop()
