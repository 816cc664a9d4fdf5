"""Bills, fiscal documents and Z reports to look at."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from salondesk.core import snapshot
from salondesk.core.ids import Id
from salondesk.domain.paper import UNPRINTED
from salondesk.services.reads.read_models import InvoiceRow, TicketRow, ZRow
from salondesk.storage.driver import Connection

if TYPE_CHECKING:  # whole documents are read after a counter has opened; lists of them do without
    from salondesk.domain.sale.invoice import Invoice
    from salondesk.domain.till import TillReport

_UNPRINTED = ", ".join(f"'{state.value}'" for state in UNPRINTED)
_JOB_OF = f"(SELECT j.id FROM print_job j WHERE j.document_id = {{}}.id AND j.state IN ({_UNPRINTED}) ORDER BY j.rowid)"
"""The oldest job that has not brought a document to paper yet, one look a document: jobs left unprinted pile up."""


def open_tickets(connection: Connection, till_id: Id) -> list[TicketRow]:
    """Return the till's open bills, newest first."""
    rows = connection.execute(
        "SELECT t.id, t.booking_id, coalesce(c.name, ''), (SELECT count(*) FROM ticket_line l WHERE l.ticket_id = t.id),"
        " t.created_at FROM ticket t LEFT JOIN client c ON c.id = t.client_id"
        " WHERE t.till_id = ? AND t.status = 'open' AND t.deleted_at IS NULL ORDER BY t.created_at DESC",
        (till_id,),
    ).fetchall()
    return [TicketRow(Id(r[0]), Id(r[1]) if r[1] else None, r[2], r[3], r[4]) for r in rows]


def invoices(connection: Connection, branch_id: Id, first: date, last: date) -> list[InvoiceRow]:
    """Return the documents of business dates first..last, oldest first."""
    rows = connection.execute(
        "SELECT i.id, i.number, i.kind, i.issued_at, i.legal_date, coalesce(c.name, ''), i.gross_minor, i.payable_minor,"
        f" i.currency, {_JOB_OF.format('i')} FROM invoice i LEFT JOIN client c ON c.id = i.client_id"
        " WHERE i.branch_id = ? AND i.business_date BETWEEN ? AND ? ORDER BY i.issued_at, i.kind, i.seq",
        (branch_id, first.isoformat(), last.isoformat()),
    ).fetchall()
    return [
        InvoiceRow(
            Id(r[0]),
            r[1],
            r[2],
            r[3],
            date.fromisoformat(r[4]),
            r[5],
            r[6],
            r[7],
            r[8],
            Id(r[9]) if r[9] else None,
        )
        for r in rows
    ]


def unprinted_job(connection: Connection, document_id: Id) -> Id | None:
    """Return the job that has not brought a document to paper yet."""
    row = connection.execute(
        f"SELECT id FROM print_job WHERE document_id = ? AND state IN ({_UNPRINTED})", (document_id,)
    ).fetchone()
    return Id(row[0]) if row is not None else None


def documents(connection: Connection, branch_id: Id, first: date, last: date) -> list[Invoice]:
    """Return the documents of business dates first..last whole, oldest first."""
    rows = connection.execute(
        "SELECT snapshot FROM invoice WHERE branch_id = ? AND business_date BETWEEN ? AND ? ORDER BY issued_at, kind, seq",
        (branch_id, first.isoformat(), last.isoformat()),
    ).fetchall()
    return _documents(rows)


def invoice_where(connection: Connection, column: str, value: object) -> list[Invoice]:
    """Return documents by ``id``, ``number`` or ``original_id``, oldest first."""
    rows = connection.execute(
        f"SELECT snapshot FROM invoice WHERE {column} = ? ORDER BY issued_at, seq", (value,)
    ).fetchall()
    return _documents(rows)


def z_list(connection: Connection, branch_id: Id, first: date, last: date) -> list[ZRow]:
    """Return the Z reports of business dates first..last, oldest first."""
    rows = connection.execute(
        f"SELECT z.id, z.number, z.business_date, z.gross_minor, z.difference_minor, {_JOB_OF.format('z')} FROM z_report z"
        " WHERE z.branch_id = ? AND z.business_date BETWEEN ? AND ? ORDER BY z.made_at",
        (branch_id, first.isoformat(), last.isoformat()),
    ).fetchall()
    return [
        ZRow(Id(r[0]), r[1], date.fromisoformat(r[2]), r[3], r[4], Id(r[5]) if r[5] else None) for r in rows
    ]


def z_report(connection: Connection, z_id: Id) -> TillReport | None:
    """Return a stored Z."""
    row = connection.execute("SELECT snapshot FROM z_report WHERE id = ?", (z_id,)).fetchone()
    if row is None:
        return None
    from salondesk.domain.till import TillReport

    return snapshot.loads(TillReport, row[0])


def _documents(rows: list[tuple[str]]) -> list[Invoice]:
    from salondesk.domain.sale.invoice import Invoice

    return [snapshot.loads(Invoice, text) for (text,) in rows]
