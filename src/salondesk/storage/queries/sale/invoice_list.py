"""The SQL of InvoiceList: a row a document, by business date."""

from datetime import date

from salondesk.core.ids import Id
from salondesk.domain.settlement import SettlementState
from salondesk.services.reads.sale.invoice_list import InvoiceList, InvoiceRow
from salondesk.storage.queries.documents import JOB_OF
from salondesk.storage.queries.lent import Lent


def answer(db: Lent, query: InvoiceList) -> list[InvoiceRow]:
    """Return the documents of the dates, oldest first."""
    rows = db.connection.execute(
        "SELECT i.id, i.number, i.kind, i.issued_at, i.legal_date, coalesce(c.name, ''), i.gross_minor, i.payable_minor,"
        f" i.currency, {JOB_OF.format(document='i')}, m.state FROM invoice i LEFT JOIN client c ON c.id = i.client_id"
        " LEFT JOIN settlement m ON m.root_id = i.id"
        " WHERE i.branch_id = ? AND i.business_date BETWEEN ? AND ? ORDER BY i.issued_at, i.kind, i.seq",
        (db.place.branch_id, query.first.isoformat(), query.last.isoformat()),
    ).fetchall()
    return [
        InvoiceRow(
            Id(key), number, kind, at, date.fromisoformat(day), client, gross, payable, currency, Id(job) if job else None,
            SettlementState(state) if state else None,
        )
        for key, number, kind, at, day, client, gross, payable, currency, job, state in rows
    ]  # fmt: skip
