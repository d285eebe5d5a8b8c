"""Stores for tests: made once in a process, then copied, rather than made anew for each test."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from bot import preflight
from bot.database import Database
from bot.settings import load_settings
from bot.tables import METADATA
from resources_directory import Directory
from resources_directory.loading import load_embedded

STORE, DIRECTORY = "relais.sqlite", "directory.sqlite"


def empty_store(path: Path) -> Database:
    """A store at this path with every table of ``bot``, and no row."""
    shutil.copyfile(_empty(), path)
    return Database(f"sqlite:///{path}")


def furnish(home: Path) -> None:
    """Put into ``home`` the two databases that the first start makes, the services of the shipped packs among them."""
    for name in (STORE, DIRECTORY):
        shutil.copyfile(_furnished() / name, home / name)


@cache
def embedded() -> Path:
    """The directory with the services that come with the product, for tests that only read or copy it."""
    path = _folder() / "embedded.sqlite"
    load_embedded(f"sqlite:///{path}")
    with Directory(f"sqlite:///{path}").engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@cache
def _folder() -> Path:
    made = Path(tempfile.mkdtemp(prefix="relais-stores-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


@cache
def _empty() -> Path:
    path = _folder() / "empty.sqlite"
    METADATA.create_all(create_engine(f"sqlite:///{path}", poolclass=NullPool))
    return path


@cache
def _furnished() -> Path:
    home = _folder() / "home"
    home.mkdir()
    preflight.prepare_databases(load_settings({"RELAIS_HOME": str(home)}))
    return home
