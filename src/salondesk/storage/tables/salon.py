"""Shop, branches, devices, settings."""

from sqlalchemy import Column, Table, Text

from salondesk.storage.tables.base import METADATA, num, part, record, ref, txt

shop = record(
    "shop",
    txt("names"), txt("address"), txt("tax_number"), txt("phone"), txt("email"), txt("country"), txt("currency"),
    num("cash_step_minor"), num("full_invoice_above_minor"), txt("footer"),
)  # fmt: skip
branch = record("branch", txt("names"), txt("zone"), num("cutoff_min"), num("slot_min"))
opening_hours = part(
    "opening_hours", "branch_id", num("weekday"), num("start_min"), num("end_min"), keyed=False
)
device = record("device", txt("name"), ref("till_id"))
setting = Table("setting", METADATA, Column("key", Text, primary_key=True), txt("value"), num("updated_at"))
