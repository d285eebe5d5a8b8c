"""The whole of « faire le point », in the real widget on the real stack: by keyboard alone, by buttons alone, by words
alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.referrals.reference import find_reference
from tests.conversations.stack import Stack

PATIENCE = 60_000  # ms for one turn of the real stack on a slow machine
_FOCUS = """() => {
  let at = document.activeElement;
  while (at && at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
  if (!at) return "";
  return ((at.labels && at.labels[0] ? at.labels[0] : at).innerText || at.tagName).replace(/\\s+/g, " ").trim();
}"""
_SEEN = """() => document.querySelector("relais-assistant").shadowRoot
  .querySelectorAll(".from-assistant").forEach((one) => { one.dataset.seen = "yes"; })"""
_ANSWERED = """() => {
  const root = document.querySelector("relais-assistant").shadowRoot;
  return root.querySelector(".typing").hidden && root.querySelector(".from-assistant:not([data-seen])");
}"""


@pytest.fixture
def page(browser: Browser, stack: Stack) -> Iterator[Page]:
    """The home page of the real gateway, under its real policy; an error of the script fails the test."""
    context = browser.new_context(viewport={"width": 1200, "height": 860}, locale="fr-FR")
    context.set_default_timeout(PATIENCE)
    page, errors = context.new_page(), list[str]()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None)
    page.goto(stack.url)
    yield page
    context.close()
    assert errors == []


class Hands:
    """What a person does in the assistant; each way of doing waits for the answer."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.assistant = page.locator("relais-assistant")
        self.transcript = page.get_by_role("list", name="Conversation")

    def sees(self, *texts: str) -> None:
        for text in texts:
            expect(self.transcript).to_contain_text(text, timeout=PATIENCE)

    def acts(self) -> None:
        self.page.evaluate(_SEEN)

    def answered(self) -> None:
        self.page.wait_for_function(_ANSWERED, timeout=PATIENCE)

    @property
    def latest(self) -> Locator:
        """The last message of the assistant."""
        return self.assistant.locator(".from-assistant").last

    def says(self, words: str) -> Locator:
        """The messages of the assistant that hold these words."""
        return self.assistant.locator(".from-assistant", has_text=words)


class Keyboard(Hands):
    """Tab, Shift+Tab, Space, Enter and letters; the pointer is never used."""

    def reach(self, label: str, most: int = 120) -> None:
        """Move the focus to what is called so: forwards, or backwards from the message box."""
        key = "Shift+Tab" if self.focused == "Votre message" else "Tab"
        for _ in range(most):
            if self.focused.startswith(label):
                return
            self.page.keyboard.press(key)
        pytest.fail(f"the keyboard never reached « {label} », it stands on « {self.focused} »")

    @property
    def focused(self) -> str:
        return str(self.page.evaluate(_FOCUS))

    def press(self, label: str) -> None:
        self.reach(label)
        self.acts()
        self.page.keyboard.press("Enter")
        self.answered()

    def check(self, label: str) -> None:
        self.reach(label)
        self.page.keyboard.press("Space")
        expect(self.assistant.get_by_label(label).last).to_be_checked()

    def say(self, words: str) -> None:
        for _ in range(120):
            if self.focused == "Votre message":
                break
            self.page.keyboard.press("Tab")
        self.acts()
        self.page.keyboard.type(words)
        self.page.keyboard.press("Enter")
        self.answered()


class Pointer(Hands):
    """Presses what is shown; never writes."""

    def press(self, label: str) -> None:
        self.acts()
        self.assistant.get_by_role("button", name=re.compile(f"^{re.escape(label)}"), disabled=False).last.click()
        self.answered()

    def check(self, label: str) -> None:
        self.assistant.locator(".box", has_text=label).last.click()


class Words(Hands):
    """Writes in the message box; never presses anything that is offered."""

    def say(self, words: str) -> None:
        self.acts()
        self.page.get_by_label("Votre message").fill(words)
        self.page.get_by_label("Votre message").press("Enter")
        self.answered()


def _result(hands: Hands) -> None:
    hands.sees("Voici où vous en êtes", "Corps :", "Moral :", "Vie sociale :", "Le plan, pas à pas")
    expect(hands.assistant.get_by_role("link", name=re.compile("^Appeler le 0")).last).to_have_attribute(
        "href", re.compile(r"^tel:\d+$")
    )


def test_by_keyboard_alone(page: Page) -> None:
    """From the launcher to the code of a request, with corrections, and back to the page."""
    hands = Keyboard(page)
    hands.reach("Vous aidez un proche ?")
    hands.press("Vous aidez un proche ?")
    hands.sees("assistant automatique")
    hands.press("J'aide un proche")
    hands.press("Faire le point")
    hands.sees("Êtes-vous d'accord ?")
    hands.press("Oui")
    hands.sees("Question 1 sur 5")
    hands.press("Mon mari, ma femme")
    hands.sees("Question 2 sur 5")
    hands.say("Beaune")
    hands.sees("Question 3 sur 5")
    hands.check("Pouvoir souffler")
    hands.check("Le moral, le besoin de parler")
    hands.press("Valider")
    hands.sees("Question 4 sur 5")
    hands.press("Revenir")
    expect(hands.latest).to_contain_text("Question 3 sur 5")
    hands.check("Pouvoir souffler")
    hands.press("Valider")
    expect(hands.latest).to_contain_text("Question 4 sur 5")
    hands.press("Je dors mal")
    hands.sees("Question 5 sur 5")
    hands.check("La famille ou des amis")
    hands.press("Valider")
    _result(hands)
    hands.press("Revoir mes réponses")
    hands.sees("Où : Beaune (21)")
    hands.press("Modifier : Sommeil et fatigue")
    hands.press("Je suis à bout de forces")
    hands.sees("à bout de forces")
    hands.press("Être rappelé")
    hands.press("Un conseiller")  # the first such button stands under the services
    hands.press("Oui")
    for words in ("Monique", "06 12 34 56 78", "le matin", "passer"):
        hands.say(words)
    expect(hands.says("06 12 34 56 78").last).to_contain_text("Monique")
    hands.press("Oui")
    hands.sees("enregistrée")
    assert find_reference(hands.says("enregistrée").last.inner_text()) is not None
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert hands.focused.startswith("Vous aidez un proche ?")


def test_by_buttons_alone(page: Page) -> None:
    """Nothing is written; the place, which has no button, is passed."""
    page.locator("relais-assistant .launcher").click()
    hands = Pointer(page)
    hands.sees("assistant automatique")
    hands.press("J'aide un proche")
    hands.press("Faire le point")
    hands.press("Oui")
    hands.press("Mon père, ma mère")
    hands.press("Passer")
    hands.sees("Question 3 sur 5")
    hands.check("Pouvoir souffler")
    hands.press("Valider")
    hands.press("Je dors mal")
    hands.check("La famille ou des amis")
    hands.check("Une allocation")
    hands.press("Valider")
    hands.sees("Voici où vous en êtes", "Corps :", "Moral :", "Vie sociale :")
    hands.press("Revoir mes réponses")
    hands.sees("La famille ou des amis ; Une allocation")
    hands.press("Modifier : Aide déjà en place")
    hands.check("Aucune aide")
    hands.press("Valider")
    expect(page.get_by_label("Votre message")).to_have_value("")


def test_by_words_alone(page: Page) -> None:
    """Nothing that is offered is pressed, from the first sentence to the code of the request."""
    page.locator("relais-assistant .launcher").click()
    hands = Words(page)
    hands.sees("assistant automatique")
    for words, then in [
        ("j'aide un proche", "dites-moi qui"),
        ("faire le point", "Êtes-vous d'accord ?"),
        ("oui je suis d'accord", "Question 1 sur 5"),
        ("mon mari", "Question 2 sur 5"),
        ("à Beaune", "Question 3 sur 5"),
        ("souffler, et le moral", "Question 4 sur 5"),
        ("je dors mal", "Question 5 sur 5"),
        ("ma famille, et une allocation", "Le plan, pas à pas"),
    ]:
        hands.say(words)
        hands.sees(then)
    _result(hands)
    hands.say("revoir mes réponses")
    hands.sees("La famille ou des amis ; Une allocation")
    for words in ("je voudrais être rappelée", "oui", "oui", "Monique", "06 12 34 56 78", "le matin", "passer"):
        hands.say(words)
    expect(hands.says("06 12 34 56 78").last).to_contain_text("Monique")
    hands.say("oui")
    hands.sees("enregistrée")
    assert find_reference(hands.says("enregistrée").last.inner_text()) is not None
    expect(hands.assistant.locator("button.chosen")).to_have_count(0)


def test_erased_by_a_sentence_the_screen_is_empty(page: Page) -> None:
    page.locator("relais-assistant .launcher").click()
    hands = Words(page)
    hands.sees("assistant automatique")
    hands.say("aide à domicile à Dole pour ma mère")
    hands.sees("Dole")
    hands.say("efface mes données")
    if hands.latest.get_by_role("button", name=re.compile("^Oui")).count():
        hands.say("oui")
    expect(hands.transcript).not_to_contain_text("Dole")
    page.reload()
    expect(hands.transcript).not_to_contain_text("Dole")
