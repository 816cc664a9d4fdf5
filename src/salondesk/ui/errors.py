"""How an error reaches a person: one presenter for the whole window.

What happened, what was kept, what to do. A refusal that someone may lift opens
the manager's PIN on the spot; trouble in the world stays as a banner; a bug
becomes a crash report and the open bill is safe, since it is saved at each edit.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QWidget

from salondesk.core.errors import (
    DataError,
    Liftable,
    SalonDeskError,
    TransientError,
)
from salondesk.core.ids import Id
from salondesk.domain.access import Override
from salondesk.services.reads.read_models import UserTile
from salondesk.ui.format import formatter
from salondesk.ui.i18n import _, language, say
from salondesk.ui.kit.dialog import ConfirmDialog, OverrideDialog, ReasonDialog
from salondesk.ui.kit.feedback import Banner, Toast
from salondesk.ui.workplace import Retry, Workplace

LONG_MS = 8_000


class Presenter(QObject):
    """Shows what ``Workplace.refused`` hands over, in one window."""

    def __init__(self, work: Workplace, window: QWidget, toast: Toast, banner: Banner) -> None:
        super().__init__(window)
        self._work, self._window, self._toast, self._banner = work, window, toast, banner
        self.report: Callable[[Exception], str] | None = None
        """Writes a crash report and returns its file's name; set by the program's start."""
        self._standing: Callable[[], str] = str
        self._retry: Retry | None = None
        self._retry_button = banner.add_action(self._on_retry)
        self._retry_button.hide()
        work.refused.connect(self.present)
        work.user_changed.connect(self._on_user_changed)

    def retranslate(self) -> None:
        """Say the standing message in the language on screen."""
        self._retry_button.setText(_("Try again"))
        if self._banner.isVisibleTo(self._window):
            self._banner.say(self._standing(), "danger")

    def present(self, error: Exception, retry: Retry | None) -> None:
        """Show an error; ``retry`` does the same again, or with an override."""
        if QThread.currentThread() is not self.thread():
            self._work.refused.emit(error, retry)  # comes back here in the interface thread
            return
        lifting = retry is not None and retry.can_lift and self._work.actor is not None
        if isinstance(error, Liftable) and retry is not None and lifting and error.permission:
            self._offer((*retry.refusals, error), retry)
        elif isinstance(error, TransientError | DataError):
            message = error.message
            self._stand(lambda: say(message), retry if isinstance(error, TransientError) else None)
        elif isinstance(error, SalonDeskError):
            self._toast.say(say(error.message), shown_ms=LONG_MS)
        else:
            self._crashed(error)

    def _stand(self, text: Callable[[], str], retry: Retry | None = None) -> None:
        self._standing, self._retry = text, retry
        self._retry_button.setVisible(retry is not None)
        self._banner.show()
        self.retranslate()

    def _on_retry(self) -> None:
        retry = self._retry
        self._banner.hide()
        if retry is not None and self._work.actor is not None:
            retry.again()

    def _on_user_changed(self) -> None:
        """What somebody was about to do is not done again by the next."""
        self._retry = None
        self._retry_button.hide()

    def _crashed(self, error: Exception) -> None:
        report = self.report

        def show(name: str) -> None:
            def text() -> str:
                said = _("Something went wrong in SalonDesk. What you had saved is safe; please try again.")
                return f"{said} {formatter().name(name)}" if name else said

            self._stand(text)

        show("")
        if report is not None:
            self._work.draw(self, lambda: report(error), show, lambda _failure: None)

    def _offer(self, refusals: tuple[Liftable, ...], retry: Retry) -> None:
        """Have all refusals of a command lifted by one approval: those lifted before came back with the new one."""
        lacking = [name for name in _permissions(refusals) if not self._work.may(name)]
        if not lacking:
            self._ask_reason(refusals, retry)
            return
        self._work.ask(
            self,
            lambda: self._work.reads.approvers(lacking),
            lambda who: self._ask_pin(refusals, who, retry),
        )

    def _ask_reason(self, refusals: tuple[Liftable, ...], retry: Retry) -> None:
        """She holds the right herself: a reason is enough."""
        dialog = ReasonDialog((), self._window)
        dialog.set_texts(_("Go ahead anyway?"), _text(refusals), _("Go ahead"))
        me, (permission, *also) = self._work.me.user_id, _permissions(refusals)
        dialog.accepted.connect(
            lambda: retry.lifted(
                Override(permission=permission, reason=dialog.reason(), approver_id=me, also=tuple(also)),
                refusals,
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_pin(self, refusals: tuple[Liftable, ...], who: list[UserTile], retry: Retry) -> None:
        if not who:
            self._toast.say(_text(refusals), shown_ms=LONG_MS)
            return
        dialog = OverrideDialog([(t.user_id, t.names.pick(language())) for t in who], self._window)
        dialog.set_texts(_("Approval needed"), _text(refusals))
        dialog.suggest(retry.reason)
        permissions = _permissions(refusals)

        def check(approver: Id, pin: str, reason: str) -> None:
            self._work.approve(
                dialog, approver, pin, permissions=permissions, reason=reason, done=approved, failed=refused
            )

        def approved(override: Override) -> None:
            dialog.accept()
            retry.lifted(override, refusals)

        def refused(failure: Exception) -> None:
            dialog.refuse(say(failure.message) if isinstance(failure, SalonDeskError) else str(failure))

        dialog.submitted.connect(check)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _permissions(refusals: tuple[Liftable, ...]) -> tuple[str, ...]:
    """Return all that lifts some refusals, each once."""
    return tuple(dict.fromkeys(name for one in refusals for name in one.permissions))


def _text(refusals: tuple[Liftable, ...]) -> str:
    """Return what refusals say, each once."""
    return "\n".join(dict.fromkeys(say(one.message) for one in refusals))


def confirm(window: QWidget, title: str, text: str, accept: str, then: Callable[[], None]) -> None:
    """Ask before something that cannot be taken back."""
    dialog = ConfirmDialog(window)
    dialog.set_texts(title, text, accept)
    dialog.accepted.connect(then)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
