"""What a dropped or resized block stands for as a command. Qt-free; the page knows which column is whose."""

from datetime import date

from salondesk.core.ids import Id
from salondesk.core.timespan import instant_of
from salondesk.services.booking.visits import MoveBooking, ResizeLine
from salondesk.ui.booking.gesture.drag import Proposal

Slot = tuple[date, Id]
"""A column's day and person; in a week of everybody the person is empty."""


def move_command(proposal: Proposal, *, key: Id, zone: str, source: Slot, target: Slot) -> MoveBooking:
    """Return the command of a drop: so much later or earlier, and perhaps another person for the block's."""
    delta = instant_of(target[0], proposal.start_min, zone) - instant_of(
        source[0], proposal.from_start_min, zone
    )
    changes_person = source[1] != target[1] and bool(target[1])
    return MoveBooking(
        key=key,
        booking_id=Id(proposal.booking_id),
        expected_version=proposal.version,
        line_id=None if proposal.whole_visit else Id(proposal.line_id),
        delta_ms=delta,
        staff_id=target[1] if changes_person else None,
        from_staff_id=Id(proposal.staff_id) if changes_person else None,
    )


def resize_command(proposal: Proposal, *, key: Id, zone: str, day: date) -> ResizeLine:
    """Return the command of a pulled end, of the line or of one of its segments."""
    part = proposal.part
    start, end = (proposal.start_min, proposal.end_min) if part is None else (part.start_min, part.end_min)
    return ResizeLine(
        key=key,
        booking_id=Id(proposal.booking_id),
        expected_version=proposal.version,
        line_id=Id(proposal.line_id),
        start_at=instant_of(day, start, zone),
        end_at=instant_of(day, end, zone),
        segment_id=None if part is None else Id(part.segment_id),
    )
