"""Clients. ``name_fold`` and ``phone_digits`` exist for search only; client_fts is made by the migration."""

from sqlalchemy import Index

from salondesk.storage.tables.base import record, txt

client = record(
    "client",
    txt("name"), txt("phone"), txt("phone_raw"), txt("email"), txt("lang"), txt("notes"), txt("alert"), txt("code"),
    txt("name_fold"), txt("phone_digits"),
)  # fmt: skip
Index("ix_client_name_fold", client.c.name_fold)
Index("ix_client_phone_digits", client.c.phone_digits)
Index("ix_client_code", client.c.code)
