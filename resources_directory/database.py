"""Connection to the directory's database, and its migrations."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.pool import QueuePool, StaticPool

MIGRATIONS = Path(__file__).parent / "migrations"


def database_url(environ: Mapping[str, str] | None = None) -> str:
    """DIRECTORY_DATABASE_URL, else DATABASE_URL, else a SQLite file under RELAIS_HOME (./var by default)."""
    values = os.environ if environ is None else environ
    chosen = values.get("DIRECTORY_DATABASE_URL") or values.get("DATABASE_URL")
    return chosen or f"sqlite:///{Path(values.get('RELAIS_HOME') or 'var') / 'directory.sqlite'}"


def make_engine(url: str) -> Engine:
    """An engine in 2.0 style. A SQLite file gets its folder, WAL, foreign keys and 5 s of patience."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(url, future=True, pool_pre_ping=True)
    memory = parsed.database in {None, "", ":memory:"}
    if not memory:
        Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
    # A pool keeps SQLite's connections open: to open one costs more than a search.
    options: dict[str, Any] = {"connect_args": {"check_same_thread": False}}
    options["poolclass"] = StaticPool if memory else QueuePool
    engine = create_engine(url, future=True, **options)

    @event.listens_for(engine, "connect")
    def _settings(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=5000", "synchronous=NORMAL"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return engine


def upgrade(url: str, engine: Engine | None = None) -> None:
    """Brings the tables to the last version. Its own version table lets it share a database."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = engine or make_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
