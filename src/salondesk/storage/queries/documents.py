"""Fiscal documents as they were issued, and the print jobs that have not brought one to paper yet."""

from collections.abc import Sequence

from salondesk.core import snapshot
from salondesk.domain.paper import UNPRINTED
from salondesk.domain.sale.invoice import Invoice
from salondesk.storage.driver import Connection

UNPRINTED_STATES = ", ".join(f"'{state.value}'" for state in UNPRINTED)
JOB_OF = (
    "(SELECT j.id FROM print_job j WHERE j.document_id = {document}.id"
    f" AND j.state IN ({UNPRINTED_STATES}) ORDER BY j.rowid)"
)
"""The oldest job that has not brought a ``document`` to paper, one look a document: jobs left unprinted pile up."""


def documents(connection: Connection, where: str, values: Sequence[object]) -> list[Invoice]:
    """Return the documents that an SQL condition picks, as they were issued."""
    rows = connection.execute(f"SELECT snapshot FROM invoice WHERE {where}", values).fetchall()
    return [snapshot.loads(Invoice, text) for (text,) in rows]
