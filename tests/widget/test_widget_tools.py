"""The tools: text size, easy mode, voice, dictation, print, erase."""

from __future__ import annotations

import json

from playwright.sync_api import BrowserContext, Page, expect

from .driver import Widget
from .fake_api import Fake

# Doubles of what headless browsers lack: the voices of a device, and a dictation that hears one sentence.
VOICES = """
window.__said = [];
const voices = %s;
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => voices, cancel: () => {}, speak: (u) => window.__said.push([u.text, u.lang]) } });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""
DICTATION = """
window.SpeechRecognition = class extends EventTarget {
  start() {
    window.__listening = this.lang;
    setTimeout(() => {
      const event = new Event("result");
      event.results = [[{ transcript: "je suis fatiguée" }]];
      this.dispatchEvent(event);
      this.dispatchEvent(new Event("end"));
    }, 50);
  }
  stop() { this.dispatchEvent(new Event("end")); }
};
"""


def test_text_size_grows_and_is_kept(widget: Widget) -> None:
    widget.open()
    paragraph = widget.items.first.locator("p").first
    sizes = []
    for _ in range(4):
        sizes.append(paragraph.evaluate("(node) => parseFloat(getComputedStyle(node).fontSize)"))
        widget.tool("A+ Plus grand").click(force=True)
    assert sizes == [18, 22.5, 27, 36]
    expect(widget.tool("A+ Plus grand")).to_have_attribute("aria-disabled", "true")
    widget.tool("A− Plus petit").click()
    widget.page.reload()
    widget.sees("Par où commençons-nous")
    assert paragraph.evaluate("(node) => getComputedStyle(node).fontSize") == "27px"


def test_easy_mode_goes_with_every_request_and_is_kept(widget: Widget) -> None:
    widget.open().tool("Phrases plus simples", "switch").click()
    widget.sees("Les prochaines phrases seront plus simples.")
    widget.say("Bonjour").sees("Vous avez écrit")
    assert widget.fake.calls[-1][2]["X-Relais-Mode"] == "easy"
    widget.page.reload()
    widget.sees("Vous avez écrit").say("Encore").sees("Vous avez écrit : Encore")
    assert widget.fake.calls[-1][2]["X-Relais-Mode"] == "easy"
    switch = widget.tool("Phrases plus simples", "switch")
    expect(switch).to_be_checked()
    switch.click()
    widget.say("Fin").sees("Vous avez écrit : Fin")
    assert "X-Relais-Mode" not in widget.fake.calls[-1][2]


def test_read_aloud_with_a_voice_of_the_device(context: BrowserContext, page: Page, fake: Fake) -> None:
    context.add_init_script(
        VOICES % json.dumps([{"lang": "en-GB", "localService": True}, {"lang": "fr-FR", "localService": True}])
    )
    page.goto(fake.url)
    widget = Widget(page, fake).open()
    widget.tool("Lire à voix haute", "switch").click()
    widget.say("Bonjour").sees("Vous avez écrit")
    said = page.evaluate("window.__said")
    assert said[0][0].startswith("Bonjour. Je suis Relais")
    assert said[1] == ["Vous avez écrit : Bonjour", "fr-FR"]


def test_read_aloud_never_uses_a_voice_that_sends_the_text_away(
    context: BrowserContext, page: Page, fake: Fake
) -> None:
    context.add_init_script(VOICES % json.dumps([{"lang": "fr-FR", "localService": False}]))
    page.goto(fake.url)
    widget = Widget(page, fake).open()
    switch = widget.tool("Lire à voix haute", "switch")
    switch.click()
    widget.sees("Cet appareil n'a pas de voix française.")
    expect(switch).not_to_be_checked()
    assert page.evaluate("window.__said") == []


def test_dictation_tells_where_the_voice_goes_then_fills_the_box(
    context: BrowserContext, page: Page, fake: Fake
) -> None:
    context.add_init_script(DICTATION)
    page.goto(fake.url)
    widget = Widget(page, fake).open()
    widget.box.fill("Bonjour,")
    widget.button("Dicter").click()
    expect(page.get_by_text("Il peut envoyer votre voix à son éditeur.")).to_be_visible()
    assert page.evaluate("window.__listening") is None
    widget.button("Dicter").first.click()
    expect(widget.box).to_have_value("Bonjour, je suis fatiguée")
    assert page.evaluate("window.__listening") == "fr-FR"
    assert fake.posts() == []


def test_dictation_refused(context: BrowserContext, page: Page, fake: Fake) -> None:
    context.add_init_script(DICTATION)
    page.goto(fake.url)
    widget = Widget(page, fake).open()
    widget.button("Dicter").click()
    widget.button("Annuler").click()
    assert page.evaluate("window.__listening") is None
    assert widget.focused() == "Dicter"


def test_no_dictation_where_the_browser_has_none(context: BrowserContext, page: Page, fake: Fake) -> None:
    context.add_init_script("delete window.SpeechRecognition; delete window.webkitSpeechRecognition;")
    page.goto(fake.url)
    widget = Widget(page, fake).open()
    expect(widget.button("Dicter")).to_have_count(0)


def test_print_shows_the_conversation_alone(widget: Widget) -> None:
    widget.open().say("services").sees("Voici deux services")
    widget.page.evaluate("window.print = () => { window.__printed = true; }")
    widget.tool("Imprimer la conversation").click()
    assert widget.page.evaluate("window.__printed")
    widget.page.emulate_media(media="print")
    expect(widget.items.first).to_be_visible()
    expect(widget.page.get_by_text("Appeler le 03 80 12 34 56")).to_be_visible()
    for gone in (
        widget.button("Envoyer"),
        widget.button("Demander qu'on me rappelle"),
        widget.page.locator("h1"),
        widget.box,
    ):
        expect(gone).to_be_hidden()
    widget.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(widget.page.locator("h1")).to_be_visible()  # printing the page later prints the page, without the assistant
    expect(widget.items.first).to_be_hidden()


def test_erase_asks_then_erases_and_shows_the_receipt(widget: Widget) -> None:
    widget.open().say("Bonjour").sees("Vous avez écrit")
    widget.tool("Effacer la conversation").click()
    widget.button("Non, garder").click()
    assert widget.focused() == "Outils"
    assert [call[0] for call in widget.fake.calls].count("DELETE") == 0
    widget.tool("Effacer la conversation").click()
    widget.button("Oui, tout effacer").click()
    widget.sees("Tout est effacé : vos réponses, vos demandes et cette conversation.")
    expect(widget.items).to_have_count(1)
    assert widget.fake.calls[-1][:2] == ("DELETE", "/api/chat/session")
    assert "token" not in json.loads(widget.stored()["relais"])
    widget.button("Commencer une nouvelle conversation").click()
    widget.sees("Par où commençons-nous")
    assert widget.fake.sessions == 2


def test_writing_after_erasing_begins_a_new_conversation(widget: Widget) -> None:
    widget.open().tool("Effacer la conversation").click()
    widget.button("Oui, tout effacer").click()
    widget.sees("Tout est effacé")
    widget.say("Bonjour").sees("Vous avez écrit : Bonjour")
    assert widget.fake.sessions == 2


def test_erase_that_fails_says_that_nothing_is_erased(widget: Widget) -> None:
    widget.open()
    widget.page.context.set_offline(True)
    widget.tool("Effacer la conversation").click()
    widget.button("Oui, tout effacer").click()
    widget.sees("Rien n'a été effacé. Réessayez dans un moment.").sees("Par où commençons-nous")
    widget.page.context.set_offline(False)
    widget.fake.erase_status = 503
    widget.tool("Effacer la conversation").click()
    widget.button("Oui, tout effacer").click()
    widget.sees("Le service est en panne pour le moment.").sees("Par où commençons-nous")
    assert "token" in json.loads(widget.stored()["relais"])


def test_erase_of_an_expired_conversation_is_honest(widget: Widget) -> None:
    widget.open()
    widget.fake.valid = False
    widget.fake.erase_status = 401
    widget.tool("Effacer la conversation").click()
    widget.button("Oui, tout effacer").click()
    widget.sees("Nous n'avons pas pu vérifier l'effacement.")


def test_erasing_by_a_sentence_clears_the_screen_too(widget: Widget) -> None:
    widget.open()
    widget.fake.next_messages = [{"id": "m", "kind": "notice", "text": "Tout est effacé.", "erased": True}]
    widget.say("efface mes données").sees("Tout est effacé.")
    expect(widget.items).to_have_count(1)
