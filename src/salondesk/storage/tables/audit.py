"""The change feed: one row a transaction, one row a change. Audit today, sync's outbox later (immutable by trigger).

``digest`` chains each transaction to the one before it; see storage/change_log.
"""

from sqlalchemy import Column, Index, Integer, Table, UniqueConstraint

from salondesk.storage.tables.base import METADATA, num, ref, txt

change_txn = Table(
    "change_txn",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    ref("id"), ref("command_key"), txt("command"), ref("actor_id"), ref("device_id"), ref("branch_id"), num("at"),
    num("offset_min"), txt("origin"), txt("label", null=True), txt("override", null=True), txt("result", null=True),
    txt("digest"),
    UniqueConstraint("id"),
    UniqueConstraint("command_key"),
    sqlite_autoincrement=True,
)  # fmt: skip
change_row = Table(
    "change_row",
    METADATA,
    Column("txn_seq", Integer, primary_key=True),
    Column("n", Integer, primary_key=True),
    txt("noun"), ref("row_id"), txt("op"), txt("body", null=True),
)  # fmt: skip
Index("ix_change_row_row", change_row.c.row_id)
