"""Settlement: one derived row per invoice family says whether it bills its visit and what was put to it.

The families of an older shop are added up from its documents. What was put to one is what its documents took and gave
back, less the cash rounding that nobody owes. The rows are derived: the change feed is told nothing.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_FILL = """
INSERT INTO settlement (root_id, booking_id, client_id, lines_left, gross_minor, allocated_minor, state)
WITH member AS (
  SELECT coalesce(i.original_id, i.id) AS root_id, i.gross_minor,
         (SELECT coalesce(sum(p.amount_minor), 0) FROM payment p WHERE p.invoice_id = i.id) - i.rounding_minor AS taken
  FROM invoice i
), credited AS (
  SELECT c.original_id AS root_id, l.original_n AS n, sum(l.qty_milli) AS qty_milli
  FROM invoice c JOIN invoice_line l ON l.invoice_id = c.id WHERE c.original_id IS NOT NULL GROUP BY 1, 2
), family AS (
  SELECT r.id, r.booking_id, r.client_id,
         (SELECT count(*) FROM invoice_line l LEFT JOIN credited d ON d.root_id = r.id AND d.n = l.n
          WHERE l.invoice_id = r.id AND l.qty_milli + coalesce(d.qty_milli, 0) > 0) AS lines_left,
         m.gross_minor, m.taken
  FROM (SELECT root_id, sum(gross_minor) AS gross_minor, sum(taken) AS taken FROM member GROUP BY root_id) m
  JOIN invoice r ON r.id = m.root_id
)
SELECT id, booking_id, client_id, lines_left, gross_minor, taken,
       CASE WHEN taken > gross_minor THEN CASE WHEN lines_left > 0 THEN 'overpaid' ELSE 'to_refund' END
            WHEN taken = gross_minor THEN CASE WHEN lines_left > 0 THEN 'settled' ELSE 'credited' END
            WHEN taken > 0 THEN 'part_paid' ELSE 'unpaid' END
FROM family
"""


def upgrade() -> None:
    """Make the table and its index, and fill it."""
    op.create_table(
        "settlement",
        sa.Column("root_id", sa.LargeBinary(), nullable=False),
        sa.Column("booking_id", sa.LargeBinary(), nullable=True),
        sa.Column("client_id", sa.LargeBinary(), nullable=True),
        sa.Column("lines_left", sa.Integer(), nullable=False),
        sa.Column("gross_minor", sa.Integer(), nullable=False),
        sa.Column("allocated_minor", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_settlement_booking_id_booking")
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_settlement_client_id_client")),
        sa.PrimaryKeyConstraint("root_id", name=op.f("pk_settlement")),
    )
    op.create_index("ix_settlement_booking", "settlement", ["booking_id"], unique=False)
    op.execute(_FILL)
