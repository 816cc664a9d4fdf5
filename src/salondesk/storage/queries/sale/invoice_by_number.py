"""The SQL of InvoiceByNumber."""

from salondesk.domain.sale.invoice import Invoice
from salondesk.services.reads.sale.invoice_by_number import InvoiceByNumber
from salondesk.storage.queries.documents import documents
from salondesk.storage.queries.lent import Lent


def answer(db: Lent, query: InvoiceByNumber) -> Invoice | None:
    """Return the document that bears the number, the first to whom it was given where two tills gave it."""
    found = documents(
        db.connection, "number = ? AND dup_of IS NULL AND branch_id = ?", (query.number, db.place.branch_id)
    )
    return found[0] if found else None
