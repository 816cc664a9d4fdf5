"""Asks what becomes of the open bill of a visit that is called off: drop it, keep it, or go back."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from salondesk.services.visit_bill import OpenBill
from salondesk.ui.i18n import _
from salondesk.ui.kit.buttons import button
from salondesk.ui.kit.dialog import StandardDialog


class OpenBillDialog(StandardDialog):
    """Signals: answered(OpenBill). Going back answers nothing, and the visit stays as it is."""

    answered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, kind="danger")
        self.keep_button = button("", lambda: self._answer(OpenBill.KEEP))
        self.body.addWidget(self.keep_button)
        # neither answer is taken by a stray Enter
        self.cancel_button.setDefault(True)
        self.cancel_button.setFocus()
        self.retranslate()

    def retranslate(self) -> None:
        self.set_texts(
            _("This visit has an open bill"),
            _(
                "Drop the bill and what is on it, or keep it: it can be paid at the till, but is no longer the visit's."
            ),
            _("Drop the bill"),
            _("Back"),
        )
        self.keep_button.setText(_("Keep the bill"))

    def on_accept(self) -> None:
        """Answer that the bill is dropped."""
        self._answer(OpenBill.DROP)

    def _answer(self, answer: OpenBill) -> None:
        self.accept()
        self.answered.emit(answer)


def ask_open_bill(window: QWidget, then: Callable[[OpenBill], None]) -> OpenBillDialog:
    """Show the question; ``then`` gets the answer, and nothing when the person goes back."""
    dialog = OpenBillDialog(window)
    dialog.answered.connect(then)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
