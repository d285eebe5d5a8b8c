"""The pages of the loop in a real browser: axe finds nothing in either theme, forms work without script, by keyboard."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, async_playwright, expect
from sqlalchemy import update

from bot.clock import now
from bot.console.accounts import create_user
from bot.referrals import outbox
from bot.referrals.loop_models import FollowUp
from bot.referrals.models import OutboxMessage
from bot.referrals.proposals import NextService
from tests.gateway.conftest import Door
from tests.gateway.loop import due, end, news_path, opinion_path, opinions, propose, refer, referral, service_path

# The colours are those of the theme asked, and none is on its way to another.
SETTLED = "(theme) => matchMedia(`(prefers-color-scheme: ${theme})`).matches && !document.getAnimations().length"
pytestmark = pytest.mark.slow
_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_PASSWORD = "girafe orange sous le pont"


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    path = os.environ.get("RELAIS_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if not path:
        pytest.skip("no Chromium here: apt-get install chromium, or set RELAIS_CHROMIUM")
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield launched
        await launched.close()


@pytest_asyncio.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A telephone without script in its pages (axe is put in from outside, past the policy)."""
    context = await browser.new_context(
        viewport={"width": 390, "height": 844}, locale="fr-FR", bypass_csp=True, reduced_motion="reduce"
    )
    yield await context.new_page()
    await context.close()


async def violations(page: Page) -> list[str]:
    """What axe finds in both themes, and whether the page is wider than the screen."""
    found = []
    for theme in ("light", "dark"):
        await page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        await page.wait_for_function(SETTLED, arg=theme)
        result = await Axe().run(page)
        found += [f"{theme}: {one['id']} {one['nodes'][0]['html']}" for one in result.response["violations"]]
    if await page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append("wider than the screen")
    return found


async def shot(page: Page, name: str) -> None:
    """A screenshot, when a folder is given for them."""
    folder = os.environ.get("RELAIS_SCREENSHOTS")
    if folder:
        await page.emulate_media(color_scheme="light")
        await page.screenshot(path=f"{folder}/{name}.png", full_page=True)


async def enter(page: Page) -> None:
    """Press Enter, and wait for the page that comes."""
    async with page.expect_navigation():
        await page.keyboard.press("Enter")


def at(door: Door, path: str) -> str:
    """The whole address."""
    return str(door.client.make_url(path))


async def test_a_service_answers(door: Door, page: Page) -> None:
    refer(door)
    await page.goto(at(door, service_path(door)))
    assert await violations(page) == []
    await shot(page, "loop-service")
    await page.get_by_role("button", name="Complet").focus()
    await enter(page)
    await expect(page.get_by_role("status")).to_contain_text("Réponse enregistrée")
    assert await violations(page) == [] and referral(door).state == "rejected"


async def test_a_person_gives_news(door: Door, page: Page) -> None:
    refer(door)
    await page.goto(at(door, news_path(door) + "?r=not-yet"))
    assert await violations(page) == []
    await shot(page, "loop-news")
    await page.get_by_role("button", name="Envoyer « Pas encore »").click()
    await expect(page.locator("main")).to_contain_text("C'est noté")
    assert await violations(page) == []


async def test_a_person_says_whether_it_was_useful(door: Door, page: Page) -> None:
    code = refer(door)
    end(door)
    await page.goto(at(door, opinion_path(door) + "?r=not-useful"))
    assert await violations(page) == []
    await shot(page, "loop-opinion")
    await page.goto(at(door, "/suivi"))
    await page.get_by_label("Votre code de suivi").fill(code)
    await enter(page)
    await expect(page.get_by_label("Un mot de plus")).to_be_visible()
    assert await violations(page) == []
    await shot(page, "loop-status-opinion")
    await page.get_by_label("Un mot de plus").fill("merci à Claire")
    await page.get_by_role("button", name="Utile", exact=True).focus()
    await enter(page)
    await expect(page.get_by_role("status")).to_contain_text("Votre avis est gardé")
    assert await violations(page) == [] and opinions(door) == [(True, "merci à Claire")]


async def test_a_person_follows_decides_and_cancels(door: Door, page: Page) -> None:
    code = refer(door)
    due(door, 7)
    propose(door, NextService("srv-2", "Relayage 21", "03 80 00 00 02", False))
    await page.goto(at(door, "/suivi"))
    await page.get_by_label("Votre code de suivi").fill("KABOTU")
    await enter(page)
    await expect(page.get_by_role("alert")).to_contain_text("Nous ne trouvons pas")
    assert await violations(page) == []
    await shot(page, "loop-code")
    await page.get_by_label("Votre code de suivi").fill(code)
    await enter(page)
    await expect(page.get_by_role("button", name="Oui, transmettre")).to_be_visible()
    assert await violations(page) == [] and code not in page.url
    await shot(page, "loop-status")
    await page.get_by_role("button", name="Oui, transmettre").click()
    await expect(page.get_by_role("status")).to_contain_text("Votre demande est pour : Relayage 21")
    await page.get_by_role("button", name="Annuler ma demande").click()
    await expect(page.get_by_role("button", name="Oui, annuler")).to_be_visible()
    assert await violations(page) == []
    await page.get_by_role("button", name="Oui, annuler").click()
    await expect(page.get_by_role("status")).to_be_visible()
    assert await violations(page) == [] and referral(door).state == "cancelled"


@pytest.fixture
def coordinator(door: Door) -> Callable[[Page], Awaitable[None]]:
    """Sign in to the console."""
    with door.database.session() as session:
        create_user(session, "claire", "Claire Martin", "coordinator", "21", _PASSWORD)

    async def enter(page: Page) -> None:
        await page.goto(at(door, "/console/login"))
        await page.locator("[name=login]").fill("claire")
        await page.locator("[name=password]").fill(_PASSWORD)
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/referrals")

    return enter


async def test_a_coordinator_asks_and_proposes(door: Door, page: Page, coordinator: Any) -> None:
    refer(door)
    propose(door, NextService("srv-2", "Relayage 21", "03 80 00 00 02", False))
    with door.database.session() as session:
        outbox.enqueue(session, int(referral(door).id), "follow_up_7", "email", "person")
        session.execute(update(OutboxMessage).values(dead_at=now(), attempts=12, last_error="smtp-550"))
        session.execute(update(FollowUp).where(FollowUp.step == 7).values(asked_at=now(), channel="console"))
    await coordinator(page)
    await page.get_by_role("link", name="Suivis").click()
    await expect(page.get_by_label("Réponse pour")).to_be_visible()
    assert await violations(page) == []
    await page.set_viewport_size({"width": 1280, "height": 900})
    assert await violations(page) == []
    await shot(page, "console-follow-up")
    await page.get_by_label("Réponse pour").select_option("L'aide est en place")
    await page.get_by_role("button", name="Noter").click()
    await expect(page.get_by_role("status")).to_contain_text("La réponse est notée.")
    assert referral(door).state == "completed"
