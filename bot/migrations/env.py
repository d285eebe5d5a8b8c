"""Run by Alembic: the tables of ``bot`` on the address that it was given."""

from alembic import context

import bot.console.models
import bot.conversations.store
import bot.counts.models
import bot.gateway.channels.models
import bot.memos.models
import bot.packs.counts
import bot.privacy.consent
import bot.referrals.loop_models
import bot.referrals.models
import bot.reminders.models
import bot.returns.models  # noqa: F401  (imported for their tables)
from bot.database import Base, make_engine

engine = make_engine(context.config.get_main_option("sqlalchemy.url") or "")
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
engine.dispose()
