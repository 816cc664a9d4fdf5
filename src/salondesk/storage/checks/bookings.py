"""Checks the diary: nobody has two visits at once but by an override; claims agree with segments."""

from collections.abc import Iterator

from salondesk.core.ids import id_text
from salondesk.core.message import Message, N_
from salondesk.services.shop.problem import Problem
from salondesk.storage.driver import Connection


def problems(connection: Connection) -> Iterator[Problem]:
    """Yield people taken twice, resources taken by more visits than they serve, and claims unlike their segment."""
    serves = {
        row_id: capacity for row_id, capacity in connection.execute("SELECT id, capacity FROM resource")
    }
    holder, until = b"", dict[bytes, int]()
    for taken, booking, start, end in connection.execute(
        "SELECT k.holder_id, k.booking_id, k.start_at, k.end_at FROM claim k JOIN booking b ON b.id = k.booking_id"
        " WHERE k.held = 1 AND b.override IS NULL ORDER BY k.holder_id, k.start_at"
    ):
        if taken != holder:
            holder, until = taken, {}
        until = {other: ends for other, ends in until.items() if ends > start}
        if booking not in until and len(until) >= serves.get(taken, 1):
            yield Problem(
                "double_booking", id_text(booking), Message(N_("The visit takes time that another one has."))
            )
        until[booking] = max(until.get(booking, end), end)
    for (booking,) in connection.execute(
        "SELECT DISTINCT k.booking_id FROM claim k JOIN booking_segment s ON s.id = k.segment_id"
        " JOIN booking b ON b.id = k.booking_id WHERE k.start_at <> s.start_at OR k.end_at <> s.end_at"
        " OR k.held <> (b.status NOT IN ('cancelled', 'rejected', 'no_show') AND b.deleted_at IS NULL)"
    ).fetchall():
        yield Problem(
            "claim", id_text(booking), Message(N_("The visit's time and what it keeps busy differ."))
        )
