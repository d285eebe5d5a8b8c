"""One console and one browser for all these tests; each test has its own window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.console.browser.live import PASSWORD, Live
from tests.widget.browser import launched

Open = Callable[..., Page]
_states: dict[str, Any] = {}  # signing in costs a second on purpose: once for each person


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser on every page takes minutes."""
    here = Path(__file__).parent
    for item in items:
        if here in Path(item.fspath).parents:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed with the module: while it is open, Playwright's loop keeps asynchronous tests from running."""
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The console, served."""
    with Live(tmp_path_factory.mktemp("console")) as served:
        yield served


@pytest.fixture
def opened(browser: Browser, live: Live) -> Iterator[Open]:
    """Open a window and sign in; ``options`` are those of a browser context. Nothing moves: axe reads settled colours."""
    contexts: list[BrowserContext] = []

    def make(login: str = "", **options: Any) -> Page:
        known = {"storage_state": _states[login]} if login in _states else {}
        window = {"viewport": {"width": 1280, "height": 900}, "locale": "fr-FR", "reduced_motion": "reduce"}
        context = browser.new_context(**{**window, **known, **options})
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(live.url + ("/account" if known else "/login"))
        if login and not known:
            page.fill("[name=login]", login)
            page.fill("[name=password]", PASSWORD)
            page.click("main button")
            page.wait_for_url(lambda url: "/login" not in url)
            _states[login] = context.storage_state()
        return page

    yield make
    for context in contexts:
        context.close()
