"""Bookings: those of a date, and what stands against one."""

from collections.abc import Collection, Sequence
from datetime import date

from salondesk.core.ids import Id
from salondesk.core.timespan import TimeSpan
from salondesk.domain.booking import BOOKING, Booking
from salondesk.domain.shop import Branch
from salondesk.services.reads.booking.conflict_facts import ConflictFacts
from salondesk.storage.conflict_facts import conflict_facts
from salondesk.storage.repos.base import Journal, RecordRepo


class BookingRepo(RecordRepo[Booking]):
    """Bookings inside a unit of work."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(journal, BOOKING)

    def conflict_facts(
        self, branch: Branch, spans: Sequence[TimeSpan], holders: Collection[bytes]
    ) -> ConflictFacts:
        """Return what stands in this transaction; see storage/conflict_facts."""
        return conflict_facts(self.connection, branch, spans, holders, now_ms=self.journal.now_ms)

    def of_client(self, client_id: Id) -> list[Booking]:
        """Return a client's visits, those marked deleted too."""
        return self.where("client_id = ? ORDER BY business_date, id", (client_id,))

    def day_of(self, booking_id: Id) -> date | None:
        """Return the business date of a visit."""
        row = self.connection.execute(
            "SELECT business_date FROM booking WHERE id = ?", (booking_id,)
        ).fetchone()
        return None if row is None else date.fromisoformat(row[0])

    def on_date(self, branch_id: Id, day: date) -> list[Booking]:
        """Return every booking of a business date."""
        return self.where(
            "branch_id = ? AND business_date = ? AND deleted_at IS NULL ORDER BY id",
            (branch_id, day.isoformat()),
        )
