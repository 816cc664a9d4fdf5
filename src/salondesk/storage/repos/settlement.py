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
