"""The slip of a card terminal or bank notice: approval code and last four digits, or a reference.

The number of a card is never asked for. One that is typed is refused here, before it stands among the tenders; the
service refuses it wherever it is typed.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from salondesk.core.fold import digits
from salondesk.domain.sale.ticket import TenderKind
from salondesk.engine.tendering import Offered
from salondesk.services.sale.card_numbers import has_card_number
from salondesk.ui.format import formatter
from salondesk.ui.i18n import Retranslated, _, fill
from salondesk.ui.kit.buttons import button
from salondesk.ui.kit.form import FormRow
from salondesk.ui.kit.layout import Panel, label, row


class SlipForm(Retranslated, Panel):
    """Signals: taken(Offered); dropped()."""

    taken = Signal(object)
    dropped = Signal()

    def __init__(self, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, raised=True, margin=14)
        self._currency, self._kind, self._amount = currency, TenderKind.CARD, 0
        self._title = label("large")
        self.approval, self.last4, self.reference = QLineEdit(), QLineEdit(), QLineEdit()
        self.approval.setMaxLength(20)
        self.last4.setMaxLength(4)
        self.reference.setMaxLength(60)
        self._rows = {
            "approval": FormRow(self.approval, self._approval_fault),
            "last4": FormRow(self.last4, self._last4_fault),
            "reference": FormRow(self.reference, self._reference_fault),
        }
        for field in (self.approval, self.last4, self.reference):
            field.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._cancel, self._ok = button("", self.dropped.emit), button("primary", self.take)
        self.body.addWidget(self._title)
        self.body.addLayout(row(*self._rows.values(), gap=12))
        self.body.addLayout(row(None, self._cancel, self._ok, gap=8))
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        self._rows["approval"].set_text(_("Approval code"), _("From the terminal's slip"))
        self._rows["last4"].set_text(_("Last four digits"), _("Never the whole card number"))
        self._rows["reference"].set_text(_("Transfer reference"), _("From the bank's notice"))
        self._cancel.setText(_("Cancel"))
        self._ok.setText(_("Take"))
        self._say_title()

    def _say_title(self) -> None:
        money = formatter().money(self._amount, self._currency)
        text = _("Card: {amount}") if self._kind is TenderKind.CARD else _("Transfer: {amount}")
        self._title.setText(fill(text, amount=money))

    def ask(self, kind: TenderKind, amount_minor: int) -> None:
        """Ask for the slip of a card payment or the reference of a transfer."""
        self._kind, self._amount = kind, amount_minor
        for field in (self.approval, self.last4, self.reference):
            field.clear()
        self.retranslate()
        is_card = kind is TenderKind.CARD
        self._rows["approval"].setVisible(is_card)
        self._rows["last4"].setVisible(is_card)
        self._rows["reference"].setVisible(not is_card)
        self.show()
        (self.approval if is_card else self.reference).setFocus()

    def take(self) -> None:
        """Hand the payment over once the slip is complete; complain beside the field otherwise."""
        wrong = [row for row in self._asked() if not row.validate()]
        if wrong:
            wrong[0].field.setFocus()
            return
        card = self._kind is TenderKind.CARD
        self.taken.emit(
            Offered(
                kind=self._kind,
                amount_minor=self._amount,
                approval=self.approval.text().strip() if card else "",
                last4=digits(self.last4.text()) if card else "",
                reference="" if card else self.reference.text().strip(),
            )
        )

    def _asked(self) -> list[FormRow]:
        keys = ("approval", "last4") if self._kind is TenderKind.CARD else ("reference",)
        return [self._rows[key] for key in keys]

    def _approval_fault(self) -> str:
        if not self.approval.text().strip():
            return _("Please enter the approval code of the card terminal's slip.")
        return _card_fault(self.approval.text())

    def _last4_fault(self) -> str:
        right = len(digits(self.last4.text())) == 4
        return "" if right else _("Please enter the last four digits of the card, no more.")

    def _reference_fault(self) -> str:
        if not self.reference.text().strip():
            return _("Please enter the reference of the bank transfer.")
        return _card_fault(self.reference.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif self.approval.hasFocus() and self.approval.text().strip():
            self.last4.setFocus()
        else:
            self.take()


def _card_fault(text: str) -> str:
    return (
        _("That looks like a card number. Card numbers are never entered here.")
        if has_card_number(text)
        else ""
    )
