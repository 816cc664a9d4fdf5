"""One fiscal document: lines, totals, tenders and credit notes, and its actions."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from salondesk.core.ids import Id
from salondesk.core.message import N_
from salondesk.core.timespan import to_local
from salondesk.domain.sale.invoice import DocumentKind, Invoice, InvoiceForm, InvoiceLine
from salondesk.domain.sale.ticket import Tender
from salondesk.domain.settlement import SettlementState
from salondesk.engine.credit import left_to_credit
from salondesk.reports.z_report import TENDER_NAMES
from salondesk.services.reads.sale.invoice import InvoiceFamily
from salondesk.ui.format import formatter
from salondesk.ui.i18n import Retranslated, _, fill, language, sided
from salondesk.ui.kit.buttons import button
from salondesk.ui.kit.feedback import EmptyState
from salondesk.ui.kit.layout import Panel, Rule, column, label, row, scrolling
from salondesk.ui.sale.ticket_model import price_text

_STATES = {
    SettlementState.UNPAID: N_("Unpaid"),
    SettlementState.PART_PAID: N_("Part paid"),
    SettlementState.OVERPAID: N_("Overpaid"),
    SettlementState.CREDITED: N_("Refunded in full"),
    SettlementState.TO_REFUND: N_("To refund"),
}


def state_text(state: SettlementState | None) -> str:
    """Return what there is to say of where an invoice stands; "" for one that is settled, as most are."""
    name = None if state is None else _STATES.get(state)
    return _(name) if name else ""


class InvoicePanel(Retranslated, Panel):
    """Signals: preview_requested(); print_requested(); save_requested(); refund_requested(); document_requested(Id)."""

    preview_requested = Signal()
    print_requested = Signal()
    save_requested = Signal()
    refund_requested = Signal()
    document_requested = Signal(object)

    def __init__(self, zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, margin=16)
        self._zone, self._printed = zone, True
        self.family: InvoiceFamily | None = None
        self._empty = EmptyState("receipt")
        self._title, self._what = label("title"), label("muted", wrap=True)
        self._facts = column(gap=6)
        self._note = label("muted", wrap=True)
        self.preview_button = button("", self.preview_requested.emit, icon_name="eye")
        self.print_button = button("", self.print_requested.emit, icon_name="printer")
        self.save_button = button("", self.save_requested.emit, icon_name="download")
        self.refund_button = button("", self.refund_requested.emit, icon_name="undo-2")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._page())
        self.body.addWidget(self._stack)
        self.retranslate()

    def _page(self) -> QWidget:
        sheet = QWidget()
        sheet.setLayout(column(self._facts, None))
        area = scrolling(sheet)
        buttons = column(
            row(self.preview_button, self.print_button, self.save_button, gap=8), self.refund_button, gap=8
        )
        page = QWidget()
        whole = column(self._title, self._what, Rule(), area, self._note, buttons, gap=10)
        whole.setStretch(3, 1)
        page.setLayout(whole)
        return page

    def retranslate(self) -> None:
        self.setAccessibleName(_("Invoice"))
        self._empty.set_texts(_("Choose an invoice"), _("Scan the receipt or type its number to find one."))
        self.preview_button.setText(_("Preview"))
        self.print_button.setText(_("Print again") if self._printed else _("Print"))
        self.save_button.setText(_("Save PDF"))
        self.refund_button.setText(_("Refund"))
        if self.family is not None:
            self.show_family(self.family)

    @property
    def document(self) -> Invoice | None:
        """The document shown."""
        return self.family.document if self.family is not None else None

    @property
    def credits(self) -> tuple[Invoice, ...]:
        """The credit notes of the document shown."""
        return self.family.credits if self.family is not None else ()

    def say(self, text: str) -> None:
        """Tell how the printing goes."""
        self._note.setText(text)

    def note_text(self) -> str:
        """Return what is told about the printing."""
        return self._note.text()

    def show_printed(self, *, printed: bool) -> None:
        """Say whether the document has come out on paper: what is printed next is a copy, or the original."""
        self._printed = printed
        self.print_button.setText(_("Print again") if printed else _("Print"))

    def left_to_refund(self) -> bool:
        """Tell whether anything of the document can still be given back."""
        document = self.document
        if document is None or document.kind is not DocumentKind.INVOICE:
            return False
        return bool(left_to_credit(document, self.credits))

    def show_family(self, family: InvoiceFamily) -> None:
        """Show a document, the credit notes of it, and where an invoice stands."""
        document = family.document
        if self.document is None or self.document.id != document.id:
            self.say("")
        self.family = family
        shown = formatter()
        self._title.setText(shown.name(document.number))
        self._what.setText(self._heading(document))
        _empty(self._facts)
        for line in document.lines:
            self._facts.addWidget(self._line(line))
        self._facts.addWidget(Rule())
        self._totals(document)
        self._facts.addWidget(Rule())
        self._money_of(family)
        self._connected(document, family.credits)
        self.refund_button.setVisible(document.kind is DocumentKind.INVOICE)
        self.refund_button.setEnabled(self.left_to_refund())
        self._stack.setCurrentIndex(1)

    def _heading(self, document: Invoice) -> str:
        shown = formatter()
        local = to_local(document.issued_at, self._zone)
        if document.kind is DocumentKind.CREDIT_NOTE:
            kind = _("Tax credit note")
        else:
            kind = _("Full tax invoice") if document.form is InvoiceForm.FULL else _("Tax invoice")
        parts = [kind, f"{shown.date(document.legal_date)} {shown.clock_time(local)}"]
        buyer = document.buyer.names.pick(language()) if document.buyer is not None else ""
        parts.append(shown.name(buyer or document.client_name or _("Walk-in client")))
        parts.append(shown.name(document.cashier.pick(language())))
        return " · ".join(parts)

    def _money(self, minor: int) -> str:
        assert self.document is not None  # asked only while one is shown
        return formatter().amount(minor, self.document.currency)

    def _line(self, line: InvoiceLine) -> QWidget:
        shown = formatter()
        title = sided(f"{shown.quantity(abs(line.qty_milli))} ×  {shown.name(line.names.pick(language()))}")
        assert self.document is not None  # asked only while one is shown
        detail = (
            " + ".join(shown.name(share.names.pick(language())) for share in line.staff),
            price_text(line.price_change, self.document.currency),
            shown.name(line.discount_reason) if line.discount_reason else "",
        )
        amount = self._money(line.list_minor - line.line_discount_minor)
        return _pair(title, amount, " · ".join(part for part in detail if part), strong=True)

    def _totals(self, document: Invoice) -> None:
        add = self._facts.addWidget
        bill_discount = sum(line.bill_discount_minor for line in document.lines)
        if bill_discount:
            add(_pair(_("Discount"), self._money(-bill_discount), document.discount_reason))
        add(_pair(_("Before tax"), self._money(document.net_minor)))
        for tax in document.tax_totals:
            name = f"{tax.names.pick(language())} {formatter().percent(tax.rate_ppm)}"
            add(_pair(name, self._money(tax.amount_minor)))
        if document.rounding_minor:
            add(_pair(_("Rounding to coins"), self._money(document.rounding_minor)))
        total = row(label("title", _("Total")), None, label("head", self._whole(document)))
        box = QWidget()
        box.setLayout(total)
        add(box)

    def _whole(self, document: Invoice) -> str:
        return formatter().money(document.payable_minor, document.currency)

    def _tender(self, tender: Tender, when: str = "") -> QWidget:
        detail = [when, tender.approval, f"•••• {tender.last4}" if tender.last4 else "", tender.reference]
        if tender.change_minor:
            detail.append(fill(_("{amount} handed over"), amount=self._money(tender.tendered_minor)))
        text = " · ".join(part for part in detail if part)
        return _pair(_(TENDER_NAMES[tender.kind]), self._money(tender.amount_minor), text)

    def _money_of(self, family: InvoiceFamily) -> None:
        """Show what was taken with the document, what was left, what came since, and what is still owed."""
        document, add = family.document, self._facts.addWidget
        for tender in document.tenders:
            add(self._tender(tender))
        if document.on_account_minor:
            left = _("To be paid later") if document.original is None else _("Taken off what is owed")
            add(_pair(left, self._money(document.on_account_minor)))
        for payment in family.payments:
            if payment.taken_with is None:
                add(self._tender(payment.as_tender(), self._when(payment.at)))
        stands = family.settlement
        if stands is None or not (state := state_text(stands.state)):
            return
        if stands.due_minor > 0:
            add(_pair(_("Still owed"), self._money(stands.due_minor), state, strong=True))
        else:
            add(_pair(state, self._money(-stands.due_minor) if stands.due_minor else "", strong=True))

    def _when(self, instant: int) -> str:
        local = to_local(instant, self._zone)
        return f"{formatter().date(local.date(), 'short')} {formatter().clock_time(local)}"

    def _connected(self, document: Invoice, notes: Sequence[Invoice]) -> None:
        if document.reason:
            why = fill(_("Reason: {reason}"), reason=document.reason)
            self._facts.addWidget(label("muted", why, wrap=True))
        if document.original is not None:
            self._facts.addWidget(self._link(document.original.number, document.original.id, _("Of invoice")))
        for note in notes:
            self._facts.addWidget(
                self._link(note.number, note.id, _("Credit note"), self._money(note.payable_minor))
            )

    def _link(self, number: str, document_id: Id, what: str, amount: str = "") -> QWidget:
        made: QPushButton = button("quiet", lambda: self.document_requested.emit(document_id))
        made.setText(f"{what} {formatter().name(number)}")
        box = QWidget()
        box.setLayout(row(made, None, label("strong", amount)))
        return box


def _pair(title: str, amount: str, detail: str = "", *, strong: bool = False) -> QWidget:
    made = QWidget()
    name = label("strong" if strong else "", title, wrap=True)
    value = label("strong" if strong else "", amount)
    value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    line = row(name, value, gap=12)
    line.setStretch(0, 1)
    made.setLayout(column(line, label("small", detail, wrap=True), gap=0) if detail else line)
    return made


def _empty(box: QVBoxLayout) -> None:
    while box.count():
        item = box.takeAt(0)
        part = item.widget() if item is not None else None
        if part is not None:
            part.hide()
            part.deleteLater()
