"""Invoices and credit notes by day, found by number or scan; printed, saved, refunded."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from salondesk.core.errors import UserError
from salondesk.core.fold import digits, fold
from salondesk.core.ids import Id
from salondesk.core.message import Message, N_
from salondesk.core.timespan import to_local
from salondesk.domain.sale.invoice import DocumentKind, Invoice
from salondesk.services.ports.paper import DocumentRequest, PrintResult
from salondesk.services.reads.sale.invoice import InvoiceById, InvoiceFamily
from salondesk.services.reads.sale.invoice_by_number import InvoiceByNumber
from salondesk.services.reads.sale.invoice_list import InvoiceList, InvoiceRow
from salondesk.services.sale.checkout import SaleDone
from salondesk.services.sale.refund import RefundInvoice
from salondesk.ui.format import Formatter, formatter
from salondesk.ui.i18n import _, say
from salondesk.ui.kit.feedback import EmptyState
from salondesk.ui.kit.layout import row
from salondesk.ui.kit.table import Column, ListPanel
from salondesk.ui.paper.preview import open_preview
from salondesk.ui.paper.prints import outcome_text, print_copy, print_first
from salondesk.ui.paper.request import fiscal_request
from salondesk.ui.paper.saving import save_pdf
from salondesk.ui.room import RoomPage
from salondesk.ui.sale.invoice_panel import InvoicePanel, state_text
from salondesk.ui.sale.range_bar import RangeBar
from salondesk.ui.sale.refund_dialog import RefundDialog
from salondesk.ui.sale.scan import ScanListener
from salondesk.ui.workplace import Workplace

_PANEL_WIDTH = 470
_PLAIN = Formatter("en")


class InvoicesPage(RoomPage):
    """The list at the leading side, the chosen document at the other."""

    watches = frozenset({"invoice", "payment"})

    def __init__(self, work: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(work, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._rows: list[InvoiceRow] = []
        self._words: dict[Id, str] = {}
        self._shown: Id | None = None
        self._unprinted: Id | None = None
        """The job that has not brought the document shown to paper yet, whatever days are listed."""
        self.bar = RangeBar(work)
        self.bar.changed.connect(self.refresh)
        self._empty = EmptyState("receipt-text")
        self.list = ListPanel(self._columns(), self._empty)
        self.list.table.horizontalHeader().setResizeContentsPrecision(40)
        self.list.search_edited.connect(lambda _text: self._filter())
        self.list.search.returnPressed.connect(lambda: self.find_document(self.list.search.text()))
        self.list.table.row_selected.connect(self._on_row)
        self.panel = InvoicePanel(work.branch.zone)
        self.panel.setFixedWidth(_PANEL_WIDTH)
        self.scanner = ScanListener(self)
        self.scanner.scanned.connect(self.find_document)
        self._connect()
        whole = row(self.list, self.panel, gap=16, margin=16)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        for keys, call in (
            (QKeySequence(QKeySequence.StandardKey.Find), self.list.search.setFocus),
            (QKeySequence(QKeySequence.StandardKey.Print), self._on_print),
        ):
            made = QShortcut(keys, self, call)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.retranslate()

    def _connect(self) -> None:
        self.panel.preview_requested.connect(self._on_preview)
        self.panel.print_requested.connect(self._on_print)
        self.panel.save_requested.connect(self._on_save)
        self.panel.refund_requested.connect(self._on_refund)
        self.panel.document_requested.connect(self.show_document)

    def header(self) -> QWidget:
        return self.bar

    def retranslate(self) -> None:
        self.setAccessibleName(_("Invoices"))
        self.list.retranslate()
        self.list.table.setAccessibleName(_("Invoices"))
        self.list.search.set_hint(_("Number, client or amount; or scan a receipt"))
        self._empty.set_texts(_("No invoices on these days"), _("Every sale and refund is listed here."))
        self._filter()

    def _columns(self) -> tuple[Column, ...]:
        zone = self.work.branch.zone

        def when(found: InvoiceRow) -> str:
            local = to_local(found.issued_at, zone)
            clock = formatter().clock_time(local)
            one_day = self.bar.days()[0] == self.bar.days()[1]
            return clock if one_day else f"{formatter().date(local.date(), 'short')} {clock}"

        return (
            Column(N_("Time"), when),
            Column(N_("Number"), lambda found: formatter().name(found.number)),
            Column(N_("Kind"), _kind_name),
            Column(N_("Client"), lambda found: found.client_name or "–", stretches=True),
            Column(
                N_("Amount"),
                lambda found: formatter().money(found.payable_minor, found.currency),
                is_number=True,
            ),
        )

    # -- the list

    def refresh(self) -> None:
        reads, me, (first, last) = self.work.reads, self.work.me, self.bar.days()

        def question() -> list[tuple[InvoiceRow, str]]:
            # Folded here, off the interface thread: a month has thousands of them.
            return [(found, _searched(found)) for found in reads.ask(me, InvoiceList(first, last))]

        self.work.ask(self, question, self._on_rows)
        if self._shown is not None:
            self.show_document(self._shown)

    def _on_rows(self, rows: list[tuple[InvoiceRow, str]]) -> None:
        self._rows = [found for found, _text in reversed(rows)]
        self._words = {found.invoice_id: text for found, text in rows}
        self._filter()

    def _filter(self) -> None:
        wanted = fold(self.list.search.text())
        kept = [found for found in self._rows if not wanted or wanted in self._words[found.invoice_id]]
        table = self.list.table
        table.blockSignals(True)
        self.list.put(kept)
        place = next((n for n, found in enumerate(kept) if found.invoice_id == self._shown), -1)
        if place >= 0:
            table.select_row(place)
        elif table.currentIndex().isValid():
            table.selectionModel().clear()
        table.blockSignals(False)

    def _on_row(self, found: InvoiceRow | None) -> None:
        if found is not None and found.invoice_id != self._shown:
            self.show_document(found.invoice_id)

    def find_document(self, text: str) -> None:
        """Open a document by its whole number, or by the last digits of one that is listed."""
        typed = text.strip().upper()
        if not typed:
            return
        listed = [found for found in self._rows if found.number.upper() == typed]
        if not listed and typed == digits(typed):
            listed = [found for found in self._rows if found.number.endswith(typed)]
        if listed:
            self.list.search.clear()
            self.show_document(listed[0].invoice_id)
            return
        reads, me = self.work.reads, self.work.me

        def done(document: Invoice | None) -> None:
            if document is None:
                missing = Message(N_("No invoice has the number {number}."), {"number": typed})
                self.work.refused.emit(UserError(missing), None)
            else:
                self.list.search.clear()
                self.show_document(document.id)

        self.work.ask(self, lambda: reads.ask(me, InvoiceByNumber(typed)), done)

    def open_with(self, what: object) -> None:
        """Open a document by its id, or by its number."""
        if isinstance(what, bytes):
            self.show_document(Id(what))
        elif isinstance(what, str):
            self.find_document(what)

    def show_document(self, invoice_id: Id) -> None:
        """Show one document with its credit notes."""
        self._shown = invoice_id
        reads, me = self.work.reads, self.work.me

        def done(found: InvoiceFamily) -> None:
            if self._shown == invoice_id:
                self._unprinted = found.unprinted_job_id
                self.panel.show_family(found)
                self.panel.show_printed(printed=self._unprinted is None)
                self._filter()

        self.work.ask(self, lambda: reads.ask(me, InvoiceById(invoice_id)), done)

    # -- what can be done with it

    def _request(self) -> DocumentRequest | None:
        document = self.panel.document
        return fiscal_request(self.work, "invoice", document.id) if document is not None else None

    def _on_preview(self) -> None:
        request, document = self._request(), self.panel.document
        if request is not None and document is not None:
            open_preview(self.work, request, document.number, self)

    def _on_print(self) -> None:
        request = self._request()
        if request is None:
            return
        self.panel.say(_("Printing…"))
        if self._unprinted is not None:
            print_first(self.work, self, self._unprinted, self._on_first_printed)
        else:
            print_copy(self.work, self, request, self._on_printed)

    def _on_printed(self, result: PrintResult) -> None:
        trouble = say(result.trouble) if result.trouble else _("The receipt was not printed.")
        self.panel.say(_("Printed, marked as a copy") if result.printed else trouble)

    def _on_first_printed(self, result: PrintResult) -> None:
        self.panel.say(outcome_text(result))
        if self.work.actor is not None:
            self.refresh()

    def _on_save(self) -> None:
        document = self.panel.document
        if document is not None:
            save_pdf(self.work, self, DocumentRequest("invoice", document.id, "a4"), document.number)

    def _on_refund(self) -> None:
        family = self.panel.family
        if family is None:
            return
        dialog = RefundDialog(family, self.work.shop.cash_step_minor, self)
        dialog.accepted.connect(lambda: self._refund(family.document.id, dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _refund(self, invoice_id: Id, dialog: RefundDialog) -> None:
        command = RefundInvoice(
            key=self.work.key(),
            invoice_id=invoice_id,
            lines=dialog.lines(),
            reason=dialog.reason(),
            shown=dialog.shown(),
        )

        def done(note: SaleDone) -> None:
            self.panel.say(_("Printing…"))
            self.show_document(invoice_id)
            print_first(self.work, self, note.print_job_id, self._on_note_printed)

        self.work.do(self, command, done, failed=lambda _error: self.show_document(invoice_id))

    def _on_note_printed(self, result: PrintResult) -> None:
        self.panel.say("" if result.printed else outcome_text(result))
        if self.work.actor is not None:
            self.refresh()


def _searched(found: InvoiceRow) -> str:
    plain = _PLAIN.amount(found.payable_minor, found.currency)
    printed = "" if found.unprinted_job_id is None else _("not printed")
    return fold(f"{found.number} {found.client_name} {plain} {state_text(found.state)} {printed}")


def _kind_name(found: InvoiceRow) -> str:
    kind = _("Credit note") if found.kind == DocumentKind.CREDIT_NOTE else _("Invoice")
    printed = "" if found.unprinted_job_id is None else _("not printed")
    return " · ".join(part for part in (kind, state_text(found.state), printed) if part)
