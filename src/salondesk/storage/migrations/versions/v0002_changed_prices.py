"""Changed prices: a bill's line keeps why it is charged otherwise, and whoever may give a discount may change a price."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the line's column, and the permission to the roles of the shop."""
    op.add_column("ticket_line", sa.Column("price_change", sa.Text(), nullable=True))
    op.execute(
        "INSERT OR IGNORE INTO role_permission (role_id, permission)"
        " SELECT role_id, 'sale.price' FROM role_permission WHERE permission = 'sale.discount'"
    )
