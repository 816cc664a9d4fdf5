"""May this stretch of this person's time be taken? One rule, for the drag preview on screen and the write transaction.

Taken time is refused, unless the same visit holds it; a break, leave or closed
hour is a warning that a person may overrule by letting go.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from salondesk.core.message import Message, N_
from salondesk.engine.verdict import FREE as FREE
from salondesk.engine.verdict import Verdict as Verdict
from salondesk.engine.verdict import VerdictKind as VerdictKind
from salondesk.engine.worktime import Stretch, covers


class Taken(NamedTuple):
    """A stretch someone holds, in diary minutes, and for whom."""

    start_min: int
    end_min: int
    booking_id: bytes
    client: str


def judge(
    start_min: int,
    end_min: int,
    *,
    taken: Iterable[Taken],
    stretches: Sequence[Stretch],
    own_booking: bytes | None,
) -> Verdict:
    """Judge start..end (diary minutes, end excluded) in one person's column.

    ``stretches`` are the column's shifts, breaks, leave and closed hours; with no
    shift at all the person does not work that day.
    """
    for hold in taken:
        if hold.booking_id != own_booking and hold.start_min < end_min and start_min < hold.end_min:
            return Verdict(
                VerdictKind.REFUSE,
                Message(N_("Taken by {client}."), {"client": hold.client or Message(N_("a walk-in"))}),
            )
    for stretch in stretches:
        if stretch.kind in ("leave", "break") and stretch.start_min < end_min and start_min < stretch.end_min:
            key = N_("On leave.") if stretch.kind == "leave" else N_("In a break.")
            return Verdict(VerdictKind.WARN, Message(key))
    if not covers([(s.start_min, s.end_min) for s in stretches if s.kind == "shift"], start_min, end_min):
        return Verdict(VerdictKind.WARN, Message(N_("Outside working hours.")))
    return FREE
