"""An index of the change log's bodies that still say something: forgetting goes past those that are a hash alone."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it."""
    op.create_index(
        "ix_change_body_kept",
        "change_body",
        ["txn_seq", "n"],
        unique=False,
        sqlite_where=sa.text("body IS NOT NULL"),
    )
