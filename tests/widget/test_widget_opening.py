"""Opening, closing, the focus, and what the browser keeps."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from .driver import Widget
from .fake_api import Fake


def test_nothing_happens_before_the_person_opens(widget: Widget) -> None:
    expect(widget.launcher).to_be_visible()
    expect(widget.dialog).to_have_count(0)
    assert widget.stored() == {}
    assert widget.fake.calls == []


def test_launcher_is_a_button_named_by_what_it_shows(widget: Widget) -> None:
    expect(
        widget.page.get_by_role("button", name="Vous aidez un proche ? Relais, assistant automatique")
    ).to_be_visible()
    assert widget.launcher.get_attribute("aria-expanded") == "false"


def test_opening_shows_the_opening_and_puts_the_focus_in_the_box(widget: Widget) -> None:
    widget.open()
    assert widget.focused() == "input"
    expect(widget.dialog).to_have_accessible_name("Relais")
    expect(widget.dialog).to_have_accessible_description("Assistant automatique, pas une personne")
    expect(widget.dialog).not_to_have_attribute("aria-modal", "true")
    assert [call[:2] for call in widget.fake.calls] == [("POST", "/api/chat/sessions")]


def test_escape_closes_and_gives_the_focus_back(widget: Widget) -> None:
    widget.open()
    widget.page.keyboard.press("Escape")
    expect(widget.dialog).to_have_count(0)
    assert "Vous aidez un proche ?" in widget.focused()


def test_close_button_gives_the_focus_back(widget: Widget) -> None:
    widget.open().button("Fermer").click()
    expect(widget.dialog).to_have_count(0)
    assert "Vous aidez un proche ?" in widget.focused()


def test_escape_closes_the_tools_first(widget: Widget) -> None:
    widget.open().button("Outils").click()
    widget.page.keyboard.press("Escape")
    assert widget.button("Outils").get_attribute("aria-expanded") == "false"
    assert widget.focused() == "Outils"
    widget.page.keyboard.press("Escape")
    expect(widget.dialog).to_have_count(0)


def test_escape_from_the_page_uncovers_it_and_leaves_the_focus(widget: Widget) -> None:
    widget.open()
    widget.page.locator("footer").get_by_role("link", name="L'assistant en grand").focus()
    widget.page.keyboard.press("Escape")
    expect(widget.dialog).to_have_count(0)
    assert widget.focused() == "L'assistant en grand"


def test_a_link_of_the_page_opens_and_gets_the_focus_back(widget: Widget) -> None:
    widget.page.get_by_role("link", name="Parler à Relais").click()
    expect(widget.button("J'aide un proche")).to_be_visible()
    assert widget.focused() == "input"
    widget.page.keyboard.press("Escape")
    assert widget.focused() == "Parler à Relais"


def test_no_trap_tab_leaves_the_dialog(widget: Widget) -> None:
    widget.open()
    for _ in range(25):
        widget.page.keyboard.press("Tab")
        if not widget.page.evaluate("document.activeElement && document.activeElement.tagName === 'RELAIS-ASSISTANT'"):
            return
    pytest.fail("the focus never left the dialog")


def test_only_session_storage_under_one_key(widget: Widget) -> None:
    widget.open()
    assert list(widget.stored()) == ["relais"]
    assert widget.page.evaluate("localStorage.length") == 0
    kept = json.loads(widget.stored()["relais"])
    assert set(kept) <= {"token", "expires_at", "size", "easy", "draft", "open"}


def test_one_session_only_when_opened_again(widget: Widget) -> None:
    widget.open()
    widget.page.keyboard.press("Escape")
    widget.open()
    assert widget.fake.sessions == 1
    assert widget.items.count() == 1


def test_restores_after_reload(widget: Widget) -> None:
    widget.open().say("question").sees("Question 2 sur 5")
    widget.box.fill("un brouillon")
    widget.page.reload()
    widget.sees("Question 2 sur 5")
    expect(widget.items).to_have_count(3)
    assert widget.fake.sessions == 1
    expect(widget.box).to_have_value("un brouillon")
    expect(widget.button("J'aide un proche")).to_have_count(0)
    widget.button("Moyennement").click()
    widget.sees("Quelles aides avez-vous déjà ?")


def test_a_message_that_had_left_is_not_a_draft_after_reload(widget: Widget) -> None:
    widget.open()
    widget.fake.faults.append("slow")
    with widget.page.expect_request("**/api/chat/messages"):
        widget.say("Bonjour")
    while not widget.fake.processed:
        widget.page.wait_for_timeout(50)
    widget.page.reload()
    widget.sees("Vous avez écrit : Bonjour")
    expect(widget.box).to_have_value("")


def test_a_closed_assistant_stays_closed_after_reload(widget: Widget) -> None:
    widget.open()
    widget.page.keyboard.press("Escape")
    widget.page.reload()
    expect(widget.launcher).to_be_visible()
    expect(widget.dialog).to_have_count(0)


def test_a_lost_history_begins_again_kindly(widget: Widget) -> None:
    widget.open()
    widget.fake.history = []
    widget.page.reload()
    widget.sees("La conversation précédente est terminée.").sees("Par où commençons-nous")
    assert widget.fake.sessions == 2


def test_works_when_storage_is_refused(page: Page, fake: Fake) -> None:
    page.add_init_script("Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('no'); } });")
    page.goto(fake.url)
    widget = Widget(page, fake).open()
    widget.say("Bonjour").sees("Vous avez écrit : Bonjour")


def test_full_page(page: Page, fake: Fake) -> None:
    page.goto(f"{fake.url}/assistant")
    widget = Widget(page, fake)
    widget.sees("Par où commençons-nous")
    expect(page.get_by_role("heading", level=1, name="Relais")).to_be_visible()
    expect(widget.launcher).to_be_hidden()
    expect(widget.button("Fermer")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(widget.box).to_be_visible()
