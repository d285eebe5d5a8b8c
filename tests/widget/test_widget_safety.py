"""Nothing that comes from the network runs, whatever the field; a strict policy is never violated."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from bot.gateway.widget_script import bundle

from . import samples
from .driver import Widget
from .fake_api import WIDGET, Fake

SAFE = re.compile(r"^(https?|mailto|tel|sms):", re.IGNORECASE)


def test_attacks_through_every_field_stay_text(widget: Widget) -> None:
    widget.open()
    page = widget.page
    for attack in samples.ATTACKS:
        widget.fake.next_messages = samples.hostile(attack)
        count = widget.items.count()
        widget.say(attack)
        page.wait_for_function(
            """(n) => document.querySelector("relais-assistant").shadowRoot
                 .querySelectorAll("ol.transcript > li").length === n""",
            arg=count + 1 + len(samples.hostile(attack)),
        )
    page.wait_for_timeout(200)
    assert page.evaluate("window.__pwned") is None
    links = page.locator("relais-assistant a").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
    assert links and [href for href in links if not SAFE.match(href)] == []
    made = page.locator("relais-assistant").evaluate(
        """(host) => host.shadowRoot.querySelectorAll(
             "script, img, iframe, object, embed, style, b, [onclick], [onerror], [style]").length"""
    )
    assert made == 0
    page.reload()
    widget.sees("<script>window.__pwned=1</script>")
    page.wait_for_timeout(200)
    assert page.evaluate("window.__pwned") is None


def test_attacks_in_an_error_stay_text(widget: Widget) -> None:
    widget.open()
    for attack in samples.ATTACKS[:6]:
        widget.fake.faults.append((429, {"error": {"code": "x", "message": attack}}))
        widget.say("Bonjour").sees(attack.split("\n")[0])
    assert widget.page.evaluate("window.__pwned") is None


def test_attacks_in_the_attributes_of_the_script(page: Page, fake: Fake) -> None:
    page.goto(f"{fake.url}/host")
    page.evaluate(
        """(attack) => {
      document.querySelector("relais-assistant").remove();
      const made = document.createElement("relais-assistant");
      const keys = ["organisation", "phone", "colour", "position", "greeting", "name", "emergency"];
      for (const key of keys) made.dataset[key] = attack;
      document.body.append(made);
    }""",
        samples.ATTACKS[1],
    )
    Widget(page, fake).open()
    assert page.evaluate("window.__pwned") is None
    assert page.locator("relais-assistant img").count() == 0


@pytest.mark.parametrize("path", ["/", "/assistant"])
def test_no_violation_of_the_policy(page: Page, fake: Fake, path: str) -> None:
    page.goto(fake.url + path)
    widget = Widget(page, fake)
    if path == "/":
        widget.open()
    widget.say("services").sees("Voici deux services").say("question").sees("Question 2 sur 5")
    widget.say("je veux mourir").sees("Je le prends au sérieux")
    page.evaluate("window.print = () => {}")
    widget.tool("Imprimer la conversation").click()
    assert page.evaluate("window.__violations") == []


def test_the_source_uses_no_dangerous_call() -> None:
    source = bundle()
    code = re.sub(r"/\*.*?\*/|^\s*//.*$", "", source, flags=re.DOTALL | re.MULTILINE)
    for call in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "localStorage",
        "document.cookie",
        'setAttribute("style',
        "import(",
    ):
        assert call not in code, call


def test_pages_load_nothing_from_elsewhere() -> None:
    for name in ("index.html", "assistant.html", "page.css", "favicon.svg"):
        text = (WIDGET / name).read_text().replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|@import|url\(", text), name
        assert "style=" not in text and not re.search(r"\son[a-z]+=", text), name
        assert not re.search(r"<script(?![^>]*\ssrc=)", text), name
