"""Bookings with their lines, segments and claims; and what stands against one."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from salondesk.core.ids import Id
from salondesk.core.timespan import TimeSpan
from salondesk.domain.booking import Booking, BookingLine, Claim, Segment
from salondesk.domain.shop import Branch
from salondesk.services.reads.booking.conflict_facts import ConflictFacts
from salondesk.storage.conflict_facts import conflict_facts
from salondesk.storage.mapping import Child, Rows
from salondesk.storage.repos.base import Journal, RecordRepo


def _segment_columns(owners: Sequence[Any], _segment: Segment) -> dict[str, Any]:
    return {"booking_id": owners[0].id, "branch_id": owners[0].branch_id}


def _claim_columns(owners: Sequence[Any], _claim: Claim) -> dict[str, Any]:
    visit, _line, stretch = owners
    return {
        "booking_id": visit.id,
        "start_at": stretch.start_at,
        "end_at": stretch.end_at,
        "held": int(visit.holds_time),
    }


_CLAIM = Rows(Claim, "claim", extra=_claim_columns)
_SEGMENT = Rows(Segment, "booking_segment", extra=_segment_columns, children=[Child("claims", _CLAIM)])
_LINE = Rows(BookingLine, "booking_line", children=[Child("segments", _SEGMENT)])
BOOKING = Rows(Booking, "booking", children=[Child("lines", _LINE)])


class BookingRepo(RecordRepo[Booking]):
    """Bookings inside a unit of work."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(journal, "booking", BOOKING)

    def conflict_facts(
        self, branch: Branch, spans: Sequence[TimeSpan], holders: Collection[bytes]
    ) -> ConflictFacts:
        """Return what stands in this transaction; see storage/conflict_facts."""
        return conflict_facts(self.connection, branch, spans, holders, now_ms=self.journal.now_ms)

    def on_date(self, branch_id: Id, day: date) -> list[Booking]:
        """Return every booking of a business date."""
        return self.where(
            "branch_id = ? AND business_date = ? AND deleted_at IS NULL ORDER BY id",
            (branch_id, day.isoformat()),
        )
