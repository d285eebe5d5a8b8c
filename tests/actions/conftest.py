"""One world for the tests of a module, and every action registered."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import actions
from actions.world import World
from bot.privacy.keys import load_secrets
from bot.settings import load_settings
from tests.stores import furnish

for _module in pkgutil.iter_modules(actions.__path__):
    importlib.import_module(f"actions.{_module.name}")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Real stores in a folder of their own; each test holds conversations of its own in it."""
    home = tmp_path_factory.mktemp("relais")
    load_secrets(home)
    furnish(home)
    return World(load_settings({"RELAIS_HOME": str(home)}))
