"""Sales on account: how much a client may owe."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, nothing for everybody."""
    op.add_column("client", sa.Column("credit_limit_minor", sa.Integer(), nullable=False, server_default="0"))
