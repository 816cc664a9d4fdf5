"""Tills, sessions, petty cash, Z reports (the migration makes Z reports and movements immutable)."""

from sqlalchemy import Index, Table, UniqueConstraint, text

from salondesk.storage.tables.base import METADATA, key, num, record, ref, txt

till = record("till", txt("code"), txt("names"), txt("generation"))
till_session = record(
    "till_session",
    ref("till_id"), txt("business_date"), num("opened_at"), ref("opened_by"), num("float_minor"),
    num("closed_at", null=True), ref("closed_by", null=True), num("expected_minor", null=True),
    num("counted_minor", null=True), txt("difference_reason"), ref("z_id", null=True),
)  # fmt: skip
cash_movement = record(
    "cash_movement", ref("session_id"), txt("kind"), num("amount_minor"), txt("reason"), num("at"), ref("by")
)
z_report = Table(
    "z_report",
    METADATA,
    key(),
    ref("branch_id"), ref("till_id"), ref("session_id"), ref("series_id"), txt("number"), num("seq"),
    txt("business_date"), num("made_at"), num("gross_minor"), num("difference_minor"), txt("prev_hash"), txt("hash"),
    txt("snapshot"),
    UniqueConstraint("series_id", "seq"),
    UniqueConstraint("session_id"),
)  # fmt: skip
Index("ix_till_session_open", till_session.c.till_id, unique=True, sqlite_where=text("closed_at IS NULL"))
Index("ix_till_session_till", till_session.c.till_id)
Index("ix_cash_movement_session", cash_movement.c.session_id)
Index("ix_z_report_date", z_report.c.branch_id, z_report.c.business_date)
Index("ix_z_report_number", z_report.c.number)
Index("ix_z_report_till", z_report.c.till_id)
