"""A gazetteer and a loaded directory, made once for all these tests; each database on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from resources_directory import Directory
from resources_directory.database import upgrade
from resources_directory.gazetteer import Gazetteer
from resources_directory.loading import load_embedded
from tests.postgres import PostgresServer, postgres_server  # noqa: F401
from tests.stores import embedded

BOTH = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(scope="session", params=BOTH)
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def loaded_file() -> Path:
    """The embedded directory in a file of SQLite, for tests that only read."""
    return embedded()


@pytest.fixture(scope="session")
def loaded_url(backend: str, request: pytest.FixtureRequest) -> str:
    """The embedded directory, for tests that only read."""
    if backend == "sqlite":
        return f"sqlite:///{request.getfixturevalue('loaded_file')}"
    url: str = request.getfixturevalue("postgres_server").new_url()
    load_embedded(url)
    return url


@pytest.fixture(scope="session")
def directory(loaded_url: str) -> Directory:
    """For tests that only read."""
    return Directory(loaded_url)


@pytest.fixture
def new_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Makes the address of an empty database, whose tables do not exist yet."""
    if backend == "sqlite":
        return lambda: f"sqlite:///{tmp_path / 'd.sqlite'}"
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return server.new_url


@pytest.fixture
def small(backend: str, new_url: Callable[[], str]) -> Directory:
    """A directory without any service."""
    directory = Directory("sqlite://" if backend == "sqlite" else new_url())
    upgrade(directory.url, directory.engine)
    return directory


@pytest.fixture
def own_directory(backend: str, loaded_url: str, request: pytest.FixtureRequest, tmp_path: Path) -> Directory:
    """A copy for tests that write."""
    if backend == "sqlite":
        copy = tmp_path / "copy.sqlite"
        shutil.copy(request.getfixturevalue("loaded_file"), copy)
        return Directory(f"sqlite:///{copy}")
    server: PostgresServer = request.getfixturevalue("postgres_server")
    if "directory" in request.fixturenames:
        raise AssertionError("A database cannot be copied while it is read: use one fixture or the other.")
    return Directory(_copied(server, loaded_url))


def _copied(server: PostgresServer, url: str) -> str:
    """A copy of a database, once nobody is connected to it."""
    from sqlalchemy import create_engine, text

    name = server.name_of(url)
    with create_engine(url.replace(f"/{name}?", "/postgres?")).connect() as connection:
        connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"), {"name": name}
        )
    return server.new_url(name)
