"""Settings as records, a person's last day, and up to which level a shop's roles were granted.

The table of settings that was here before had never been written to. The roles themselves are brought up when the shop is
opened, by a command like any other (services/access/grants).
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table anew and add the two columns."""
    op.drop_table("setting")
    op.create_table(
        "setting",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("branch_id", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("level_id", sa.LargeBinary(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
    )
    op.add_column("staff", sa.Column("last_day", sa.Text(), nullable=True))
    op.add_column("shop", sa.Column("grant_level", sa.Integer(), nullable=False, server_default="1"))
