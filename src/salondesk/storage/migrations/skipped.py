"""Does the steps that a database lacks though it has a later one: they were put before it afterwards.

Revision 0013 came right after 0011 at first, and 0016 after 0013; 0012, 0014 and 0015 were put between them. A shop of a
program of those days is at 0013 or 0016 (or wherever a later program brought it), and Alembic takes what is before for done.
"""

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection

from salondesk.storage.migrations.versions import v0012_keys_of_sync, v0014_user_kinds, v0015_closed_times

STEPS = (
    (v0012_keys_of_sync, "SELECT 1 FROM pragma_table_info('invoice') WHERE name = 'dup_of'"),
    (v0014_user_kinds, "SELECT 1 FROM pragma_table_info('user') WHERE name = 'kind'"),
    (
        v0015_closed_times,
        "SELECT 1 FROM pragma_table_info('time_off') WHERE name = 'staff_id' AND NOT \"notnull\"",
    ),
)
"""Each such step, and what finds something where it was done."""


def run_skipped(connection: Connection) -> None:
    """Do the steps that lie before the database's revision and were not done."""
    context = MigrationContext.configure(connection)
    had = context.get_current_revision() or ""
    for step, mark in STEPS:
        if step.revision <= had and connection.exec_driver_sql(mark).first() is None:
            with Operations.context(context):
                step.upgrade()
