"""The SQL of OpenSession, made from the session's entry."""

from salondesk.domain.till import TILL_SESSION, TillSession
from salondesk.services.reads.till.open_session import OpenSession
from salondesk.storage.mapping import rows_of
from salondesk.storage.queries.lent import Lent


def answer(db: Lent, query: OpenSession) -> TillSession | None:
    """Return the session; None while the till is closed."""
    del query
    found = rows_of(TILL_SESSION).load_where(
        db.connection,
        "till_id = ? AND closed_at IS NULL AND deleted_at IS NULL ORDER BY opened_at DESC",
        (db.place.till_id,),
    )
    return found[0] if found else None
