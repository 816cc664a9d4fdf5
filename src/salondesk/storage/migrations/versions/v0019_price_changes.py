"""Changed prices as rows beside their document lines: reports of any computer read them, not the bills of this one."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_TABLE = "invoice_price_change"
_TAKEN_OVER = """
INSERT INTO invoice_price_change (invoice_id, n, list_price_minor, reason)
SELECT i.id, json_extract(l.value, '$.n'), json_extract(l.value, '$.price_change.list_price_minor'),
       json_extract(l.value, '$.price_change.reason')
FROM invoice i, json_each(CASE WHEN json_valid(i.snapshot) THEN i.snapshot ELSE '{}' END, '$.lines') l
WHERE instr(i.snapshot, '"price_change"') > 0 AND json_type(l.value, '$.price_change') = 'object'
"""
"""A document that cannot be read is left to the check."""


def upgrade() -> None:
    """Make the table, fill it from the documents, and keep it as they are."""
    op.create_table(
        _TABLE,
        sa.Column("invoice_id", sa.LargeBinary(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("list_price_minor", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f(f"fk_{_TABLE}_invoice_id_invoice")),
        sa.PrimaryKeyConstraint("invoice_id", "n", name=op.f(f"pk_{_TABLE}")),
    )
    connection: Any = op.get_bind().connection.driver_connection
    connection.execute(_TAKEN_OVER)
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {_TABLE}_no_{verb.lower()} BEFORE {verb} ON {_TABLE}"
            f" BEGIN SELECT RAISE(ABORT, '{_TABLE} is never changed'); END"
        )
