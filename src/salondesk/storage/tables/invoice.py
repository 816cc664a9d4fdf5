"""Fiscal documents. The migration adds triggers that refuse UPDATE and DELETE on all of them but number_series.

``snapshot`` is the document itself (JSON); the other columns repeat what reports and searches need.
"""

from sqlalchemy import Column, Index, Integer, Table, UniqueConstraint

from salondesk.storage.tables.base import METADATA, key, num, ref, txt

number_series = Table(
    "number_series",
    METADATA,
    key(),
    ref("branch_id"),
    ref("till_id"),
    txt("kind"),
    txt("till_code"),
    txt("generation"),
    num("next_seq"),
    txt("last_hash"),
    num("closed_at", null=True),
    txt("closed_reason"),
    UniqueConstraint("till_code", "generation", "kind"),
)
invoice = Table(
    "invoice",
    METADATA,
    key(),
    ref("branch_id"), ref("till_id"), ref("series_id"), ref("session_id"), txt("kind"), txt("form"), txt("number"),
    num("seq"), txt("currency"), num("issued_at"), num("offset_min"), txt("legal_date"), txt("business_date"),
    ref("client_id", null=True), ref("ticket_id", null=True), ref("booking_id", null=True), ref("original_id", null=True),
    num("list_minor"), num("discount_minor"), num("net_minor"), num("tax_minor"), num("gross_minor"),
    num("rounding_minor"), num("payable_minor"), txt("prev_hash"), txt("hash"), txt("snapshot"),
    UniqueConstraint("series_id", "seq"),
    UniqueConstraint("number"),
)  # fmt: skip
invoice_line = Table(
    "invoice_line",
    METADATA,
    ref("invoice_id", primary=True),
    Column("n", Integer, primary_key=True),
    txt("kind"), ref("item_id"), txt("code"), txt("names"), num("qty_milli"), num("unit_price_minor"), txt("basis"),
    num("list_minor"), num("discount_minor"), num("net_minor"), num("tax_minor"), num("gross_minor"), num("original_n"),
)  # fmt: skip
invoice_line_tax = Table(
    "invoice_line_tax",
    METADATA,
    ref("invoice_id", primary=True),
    Column("n", Integer, primary_key=True),
    Column("pos", Integer, primary_key=True),
    txt("key"), txt("category"), num("rate_ppm"), num("base_minor"), num("amount_minor"),
)  # fmt: skip
invoice_line_share = Table(
    "invoice_line_share",
    METADATA,
    ref("invoice_id", primary=True),
    Column("n", Integer, primary_key=True),
    Column("pos", Integer, primary_key=True),
    ref("staff_id"), num("net_minor"),
)  # fmt: skip
invoice_tax = Table(
    "invoice_tax",
    METADATA,
    ref("invoice_id", primary=True),
    Column("pos", Integer, primary_key=True),
    txt("key"), txt("category"), num("rate_ppm"), num("base_minor"), num("amount_minor"), num("category_amount_minor"),
)  # fmt: skip
payment = Table(
    "payment",
    METADATA,
    ref("invoice_id", primary=True),
    Column("pos", Integer, primary_key=True),
    ref("session_id"), txt("kind"), num("amount_minor"), num("tendered_minor"), num("change_minor"), txt("approval"),
    txt("last4"), txt("reference"), num("at"), txt("business_date"),
)  # fmt: skip
document_file = Table(
    "document_file",
    METADATA,
    key("document_id"),
    txt("path"), txt("paper"), txt("lang"), txt("sha256"), num("size"), num("made_at"),
)  # fmt: skip
print_job = Table(
    "print_job",
    METADATA,
    key(),
    ref("branch_id"), txt("document_kind"), ref("document_id"), txt("paper"), txt("lang"), num("copy"), txt("state"),
    num("attempts"), txt("error"), num("created_at"), num("updated_at"),
)  # fmt: skip
Index("ix_invoice_branch_date", invoice.c.branch_id, invoice.c.business_date)
Index("ix_invoice_session", invoice.c.session_id)
Index("ix_invoice_booking", invoice.c.booking_id)
Index("ix_invoice_client", invoice.c.client_id)
Index("ix_invoice_legal_date", invoice.c.branch_id, invoice.c.legal_date)
Index("ix_invoice_original", invoice.c.original_id)
Index("ix_invoice_ticket", invoice.c.ticket_id)
Index("ix_payment_session", payment.c.session_id)
Index("ix_print_job_document", print_job.c.document_id)
Index("ix_print_job_state", print_job.c.state)
