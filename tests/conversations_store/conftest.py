"""A fresh store with every table, and a vault."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.database import Base, Database
from bot.privacy import consent  # noqa: F401  (its table belongs to the schema)
from bot.privacy.vault import Vault, new_key
from bot.referrals import models  # noqa: F401


@pytest.fixture
def database(tmp_path: Path) -> Database:
    opened = Database(f"sqlite:///{tmp_path / 'relais.sqlite'}")
    Base.metadata.create_all(opened.engine)
    return opened


@pytest.fixture
def vault() -> Vault:
    return Vault([new_key()])
