"""Bookings with their lines, segments and claims; and who is busy when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from salondesk.core.ids import Id
from salondesk.core.timespan import DAY_MIN, MINUTE_MS, TimeSpan
from salondesk.domain.booking import Booking, BookingLine, Claim, Segment
from salondesk.storage.mapping import Child, Rows
from salondesk.storage.repos.base import Journal, RecordRepo

LONGEST_MS = DAY_MIN * MINUTE_MS
"""No segment is longer than a day, so a range of starts finds every overlap."""


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


@dataclass(frozen=True, slots=True)
class Busy:
    """A held claim: whose, when, and for whom."""

    booking_id: Id
    holder_id: Id
    start_at: int
    end_at: int
    client_name: str


class BookingRepo(RecordRepo[Booking]):
    """Bookings inside a unit of work."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(journal, "booking", BOOKING)

    def busy(self, holder_ids: Sequence[Id], span: TimeSpan, *, except_booking: Id | None) -> list[Busy]:
        """Return the held claims of any holder that overlap ``span``, earliest first."""
        marks = ",".join("?" * len(holder_ids))
        rows = self.connection.execute(
            "SELECT k.booking_id, k.holder_id, k.start_at, k.end_at, coalesce(c.name, '')"
            " FROM claim k JOIN booking b ON b.id = k.booking_id LEFT JOIN client c ON c.id = b.client_id"
            f" WHERE k.held = 1 AND k.holder_id IN ({marks}) AND k.start_at < ? AND k.start_at > ? AND k.end_at > ?"
            " AND k.booking_id <> ? ORDER BY k.start_at",
            (*holder_ids, span.end_ms, span.start_ms - LONGEST_MS, span.start_ms, except_booking or b""),
        ).fetchall()
        return [Busy(*row) for row in rows]

    def on_date(self, branch_id: Id, day: date) -> list[Booking]:
        """Return every booking of a business date."""
        return self.where(
            "branch_id = ? AND business_date = ? AND deleted_at IS NULL ORDER BY id",
            (branch_id, day.isoformat()),
        )
