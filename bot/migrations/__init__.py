"""Alembic migrations of the tables of ``bot``; those of the directory are its own."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config


def upgrade(url: str) -> None:
    """Bring the database to the newest schema; doing it again changes nothing."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    # A « % » in an address (a password) would be read as a reference by the configuration parser.
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    command.upgrade(config, "head")
