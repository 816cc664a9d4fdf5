"""Tickets being made up, and the lines people share."""

from sqlalchemy import Index, text

from salondesk.storage.tables.base import num, part, record, ref, txt

ticket = record(
    "ticket",
    ref("till_id"), txt("status"), txt("business_date"), ref("booking_id", null=True), ref("client_id", null=True),
    txt("discount", null=True), ref("opened_by", null=True), num("full_invoice"), txt("buyer_name"),
    txt("buyer_tax_number"), txt("buyer_address"),
)  # fmt: skip
ticket_line = part(
    "ticket_line", "ticket_id",
    txt("kind"), ref("item_id"), txt("code"), txt("names"), num("unit_price_minor"), txt("basis"), ref("tax_code_id"),
    num("qty_milli"), txt("discount", null=True), txt("note"), ref("booking_line_id", null=True),
    txt("price_change", null=True),
)  # fmt: skip
ticket_line_share = part(
    "ticket_line_share", "ticket_line_id", ref("staff_id"), num("share_ppm"), keyed=False
)
Index("ix_ticket_open", ticket.c.till_id, sqlite_where=text("status = 'open'"))
Index("ix_ticket_booking", ticket.c.booking_id)
