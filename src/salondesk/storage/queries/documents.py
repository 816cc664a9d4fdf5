"""Fiscal documents as issued, where they stand, and print jobs that have not brought one to paper."""

from collections.abc import Sequence

from salondesk.core import snapshot
from salondesk.core.ids import Id
from salondesk.domain.paper import UNPRINTED
from salondesk.domain.sale.invoice import Invoice
from salondesk.domain.settlement import Settlement, SettlementState
from salondesk.storage.driver import Connection

UNPRINTED_STATES = ", ".join(f"'{state.value}'" for state in UNPRINTED)
JOB_OF = (
    "(SELECT j.id FROM print_job j WHERE j.document_id = {document}.id"
    f" AND j.state IN ({UNPRINTED_STATES}) ORDER BY j.rowid)"
)
"""The oldest job that has not brought a ``document`` to paper, one look a document: jobs left unprinted pile up."""
PAYMENTS_OF = "id IN (SELECT payment_id FROM allocation WHERE document_id = ?) ORDER BY at, id"
"""The condition that finds the payments of an invoice, oldest first."""


def settlement_of(connection: Connection, root_id: Id) -> Settlement | None:
    """Return the row of an invoice's family; None for what is no invoice."""
    row = connection.execute(
        "SELECT booking_id, client_id, lines_left, gross_minor, allocated_minor, state FROM settlement"
        " WHERE root_id = ?",
        (root_id,),
    ).fetchone()
    if row is None:
        return None
    booking_id, client_id, lines_left, gross_minor, allocated_minor, state = row
    return Settlement(
        root_id=root_id,
        booking_id=booking_id and Id(booking_id),
        client_id=client_id and Id(client_id),
        lines_left=lines_left,
        gross_minor=gross_minor,
        allocated_minor=allocated_minor,
        state=SettlementState(state),
    )


def documents(connection: Connection, where: str, values: Sequence[object]) -> list[Invoice]:
    """Return the documents that an SQL condition picks, as they were issued."""
    rows = connection.execute(f"SELECT snapshot FROM invoice WHERE {where}", values).fetchall()
    return [snapshot.loads(Invoice, text) for (text,) in rows]
