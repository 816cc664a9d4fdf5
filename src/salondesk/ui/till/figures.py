"""The figures of a till session at a glance: takings by tender, tax, the drawer. The paper says more."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from salondesk.core.timespan import to_local
from salondesk.domain.till import MovementKind, TillReport
from salondesk.reports.z_report import TENDER_NAMES, debts
from salondesk.ui.format import formatter
from salondesk.ui.i18n import Retranslated, _, _n, language
from salondesk.ui.kit.layout import Rule, column, label, row


class FiguresView(Retranslated, QScrollArea):
    """Shows an X, or a Z; amounts as the report has them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report: TillReport | None = None
        self._box: QVBoxLayout = column(gap=6, margin=4)
        sheet = QWidget()
        sheet.setLayout(self._box)
        self.setWidget(sheet)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(_("Figures of the session"))
        self.show_report(self._report)

    def report(self) -> TillReport | None:
        """Return what is shown."""
        return self._report

    def show_report(self, report: TillReport | None) -> None:
        """Show a report; None shows nothing."""
        self._report = report
        while self._box.count():
            item = self._box.takeAt(0)
            part = item.widget() if item is not None else None
            if part is not None:
                part.hide()
                part.deleteLater()
        if report is not None:
            self._takings(report)
            self._drawer(report)
            self._documents(report)
        self._box.addStretch(1)

    def _add(self, title: str, minor: int, *, role: str = "", note: str = "") -> None:
        assert self._report is not None  # only called while one is shown
        amount = formatter().amount(minor, self._report.currency)
        made = QWidget()
        made.setLayout(row(label(role, title), label("small", note), None, label(role, amount), gap=10))
        self._box.addWidget(made)

    def _section(self, title: str) -> None:
        if self._box.count():
            self._box.addSpacing(10)
        self._box.addWidget(label("section", title))
        self._box.addWidget(Rule())

    def _takings(self, report: TillReport) -> None:
        self._section(_("Takings"))
        for figure in report.tenders:
            note = _n("{n} payment", "{n} payments", figure.count)
            self._add(_(TENDER_NAMES[figure.kind]), figure.sales_minor + figure.refunds_minor, note=note)
        for name, minor in debts(report):
            self._add(_(name), minor)
        self._add(_("Before tax"), report.net_minor, role="muted")
        for tax in report.tax_totals:
            name = f"{tax.names.pick(language())} {formatter().percent(tax.rate_ppm)}"
            self._add(name, tax.amount_minor, role="muted")
        if report.discount_minor:
            self._add(_("Discounts given"), -report.discount_minor, role="muted")
        if report.rounding_minor:
            self._add(_("Rounding to coins"), report.rounding_minor, role="muted")
        self._add(_("Total sales"), report.gross_minor, role="title")

    def _drawer(self, report: TillReport) -> None:
        self._section(_("Cash in the drawer"))
        self._add(_("Float"), report.float_minor)
        self._add(_("Cash sales"), report.cash_sales_minor)
        if report.cash_refunds_minor:
            self._add(_("Cash given back"), report.cash_refunds_minor)
        for movement in report.movements:
            sign = 1 if movement.kind is MovementKind.IN else -1
            local = to_local(movement.at, report.zone)
            who = formatter().name(movement.by.pick(language()))
            note = f"{formatter().clock_time(local)} · {who}"
            self._add(formatter().name(movement.reason), sign * movement.amount_minor, note=note)
        self._add(_("Should be there"), report.expected_minor, role="title")
        if report.counted_minor is not None and report.difference_minor is not None:
            self._add(_("Counted"), report.counted_minor)
            self._add(_("Difference"), report.difference_minor, role="strong", note=report.difference_reason)

    def _documents(self, report: TillReport) -> None:
        self._section(_("Documents"))
        shown = formatter()
        invoices = _n("{n} invoice", "{n} invoices", report.invoice_count)
        if report.invoice_count:
            invoices = f"{invoices}  {shown.name(f'{report.first_invoice} – {report.last_invoice}')}"
        notes = _n("{n} credit note", "{n} credit notes", report.credit_count)
        for text in (invoices, notes):
            self._box.addWidget(label("muted", text))
