"""Whether a booking's time is free, asked inside the write transaction; the same rule colours the drag preview on screen."""

from collections.abc import Iterator, Mapping

from salondesk.core.errors import SlotTaken
from salondesk.core.ids import Id
from salondesk.core.message import Message, N_
from salondesk.core.timespan import TimeSpan, to_local
from salondesk.domain.access import Override, Permission
from salondesk.domain.booking import Booking
from salondesk.services.context import Work


def require_free(
    work: Work, booking: Booking, override: Override | None, *, held: Booking | None = None
) -> bool:
    """Refuse a booking whose people or resources are taken by others, unless the override lends the right.

    ``held`` is the same booking as it stands: time that it holds already is not asked for again, so that a visit
    which overlaps another (with an approval, or taken over from elsewhere) arrives and is served like any other.
    Returns whether the override was needed. Raises SlotTaken naming who has the
    time; a booking whose status holds no time is always free.
    """
    if not booking.holds_time:
        return False
    kept = _held(held) if held is not None and held.holds_time else {}
    clash = next(_clashes(work, booking, kept), None)
    if clash is None:
        return False
    if override is not None and work.approved(Permission.BOOKING_OVERLAP, override):
        return True
    raise SlotTaken(clash, Permission.BOOKING_OVERLAP)


def _held(booking: Booking) -> dict[Id, list[TimeSpan]]:
    """Give who is held by a booking, and when."""
    held: dict[Id, list[TimeSpan]] = {}
    for line in booking.lines:
        for segment in line.segments:
            for claim in segment.claims:
                held.setdefault(claim.holder_id, []).append(TimeSpan(segment.start_at, segment.end_at))
    return held


def _clashes(work: Work, booking: Booking, kept: Mapping[Id, list[TimeSpan]]) -> Iterator[Message]:
    for line in booking.lines:
        for segment in line.segments:
            span = TimeSpan(segment.start_at, segment.end_at)
            holders = [
                claim.holder_id
                for claim in segment.claims
                if not any(
                    had.start_ms <= span.start_ms and span.end_ms <= had.end_ms
                    for had in kept.get(claim.holder_id, ())
                )
            ]
            if not holders:
                continue
            for busy in work.uow.bookings.busy(holders, span, except_booking=booking.id):
                person = work.uow.staff.find(busy.holder_id)
                yield Message(
                    N_("{person} is busy from {start} to {end} with {client}."),
                    {
                        "person": person.names if person else "",
                        "start": to_local(busy.start_at, work.branch.zone).time(),
                        "end": to_local(busy.end_at, work.branch.zone).time(),
                        "client": busy.client_name or Message(N_("a walk-in")),
                    },
                )
