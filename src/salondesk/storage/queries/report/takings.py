"""The SQL of TakingsDocuments: whole documents by business date."""

from salondesk.domain.sale.invoice import Invoice
from salondesk.services.reads.report.takings import TakingsDocuments
from salondesk.storage.queries.documents import documents
from salondesk.storage.queries.lent import Lent


def answer(db: Lent, query: TakingsDocuments) -> list[Invoice]:
    """Return the documents of the dates, oldest first."""
    return documents(
        db.connection,
        "branch_id = ? AND business_date BETWEEN ? AND ? ORDER BY issued_at, kind, seq",
        (db.place.branch_id, query.first.isoformat(), query.last.isoformat()),
    )
