"""What the tests of several rooms need: the texts, a fresh store, a vault."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content import Content
from bot.database import Database
from bot.privacy.vault import Vault, new_key
from tests.stores import STORE, empty_store


@pytest.fixture(scope="session")
def content() -> Content:
    """The cards, helplines and sentences, read once."""
    return Content.load()


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """A store with every table and no row, in the test's own folder."""
    return empty_store(tmp_path / STORE)


@pytest.fixture
def vault() -> Vault:
    """A vault with a key of its own."""
    return Vault([new_key()])
