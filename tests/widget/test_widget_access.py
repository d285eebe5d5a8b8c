"""Accessibility: axe-core in every state and theme, keyboard, targets, reflow, isolation from the host."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .driver import PATIENCE, Widget
from .fake_api import Fake, refusal


def _closed(widget: Widget) -> None:
    expect(widget.launcher).to_be_visible()


def _open(widget: Widget) -> None:
    widget.open()


def _form(widget: Widget) -> None:
    widget.open().say("question").sees("Question 2 sur 5").button("Moyennement").click()
    widget.sees("Question 3 sur 5").page.get_by_label("Une infirmière").check()


def _services(widget: Widget) -> None:
    widget.open().say("services").sees("Voici deux services")


def _crisis(widget: Widget) -> None:
    widget.open().say("je veux mourir").sees("Je le prends au sérieux")


def _error(widget: Widget) -> None:
    widget.open()
    widget.fake.faults.append(refusal(503, "Le service est en panne."))
    widget.say("Bonjour").sees("Le service est en panne.")


def _tools(widget: Widget) -> None:
    widget.open().button("Outils").click()


def _confirm(widget: Widget) -> None:
    widget.open().tool("Effacer la conversation").click()


def _large(widget: Widget) -> None:
    _form(widget)
    for _ in range(3):
        widget.tool("A+ Plus grand").click()


def _multiple(widget: Widget) -> None:
    widget.open().say("plusieurs").sees("Question 3 sur 5").button("Valider").click()
    expect(widget.page.get_by_text("Cochez au moins une réponse.")).to_be_visible()
    widget.page.get_by_label("Une infirmière").check()


def _recap(widget: Widget) -> None:
    text = "Vos réponses :\n• Sommeil : mal\n• Où : Beaune, appeler le 03 80 70 29 29"
    buttons = [{"id": "1", "label": "Modifier : Sommeil"}, {"id": "2", "label": "C'est exact"}]
    widget.open().fake.next_messages = [{"kind": "text", "text": text, "buttons": buttons}]
    widget.say("revoir").sees("Vos réponses")


def _memo(widget: Widget) -> None:
    widget.open().say("mémo").sees("Votre mémo")


def _offline(widget: Widget) -> None:
    widget.open().page.context.set_offline(True)
    widget.say("Bonjour").sees("Pas de connexion")


def _easy(widget: Widget) -> None:
    widget.open().tool("Phrases plus simples", "switch").click()
    widget.say("services").sees("Voici deux services")


def _erased(widget: Widget) -> None:
    widget.open().tool("Effacer la conversation").click()
    widget.button("Oui, tout effacer").click()
    widget.sees("Tout est effacé")


STATES: list[Callable[[Widget], None]] = [
    _closed,
    _open,
    _form,
    _services,
    _crisis,
    _error,
    _tools,
    _confirm,
    _large,
    _multiple,
    _recap,
    _memo,
    _offline,
    _easy,
    _erased,
]


@pytest.fixture
def open_page(browser: Browser, fake: Fake) -> Iterator[Widget]:
    """The demonstration page, its policy set aside so that axe can be injected."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="fr-FR", bypass_csp=True, reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(fake.url)
    yield Widget(page, fake)
    context.close()


def _themes(widget: Widget, where: str = "relais-assistant") -> list[str]:
    """What axe finds in the light theme, then in the dark one."""
    found = []
    for theme in ("light", "dark"):
        widget.page.emulate_media(color_scheme=theme)
        found += [f"{theme}: {one}" for one in widget.violations(where)]
    return found


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__.strip("_"))
def test_axe_finds_nothing(open_page: Widget, state: Callable[[Widget], None]) -> None:
    state(open_page)
    assert _themes(open_page) == []


def test_axe_finds_nothing_on_the_page(open_page: Widget) -> None:
    assert _themes(open_page, "html") == []


def test_axe_finds_nothing_on_the_full_page(open_page: Widget) -> None:
    open_page.page.goto(f"{open_page.fake.url}/assistant")
    open_page.sees("Par où commençons-nous").say("question").sees("Question 2 sur 5")
    assert _themes(open_page, "html") == []


def test_axe_looks_inside_the_component(open_page: Widget) -> None:
    open_page.open().page.locator("relais-assistant label").evaluate("(node) => node.remove()")
    assert any(one.startswith("label") for one in open_page.violations())


@pytest.mark.parametrize("colour", ["#ffcc00", "#ffffff", "#e4007c"])
def test_any_brand_colour_stays_readable(open_page: Widget, colour: str) -> None:
    open_page.page.evaluate(
        """(colour) => {
      document.querySelector("relais-assistant").remove();
      const made = document.createElement("relais-assistant");
      made.dataset.colour = colour;
      document.body.append(made);
    }""",
        colour,
    )
    _form(open_page)
    assert _themes(open_page) == []


def test_whole_conversation_by_keyboard_alone(widget: Widget) -> None:
    keyboard = widget.page.keyboard

    def reach(words: str) -> None:
        for _ in range(40):
            if words in widget.focused():
                return
            keyboard.press("Tab")
        pytest.fail(f"the keyboard never reached « {words} », it stands on « {widget.focused()} »")

    reach("Vous aidez un proche ?")
    keyboard.press("Enter")
    expect(widget.button("J'aide un proche")).to_be_visible()
    keyboard.type("question")
    keyboard.press("Enter")
    widget.sees("Question 2 sur 5")
    for _ in range(9):  # back from the box to the first option
        if widget.focused() == "Bien":
            break
        keyboard.press("Shift+Tab")
    assert widget.focused() == "Bien"
    keyboard.press("Space")
    widget.sees("Question 3 sur 5")
    keyboard.press("Tab")  # the next stop after what was pressed is the new question
    keyboard.press("Space")
    expect(widget.page.get_by_label("Une infirmière")).to_be_checked()
    reach("Valider")
    keyboard.press("Enter")
    widget.sees("Voici ce que j'ai noté")
    reach("C'est exact")
    keyboard.press("Enter")
    widget.sees("Voici deux services")
    reach("Appeler le 03 80 12 34 56")
    reach("Demander qu'on me rappelle")
    keyboard.press("Enter")
    widget.sees("Son code est BIVO-72")
    keyboard.press("Escape")
    expect(widget.dialog).to_have_count(0)
    assert widget.fake.processed == ["question", "sleep-good", "help-nurse", "right", "call-back"]


def test_whole_conversation_by_buttons_alone(widget: Widget) -> None:
    widget.open()
    for label, then in [
        ("J'aide un proche", "Quelqu'un peut prendre le relais"),
        ("Faire le point", "Question 2 sur 5"),
        ("Passer", "Question 3 sur 5"),
    ]:
        widget.button(label).last.click()
        widget.sees(then)
    widget.transcript.get_by_text("Une infirmière").click()
    widget.button("Valider").click()
    widget.sees("Voici ce que j'ai noté")


@pytest.mark.parametrize(
    "state", [_open, _form, _services, _crisis, _error, _tools, _confirm, _recap], ids=lambda s: s.__name__.strip("_")
)
def test_targets_are_44_pixels(widget: Widget, state: Callable[[Widget], None]) -> None:
    state(widget)
    small = widget.page.locator("relais-assistant").evaluate("""(host) =>
      [...host.shadowRoot.querySelectorAll("a, button, summary, textarea, label.box")]
        .filter((one) => one.getClientRects().length && !one.closest(".foot"))
        .map((one) => [one.innerText, one.getBoundingClientRect()])
        .filter(([, box]) => box.height < 43.9 || box.width < 43.9)
        .map(([text, box]) => `${text} ${box.width}x${box.height}`)""")
    assert small == []


def _overflow(page: Page) -> list[str]:
    """What is wider than the window or than its own box, in the page and in the assistant."""
    return list(
        page.evaluate("""() => {
      const found = [];
      const width = document.documentElement.scrollWidth;
      if (width > innerWidth) found.push("page " + width);
      const root = document.querySelector("relais-assistant").shadowRoot;
      for (const node of root.querySelectorAll("*")) {
        const box = node.getBoundingClientRect();
        const outside = box.width && (box.right > innerWidth + 1 || box.left < -1);
        if (outside && !node.closest(".sr")) found.push(node.className + " " + box.right);
        const scrolls = ["auto", "scroll"].includes(getComputedStyle(node).overflowX);
        if (scrolls && node.scrollWidth > node.clientWidth + 1) found.push("scroll " + node.className);
      }
      return found;
    }""")
    )


@pytest.mark.parametrize(
    "state", [_closed, _open, _form, _services, _crisis, _error, _tools, _recap], ids=lambda s: s.__name__.strip("_")
)
def test_reflow_at_320_pixels(widget: Widget, state: Callable[[Widget], None]) -> None:
    widget.page.set_viewport_size({"width": 320, "height": 256})  # 1280 x 1024 at 400 %
    state(widget)
    assert _overflow(widget.page) == []
    widget.page.set_viewport_size({"width": 320, "height": 640})
    assert _overflow(widget.page) == []


def test_text_at_200_percent_on_a_phone(widget: Widget) -> None:
    widget.page.set_viewport_size({"width": 375, "height": 700})
    _services(widget)
    for _ in range(3):
        widget.tool("A+ Plus grand").click()
    assert _overflow(widget.page) == []
    size = widget.page.locator("relais-assistant .bubble p").first.evaluate(
        "(node) => parseFloat(getComputedStyle(node).fontSize)"
    )
    assert size >= 36


def test_base_text_is_18_pixels_even_on_a_host_that_shrinks_it(page: Page, fake: Fake) -> None:
    page.goto(f"{fake.url}/host")
    widget = Widget(page, fake).open()
    style = widget.items.first.locator("p").first.evaluate(
        "(node) => { const s = getComputedStyle(node); return [s.fontSize, s.letterSpacing, s.color]; }"
    )
    assert style == ["18px", "normal", "rgb(27, 41, 43)"]
    expect(widget.button("J'aide un proche")).to_be_visible()
    expect(page.get_by_role("dialog", name="Relais, avec Mutuelle d'essai")).to_be_visible()
    expect(page.get_by_role("link", name="03 80 00 00 00")).to_have_attribute("href", "tel:0380000000")
    box = widget.dialog.bounding_box()
    assert box is not None and box["x"] < 50  # data-position="left"


def test_french_is_declared_on_a_foreign_page(page: Page, fake: Fake) -> None:
    page.goto(f"{fake.url}/host")
    Widget(page, fake).open()
    assert page.locator("relais-assistant [role=dialog]").evaluate("(node) => node.closest('[lang]').lang") == "fr"


def test_no_motion_when_reduced(open_page: Widget) -> None:
    open_page.open()
    open_page.fake.delay = 0.5
    open_page.say("Bonjour")
    assert (
        open_page.page.locator("relais-assistant .dots i").first.evaluate("(n) => getComputedStyle(n).animationName")
        == "none"
    )


def test_shortcuts_of_the_host_do_not_steal_letters(widget: Widget) -> None:
    widget.page.evaluate("document.addEventListener('keydown', (e) => e.key.length === 1 && e.preventDefault())")
    widget.open()
    widget.box.press_sequentially("abc")
    expect(widget.box).to_have_value("abc")


def test_noscript_page_leads_to_the_simple_page(browser: Browser, fake: Fake) -> None:
    for path in ("/", "/assistant"):
        context = browser.new_context(java_script_enabled=False, locale="fr-FR")
        page = context.new_page()
        page.goto(fake.url + path)
        expect(page.get_by_role("link", name="Ouvrir la page simple")).to_have_attribute("href", "/simple")
        expect(page.get_by_role("link", name="3114").first).to_have_attribute("href", "tel:3114")
        context.close()


@pytest.mark.parametrize(("width", "height"), [(640, 400), (667, 375), (320, 256)])
def test_who_speaks_stays_in_sight_when_little_height_is_left(widget: Widget, width: int, height: int) -> None:
    """640 x 400 is a screen of 1280 x 800 at 200 %, 667 x 375 a phone lying down, 320 x 256 a screen at 400 %."""
    widget.page.set_viewport_size({"width": width, "height": height})
    _services(widget)
    widget.items.last.scroll_into_view_if_needed()
    nature = widget.dialog.locator("header").get_by_text("Assistant automatique, pas une personne")
    expect(nature).to_be_in_viewport(ratio=1)
    messages = widget.page.get_by_role("region", name="Messages de la conversation")
    if height > 300:
        expect(widget.box).to_be_in_viewport(ratio=1)
        expect(widget.button("Envoyer")).to_be_in_viewport(ratio=1)
        box = messages.bounding_box()
        assert box is not None and box["height"] >= height * 0.4, "room is kept for the messages"
    else:
        widget.box.scroll_into_view_if_needed()
        expect(widget.box).to_be_in_viewport(ratio=1)
        expect(nature).to_be_in_viewport(ratio=1)
    assert widget.violations() == []
