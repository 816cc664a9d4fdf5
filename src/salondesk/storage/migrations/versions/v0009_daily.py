"""Daily roll-ups: what reports read instead of documents.

The table is made empty. Like every derived table it is filled by the rebuild that ends an upgrade.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None

_FIGURES = ("n", "qty_milli", "list_minor", "discount_minor", "net_minor", "tax_minor", "gross_minor")
_KEY = ("branch_id", "dim", "date", "origin", "kind", "key")


def upgrade() -> None:
    """Make the table; its key is its only order."""
    op.create_table(
        "daily",
        sa.Column("branch_id", sa.LargeBinary(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _KEY[1:]),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _FIGURES),
        sa.PrimaryKeyConstraint(*_KEY, name=op.f("pk_daily")),
        sqlite_with_rowid=False,
    )
