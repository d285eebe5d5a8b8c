"""Alembic's environment for the directory: runs on the connection that `database.upgrade` gives."""

from alembic import context

from resources_directory.models import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    version_table="directory_alembic_version",
    render_as_batch=True,
    include_name=lambda name, kind, parent: kind != "table" or name in metadata.tables,
)
with context.begin_transaction():
    context.run_migrations()
