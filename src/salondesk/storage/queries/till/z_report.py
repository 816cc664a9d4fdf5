"""The SQL of ZById."""

from salondesk.core import snapshot
from salondesk.domain.till import TillReport
from salondesk.services.reads.till.z_report import ZById
from salondesk.storage.queries.lent import Lent


def answer(db: Lent, query: ZById) -> TillReport | None:
    """Return the Z as it was stored; None when there is none."""
    row = db.connection.execute(
        "SELECT snapshot FROM z_report WHERE id = ? AND branch_id = ?", (query.z_id, db.place.branch_id)
    ).fetchone()
    return None if row is None else snapshot.loads(TillReport, row[0])
