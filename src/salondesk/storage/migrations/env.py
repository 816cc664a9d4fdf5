"""Alembic's entry: runs on the connection that storage/migrate hands over."""

from alembic import context

from salondesk.storage.migrations.metadata import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata(),
    render_as_batch=True,
    transactional_ddl=False,
    compare_type=False,
)
context.run_migrations()
