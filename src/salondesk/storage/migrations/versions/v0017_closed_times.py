"""An absence without a person is a time at which the branch is closed; every absence has had one until now.

The table is made anew, its rows in their order, so that the person may be left out.
"""

from typing import Any

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_BESIDE = "SELECT sql FROM sqlite_schema WHERE tbl_name = 'time_off' AND type = 'index' AND sql IS NOT NULL ORDER BY name"


def upgrade() -> None:
    """Copy the absences into a table of the same columns, the person's optional; the indexes come back."""
    connection: Any = op.get_bind().connection.driver_connection
    beside = [sql for (sql,) in connection.execute(_BESIDE).fetchall()]
    (made,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'time_off'").fetchone()
    made = made.replace("staff_id BLOB NOT NULL", "staff_id BLOB").replace(
        "TABLE time_off", "TABLE time_off_anew", 1
    )
    connection.execute(made)
    connection.execute("INSERT INTO time_off_anew SELECT * FROM time_off ORDER BY rowid")
    connection.execute("DROP TABLE time_off")
    connection.execute("ALTER TABLE time_off_anew RENAME TO time_off")
    for sql in beside:
        connection.execute(sql)
