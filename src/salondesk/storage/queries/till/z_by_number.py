"""The SQL of ZByNumber."""

from salondesk.core import snapshot
from salondesk.domain.till import TillReport
from salondesk.services.reads.till.z_by_number import ZByNumber
from salondesk.storage.queries.lent import Lent


def answer(db: Lent, query: ZByNumber) -> TillReport | None:
    """Return the Z that bears the number, the first to which it was given; None when none does."""
    row = db.connection.execute(
        "SELECT snapshot FROM z_report WHERE number = ? AND dup_of IS NULL AND branch_id = ?",
        (query.number, db.place.branch_id),
    ).fetchone()
    return None if row is None else snapshot.loads(TillReport, row[0])
