"""The SQL of InvoiceByNumber."""

from salondesk.domain.sale.invoice import Invoice
from salondesk.services.reads.sale.invoice_by_number import InvoiceByNumber
from salondesk.storage.queries.documents import documents
from salondesk.storage.queries.lent import Lent


def answer(db: Lent, query: InvoiceByNumber) -> Invoice | None:
    """Return the document that bears the number, the oldest where several do."""
    found = documents(
        db.connection,
        "number = ? AND branch_id = ? ORDER BY issued_at, seq LIMIT 1",
        (query.number, db.place.branch_id),
    )
    return found[0] if found else None
