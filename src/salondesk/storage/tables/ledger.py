"""The one ledger (immutable by trigger)."""

from sqlalchemy import Index, Table, UniqueConstraint

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
