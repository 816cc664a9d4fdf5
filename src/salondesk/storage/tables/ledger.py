"""The ledger (immutable by trigger), and what is derived of it and of documents.

``balance`` is the running sum per account, holder and unit; ``settlement`` is a row per invoice family.
"""

from sqlalchemy import Column, Index, LargeBinary, Table, Text, UniqueConstraint

from salondesk.storage.tables.base import METADATA, key, num, ref, txt

ledger_entry = Table(
    "ledger_entry",
    METADATA,
    key(),
    ref("branch_id"), txt("account"), ref("holder_id"), txt("unit"), num("amount"), txt("source_key"), num("at"),
    txt("business_date"), txt("note"),
    UniqueConstraint("source_key"),
)  # fmt: skip
Index("ix_ledger_entry_holder", ledger_entry.c.account, ledger_entry.c.holder_id)
balance = Table(
    "balance",
    METADATA,
    Column("account", Text, primary_key=True),
    Column("holder_id", LargeBinary, primary_key=True),
    Column("unit", Text, primary_key=True),
    num("amount"),
)
settlement = Table(
    "settlement",
    METADATA,
    key("root_id"),
    ref("booking_id", null=True), ref("client_id", null=True), num("lines_left"), num("gross_minor"),
    num("allocated_minor"), txt("state"),
)  # fmt: skip
Index("ix_settlement_booking", settlement.c.booking_id)
