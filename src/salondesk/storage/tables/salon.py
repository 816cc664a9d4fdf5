"""Shop, branches, devices, settings."""

from sqlalchemy import Column, Integer, LargeBinary

from salondesk.storage.tables.base import num, part, record, ref, txt

shop = record(
    "shop",
    txt("names"), txt("address"), txt("tax_number"), txt("phone"), txt("email"), txt("country"), txt("currency"),
    num("cash_step_minor"), num("full_invoice_above_minor"), txt("footer"),
    Column("grant_level", Integer, nullable=False, server_default="1"),
)  # fmt: skip
branch = record("branch", txt("names"), txt("zone"), num("cutoff_min"), num("slot_min"))
opening_hours = part(
    "opening_hours", "branch_id", num("weekday"), num("start_min"), num("end_min"), keyed=False
)
device = record("device", txt("name"), ref("till_id"))
setting = record(
    "setting", txt("level"), Column("level_id", LargeBinary, nullable=False), txt("key"), txt("value")
)
