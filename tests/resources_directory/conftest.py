"""A gazetteer and a loaded directory, made once for all these tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from resources_directory import Directory
from resources_directory.gazetteer import Gazetteer
from resources_directory.loading import load_embedded


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(scope="session")
def loaded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("directory") / "directory.sqlite"
    load_embedded(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def directory(loaded_file: Path) -> Directory:
    """For tests that only read."""
    return Directory(f"sqlite:///{loaded_file}")


@pytest.fixture
def own_directory(loaded_file: Path, tmp_path: Path) -> Directory:
    """A copy for tests that write."""
    copy = tmp_path / "copy.sqlite"
    source = Directory(f"sqlite:///{loaded_file}")
    with source.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(loaded_file, copy)
    return Directory(f"sqlite:///{copy}")
