"""Clients, absences and failed PINs, with the questions asked of them."""

from salondesk.core.fold import digits
from salondesk.core.ids import Id
from salondesk.core.timespan import TimeSpan
from salondesk.domain.client.card import CLIENT, Client
from salondesk.domain.staff import TIME_OFF, TimeOff
from salondesk.storage.repos.base import Journal, RecordRepo


class ClientRepo(RecordRepo[Client]):
    """Clients, found by phone or old code."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(journal, CLIENT)

    def with_phone(self, phone: str) -> list[Client]:
        """Return the clients of an E.164 phone number, oldest first."""
        wanted = digits(phone)
        return (
            self.where("phone_digits = ? AND deleted_at IS NULL ORDER BY created_at", (wanted,))
            if wanted
            else []
        )

    def with_code(self, code: str) -> Client | None:
        """Return the client of an imported code."""
        found = self.where("code = ? AND deleted_at IS NULL", (code,)) if code else []
        return found[0] if found else None


class TimeOffRepo(RecordRepo[TimeOff]):
    """Dated absences."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(journal, TIME_OFF)

    def between(self, span: TimeSpan) -> list[TimeOff]:
        """Return the absences that touch ``span``."""
        return self.where(
            "deleted_at IS NULL AND start_at < ? AND end_at > ? ORDER BY start_at",
            (span.end_ms, span.start_ms),
        )


class PinRepo:
    """Failed PINs per user; not part of the change log."""

    def __init__(self, journal: Journal) -> None:
        self._connection = journal.connection

    def attempts(self, user_id: Id) -> tuple[int, int]:
        """Return failures in a row and the lock-out's end (UTC ms, 0: none)."""
        row = self._connection.execute(
            "SELECT failures, locked_until FROM pin_attempt WHERE user_id = ?", (user_id,)
        ).fetchone()
        return (0, 0) if row is None else (int(row[0]), int(row[1]))

    def record(self, user_id: Id, failures: int, locked_until: int) -> None:
        """Remember them."""
        self._connection.execute(
            "INSERT INTO pin_attempt (user_id, failures, locked_until) VALUES (?, ?, ?)"
            " ON CONFLICT (user_id) DO UPDATE SET failures = excluded.failures, locked_until = excluded.locked_until",
            (user_id, failures, locked_until),
        )
