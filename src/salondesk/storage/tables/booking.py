"""Bookings, their lines, segments and claims.

Segments and claims repeat branch, booking and times so that a day, and the
question "is she free?", are each one range of one index. ``held`` is 0 when the
booking's status holds nobody's time.
"""

from sqlalchemy import Index, text

from salondesk.storage.tables.base import num, part, record, ref, txt

booking = record(
    "booking",
    ref("client_id", null=True), txt("status"), txt("business_date"), txt("note"), txt("cancel_reason"), txt("source"),
    txt("override", null=True),
)  # fmt: skip
booking_line = part(
    "booking_line", "booking_id",
    ref("service_id"), ref("staff_id"), num("price_minor"), txt("basis"), txt("breakdown"), num("requested"),
)  # fmt: skip
segment = part(
    "booking_segment", "line_id",
    ref("booking_id"), ref("branch_id"), txt("kind"), num("start_at"), num("end_at"),
)  # fmt: skip
claim = part(
    "claim", "segment_id",
    ref("booking_id"), txt("holder_kind"), ref("holder_id"), num("start_at"), num("end_at"), num("held"),
)  # fmt: skip
resource = record("resource", txt("names"), txt("kind"), num("capacity"), num("active"))
Index("ix_booking_branch_date", booking.c.branch_id, booking.c.business_date)
Index("ix_booking_client", booking.c.client_id)
Index("ix_booking_segment_branch_start", segment.c.branch_id, segment.c.start_at)
Index("ix_booking_segment_booking", segment.c.booking_id)
Index("ix_claim_holder_start", claim.c.holder_id, claim.c.start_at, sqlite_where=text("held = 1"))
