"""Till sessions, and the facts a session's report is made of."""

from salondesk.core import snapshot
from salondesk.core.ids import Id
from salondesk.domain.sale.invoice import Invoice
from salondesk.domain.sale.payment import PAYMENT, Payment
from salondesk.domain.till import CASH_MOVEMENT, TILL_SESSION, CashMovement, TillSession
from salondesk.storage.mapping import rows_of
from salondesk.storage.repos.base import Journal, RecordRepo

_CASH = (
    "SELECT s.float_minor"
    " + (SELECT coalesce(sum(amount_minor), 0) FROM payment WHERE session_id = s.id AND kind = 'cash')"
    " + (SELECT coalesce(sum(CASE kind WHEN 'in' THEN amount_minor ELSE -amount_minor END), 0)"
    " FROM cash_movement WHERE session_id = s.id) FROM till_session s WHERE s.id = ?"
)


class SessionRepo(RecordRepo[TillSession]):
    """Till sessions inside a unit of work."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(journal, TILL_SESSION)

    def open_for(self, till_id: Id) -> TillSession | None:
        """Return the till's open session, the newest where `check` would name several."""
        found = self.where(
            "till_id = ? AND closed_at IS NULL AND deleted_at IS NULL ORDER BY opened_at DESC", (till_id,)
        )
        return found[0] if found else None

    def last_used(self, till_id: Id) -> int | None:
        """Return when the till's newest session was closed, or opened if it still is; None when there was none."""
        row = self.connection.execute(
            "SELECT coalesce(closed_at, opened_at) FROM till_session WHERE till_id = ? ORDER BY rowid DESC LIMIT 1",
            (till_id,),
        ).fetchone()
        return None if row is None else int(row[0])

    def invoices(self, session_id: Id) -> list[Invoice]:
        """Return the session's documents in the order they were issued."""
        rows = self.connection.execute(
            "SELECT snapshot FROM invoice WHERE session_id = ? ORDER BY issued_at, seq", (session_id,)
        ).fetchall()
        return [snapshot.loads(Invoice, text) for (text,) in rows]

    def movements(self, session_id: Id) -> list[CashMovement]:
        """Return the session's petty cash, oldest first."""
        return rows_of(CASH_MOVEMENT).load_where(
            self.connection, "session_id = ? ORDER BY at, id", (session_id,)
        )

    def payments(self, session_id: Id) -> list[Payment]:
        """Return what was taken and given back in the session, oldest first."""
        return rows_of(PAYMENT).load_where(self.connection, "session_id = ? ORDER BY at, id", (session_id,))

    def cash_of(self, session_id: Id) -> int:
        """Return the cash that lies in an open session's drawer, minor units: float, cash payments, petty cash."""
        row = self.connection.execute(_CASH, (session_id,)).fetchone()
        return int(row[0])

    def closed_gross(self, till_id: Id) -> int:
        """Return the gross takings of all the till's Z reports so far, minor units: its newest Z says them."""
        row = self.connection.execute(
            "SELECT json_extract(snapshot, '$.grand_total_minor') FROM z_report WHERE till_id = ?"
            " ORDER BY rowid DESC LIMIT 1",
            (till_id,),
        ).fetchone()
        return 0 if row is None else int(row[0])
