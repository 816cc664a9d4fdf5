"""Clients, absences and failed PINs, with the questions asked of them."""

from salondesk.core.fold import digits
from salondesk.core.ids import Id
from salondesk.core.timespan import TimeSpan
from salondesk.domain.access import PIN_ATTEMPT, PinAttempt
from salondesk.domain.change import Change
from salondesk.domain.client.card import CLIENT, Client
from salondesk.domain.staff import TIME_OFF, TimeOff
from salondesk.storage.mapping import rows_of
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

    def erased(self) -> list[Id]:
        """Return the ids of the clients who were erased."""
        rows = self.connection.execute(
            "SELECT id FROM client WHERE name_fold = '' AND name = '' AND deleted_at IS NOT NULL"
        ).fetchall()
        return [Id(row_id) for (row_id,) in rows]


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
    """Failed PINs per user."""

    def __init__(self, journal: Journal) -> None:
        self._journal, self._connection = journal, journal.connection
        self._rows = rows_of(PIN_ATTEMPT)

    def attempts(self, user_id: Id) -> PinAttempt:
        """Return a user's failures in a row."""
        return self._rows.load(self._connection, user_id) or PinAttempt(user_id=user_id)

    def record(self, attempt: PinAttempt) -> None:
        """Remember them."""
        before = self._rows.load(self._connection, attempt.user_id)
        if before is None:
            self._rows.insert(self._connection, attempt)
        else:
            self._rows.update(self._connection, before, attempt)
        self._journal.changes.append(Change(PIN_ATTEMPT.name, attempt.user_id, before, attempt))
