"""The SQL of InvoiceById: a document, its credit notes, money, settlement and unprinted job."""

from salondesk.core.errors import UserError
from salondesk.core.ids import Id
from salondesk.core.message import Message, N_
from salondesk.domain.sale.payment import PAYMENT
from salondesk.services.reads.sale.invoice import InvoiceById, InvoiceFamily
from salondesk.storage.mapping import rows_of
from salondesk.storage.queries.documents import PAYMENTS_OF, UNPRINTED_STATES, documents, settlement_of
from salondesk.storage.queries.lent import Lent


def answer(db: Lent, query: InvoiceById) -> InvoiceFamily:
    """Return the document with its credit notes. Raises UserError when this branch has none."""
    found = documents(db.connection, "id = ? AND branch_id = ?", (query.invoice_id, db.place.branch_id))
    if not found:
        raise UserError(Message(N_("There is no such invoice.")))
    credits = documents(db.connection, "original_id = ? ORDER BY issued_at, seq", (query.invoice_id,))
    job = db.connection.execute(
        f"SELECT id FROM print_job WHERE document_id = ? AND state IN ({UNPRINTED_STATES}) ORDER BY rowid",
        (query.invoice_id,),
    ).fetchone()
    return InvoiceFamily(
        found[0],
        tuple(credits),
        None if job is None else Id(job[0]),
        tuple(rows_of(PAYMENT).load_where(db.connection, PAYMENTS_OF, (query.invoice_id,))),
        settlement_of(db.connection, query.invoice_id),
    )
