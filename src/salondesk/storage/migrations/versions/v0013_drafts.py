"""Failed PINs enter the change log from now on: what was counted before has no place in it and is forgotten."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of failed PINs anew, each of a user who is there."""
    op.drop_table("pin_attempt")
    op.create_table(
        "pin_attempt",
        sa.Column("user_id", sa.LargeBinary(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_pin_attempt_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_pin_attempt")),
    )
