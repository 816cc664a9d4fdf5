"""Everything of a client is found by an index, and the search index forgets what is taken out of it."""

from alembic import op

revision = "0016"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the indexes, and have terms removed at once instead of marked."""
    for table in ("ticket", "settlement"):
        op.create_index(f"ix_{table}_client", table, ["client_id"], unique=False)
    op.execute("INSERT INTO client_fts (client_fts, rank) VALUES ('secure-delete', 1)")
