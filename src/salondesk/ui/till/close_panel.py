"""Closing on one screen: count, what is expected, the difference and why, the Z. Blind for who may not see an X."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from salondesk.ui.format import formatter
from salondesk.ui.i18n import Retranslated, _
from salondesk.ui.kit.buttons import button
from salondesk.ui.kit.form import FormRow
from salondesk.ui.kit.layout import Panel, Rule, label, restyle, row
from salondesk.ui.till.count_edit import CountEdit


class ClosePanel(Retranslated, Panel):
    """Signals: close_requested(int, str): counted minor units and the reason of a difference; back_requested()."""

    close_requested = Signal(int, str)
    back_requested = Signal()

    def __init__(self, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, margin=20)
        self._currency = currency
        self._expected: int | None = None
        self._saving = False
        self._title, self._text = label("title"), label("muted", wrap=True)
        self.count = CountEdit(currency)
        self.count.counted.connect(lambda _minor: self._update())
        self.count.finished.connect(self._on_counted)
        self._expected_title, self._expected_label = label("large"), label("large")
        self._difference_title, self.difference_label = label("title"), label("title")
        self.reason = QLineEdit()
        self.reason.setMaxLength(300)
        self.reason.textChanged.connect(lambda _text: self._update())
        self._reason_row = FormRow(self.reason)
        self.back_button = button("", self.back_requested.emit, large=True)
        self.close_button = button("primary", self._on_close, icon_name="lock", large=True)
        self.reason.returnPressed.connect(self.close_button.setFocus)
        self.body.addWidget(self._title)
        self.body.addWidget(self._text)
        self.body.addWidget(self.count)
        self.body.addWidget(Rule())
        self.body.addLayout(row(self._expected_title, None, self._expected_label))
        self.body.addLayout(row(self._difference_title, None, self.difference_label))
        self.body.addWidget(self._reason_row)
        self.body.addStretch(1)
        line = row(self.back_button, self.close_button, gap=10)
        line.setStretch(1, 1)
        self.body.addLayout(line)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(_("Count and close"))
        self._title.setText(_("Count and close"))
        self._text.setText(
            _("Count everything in the drawer, the float too. Then the Z is made and cannot be changed.")
        )
        self._expected_title.setText(_("Should be there"))
        self._reason_row.set_text(_("Why does it differ?"))
        self.back_button.setText(_("Back"))
        self.close_button.setText(_("Close the till and print the Z"))
        self._update()

    def start(self, expected_minor: int | None) -> None:
        """Begin a count; ``expected_minor`` None keeps what should be there to those who may see it."""
        self._expected = expected_minor
        self._saving = False
        self.count.clear()
        self.reason.clear()
        self._update()
        self.count.begin()

    def set_expected(self, expected_minor: int | None) -> None:
        """The drawer moved while it was counted."""
        self._expected = expected_minor
        self._update()

    def set_saving(self, saving: bool) -> None:  # noqa: FBT001 - a Qt-like setter
        """The till is being closed."""
        self._saving = saving
        self._update()

    def ask_reason(self) -> None:
        """The till says that the count differs."""
        self._reason_row.show()
        self.reason.setFocus()

    def _difference(self) -> int | None:
        counted = self.count.minor()
        return None if counted is None or self._expected is None else counted - self._expected

    def _update(self) -> None:
        shown, difference = formatter(), self._difference()
        sighted = self._expected is not None
        for part in (
            self._expected_title,
            self._expected_label,
            self._difference_title,
            self.difference_label,
        ):
            part.setVisible(sighted)
        self._expected_label.setText(shown.money(self._expected or 0, self._currency))
        if not difference:
            self._difference_title.setText(_("It agrees") if difference == 0 else _("Difference"))
            self.difference_label.setText("")
        else:
            self._difference_title.setText(_("Too much") if difference > 0 else _("Missing"))
            self.difference_label.setText(shown.money(abs(difference), self._currency))
        for part in (self._difference_title, self.difference_label):
            restyle(part, "tone", "danger" if difference else "")
        if sighted:
            self._reason_row.setVisible(bool(difference))
        elif not self.reason.text():
            self._reason_row.hide()
        explained = not difference or bool(self.reason.text().strip())
        self.close_button.setEnabled(self.count.minor() is not None and explained and not self._saving)

    def _on_counted(self) -> None:
        """Go on to the reason where one is asked for, else to the button: the Z is made by pressing it."""
        (self.reason if self._reason_row.isVisibleTo(self) else self.close_button).setFocus()

    def _on_close(self) -> None:
        counted = self.count.minor()
        if counted is not None:
            self.close_requested.emit(counted, self.reason.text().strip())
