"""Checks the diary: nobody has two visits at once but by an override; claims agree with segments."""

from collections.abc import Iterator

from salondesk.core.ids import id_text
from salondesk.core.message import Message, N_
from salondesk.services.shop.problem import Problem
from salondesk.storage.driver import Connection


def problems(connection: Connection) -> Iterator[Problem]:
    """Yield slots taken twice and claims that do not fit their segment or their visit's status."""
    holder, until, last = b"", 0, b""
    for person, booking, start, end in connection.execute(
        "SELECT k.holder_id, k.booking_id, k.start_at, k.end_at FROM claim k JOIN booking b ON b.id = k.booking_id"
        " WHERE k.held = 1 AND b.override IS NULL ORDER BY k.holder_id, k.start_at"
    ):
        if person != holder:
            holder, until = person, 0
        if start < until and booking != last:
            yield Problem(
                "double_booking", id_text(booking), Message(N_("The visit takes time that another one has."))
            )
        if end > until:
            until, last = end, booking
    for (booking,) in connection.execute(
        "SELECT DISTINCT k.booking_id FROM claim k JOIN booking_segment s ON s.id = k.segment_id"
        " JOIN booking b ON b.id = k.booking_id WHERE k.start_at <> s.start_at OR k.end_at <> s.end_at"
        " OR k.held <> (b.status NOT IN ('cancelled', 'rejected', 'no_show') AND b.deleted_at IS NULL)"
    ).fetchall():
        yield Problem(
            "claim", id_text(booking), Message(N_("The visit's time and what it keeps busy differ."))
        )
