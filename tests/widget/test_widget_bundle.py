"""The script that websites load is made from the sources that engineers read."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.gateway import widget_script

from .driver import Widget
from .fake_api import WIDGET, Fake, refusal

SOURCES = sorted((WIDGET / "src").glob("*.js"))


def test_a_page_in_any_encoding_reads_it(page: Page, fake: Fake) -> None:
    """Old sites declare ISO-8859-1; the script is then read as they are."""
    assert widget_script.bundle().isascii()
    host = b'<meta charset="iso-8859-1"><title>x</title><script src="/widget/relais.js" defer></script>'
    page.route("**/latin", lambda route: route.fulfill(content_type="text/html", body=host))
    page.goto(f"{fake.url}/latin")
    assert page.evaluate("document.characterSet") == "windows-1252"
    Widget(page, fake).open().tool("Lire à voix haute", "switch")
    expect(page.get_by_role("button", name="Fermer")).to_be_visible()
    expect(page.get_by_role("switch", name="Lire à voix haute")).to_be_visible()


def test_every_source_is_in_the_script() -> None:
    made = widget_script.bundle()
    for path in SOURCES:
        for name in re.findall(r"^export (?:class|const|function) (\w+)", path.read_text("utf-8"), re.MULTILINE):
            assert len(re.findall(rf"^(?:class|const|function) {name}\b", made, re.MULTILINE)) == 1, (path.name, name)


def test_every_name_of_a_module_is_unique() -> None:
    """Joined in one function, two modules cannot use one name at their top level."""
    names = [
        name
        for path in SOURCES
        for name in re.findall(r"^(?:export )?(?:class|const|let|function) (\w+)", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert sorted({name for name in names if names.count(name) > 1}) == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_nothing_is_imported_for_nothing(path: Path) -> None:
    text = path.read_text("utf-8")
    for name in re.findall(r"\w+", " ".join(re.findall(r"^import (.*?) from", text, re.MULTILINE))):
        assert len(re.findall(rf"(?<![\w.]){name}\b", text)) > 1, name


def test_the_sources_run_as_modules_without_being_joined(page: Page, fake: Fake) -> None:
    """A missing import or export works by chance in the joined script; a browser refuses it here."""
    style = (WIDGET / "src" / "style.css").read_text("utf-8")
    page.route("**/src/style.css", lambda route: route.fulfill(
        content_type="text/javascript", body=f"export default {json.dumps(style)};"))
    page.route("**/widget/relais.js", lambda route: route.fulfill(content_type="text/javascript", body=""))
    page.goto(fake.url)
    page.add_script_tag(url="/widget/src/main.js", type="module")
    widget = Widget(page, fake).open()
    widget.say("question").sees("Question 2 sur 5").say("services").sees("Voici deux services")
    widget.say("je veux mourir").sees("Je le prends au sérieux")
    fake.faults.append(refusal(503, "Le service est en panne."))
    widget.say("Bonjour").sees("Le service est en panne.")
    widget.tool("A+ Plus grand").click()
    widget.tool("Effacer la conversation").click()
    widget.button("Oui, tout effacer").click()
    widget.sees("Tout est effacé")


def test_sources_are_short() -> None:
    assert {path.name for path in SOURCES if path.read_text("utf-8").count("\n") > 200} == set()


def test_a_circle_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(widget_script, "SOURCE", tmp_path)
    (tmp_path / "main.js").write_text('import { a } from "./main.js";\n')
    with pytest.raises(ValueError, match=re.escape("main.js > main.js")):
        widget_script.bundle()
