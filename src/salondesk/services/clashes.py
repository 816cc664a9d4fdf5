"""Whether a booking's time is free, asked inside the write transaction; the same rule colours the ghost on screen."""

from collections.abc import Iterator

from salondesk.core.errors import SlotTaken
from salondesk.core.message import Message, N_
from salondesk.core.timespan import TimeSpan, to_local
from salondesk.domain.access import Override, Permission
from salondesk.domain.booking import Booking
from salondesk.services.context import Work


def require_free(work: Work, booking: Booking, override: Override | None) -> bool:
    """Refuse a booking whose people or resources are taken by others, unless the override lends the right.

    Returns whether the override was needed. Raises SlotTaken naming who has the
    time; a booking whose status holds no time is always free.
    """
    if not booking.holds_time:
        return False
    clash = next(_clashes(work, booking), None)
    if clash is None:
        return False
    if override is not None and work.approved(Permission.BOOKING_OVERLAP, override):
        return True
    raise SlotTaken(clash, Permission.BOOKING_OVERLAP)


def _clashes(work: Work, booking: Booking) -> Iterator[Message]:
    for line in booking.lines:
        for segment in line.segments:
            holders = [claim.holder_id for claim in segment.claims]
            if not holders:
                continue
            for busy in work.uow.bookings.busy(
                holders, TimeSpan(segment.start_at, segment.end_at), except_booking=booking.id
            ):
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
