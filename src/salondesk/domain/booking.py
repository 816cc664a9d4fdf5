"""A promise of time: booking -> lines -> segments -> claims, and the status machine.

A booking holds a client's visit; each line is a service with its person and its
frozen price; each segment is a stretch of that service; each claim says whom or
what the stretch keeps busy. Whether a time is free is the engine's business (engine/conflicts).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from salondesk.core.errors import UserError
from salondesk.core.ids import Id
from salondesk.core.message import Message, N_
from salondesk.core.timespan import TimeSpan
from salondesk.domain.access import Override
from salondesk.domain.catalog import PriceBasis
from salondesk.domain.record import MergeRule, Noun, Part, Record, Scope
from salondesk.domain.segments import SegmentKind as SegmentKind
from salondesk.domain.segments import Stretch, with_ends, with_outer_ends


class BookingStatus(StrEnum):
    """What is stored. Late, to pay and paid are derived, never stored."""

    PENDING = "pending"
    BOOKED = "booked"
    CONFIRMED = "confirmed"
    ARRIVED = "arrived"
    IN_SERVICE = "in_service"
    DONE = "done"
    CANCELLED = "cancelled"
    REJECTED = "rejected"
    NO_SHOW = "no_show"


_S = BookingStatus
RELEASED = frozenset({_S.CANCELLED, _S.REJECTED, _S.NO_SHOW})
"""Statuses that hold nobody's time."""

TRANSITIONS: dict[BookingStatus, frozenset[BookingStatus]] = {
    _S.PENDING: frozenset({_S.BOOKED, _S.CONFIRMED, _S.REJECTED, _S.CANCELLED}),
    _S.BOOKED: frozenset({_S.CONFIRMED, _S.ARRIVED, _S.IN_SERVICE, _S.DONE, _S.CANCELLED, _S.NO_SHOW}),
    _S.CONFIRMED: frozenset({_S.BOOKED, _S.ARRIVED, _S.IN_SERVICE, _S.DONE, _S.CANCELLED, _S.NO_SHOW}),
    _S.ARRIVED: frozenset({_S.BOOKED, _S.CONFIRMED, _S.IN_SERVICE, _S.DONE, _S.CANCELLED, _S.NO_SHOW}),
    _S.IN_SERVICE: frozenset({_S.ARRIVED, _S.DONE, _S.CANCELLED}),
    _S.DONE: frozenset({_S.IN_SERVICE}),
    _S.CANCELLED: frozenset({_S.BOOKED}),
    _S.REJECTED: frozenset({_S.BOOKED}),
    _S.NO_SHOW: frozenset({_S.BOOKED, _S.ARRIVED}),
}


class HolderKind(StrEnum):
    """What a claim keeps busy."""

    STAFF = "staff"
    RESOURCE = "resource"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A segment's hold on a person or a resource for its whole length."""

    id: Id
    holder_kind: HolderKind
    holder_id: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of a line, UTC milliseconds, end excluded."""

    id: Id
    kind: SegmentKind
    start_at: int
    end_at: int
    claims: tuple[Claim, ...] = ()


def booked_segments(
    stretches: Iterable[Stretch], staff_id: Id, new_id: Callable[[str], Id]
) -> tuple[Segment, ...]:
    """Return the segments of a new line, which keep its person busy but while something works by itself.

    ``new_id`` gives the id of a part of the line by its name ("claim", "segment", "claim 1" ...).
    """
    made = []
    for n, (kind, start, end) in enumerate(stretches):
        nth = f" {n}" if n else ""
        claims = (
            (Claim(id=new_id(f"claim{nth}"), holder_kind=HolderKind.STAFF, holder_id=staff_id),)
            if kind.holds_person
            else ()
        )
        made.append(Segment(id=new_id(f"segment{nth}"), kind=kind, start_at=start, end_at=end, claims=claims))
    return tuple(made)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceStep:
    """One step of how a price came about: a key such as ``list`` and its minor units."""

    key: str
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingLine:
    """One service of a visit with its person; the price is frozen when it is booked."""

    id: Id
    service_id: Id
    staff_id: Id
    price_minor: int
    basis: PriceBasis
    breakdown: tuple[PriceStep, ...] = ()
    requested: bool = False
    segments: tuple[Segment, ...] = ()

    @property
    def span(self) -> TimeSpan:
        """From the first segment's start to the last one's end."""
        return TimeSpan(min(s.start_at for s in self.segments), max(s.end_at for s in self.segments))

    @property
    def gaps(self) -> tuple[TimeSpan, ...]:
        """The time between its ends in which it keeps nobody busy, earliest first; none where it never does."""
        busy = [s for s in self.segments if any(c.holder_kind is HolderKind.STAFF for c in s.claims)]
        at, end, found = self.span.start_ms, self.span.end_ms, list[TimeSpan]()
        for segment in sorted(busy, key=lambda s: s.start_at):
            if segment.start_at > at:
                found.append(TimeSpan(at, segment.start_at))
            at = max(at, segment.end_at)
        if busy and at < end:
            found.append(TimeSpan(at, end))
        return tuple(found)

    @property
    def is_several(self) -> bool:
        """Whether it has several segments, or keeps somebody else than its own person busy."""
        return len(self.segments) > 1 or self.people != (self.staff_id,)

    @property
    def people(self) -> tuple[Id, ...]:
        """Whom its segments keep busy, the line's own person first, each once."""
        held = (c.holder_id for s in self.segments for c in s.claims if c.holder_kind is HolderKind.STAFF)
        return tuple(dict.fromkeys((self.staff_id, *held)))

    def moved(
        self, *, delta_ms: int, staff_id: Id | None = None, from_staff_id: Id | None = None
    ) -> "BookingLine":
        """Return the line, all its segments, shifted by ``delta_ms``; where given, with another person.

        She takes the time of ``from_staff_id`` (None: the line's own person) alone: whoever else helps or takes over
        stays.
        """
        leaving = from_staff_id or self.staff_id
        person = staff_id or leaving
        return replace(
            self,
            staff_id=person if self.staff_id == leaving else self.staff_id,
            segments=tuple(
                replace(
                    s,
                    start_at=s.start_at + delta_ms,
                    end_at=s.end_at + delta_ms,
                    claims=tuple(
                        replace(c, holder_id=person) if c.holder_id == leaving else c for c in s.claims
                    ),
                )
                for s in self.segments
            ),
        )

    def resized(self, *, start_at: int, end_at: int, segment_id: Id | None = None) -> "BookingLine":
        """Return the line with other ends, or one segment of it; see domain/segments for what moves along.

        Raises UserError when less than five minutes would be left of a segment, KeyError when it has no such segment.
        """
        segments = sorted(self.segments, key=lambda s: s.start_at)
        ends = [(s.start_at, s.end_at) for s in segments]
        if segment_id is None:
            wanted = with_outer_ends(ends, start_at, end_at)
        else:
            n = next((n for n, s in enumerate(segments) if s.id == segment_id), None)
            if n is None:
                raise KeyError(segment_id.hex())
            wanted = with_ends(ends, n, start_at, end_at)
        return replace(
            self,
            segments=tuple(
                replace(s, start_at=start, end_at=end)
                for s, (start, end) in zip(segments, wanted, strict=True)
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking(Record):
    """A client's visit on one business date; ``client_id`` None is a walk-in without a name."""

    client_id: Id | None
    status: BookingStatus
    business_date: date
    lines: tuple[BookingLine, ...]
    note: str = ""
    cancel_reason: str = ""
    source: str = "counter"
    override: Override | None = None

    @property
    def span(self) -> TimeSpan:
        """From the first line's start to the last one's end."""
        spans = [line.span for line in self.lines]
        return TimeSpan(min(s.start_ms for s in spans), max(s.end_ms for s in spans))

    @property
    def holds_time(self) -> bool:
        """Whether its claims count when someone else wants the time."""
        return self.status not in RELEASED and self.deleted_at is None

    def with_status(self, status: BookingStatus, *, reason: str = "") -> "Booking":
        """Return the booking in another status. Raises UserError for a step the machine does not allow."""
        if status not in TRANSITIONS[self.status]:
            raise UserError(Message(N_("This booking cannot go from that status to the new one.")))
        if status is BookingStatus.CANCELLED and not reason.strip():
            raise UserError(Message(N_("Please give a reason for cancelling.")))
        return replace(self, status=status, cancel_reason=reason if status in RELEASED else "")

    def moved(
        self, *, delta_ms: int, staff_id: Id | None = None, from_staff_id: Id | None = None
    ) -> "Booking":
        """Return the whole visit shifted by ``delta_ms``.

        Where a person is given, she takes the time of ``from_staff_id`` (None: of each line's own person).
        """
        return replace(
            self,
            lines=tuple(
                line.moved(delta_ms=delta_ms, staff_id=staff_id, from_staff_id=from_staff_id)
                for line in self.lines
            ),
        )

    def line(self, line_id: Id) -> BookingLine:
        """Return the line ``line_id``. Raises KeyError when the booking has no such line."""
        for line in self.lines:
            if line.id == line_id:
                return line
        raise KeyError(line_id.hex())

    def with_line(self, changed: BookingLine) -> "Booking":
        """Return the booking with the line of the same id replaced."""
        return replace(self, lines=tuple(changed if line.id == changed.id else line for line in self.lines))


# Segments and claims repeat branch, booking and times, so that a day, and whether a person is free, are each one range
# of one index. ``held`` is 0 when the booking's status holds nobody's time.
_CLAIMS = Part(
    "claims",
    Claim,
    "claim",
    "segment_id",
    derived={
        "booking_id": (Id, lambda owners, _claim: owners[0].id),
        "start_at": (int, lambda owners, _claim: owners[2].start_at),
        "end_at": (int, lambda owners, _claim: owners[2].end_at),
        "held": (bool, lambda owners, _claim: owners[0].holds_time),
    },
    refs={"booking_id": "booking", "holder_id": "staff|resource"},
)
_SEGMENTS = Part(
    "segments",
    Segment,
    "booking_segment",
    "line_id",
    parts=(_CLAIMS,),
    derived={
        "booking_id": (Id, lambda owners, _segment: owners[0].id),
        "branch_id": (Id, lambda owners, _segment: owners[0].branch_id),
        "several": (bool, lambda owners, _segment: owners[1].is_several),
    },
    refs={"booking_id": "booking"},
)
_LINES = Part(
    "lines",
    BookingLine,
    "booking_line",
    "booking_id",
    parts=(_SEGMENTS,),
    refs={"service_id": "service", "staff_id": "staff"},
)
BOOKING = Noun(
    "booking",
    Booking,
    Scope.BRANCH,
    {
        **dict.fromkeys(("slot", "lines", "client", "notes", ""), MergeRule.NEWEST),
        "status": MergeRule.RANK,
        "override": MergeRule.ONCE,
    },
    groups={
        "slot": ("business_date", "lines.staff_id", "lines.segments"),
        "lines": ("lines",),
        "client": ("client_id",),
        "notes": ("note",),
        "status": ("status", "cancel_reason"),
        "override": ("override",),
    },
    parts=(_LINES,),
    personal=frozenset({"note", "cancel_reason", "override.reason"}),
    undo=True,
    refs={"client_id": "client"},
)
