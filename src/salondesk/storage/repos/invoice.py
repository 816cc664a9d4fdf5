"""Fiscal documents, their numbers, and the ledger: added, read, never changed."""

from collections.abc import Sequence
from dataclasses import replace

from salondesk.core import snapshot
from salondesk.core.errors import BugError, UserError
from salondesk.core.ids import Id
from salondesk.core.message import Message, N_
from salondesk.domain.change import Change
from salondesk.domain.ledger import LedgerEntry
from salondesk.domain.paper import (
    DOCUMENT_FILE,
    PRINT_JOB,
    UNSETTLED,
    DocumentFile,
    PrintJob,
    WaitingPrint,
)
from salondesk.domain.sale.invoice import INVOICE, NUMBER_SERIES, DocumentKind, Invoice, NumberSeries
from salondesk.domain.till import Z_REPORT, TillReport
from salondesk.storage import side_tables
from salondesk.storage.derived import ledger
from salondesk.storage.driver import Connection, IntegrityError
from salondesk.storage.mapping import rows_of
from salondesk.storage.repos.base import Journal
from salondesk.storage.repos.prints import prints_of

_ADD_ENTRY = (
    f"INSERT INTO ledger_entry ({', '.join(ledger.LEDGER.columns)})"
    f" VALUES ({', '.join('?' * len(ledger.LEDGER.columns))})"
)
_ADD_TO_BALANCE = (
    "INSERT INTO balance (account, holder_id, unit, amount) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (account, holder_id, unit) DO UPDATE SET amount = amount + excluded.amount"
)


class InvoiceRepo:
    """Documents inside a unit of work."""

    def __init__(self, journal: Journal) -> None:
        self._journal, self._connection = journal, journal.connection

    def add(self, invoice: Invoice) -> None:
        """Write the document with its lines, taxes and tenders."""
        for table in (side_tables.INVOICE, *side_tables.INVOICE_PARTS):
            table.insert(self._connection, invoice)
        self._journal.changes.append(Change(INVOICE.name, invoice.id, None, invoice))

    def get(self, row_id: Id) -> Invoice:
        """Return a document. Raises UserError when there is none."""
        found = self._read("id = ?", row_id)
        if not found:
            raise UserError(Message(N_("There is no such invoice.")))
        return found[0]

    def by_number(self, number: str) -> Invoice | None:
        """Return the document with that number."""
        found = self._read("number = ? AND dup_of IS NULL", number)
        return found[0] if found else None

    def credits_of(self, invoice_id: Id) -> list[Invoice]:
        """Return the credit notes of an invoice, oldest first."""
        return self._read("original_id = ? ORDER BY issued_at, seq", invoice_id)

    def last_issued_at(self, till_id: Id) -> int | None:
        """Return the instant of the till's newest document, None when it has none."""
        row = self._connection.execute(
            "SELECT max(i.issued_at) FROM number_series s JOIN invoice i ON i.series_id = s.id AND i.seq = s.next_seq - 1"
            " AND i.dup_of IS NULL WHERE s.till_id = ?",
            (till_id,),
        ).fetchone()
        return None if row is None or row[0] is None else int(row[0])

    def _read(self, where: str, value: object) -> list[Invoice]:
        rows = self._connection.execute(f"SELECT snapshot FROM invoice WHERE {where}", (value,)).fetchall()
        return [snapshot.loads(Invoice, text) for (text,) in rows]

    def add_z(self, report: TillReport, series_id: Id) -> None:
        """Write a Z report."""
        side_tables.Z_REPORT.insert(self._connection, (report, series_id))
        self._journal.changes.append(Change(Z_REPORT.name, report.id, None, report))


class SeriesRepo:
    """Running numbers inside a unit of work: rolled back with it, so gapless."""

    def __init__(self, journal: Journal) -> None:
        self._journal, self._connection = journal, journal.connection
        self._rows = rows_of(NUMBER_SERIES)

    def open_for(self, till_id: Id, kind: DocumentKind) -> NumberSeries:
        """Return the series in use. Raises BugError when the till has none."""
        found = self._rows.load_where(
            self._connection, "till_id = ? AND kind = ? AND closed_at IS NULL", (till_id, kind.value)
        )
        if len(found) != 1:
            raise BugError(f"{len(found)} open {kind} series for a till")
        return found[0]

    def add(self, series: NumberSeries) -> None:
        """Open a series."""
        self._rows.insert(self._connection, series)
        self._journal.changes.append(Change(NUMBER_SERIES.name, series.id, None, series))

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
        self._rows.update(self._connection, series, closed)
        self._journal.changes.append(Change(NUMBER_SERIES.name, series.id, series, closed))


class LedgerRepo:
    """The one ledger inside a unit of work: derived, so that no change of it is noted."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def post(self, entries: Sequence[LedgerEntry]) -> None:
        """Add entries, and their amounts to the balances. Raises BugError when a source key was posted already."""
        try:
            self._connection.executemany(
                _ADD_ENTRY, [(entry.source_key, *ledger.row_of(entry)) for entry in entries]
            )
        except IntegrityError as error:
            raise BugError("ledger entry twice") from error
        self._connection.executemany(
            _ADD_TO_BALANCE, [(entry.account, entry.holder_id, entry.unit, entry.amount) for entry in entries]
        )

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
        self._rows = rows_of(PRINT_JOB)

    def add_job(self, job: PrintJob) -> None:
        """Queue a job."""
        self._rows.insert(self._connection, job)
        self._journal.changes.append(Change(PRINT_JOB.name, job.id, None, job))

    def job(self, job_id: Id) -> PrintJob:
        """Return a job. Raises UserError when there is none."""
        job = self._rows.load(self._connection, job_id)
        if job is None:
            raise UserError(Message(N_("This print job is no longer there.")))
        return job

    def update_job(self, job: PrintJob) -> None:
        """Write a job's new state."""
        before = self.job(job.id)
        self._rows.update(self._connection, before, job)
        self._journal.changes.append(Change(PRINT_JOB.name, job.id, before, job))

    def unsettled(self, till_id: Id) -> list[WaitingPrint]:
        """Return the till's jobs that nothing came of yet, oldest first."""
        return prints_of(self._connection, till_id, UNSETTLED)

    def file(self, document_id: Id) -> DocumentFile | None:
        """Return a document's archived file."""
        return rows_of(DOCUMENT_FILE).load(self._connection, document_id)

    def add_file(self, file: DocumentFile) -> None:
        """Remember the one archived file of a document."""
        rows_of(DOCUMENT_FILE).insert(self._connection, file)
        self._journal.changes.append(Change(DOCUMENT_FILE.name, file.document_id, None, file))
