"""Petty cash: an amount into the drawer or out of it, and what for."""

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from salondesk.core.message import N_
from salondesk.domain.till import MovementKind
from salondesk.ui.i18n import _
from salondesk.ui.kit.dialog import StandardDialog
from salondesk.ui.kit.form import FormRow
from salondesk.ui.kit.inputs import MoneyEdit

REASONS = {
    MovementKind.IN: (N_("Change from the bank"), N_("Float topped up")),
    MovementKind.OUT: (N_("Supplies"), N_("Tea and water"), N_("Taxi"), N_("Taken to the bank")),
}


class CashDialog(StandardDialog):
    """Read ``amount_minor`` and ``reason`` once accepted."""

    def __init__(self, kind: MovementKind, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=380)
        self._kind = kind
        self.amount = MoneyEdit(currency)
        self.usual = QComboBox()
        self.usual.addItems([""] * (len(REASONS[kind]) + 1))
        self.words = QLineEdit()
        self.words.setMaxLength(200)
        self._rows = [FormRow(part) for part in (self.amount, self.usual, self.words)]
        for part in self._rows:
            self.body.addWidget(part)
        self.amount.amount_changed.connect(lambda _minor: self._update())
        self.usual.currentIndexChanged.connect(lambda _index: self._update())
        self.words.textChanged.connect(lambda _text: self._update())
        self.retranslate()
        self._update()
        self.amount.setFocus()

    def retranslate(self) -> None:
        into = self._kind is MovementKind.IN
        title = _("Put cash in") if into else _("Take cash out")
        self.set_texts(title, _("It is part of the drawer's count and is printed on the Z."), title)
        for n, reason in enumerate(REASONS[self._kind]):
            self.usual.setItemText(n, _(reason))
        self.usual.setItemText(len(REASONS[self._kind]), _("Another reason"))
        for part, name in zip(self._rows, (_("Amount"), _("Reason"), _("In words")), strict=True):
            part.set_text(name)

    def _update(self) -> None:
        self._rows[2].setVisible(self.usual.currentIndex() == len(REASONS[self._kind]))
        self.accept_button.setEnabled(bool(self.amount.minor()) and bool(self.reason()))

    def amount_minor(self) -> int:
        """Return the amount."""
        return self.amount.minor() or 0

    def reason(self) -> str:
        """Return what for."""
        if self.usual.currentIndex() == len(REASONS[self._kind]):
            return self.words.text().strip()
        return self.usual.currentText()
