"""Parts of a service: how long it is prepared, works by itself, is finished and cleaned up.

A segment says whether its line has several, or keeps somebody else than its own person busy: the diary looks further
only there.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns: services are one part until somebody says otherwise, lines are what they are."""
    for name in ("preparation_min", "processing_min", "finishing_min", "cleanup_min"):
        op.add_column("service", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.add_column("booking_segment", sa.Column("several", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE booking_segment SET several = 1 WHERE line_id IN (SELECT line_id FROM booking_segment WHERE pos > 0"
        " UNION SELECT s.line_id FROM claim k JOIN booking_segment s ON s.id = k.segment_id"
        " JOIN booking_line l ON l.id = s.line_id WHERE k.holder_kind = 'staff' AND k.holder_id <> l.staff_id)"
    )
