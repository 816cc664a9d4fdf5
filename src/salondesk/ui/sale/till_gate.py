"""The band over the page while the till cannot take money, with the float to open it."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from salondesk.domain.till import TillSession
from salondesk.ui.format import formatter
from salondesk.ui.i18n import Retranslated, _, fill
from salondesk.ui.kit.buttons import button
from salondesk.ui.kit.inputs import MoneyEdit
from salondesk.ui.kit.layout import label, restyle, row


class TillGate(Retranslated, QFrame):
    """Hidden while the till is open today.

    Signals: open_requested(int): with this float, minor units; till_requested(): go to the till to count and close.
    """

    open_requested = Signal(int)
    till_requested = Signal()

    def __init__(self, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._late: date | None = None
        self._may_open = True
        self._text = label("strong", wrap=True)
        self.float_edit = MoneyEdit(currency)
        self.float_edit.setFixedWidth(130)
        self._float_label = label()
        self._float_label.setBuddy(self.float_edit)
        self.open_button = button("primary", self._on_open)
        self.go_button = button("primary", self.till_requested.emit)
        line = row(self._text, self._float_label, self.float_edit, self.open_button, self.go_button, gap=10)
        line.setContentsMargins(14, 8, 10, 8)
        line.setStretch(0, 1)
        self.setLayout(line)
        restyle(self, "banner", "warning")
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        self._float_label.setText(_("Counted float"))
        self.float_edit.setAccessibleName(_("Counted float"))
        self.open_button.setText(_("Open the till"))
        self.go_button.setText(_("Count and close"))
        self._say()

    def show_session(self, session: TillSession | None, today: date, *, may_open: bool) -> None:
        """Stand there while there is no session of today."""
        self._late = session.business_date if session and session.business_date < today else None
        self._may_open = may_open
        self.setVisible(session is None or self._late is not None)
        self._say()

    def begin(self) -> None:
        """Put the cursor where the till is made ready for money."""
        field = self.float_edit if self._late is None and self._may_open else self.go_button
        field.setFocus()

    def _say(self) -> None:
        late, closed = self._late is not None, self._late is None
        if self._late is not None:
            day = formatter().date(self._late)
            self._text.setText(
                fill(_("The till is still open from {date}. Count and close it first."), date=day)
            )
        elif self._may_open:
            self._text.setText(_("The till is closed. Count the float and open it to take payments."))
        else:
            self._text.setText(_("The till is closed. Someone who may open it has to count the float first."))
        for part in (self._float_label, self.float_edit, self.open_button):
            part.setVisible(closed and self._may_open)
        self.go_button.setVisible(late)

    def _on_open(self) -> None:
        amount = self.float_edit.minor()
        if amount is None:
            self.float_edit.set_invalid(True)
            self.float_edit.setFocus()
            return
        self.open_requested.emit(amount)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.float_edit.isVisible():
            self._on_open()
        else:
            super().keyPressEvent(event)
