"""Users, roles, and what a role may do: permissions and limits are rows."""

from sqlalchemy import Column, Table, Text

from salondesk.storage.tables.base import METADATA, key, num, record, ref, txt

role = record("role", txt("key"), txt("names"))
role_permission = Table(
    "role_permission",
    METADATA,
    ref("role_id", primary=True),
    Column("permission", Text, primary_key=True),
)
role_limit = Table(
    "role_limit",
    METADATA,
    ref("role_id", primary=True),
    Column("key", Text, primary_key=True),
    num("value"),
)
user = record(
    "user",
    txt("names"), ref("role_id"), ref("staff_id", null=True), txt("pin_hash"), txt("lang"), num("active"), num("sort"),
)  # fmt: skip
pin_attempt = Table("pin_attempt", METADATA, key("user_id"), num("failures"), num("locked_until"))
