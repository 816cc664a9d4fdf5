"""A dialog that chooses what is refunded: lines and quantities, the reason, the tenders.

The figures are the plan (engine/credit) that the till makes its credit note of, so the till does nothing else.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from salondesk.core.errors import UserError
from salondesk.core.message import N_
from salondesk.core.money import MILLI
from salondesk.domain.sale.invoice import InvoiceLine
from salondesk.domain.sale.ticket import Tender
from salondesk.engine.credit import RefundPlan, left_to_credit, plan_refund
from salondesk.reports.z_report import TENDER_NAMES
from salondesk.services.reads.sale.invoice import InvoiceFamily
from salondesk.services.sale.refund import RefundLine
from salondesk.ui.format import formatter
from salondesk.ui.i18n import _, fill, language, say
from salondesk.ui.kit.buttons import button
from salondesk.ui.kit.dialog import StandardDialog
from salondesk.ui.kit.form import FormRow
from salondesk.ui.kit.layout import Panel, column, label, row, scrolling
from salondesk.ui.kit.spins import NumberSpin

REASONS = (
    N_("Client not happy"),
    N_("Product returned"),
    N_("Charged by mistake"),
    N_("Wrong item or price"),
)


class _Choice:
    """One line that may go back, and how much of it."""

    def __init__(self, line: InvoiceLine, left_milli: int) -> None:
        self.line, self.left_milli = line, left_milli
        self.box = QCheckBox()
        self.quantity = NumberSpin()
        whole = left_milli % MILLI == 0
        self.quantity.setDecimals(0 if whole else 3)
        self.quantity.setRange(1 if whole else 0.001, left_milli / MILLI)
        self.quantity.setValue(left_milli / MILLI)
        self.quantity.setFixedWidth(96)
        self.quantity.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.box.setEnabled(left_milli > 0)

    def wanted_milli(self) -> int:
        """Return how much goes back, 0 for none, in thousandths."""
        return round(self.quantity.value() * MILLI) if self.box.isChecked() else 0


class RefundDialog(StandardDialog):
    """Read ``lines``, ``reason`` and ``shown`` once accepted; no lines means everything that is left."""

    def __init__(self, family: InvoiceFamily, cash_step_minor: int, parent: QWidget | None = None) -> None:
        super().__init__(parent, kind="danger", width=520)
        self._family, self._invoice, self._step = family, family.document, cash_step_minor
        left = left_to_credit(self._invoice, family.credits)
        self.choices = [_Choice(line, left.get(line.n, 0)) for line in self._invoice.lines]
        self.all_button = button("", self._on_all)
        self._money_panel = Panel(margin=12)
        self._money = label("large", wrap=True)
        self._money_panel.body.addWidget(self._money)
        self.usual = QComboBox()
        self.usual.addItems([""] * (len(REASONS) + 1))
        self.words = QLineEdit()
        self.words.setMaxLength(200)
        self._usual_row, self._words_row = FormRow(self.usual), FormRow(self.words)
        self.usual.currentIndexChanged.connect(lambda _index: self._update())
        self.words.textChanged.connect(lambda _text: self._update())
        self._put_together()
        self.retranslate()
        self._update()
        self.all_button.setFocus()

    def _put_together(self) -> None:
        sheet = QWidget()
        rows = column(gap=4)
        for choice in self.choices:
            rows.addLayout(row(choice.box, None, choice.quantity, gap=8))
            choice.box.toggled.connect(lambda _on: self._update())
            choice.quantity.valueChanged.connect(lambda _value: self._update())
        rows.addStretch(1)
        sheet.setLayout(rows)
        for choice in self.choices:
            choice.quantity.setVisible(choice.left_milli > MILLI)
        area = scrolling(sheet)
        area.setMinimumHeight(min(44 * len(self.choices) + 8, 220))
        self.body.addLayout(row(None, self.all_button))
        self.body.addWidget(area)
        self.body.addWidget(self._usual_row)
        self.body.addWidget(self._words_row)
        self.body.addWidget(self._money_panel)

    def retranslate(self) -> None:
        title = fill(_("Refund of {number}"), number=self._invoice.number)
        self.set_texts(
            title, _("Choose what goes back. A credit note is made; the invoice stays as it is."), _("Refund")
        )
        self.all_button.setText(_("Everything (void)"))
        shown = formatter()
        for choice in self.choices:
            line = choice.line
            name = shown.name(line.names.pick(language()))
            amount = shown.money(line.gross_minor, self._invoice.currency)
            text = f"{shown.quantity(line.qty_milli)} × {name} · {amount}"
            if not choice.left_milli:
                text = fill(_("{line} (refunded already)"), line=text)
            choice.box.setText(text.replace("&", "&&"))
            choice.quantity.setAccessibleName(fill(_("Quantity of {item}"), item=name))
        for n, reason in enumerate(REASONS):
            self.usual.setItemText(n, _(reason))
        self.usual.setItemText(len(REASONS), _("Another reason"))
        self._usual_row.set_text(_("Reason"))
        self._words_row.set_text(_("In words"))
        self._update()

    def _on_all(self) -> None:
        for choice in self.choices:
            choice.box.setChecked(choice.left_milli > 0)
            choice.quantity.setValue(choice.left_milli / MILLI)

    def _wanted(self) -> dict[int, int]:
        return {c.line.n: c.wanted_milli() for c in self.choices if c.wanted_milli()}

    def plan(self) -> RefundPlan | None:
        """Return what the till would do; None while nothing is chosen. Raises UserError as the till would."""
        wanted, family = self._wanted(), self._family
        if not wanted:
            return None
        return plan_refund(
            family.document,
            family.credits,
            family.payments,
            wanted,
            due_minor=family.settlement.due_minor if family.settlement is not None else 0,
            cash_step_minor=self._step,
        )

    def shown(self) -> tuple[Tender, ...]:
        """Return what was shown to go back, as negative tenders."""
        plan = self.plan()
        return plan.tenders if plan is not None else ()

    def _update(self) -> None:
        self._words_row.setVisible(self.usual.currentIndex() == len(REASONS))
        for choice in self.choices:
            choice.quantity.setEnabled(choice.box.isChecked())
        try:
            found = self.plan()
        except UserError as error:
            self._money.setText(say(error.message))
            self.accept_button.setEnabled(False)
            return
        self._money.setText(self._where(found))
        self.accept_button.setEnabled(found is not None and bool(self.reason()))

    def _where(self, found: RefundPlan | None) -> str:
        if found is None:
            return _("Nothing is chosen yet.")
        shown, currency = formatter(), self._invoice.currency
        said = []
        if found.off_debt_minor:
            amount = shown.money(found.off_debt_minor, currency)
            said.append(fill(_("Taken off what is owed: {amount}"), amount=amount))
        parts = []
        for tender in found.tenders:
            name = _(TENDER_NAMES[tender.kind])
            if tender.last4:
                name = f"{name} •••• {tender.last4}"
            parts.append(f"{name}: {shown.money(-tender.amount_minor, currency)}")
        said += (_("Goes back to"), *parts) if parts else (_("No money goes back."),)
        return "\n".join(said)

    def money_text(self) -> str:
        """Return what is said of the money."""
        return self._money.text()

    def lines(self) -> tuple[RefundLine, ...]:
        """Return the chosen lines; empty when all that is left goes back."""
        wanted = self._wanted()
        everything = all(wanted.get(c.line.n, 0) == c.left_milli for c in self.choices)
        return (
            () if everything else tuple(RefundLine(n=n, qty_milli=qty) for n, qty in sorted(wanted.items()))
        )

    def reason(self) -> str:
        """Return why."""
        if self.usual.currentIndex() == len(REASONS):
            return self.words.text().strip()
        return self.usual.currentText()
