"""People, their weekly shifts and dated absences."""

from sqlalchemy import Index

from salondesk.storage.tables.base import num, part, record, ref, txt

staff = record(
    "staff",
    txt("code"), txt("names"), txt("title"), txt("colour"), num("active"), num("bookable"), num("sort"),
    txt("last_day", null=True),
)  # fmt: skip
shift = part(
    "shift", "staff_id",
    num("weekday"), num("start_min"), num("end_min"), txt("kind"), txt("valid_from", null=True), txt("valid_to", null=True),
)  # fmt: skip
time_off = record("time_off", ref("staff_id"), num("start_at"), num("end_at"), txt("kind"), txt("reason"))
Index("ix_time_off_end", time_off.c.end_at)
