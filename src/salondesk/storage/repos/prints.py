"""Print jobs with the names of their documents, for a screen and for the transaction about them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from salondesk.core.ids import Id
from salondesk.domain.paper import PrintJob, PrintState, WaitingPrint
from salondesk.storage.driver import Connection

# The jobs first, by their state: CROSS JOIN keeps SQLite from going through all documents of a till.
_OF_TILL = (
    "SELECT j.id, j.branch_id, j.document_kind, j.document_id, j.paper, j.lang, j.copy, j.state, j.attempts, j.error,"
    " j.created_at, j.updated_at, d.number, d.business_date FROM print_job j CROSS JOIN {table} d ON d.id = j.document_id"
    " WHERE j.document_kind {kind} 'z' AND d.till_id = ? AND j.state IN ({states})"
)


def prints_of(connection: Connection, till_id: Id, states: Sequence[PrintState]) -> list[WaitingPrint]:
    """Return the till's jobs in one of ``states``, oldest first."""
    marks = ", ".join("?" * len(states))
    sql = " UNION ALL ".join(
        _OF_TILL.format(table=table, kind=kind, states=marks)
        for table, kind in (("invoice", "<>"), ("z_report", "="))
    )
    wanted = [till_id, *(state.value for state in states)]
    rows = connection.execute(f"{sql} ORDER BY 11, 1", (*wanted, *wanted)).fetchall()
    return [_waiting(row) for row in rows]


def _waiting(row: Sequence[Any]) -> WaitingPrint:
    job = PrintJob(
        id=Id(row[0]), branch_id=Id(row[1]), document_kind=row[2], document_id=Id(row[3]), paper=row[4], lang=row[5],
        copy=bool(row[6]), state=PrintState(row[7]), attempts=row[8], error=row[9], created_at=row[10],
        updated_at=row[11],
    )  # fmt: skip
    return WaitingPrint(job=job, number=row[12], business_date=date.fromisoformat(row[13]))
