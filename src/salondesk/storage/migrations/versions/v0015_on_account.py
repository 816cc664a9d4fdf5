"""Sales on account: how much a client may owe, and an index that finds what she owes."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, nothing for everybody, and the index."""
    op.add_column("client", sa.Column("credit_limit_minor", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_settlement_client", "settlement", ["client_id"], unique=False)
