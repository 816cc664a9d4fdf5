"""Fiscal documents, their numbers, and the ledger: added, read, never changed."""

from dataclasses import replace
from typing import Any

from salondesk.core import snapshot
from salondesk.core.errors import BugError, UserError
from salondesk.core.ids import Id
from salondesk.core.message import Message, N_
from salondesk.domain.change import Change
from salondesk.domain.ledger import LedgerEntry
from salondesk.domain.paper import UNSETTLED, DocumentFile, PrintJob, WaitingPrint
from salondesk.domain.sale.invoice import DocumentKind, Invoice, InvoiceLine, NumberSeries
from salondesk.domain.till import TillReport
from salondesk.storage.driver import IntegrityError
from salondesk.storage.mapping import Rows
from salondesk.storage.repos.base import Journal
from salondesk.storage.repos.prints import prints_of
from salondesk.storage.statements import table_sql

SERIES = Rows(NumberSeries, "number_series")
LEDGER = Rows(LedgerEntry, "ledger_entry")
_ADD_TO_BALANCE = (
    "INSERT INTO balance (account, holder_id, unit, amount) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (account, holder_id, unit) DO UPDATE SET amount = amount + excluded.amount"
)
JOB = Rows(PrintJob, "print_job")
_INVOICE, _Z = table_sql("invoice")["insert"], table_sql("z_report")["insert"]
_HEADER = (
    "id", "branch_id", "till_id", "series_id", "session_id", "number", "seq", "currency", "issued_at", "offset_min",
    "client_id", "ticket_id", "booking_id", "list_minor", "discount_minor", "net_minor", "tax_minor", "gross_minor",
    "rounding_minor", "payable_minor", "prev_hash", "hash",
)  # fmt: skip


def header_row(invoice: Invoice) -> dict[str, Any]:
    """Return the columns of a document's header."""
    row: dict[str, Any] = {name: getattr(invoice, name) for name in _HEADER}
    row |= {
        "kind": invoice.kind.value,
        "form": invoice.form.value,
        "legal_date": invoice.legal_date.isoformat(),
        "business_date": invoice.business_date.isoformat(),
        "original_id": invoice.original.id if invoice.original else None,
        "snapshot": snapshot.dumps(invoice),
    }
    return row


def z_row(report: TillReport, series_id: Id) -> dict[str, Any]:
    """Return the columns of a Z report."""
    return {
        "id": report.id, "branch_id": report.branch_id, "till_id": report.till_id, "session_id": report.session_id,
        "series_id": series_id, "number": report.number, "seq": report.seq,
        "business_date": report.business_date.isoformat(), "made_at": report.made_at,
        "gross_minor": report.gross_minor, "difference_minor": report.difference_minor,
        "prev_hash": report.prev_hash, "hash": report.hash, "snapshot": snapshot.dumps(report),
    }  # fmt: skip


def part_rows(invoice: Invoice) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of a document's lines, their taxes and shares, its tax totals and payments, by table."""
    rows: dict[str, list[dict[str, Any]]] = {
        "invoice_line": [],
        "invoice_line_tax": [],
        "invoice_line_share": [],
        "invoice_tax": [
            {
                "invoice_id": invoice.id, "pos": n, "key": x.key, "category": x.category, "rate_ppm": x.rate_ppm,
                "base_minor": x.base_minor, "amount_minor": x.amount_minor,
                "category_amount_minor": x.category_amount_minor,
            }
            for n, x in enumerate(invoice.tax_totals)
        ],
        "payment": [
            {
                "invoice_id": invoice.id, "pos": n, "session_id": invoice.session_id, "kind": p.kind.value,
                "amount_minor": p.amount_minor, "tendered_minor": p.tendered_minor, "change_minor": p.change_minor,
                "approval": p.approval, "last4": p.last4, "reference": p.reference, "at": invoice.issued_at,
                "business_date": invoice.business_date.isoformat(),
            }
            for n, p in enumerate(invoice.tenders)
        ],
    }  # fmt: skip
    for line in invoice.lines:
        _add_line(rows, invoice.id, line)
    return rows


def _add_line(rows: dict[str, list[dict[str, Any]]], invoice_id: Id, x: InvoiceLine) -> None:
    at = {"invoice_id": invoice_id, "n": x.n}
    rows["invoice_line"].append(
        at
        | {
            "kind": x.kind.value, "item_id": x.item_id, "code": x.code, "names": x.names.to_json(),
            "qty_milli": x.qty_milli, "unit_price_minor": x.unit_price_minor, "basis": x.basis.value,
            "list_minor": x.list_minor, "discount_minor": x.line_discount_minor + x.bill_discount_minor,
            "net_minor": x.net_minor, "tax_minor": x.tax_minor, "gross_minor": x.gross_minor,
            "original_n": x.original_n,
        }
    )  # fmt: skip
    rows["invoice_line_tax"] += [
        at
        | {
            "pos": pos, "key": tax.key, "category": tax.category, "rate_ppm": tax.rate_ppm,
            "base_minor": tax.base_minor, "amount_minor": tax.amount_minor,
        }
        for pos, tax in enumerate(x.taxes)
    ]  # fmt: skip
    rows["invoice_line_share"] += [
        at | {"pos": pos, "staff_id": s.staff_id, "net_minor": s.net_minor} for pos, s in enumerate(x.staff)
    ]


class InvoiceRepo:
    """Documents inside a unit of work."""

    def __init__(self, journal: Journal) -> None:
        self._journal, self._connection = journal, journal.connection

    def add(self, invoice: Invoice) -> None:
        """Write the document with its lines, taxes and payments."""
        _INVOICE.run(self._connection, header_row(invoice))
        for table, rows in part_rows(invoice).items():
            table_sql(table)["insert"].run_many(self._connection, rows)
        self._journal.changes.append(Change("invoice", invoice.id, None, invoice))

    def get(self, row_id: Id) -> Invoice:
        """Return a document. Raises UserError when there is none."""
        found = self._read("id = ?", row_id)
        if not found:
            raise UserError(Message(N_("There is no such invoice.")))
        return found[0]

    def by_number(self, number: str) -> Invoice | None:
        """Return the document with that number."""
        found = self._read("number = ?", number)
        return found[0] if found else None

    def credits_of(self, invoice_id: Id) -> list[Invoice]:
        """Return the credit notes of an invoice, oldest first."""
        return self._read("original_id = ? ORDER BY issued_at, seq", invoice_id)

    def last_issued_at(self, till_id: Id) -> int | None:
        """Return the instant of the till's newest document, None when it has none."""
        row = self._connection.execute(
            "SELECT max(i.issued_at) FROM number_series s JOIN invoice i ON i.series_id = s.id AND i.seq = s.next_seq - 1"
            " WHERE s.till_id = ?",
            (till_id,),
        ).fetchone()
        return None if row is None or row[0] is None else int(row[0])

    def _read(self, where: str, value: object) -> list[Invoice]:
        rows = self._connection.execute(f"SELECT snapshot FROM invoice WHERE {where}", (value,)).fetchall()
        return [snapshot.loads(Invoice, text) for (text,) in rows]

    def add_z(self, report: TillReport, series_id: Id) -> None:
        """Write a Z report."""
        _Z.run(self._connection, z_row(report, series_id))
        self._journal.changes.append(Change("z_report", report.id, None, report))


class SeriesRepo:
    """Running numbers inside a unit of work: rolled back with it, so gapless."""

    def __init__(self, journal: Journal) -> None:
        self._journal, self._connection = journal, journal.connection

    def open_for(self, till_id: Id, kind: DocumentKind) -> NumberSeries:
        """Return the series in use. Raises BugError when the till has none."""
        found = SERIES.load_where(
            self._connection, "till_id = ? AND kind = ? AND closed_at IS NULL", (till_id, kind.value)
        )
        if len(found) != 1:
            raise BugError(f"{len(found)} open {kind} series for a till")
        return found[0]

    def add(self, series: NumberSeries) -> None:
        """Open a series."""
        SERIES.insert(self._connection, series)
        self._journal.changes.append(Change("number_series", series.id, None, series))

    def advance(self, series: NumberSeries, document_hash: str) -> None:
        """Use up the series' next number. Raises BugError when someone else did."""
        done = self._connection.execute(
            "UPDATE number_series SET next_seq = next_seq + 1, last_hash = ? WHERE id = ? AND next_seq = ?"
            " AND closed_at IS NULL",
            (document_hash, series.id, series.next_seq),
        )
        if done.rowcount != 1:
            raise BugError("number series moved under a transaction")

    def close(self, series: NumberSeries, *, at: int, reason: str) -> None:
        """Close a series for ever."""
        closed = replace(series, closed_at=at, closed_reason=reason)
        SERIES.update(self._connection, series, closed)
        self._journal.changes.append(Change("number_series", series.id, series, closed))


class LedgerRepo:
    """The one ledger inside a unit of work."""

    def __init__(self, journal: Journal) -> None:
        self._journal, self._connection = journal, journal.connection

    def post(self, entry: LedgerEntry) -> None:
        """Add an entry, and its amount to the balance. Raises BugError when its source key was posted already."""
        try:
            LEDGER.insert(self._connection, entry)
        except IntegrityError as error:
            raise BugError(f"ledger entry twice: {entry.source_key}") from error
        self._connection.execute(_ADD_TO_BALANCE, (entry.account, entry.holder_id, entry.unit, entry.amount))
        self._journal.changes.append(Change("ledger_entry", entry.id, None, entry))

    def balance(self, account: str, holder_id: Id) -> int:
        """Return the sum of a holder's entries: its running balance, however many there are."""
        row = self._connection.execute(
            "SELECT coalesce(sum(amount), 0) FROM balance WHERE account = ? AND holder_id = ?",
            (account, holder_id),
        ).fetchone()
        return int(row[0])


class PrintRepo:
    """Print jobs and archived files inside a unit of work."""

    def __init__(self, journal: Journal) -> None:
        self._journal, self._connection = journal, journal.connection

    def add_job(self, job: PrintJob) -> None:
        """Queue a job."""
        JOB.insert(self._connection, job)

    def job(self, job_id: Id) -> PrintJob:
        """Return a job. Raises UserError when there is none."""
        job = JOB.load(self._connection, job_id)
        if job is None:
            raise UserError(Message(N_("This print job is no longer there.")))
        return job

    def update_job(self, job: PrintJob) -> None:
        """Write a job's new state."""
        JOB.update(self._connection, self.job(job.id), job)

    def unsettled(self, till_id: Id) -> list[WaitingPrint]:
        """Return the till's jobs that nothing came of yet, oldest first."""
        return prints_of(self._connection, till_id, UNSETTLED)

    def file(self, document_id: Id) -> DocumentFile | None:
        """Return a document's archived file."""
        row = self._connection.execute(
            "SELECT document_id, path, paper, lang, sha256, size, made_at FROM document_file WHERE document_id = ?",
            (document_id,),
        ).fetchone()
        names = ("document_id", "path", "paper", "lang", "sha256", "size", "made_at")
        return None if row is None else DocumentFile(**dict(zip(names, row, strict=True)))

    def add_file(self, file: DocumentFile) -> None:
        """Remember the one archived file of a document."""
        names = ("document_id", "path", "paper", "lang", "sha256", "size", "made_at")
        table_sql("document_file")["insert"].run(
            self._connection, {name: getattr(file, name) for name in names}
        )
        self._journal.changes.append(Change("document_file", file.document_id, None, file))
