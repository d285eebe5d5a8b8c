"""Run by Alembic: the tables of ``bot`` on the address that it was given."""

from alembic import context

from bot.database import make_engine
from bot.tables import METADATA

engine = make_engine(context.config.get_main_option("sqlalchemy.url") or "")
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
engine.dispose()
