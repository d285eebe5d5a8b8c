"""The migrations make the very tables that the code declares, and doing them again changes nothing."""

from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

import bot.console.models
import bot.conversations.store
import bot.counts.models
import bot.gateway.channels.models
import bot.memos.models
import bot.packs.counts
import bot.privacy.consent
import bot.referrals.loop_models
import bot.referrals.models
import bot.returns.models  # noqa: F401  (imported for their tables)
from bot.database import Base, make_engine
from bot.migrations import upgrade


def test_the_migrations_and_the_models_agree(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'relais 100%.sqlite'}"
    upgrade(url)
    upgrade(url)
    with make_engine(url).connect() as connection:
        tables = set(inspect(connection).get_table_names())
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    assert tables - {"alembic_version"} == set(Base.metadata.tables)
    assert differences == []
