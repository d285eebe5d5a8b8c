"""The page without JavaScript on the real stack: a whole referral, the keyboard, axe at every step; and the paper."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from bot.referrals.reference import find_reference
from tests.conversations.stack import Person, Stack

PATIENCE = 60_000  # ms for one turn of the real stack on a slow machine


@pytest.fixture
def bare(browser: Browser, stack: Stack) -> Iterator[Page]:
    """The simple page in a browser that runs no script."""
    context = browser.new_context(locale="fr-FR", java_script_enabled=False, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{stack.url}/simple")
    yield page
    context.close()


def _press(page: Page, label: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile(f"^{re.escape(label)}")).first.click()


def _write(page: Page, words: str) -> None:
    page.locator("#text").fill(words)
    _press(page, "Envoyer")


def test_a_whole_referral_without_javascript(bare: Page) -> None:
    bare.locator("#text").fill("je m'occupe de mon mari et je suis épuisée, on habite Beaune")
    _press(bare, "Commencer")
    expect(bare.get_by_role("article").first).to_contain_text(re.compile("À vérifier|Vérifié le"))
    expect(bare.get_by_role("link", name=re.compile("^Appeler le 0")).first).to_have_attribute(
        "href", re.compile(r"^tel:\d+$")
    )
    _press(bare, "Faire le point")
    expect(bare.get_by_role("group", name="Êtes-vous d'accord ?")).to_be_visible()
    _press(bare, "Oui")
    for _ in range(5):
        if bare.get_by_role("checkbox").count():
            _press(bare, "Valider")  # nothing checked: said, and the question stays
            expect(bare.get_by_role("alert")).to_contain_text("Cochez au moins une réponse")
            for box in bare.get_by_role("checkbox").all()[:2]:
                box.check()
            _press(bare, "Valider")
        elif bare.locator("fieldset button").count():
            with bare.expect_navigation():
                bare.locator("fieldset button").nth(1).click()
        else:
            break
    expect(bare.locator("main")).to_contain_text("Voici où vous en êtes")
    _press(bare, "Mon mémo à imprimer")
    _press(bare, "Le plan seulement")
    expect(bare.locator("a[href^='/memo/']").first).to_be_visible()
    _press(bare, "Être rappelé")
    _press(bare, "Un conseiller")
    _press(bare, "Oui")
    for words in ("Monique", "06 12 34 56 78", "le matin", "passer"):
        _write(bare, words)
    expect(bare.locator("main")).to_contain_text("Monique")
    _press(bare, "Oui")
    expect(bare.locator("main")).to_contain_text("enregistrée")
    assert find_reference(bare.locator("main").inner_text()) is not None
    _press(bare, "Effacer la conversation")
    _press(bare, "Non, garder")
    _press(bare, "Effacer la conversation")
    _press(bare, "Oui, tout effacer")
    expect(bare.get_by_role("status")).to_contain_text("effac")
    assert "Monique" not in bare.content()


def test_the_simple_page_by_keyboard_alone(bare: Page) -> None:
    """Without a script no focus can be read: the styles tell where it is."""

    def reach(target: Locator) -> None:
        handle = target.first
        expect(handle).to_be_visible()  # the page it is on has come: keys pressed on the one before would be lost
        for _ in range(60):
            if bare.locator("*:focus").count() and handle.and_(bare.locator("*:focus")).count():
                return
            bare.keyboard.press("Tab")
        pytest.fail("never reached")

    reach(bare.locator("#text"))
    bare.keyboard.type("aide à domicile à Dole pour ma mère")
    reach(bare.get_by_role("button", name="Commencer"))
    bare.keyboard.press("Enter")
    expect(bare.get_by_role("article").first).to_be_visible()
    reach(bare.get_by_role("button", name="Faire le point sur ma situation"))
    bare.keyboard.press("Enter")
    reach(bare.get_by_role("button", name="Oui"))
    bare.keyboard.press("Space")
    expect(bare.get_by_role("heading", name=re.compile("^Question 1 sur"))).to_be_visible()


@pytest.mark.parametrize("state", ["memo", "no memo"])
def test_axe_finds_nothing_on_the_paper(browser: Browser, stack: Stack, state: str) -> None:
    """The memo to print, and the page of a memo that is no more."""
    person = Person(stack.url)
    person.say("faire le point")
    person.press("Oui")
    person.press("Mon mari")
    person.say("Beaune")
    for _ in range(5):
        if "question" in person.kinds:
            person.say("passer")
    person.press("Mon mémo")
    person.press("Le plan seulement")
    (address, *_) = [link["href"] for message in person.messages for link in message.get("links", [])]
    context = browser.new_context(locale="fr-FR", bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{stack.url}{address}" if state == "memo" else f"{stack.url}/memo/rien")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []
    context.close()


def test_axe_finds_nothing_on_the_simple_page(browser: Browser, stack: Stack) -> None:
    context = browser.new_context(locale="fr-FR", bypass_csp=True, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{stack.url}/simple")

    def clean(state: str) -> None:
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            page.set_viewport_size({"width": 320, "height": 640})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{state}: wider than 320 px"
            small = page.evaluate("""() => [...document.querySelectorAll("button, summary, textarea, .case, .bouton, .liens a")]
              .filter((one) => one.getClientRects().length && one.getBoundingClientRect().height < 43.9)
              .map((one) => one.innerText)""")
            assert small == [], state
            found = Axe().run(page).response["violations"]
            assert [(one["id"], [n["target"] for n in one["nodes"]]) for one in found] == [], f"{state}, {theme}"

    clean("beginning")
    page.locator("#text").fill("aide à domicile à Dole pour ma mère")
    _press(page, "Commencer")
    clean("services")
    page.locator("summary").first.click()
    clean("what was said before")
    _press(page, "Faire le point")
    clean("consent")
    _press(page, "Oui")
    clean("single choice")
    _press(page, "Je dors mal")
    clean("several choices")
    _press(page, "Valider")
    clean("error")
    _write(page, "je veux mourir")
    clean("danger")
    _press(page, "Phrases plus simples")
    clean("easy")
    _press(page, "Effacer la conversation")
    clean("erase?")
    _press(page, "Oui, tout effacer")
    clean("erased")
    context.close()
