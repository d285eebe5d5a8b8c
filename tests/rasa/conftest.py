"""Rasa is slow to import: only the tests of this folder do it. Its domain is read once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sources import ROOT


@pytest.fixture(scope="session")
def domain() -> Any:
    from rasa.shared.core.domain import Domain

    return Domain.load(str(ROOT / "domain.yml"))
