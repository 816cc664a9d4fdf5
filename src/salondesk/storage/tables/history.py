"""Receipts of the system the shop used before: old numbers, no series, no Z, no stock."""

from sqlalchemy import Index, Table, UniqueConstraint

from salondesk.storage.tables.base import METADATA, key, num, part, ref, txt

old_receipt = Table(
    "old_receipt",
    METADATA,
    key(),
    ref("branch_id"), txt("number"), txt("date"), num("net_minor"), num("tax_minor"), txt("currency"), num("created_at"),
    UniqueConstraint("branch_id", "number"),
)  # fmt: skip
old_receipt_line = part(
    "old_receipt_line", "receipt_id",
    txt("source_key"), ref("client_id", null=True), ref("staff_id", null=True), ref("item_id", null=True),
    txt("description"), num("qty_milli"), num("net_minor"), txt("taxes"), txt("old_taxes"),
)  # fmt: skip
Index("ix_old_receipt_date", old_receipt.c.branch_id, old_receipt.c.date)
Index("ix_old_receipt_number", old_receipt.c.number)
Index("ix_old_receipt_line_source", old_receipt_line.c.source_key, unique=True)
