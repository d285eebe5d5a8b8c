"""One stack for all dialogues; tests that kill processes take their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.conversations.stack import Person, Stack, started
from tests.widget.browser import launched


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The three processes, ready."""
    with started(tmp_path_factory.mktemp("relais")) as running:
        yield running


@pytest.fixture
def person(stack: Stack) -> Person:
    """Somebody who opens the widget."""
    return Person(stack.url)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed with each module: a browser that stays would disturb the asynchronous tests of other rooms."""
    with launched() as browser:
        yield browser


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here is slow: it needs the trained model and three processes."""
    here = Path(__file__).parent
    for item in items:
        if here in Path(item.fspath).parents:
            item.add_marker(pytest.mark.slow)
