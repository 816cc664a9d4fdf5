"""The first schema.

The tables as they were at this revision; frozen from the day it ships.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_FACTS = (
    "invoice", "invoice_line", "invoice_line_tax", "invoice_line_share", "invoice_tax", "payment", "z_report",
    "ledger_entry", "cash_movement", "change_txn", "change_row", "document_file", "old_receipt", "old_receipt_line",
)  # fmt: skip
"""Tables whose rows are written once: the database itself refuses to change or remove them."""

_SEARCH = (
    "CREATE VIRTUAL TABLE client_fts USING fts5("
    "name_fold, phone_digits, content='client', content_rowid='rowid', tokenize='trigram')",
    "CREATE TRIGGER client_fts_add AFTER INSERT ON client BEGIN"
    " INSERT INTO client_fts (rowid, name_fold, phone_digits) VALUES (new.rowid, new.name_fold, new.phone_digits); END",
    "CREATE TRIGGER client_fts_set AFTER UPDATE OF name_fold, phone_digits ON client BEGIN"
    " INSERT INTO client_fts (client_fts, rowid, name_fold, phone_digits)"
    " VALUES ('delete', old.rowid, old.name_fold, old.phone_digits);"
    " INSERT INTO client_fts (rowid, name_fold, phone_digits) VALUES (new.rowid, new.name_fold, new.phone_digits); END",
)


def upgrade() -> None:
    """Make every table, the client search index and the rules that keep facts as they are."""
    _tables()
    for statement in _SEARCH:
        op.execute(statement)
    for table in _FACTS:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} is never changed'); END"
            )


def _tables() -> None:

    op.create_table(
        "branch",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("branch_id", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("cutoff_min", sa.Integer(), nullable=False),
        sa.Column("slot_min", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_branch")),
    )
    op.create_table(
        "change_row",
        sa.Column("txn_seq", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("noun", sa.Text(), nullable=False),
        sa.Column("row_id", sa.LargeBinary(), nullable=False),
        sa.Column("op", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("txn_seq", "n", name=op.f("pk_change_row")),
    )
    op.create_index("ix_change_row_row", "change_row", ["row_id"], unique=False)
    op.create_table(
        "client",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("branch_id", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("phone_raw", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("alert", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name_fold", sa.Text(), nullable=False),
        sa.Column("phone_digits", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client")),
    )
    op.create_index("ix_client_code", "client", ["code"], unique=False)
    op.create_index("ix_client_name_fold", "client", ["name_fold"], unique=False)
    op.create_index("ix_client_phone_digits", "client", ["phone_digits"], unique=False)
    op.create_table(
        "document_file",
        sa.Column("document_id", sa.LargeBinary(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_document_file")),
    )
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("branch_id", sa.LargeBinary(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("holder_id", sa.LargeBinary(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("source_key", name=op.f("uq_ledger_entry_source_key")),
    )
    op.create_index("ix_ledger_entry_holder", "ledger_entry", ["account", "holder_id"], unique=False)
    op.create_table(
        "old_receipt",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("branch_id", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("date", sa.Text(), nullable=False),
        sa.Column("net_minor", sa.Integer(), nullable=False),
        sa.Column("tax_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_old_receipt")),
        sa.UniqueConstraint("branch_id", "number", name=op.f("uq_old_receipt_branch_id_number")),
    )
    op.create_index("ix_old_receipt_date", "old_receipt", ["branch_id", "date"], unique=False)
    op.create_table(
        "opening_hours",
        sa.Column("branch_id", sa.LargeBinary(), nullable=False),
        sa.Column("pos", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("start_min", sa.Integer(), nullable=False),
        sa.Column("end_min", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("branch_id", "pos", name=op.f("pk_opening_hours")),
    )
    op.create_table(
        "pin_attempt",
        sa.Column("user_id", sa.LargeBinary(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_pin_attempt")),
    )
    op.create_table(
        "print_job",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("branch_id", sa.LargeBinary(), nullable=False),
        sa.Column("document_kind", sa.Text(), nullable=False),
        sa.Column("document_id", sa.LargeBinary(), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("copy", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_job")),
    )
    op.create_index("ix_print_job_state", "print_job", ["state"], unique=False)
    op.create_table(
        "resource",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("branch_id", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource")),
    )
    op.create_table(
        "role",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("branch_id", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )
    op.create_table(
        "shop",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("branch_id", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("tax_number", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("cash_step_minor", sa.Integer(), nullable=False),
        sa.Column("full_invoice_above_minor", sa.Integer(), nullable=False),
        sa.Column("footer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop")),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("branch_id", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.Column("bookable", sa.Integer(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
    )
    op.create_table(
        "tax_code",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("branch_id", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_code")),
    )
    op.create_table(
        "till",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("branch_id", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("generation", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_till")),
    )
    op.create_table(
        "booking",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("branch_id", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("client_id", sa.LargeBinary(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("business_date", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("cancel_reason", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("override", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_booking_client_id_client")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
    )
    op.create_index("ix_booking_branch_date", "booking", ["branch_id", "business_date"], unique=False)
    op.create_index("ix_booking_client", "booking", ["client_id"], unique=False)
    op.create_table(
        "device",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("branch_id", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("till_id", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_device_till_id_till")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
    )
    op.create_table(
        "number_series",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("branch_id", sa.LargeBinary(), nullable=False),
        sa.Column("till_id", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("till_code", sa.Text(), nullable=False),
        sa.Column("generation", sa.Text(), nullable=False),
        sa.Column("next_seq", sa.Integer(), nullable=False),
        sa.Column("last_hash", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.Integer(), nullable=True),
        sa.Column("closed_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_number_series_till_id_till")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_series")),
        sa.UniqueConstraint(
            "till_code", "generation", "kind", name=op.f("uq_number_series_till_code_generation_kind")
        ),
    )
    op.create_table(
        "old_receipt_line",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("receipt_id", sa.LargeBinary(), nullable=False),
        sa.Column("pos", sa.Integer(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("client_id", sa.LargeBinary(), nullable=True),
        sa.Column("staff_id", sa.LargeBinary(), nullable=True),
        sa.Column("item_id", sa.LargeBinary(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("qty_milli", sa.Integer(), nullable=False),
        sa.Column("net_minor", sa.Integer(), nullable=False),
        sa.Column("taxes", sa.Text(), nullable=False),
        sa.Column("old_taxes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_old_receipt_line_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["old_receipt.id"], name=op.f("fk_old_receipt_line_receipt_id_old_receipt")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_old_receipt_line_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_old_receipt_line")),
    )
    op.create_index(op.f("ix_old_receipt_line_receipt_id"), "old_receipt_line", ["receipt_id"], unique=False)
    op.create_index("ix_old_receipt_line_source", "old_receipt_line", ["source_key"], unique=True)
    op.create_table(
        "product",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("branch_id", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("barcode", sa.Text(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("price_minor", sa.Integer(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("tax_code_id", sa.LargeBinary(), nullable=False),
        sa.Column("cost_minor", sa.Integer(), nullable=False),
        sa.Column("minimum_milli", sa.Integer(), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tax_code_id"], ["tax_code.id"], name=op.f("fk_product_tax_code_id_tax_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
    )
    op.create_index("ix_product_barcode", "product", ["barcode"], unique=False)
    op.create_index("ix_product_code", "product", ["code"], unique=False)
    op.create_table(
        "role_limit",
        sa.Column("role_id", sa.LargeBinary(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_role_limit_role_id_role")),
        sa.PrimaryKeyConstraint("role_id", "key", name=op.f("pk_role_limit")),
    )
    op.create_table(
        "role_permission",
        sa.Column("role_id", sa.LargeBinary(), nullable=False),
        sa.Column("permission", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_role_permission_role_id_role")),
        sa.PrimaryKeyConstraint("role_id", "permission", name=op.f("pk_role_permission")),
    )
    op.create_table(
        "service",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("branch_id", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("price_minor", sa.Integer(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("tax_code_id", sa.LargeBinary(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column("cost_minor", sa.Integer(), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tax_code_id"], ["tax_code.id"], name=op.f("fk_service_tax_code_id_tax_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
    )
    op.create_index("ix_service_code", "service", ["code"], unique=False)
    op.create_table(
        "shift",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("staff_id", sa.LargeBinary(), nullable=False),
        sa.Column("pos", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("start_min", sa.Integer(), nullable=False),
        sa.Column("end_min", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=True),
        sa.Column("valid_to", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_shift_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
    )
    op.create_index(op.f("ix_shift_staff_id"), "shift", ["staff_id"], unique=False)
    op.create_table(
        "tax_component",
        sa.Column("tax_code_id", sa.LargeBinary(), nullable=False),
        sa.Column("pos", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("rate_ppm", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tax_code_id"], ["tax_code.id"], name=op.f("fk_tax_component_tax_code_id_tax_code")
        ),
        sa.PrimaryKeyConstraint("tax_code_id", "pos", name=op.f("pk_tax_component")),
    )
    op.create_table(
        "time_off",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("branch_id", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("staff_id", sa.LargeBinary(), nullable=False),
        sa.Column("start_at", sa.Integer(), nullable=False),
        sa.Column("end_at", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_time_off_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_off")),
    )
    op.create_index("ix_time_off_branch_start", "time_off", ["branch_id", "start_at"], unique=False)
    op.create_table(
        "user",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("branch_id", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("role_id", sa.LargeBinary(), nullable=False),
        sa.Column("staff_id", sa.LargeBinary(), nullable=True),
        sa.Column("pin_hash", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_user_role_id_role")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_user_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
    )
    op.create_table(
        "booking_line",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("booking_id", sa.LargeBinary(), nullable=False),
        sa.Column("pos", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.LargeBinary(), nullable=False),
        sa.Column("staff_id", sa.LargeBinary(), nullable=False),
        sa.Column("price_minor", sa.Integer(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("breakdown", sa.Text(), nullable=False),
        sa.Column("requested", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_booking_line_booking_id_booking")
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_booking_line_service_id_service")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_booking_line_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_line")),
    )
    op.create_index(op.f("ix_booking_line_booking_id"), "booking_line", ["booking_id"], unique=False)
    op.create_table(
        "change_txn",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("command_key", sa.LargeBinary(), nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.LargeBinary(), nullable=False),
        sa.Column("device_id", sa.LargeBinary(), nullable=False),
        sa.Column("branch_id", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("offset_min", sa.Integer(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("override", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_change_txn_actor_id_user")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_change_txn")),
        sa.UniqueConstraint("command_key", name=op.f("uq_change_txn_command_key")),
        sa.UniqueConstraint("id", name=op.f("uq_change_txn_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "ticket",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("branch_id", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("till_id", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("business_date", sa.Text(), nullable=False),
        sa.Column("booking_id", sa.LargeBinary(), nullable=True),
        sa.Column("client_id", sa.LargeBinary(), nullable=True),
        sa.Column("discount", sa.Text(), nullable=True),
        sa.Column("opened_by", sa.LargeBinary(), nullable=True),
        sa.Column("full_invoice", sa.Integer(), nullable=False),
        sa.Column("buyer_name", sa.Text(), nullable=False),
        sa.Column("buyer_tax_number", sa.Text(), nullable=False),
        sa.Column("buyer_address", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_ticket_booking_id_booking")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_ticket_client_id_client")),
        sa.ForeignKeyConstraint(["opened_by"], ["user.id"], name=op.f("fk_ticket_opened_by_user")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_ticket_till_id_till")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
    )
    op.create_index("ix_ticket_booking", "ticket", ["booking_id"], unique=False)
    op.create_index(
        "ix_ticket_open", "ticket", ["till_id"], unique=False, sqlite_where=sa.text("status = 'open'")
    )
    op.create_table(
        "till_session",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("branch_id", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("till_id", sa.LargeBinary(), nullable=False),
        sa.Column("business_date", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.Integer(), nullable=False),
        sa.Column("opened_by", sa.LargeBinary(), nullable=False),
        sa.Column("float_minor", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.Integer(), nullable=True),
        sa.Column("closed_by", sa.LargeBinary(), nullable=True),
        sa.Column("expected_minor", sa.Integer(), nullable=True),
        sa.Column("counted_minor", sa.Integer(), nullable=True),
        sa.Column("difference_reason", sa.Text(), nullable=False),
        sa.Column("z_id", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["closed_by"], ["user.id"], name=op.f("fk_till_session_closed_by_user")),
        sa.ForeignKeyConstraint(["opened_by"], ["user.id"], name=op.f("fk_till_session_opened_by_user")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_till_session_till_id_till")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_till_session")),
    )
    op.create_index(
        "ix_till_session_open",
        "till_session",
        ["till_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "booking_segment",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("line_id", sa.LargeBinary(), nullable=False),
        sa.Column("pos", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.LargeBinary(), nullable=False),
        sa.Column("branch_id", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("start_at", sa.Integer(), nullable=False),
        sa.Column("end_at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_booking_segment_booking_id_booking")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["booking_line.id"], name=op.f("fk_booking_segment_line_id_booking_line")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_segment")),
    )
    op.create_index(
        "ix_booking_segment_branch_start", "booking_segment", ["branch_id", "start_at"], unique=False
    )
    op.create_index(op.f("ix_booking_segment_line_id"), "booking_segment", ["line_id"], unique=False)
    op.create_table(
        "cash_movement",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("branch_id", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("session_id", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("by", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["user.id"], name=op.f("fk_cash_movement_by_user")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["till_session.id"], name=op.f("fk_cash_movement_session_id_till_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cash_movement")),
    )
    op.create_index("ix_cash_movement_session", "cash_movement", ["session_id"], unique=False)
    op.create_table(
        "invoice",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("branch_id", sa.LargeBinary(), nullable=False),
        sa.Column("till_id", sa.LargeBinary(), nullable=False),
        sa.Column("series_id", sa.LargeBinary(), nullable=False),
        sa.Column("session_id", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.Integer(), nullable=False),
        sa.Column("offset_min", sa.Integer(), nullable=False),
        sa.Column("legal_date", sa.Text(), nullable=False),
        sa.Column("business_date", sa.Text(), nullable=False),
        sa.Column("client_id", sa.LargeBinary(), nullable=True),
        sa.Column("ticket_id", sa.LargeBinary(), nullable=True),
        sa.Column("booking_id", sa.LargeBinary(), nullable=True),
        sa.Column("original_id", sa.LargeBinary(), nullable=True),
        sa.Column("list_minor", sa.Integer(), nullable=False),
        sa.Column("discount_minor", sa.Integer(), nullable=False),
        sa.Column("net_minor", sa.Integer(), nullable=False),
        sa.Column("tax_minor", sa.Integer(), nullable=False),
        sa.Column("gross_minor", sa.Integer(), nullable=False),
        sa.Column("rounding_minor", sa.Integer(), nullable=False),
        sa.Column("payable_minor", sa.Integer(), nullable=False),
        sa.Column("prev_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_invoice_booking_id_booking")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_invoice_client_id_client")),
        sa.ForeignKeyConstraint(["original_id"], ["invoice.id"], name=op.f("fk_invoice_original_id_invoice")),
        sa.ForeignKeyConstraint(
            ["series_id"], ["number_series.id"], name=op.f("fk_invoice_series_id_number_series")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["till_session.id"], name=op.f("fk_invoice_session_id_till_session")
        ),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_invoice_ticket_id_ticket")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_invoice_till_id_till")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice")),
        sa.UniqueConstraint("number", name=op.f("uq_invoice_number")),
        sa.UniqueConstraint("series_id", "seq", name=op.f("uq_invoice_series_id_seq")),
    )
    op.create_index("ix_invoice_booking", "invoice", ["booking_id"], unique=False)
    op.create_index("ix_invoice_branch_date", "invoice", ["branch_id", "business_date"], unique=False)
    op.create_index("ix_invoice_client", "invoice", ["client_id"], unique=False)
    op.create_index("ix_invoice_original", "invoice", ["original_id"], unique=False)
    op.create_index("ix_invoice_session", "invoice", ["session_id"], unique=False)
    op.create_table(
        "ticket_line",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("ticket_id", sa.LargeBinary(), nullable=False),
        sa.Column("pos", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("item_id", sa.LargeBinary(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("unit_price_minor", sa.Integer(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("tax_code_id", sa.LargeBinary(), nullable=False),
        sa.Column("qty_milli", sa.Integer(), nullable=False),
        sa.Column("discount", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("booking_line_id", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tax_code_id"], ["tax_code.id"], name=op.f("fk_ticket_line_tax_code_id_tax_code")
        ),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_line_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_line")),
    )
    op.create_index(op.f("ix_ticket_line_ticket_id"), "ticket_line", ["ticket_id"], unique=False)
    op.create_table(
        "z_report",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("branch_id", sa.LargeBinary(), nullable=False),
        sa.Column("till_id", sa.LargeBinary(), nullable=False),
        sa.Column("session_id", sa.LargeBinary(), nullable=False),
        sa.Column("series_id", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Integer(), nullable=False),
        sa.Column("gross_minor", sa.Integer(), nullable=False),
        sa.Column("difference_minor", sa.Integer(), nullable=False),
        sa.Column("prev_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"], ["number_series.id"], name=op.f("fk_z_report_series_id_number_series")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["till_session.id"], name=op.f("fk_z_report_session_id_till_session")
        ),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_z_report_till_id_till")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_z_report")),
        sa.UniqueConstraint("series_id", "seq", name=op.f("uq_z_report_series_id_seq")),
        sa.UniqueConstraint("session_id", name=op.f("uq_z_report_session_id")),
    )
    op.create_index("ix_z_report_date", "z_report", ["branch_id", "business_date"], unique=False)
    op.create_table(
        "claim",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("segment_id", sa.LargeBinary(), nullable=False),
        sa.Column("pos", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.LargeBinary(), nullable=False),
        sa.Column("holder_kind", sa.Text(), nullable=False),
        sa.Column("holder_id", sa.LargeBinary(), nullable=False),
        sa.Column("start_at", sa.Integer(), nullable=False),
        sa.Column("end_at", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_claim_booking_id_booking")),
        sa.ForeignKeyConstraint(
            ["segment_id"], ["booking_segment.id"], name=op.f("fk_claim_segment_id_booking_segment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
    )
    op.create_index(
        "ix_claim_holder_start",
        "claim",
        ["holder_id", "start_at"],
        unique=False,
        sqlite_where=sa.text("held = 1"),
    )
    op.create_index(op.f("ix_claim_segment_id"), "claim", ["segment_id"], unique=False)
    op.create_table(
        "invoice_line",
        sa.Column("invoice_id", sa.LargeBinary(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("item_id", sa.LargeBinary(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("qty_milli", sa.Integer(), nullable=False),
        sa.Column("unit_price_minor", sa.Integer(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("list_minor", sa.Integer(), nullable=False),
        sa.Column("discount_minor", sa.Integer(), nullable=False),
        sa.Column("net_minor", sa.Integer(), nullable=False),
        sa.Column("tax_minor", sa.Integer(), nullable=False),
        sa.Column("gross_minor", sa.Integer(), nullable=False),
        sa.Column("original_n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.id"], name=op.f("fk_invoice_line_invoice_id_invoice")
        ),
        sa.PrimaryKeyConstraint("invoice_id", "n", name=op.f("pk_invoice_line")),
    )
    op.create_table(
        "invoice_line_share",
        sa.Column("invoice_id", sa.LargeBinary(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("pos", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.LargeBinary(), nullable=False),
        sa.Column("net_minor", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.id"], name=op.f("fk_invoice_line_share_invoice_id_invoice")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_invoice_line_share_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("invoice_id", "n", "pos", name=op.f("pk_invoice_line_share")),
    )
    op.create_table(
        "invoice_line_tax",
        sa.Column("invoice_id", sa.LargeBinary(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("pos", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("rate_ppm", sa.Integer(), nullable=False),
        sa.Column("base_minor", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.id"], name=op.f("fk_invoice_line_tax_invoice_id_invoice")
        ),
        sa.PrimaryKeyConstraint("invoice_id", "n", "pos", name=op.f("pk_invoice_line_tax")),
    )
    op.create_table(
        "invoice_tax",
        sa.Column("invoice_id", sa.LargeBinary(), nullable=False),
        sa.Column("pos", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("rate_ppm", sa.Integer(), nullable=False),
        sa.Column("base_minor", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("category_amount_minor", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.id"], name=op.f("fk_invoice_tax_invoice_id_invoice")
        ),
        sa.PrimaryKeyConstraint("invoice_id", "pos", name=op.f("pk_invoice_tax")),
    )
    op.create_table(
        "payment",
        sa.Column("invoice_id", sa.LargeBinary(), nullable=False),
        sa.Column("pos", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("tendered_minor", sa.Integer(), nullable=False),
        sa.Column("change_minor", sa.Integer(), nullable=False),
        sa.Column("approval", sa.Text(), nullable=False),
        sa.Column("last4", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_payment_invoice_id_invoice")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["till_session.id"], name=op.f("fk_payment_session_id_till_session")
        ),
        sa.PrimaryKeyConstraint("invoice_id", "pos", name=op.f("pk_payment")),
    )
    op.create_index("ix_payment_session", "payment", ["session_id"], unique=False)
    op.create_table(
        "ticket_line_share",
        sa.Column("ticket_line_id", sa.LargeBinary(), nullable=False),
        sa.Column("pos", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.LargeBinary(), nullable=False),
        sa.Column("share_ppm", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_ticket_line_share_staff_id_staff")),
        sa.ForeignKeyConstraint(
            ["ticket_line_id"],
            ["ticket_line.id"],
            name=op.f("fk_ticket_line_share_ticket_line_id_ticket_line"),
        ),
        sa.PrimaryKeyConstraint("ticket_line_id", "pos", name=op.f("pk_ticket_line_share")),
    )
