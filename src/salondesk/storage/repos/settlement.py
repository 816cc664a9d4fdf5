"""Settlement rows inside a unit of work: derived of documents, so that no change of them is noted."""

from salondesk.core.ids import Id
from salondesk.domain.settlement import Settlement, SettlementState
from salondesk.storage.driver import Connection

_NAMES = ("root_id", "booking_id", "client_id", "lines_left", "gross_minor", "allocated_minor", "state")
_SAVE = f"INSERT OR REPLACE INTO settlement ({', '.join(_NAMES)}) VALUES (?, ?, ?, ?, ?, ?, ?)"
_READ = f"SELECT {', '.join(_NAMES)} FROM settlement WHERE"


class SettlementRepo:
    """One row a family."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(self, row: Settlement) -> None:
        """Write a family's row in the place of the one it had."""
        self._connection.execute(_SAVE, tuple(getattr(row, name) for name in _NAMES))

    def due_of(self, root_id: Id) -> int:
        """Return what is still owed on an invoice, minor units; below zero what is to be given back."""
        row = self._connection.execute(
            "SELECT gross_minor - allocated_minor FROM settlement WHERE root_id = ?", (root_id,)
        ).fetchone()
        return 0 if row is None else int(row[0])

    def owed_by(self, client_id: Id) -> int:
        """Return what a client owes on all her invoices, minor units; what is to be given back takes nothing off."""
        row = self._connection.execute(
            "SELECT coalesce(sum(gross_minor - allocated_minor), 0) FROM settlement"
            " WHERE client_id = ? AND gross_minor > allocated_minor",
            (client_id,),
        ).fetchone()
        return int(row[0])

    def for_booking(self, booking_id: Id) -> list[Settlement]:
        """Return the families that bill, or billed, a visit, oldest first."""
        return self._read("booking_id = ?", booking_id)

    def for_client(self, client_id: Id) -> list[Settlement]:
        """Return the families that were billed to a client, oldest first."""
        return self._read("client_id = ?", client_id)

    def _read(self, condition: str, value: Id) -> list[Settlement]:
        return [
            Settlement(
                root_id=Id(root),
                booking_id=Id(booking) if booking else None,
                client_id=Id(client) if client else None,
                lines_left=lines_left,
                gross_minor=gross_minor,
                allocated_minor=allocated_minor,
                state=SettlementState(state),
            )
            for root, booking, client, lines_left, gross_minor, allocated_minor, state in self._connection.execute(
                f"{_READ} {condition} ORDER BY root_id", (value,)
            ).fetchall()
        ]
