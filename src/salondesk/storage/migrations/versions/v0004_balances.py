"""Balances and missing indexes: what a counter asks is read from one row or one index, however old the shop.

The balances of an older shop are added up from its ledger. They are derived: the change feed is told nothing.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_INDEXES = (
    ("ix_booking_segment_booking", "booking_segment", ("booking_id",)),
    ("ix_invoice_legal_date", "invoice", ("branch_id", "legal_date")),
    ("ix_invoice_ticket", "invoice", ("ticket_id",)),
    ("ix_old_receipt_number", "old_receipt", ("number",)),
    ("ix_print_job_document", "print_job", ("document_id",)),
    ("ix_till_session_till", "till_session", ("till_id",)),
    ("ix_time_off_end", "time_off", ("end_at",)),
    ("ix_z_report_number", "z_report", ("number",)),
    ("ix_z_report_till", "z_report", ("till_id",)),
)


def upgrade() -> None:
    """Make the indexes and the table, and fill it."""
    for name, table, columns in _INDEXES:
        op.create_index(name, table, list(columns), unique=False)
    # an absence is over for ever: its end tells the few that matter from all that were
    op.drop_index("ix_time_off_branch_start", "time_off")
    op.create_table(
        "balance",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("holder_id", sa.LargeBinary(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("account", "holder_id", "unit", name=op.f("pk_balance")),
    )
    op.execute(
        "INSERT INTO balance (account, holder_id, unit, amount)"
        " SELECT account, holder_id, unit, sum(amount) FROM ledger_entry GROUP BY account, holder_id, unit"
    )
