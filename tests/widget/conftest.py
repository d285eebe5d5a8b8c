"""A browser for the session, a fake gateway, and a page that records what must never happen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from .browser import launched
from .driver import PATIENCE, Widget
from .fake_api import Fake, Server

# Every violation of the policy is kept.
_WATCH = """
window.__violations = [];
document.addEventListener("securitypolicyviolation",
  (event) => window.__violations.push(event.violatedDirective + " " + event.blockedURI));
"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless browser for all the tests of the widget."""
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def gateway() -> Iterator[Fake]:
    """The fake gateway, started once."""
    with Server() as fake:
        yield fake


@pytest.fixture
def fake(gateway: Fake) -> Fake:
    """The fake gateway, empty."""
    gateway.reset()
    return gateway


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A private window: no storage of another test."""
    made = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
    made.set_default_timeout(PATIENCE)
    made.add_init_script(_WATCH)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that fails the test on an uncaught error, a violated policy or an executed attack."""
    errors: list[str] = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    assert errors == []
    assert opened.evaluate("window.__violations") in ([], None)
    assert opened.evaluate("window.__pwned") is None


@pytest.fixture
def widget(page: Page, fake: Fake) -> Widget:
    """The demonstration page with the assistant closed."""
    page.goto(fake.url)
    return Widget(page, fake)
