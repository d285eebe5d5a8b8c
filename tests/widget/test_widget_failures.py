"""Offline, slow, refused, expired: the person always knows, nothing is lost and nothing is sent twice."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from . import samples
from .driver import Widget
from .fake_api import Fake, refusal


def test_offline_then_retry_sends_the_same_message_once(widget: Widget) -> None:
    widget.open().listen()
    widget.page.context.set_offline(True)
    widget.say("Bonjour").sees("Pas de connexion. Votre message n'est pas parti.")
    assert ["polite", "Pas de connexion. Votre message n'est pas parti."] in widget.heard()
    widget.page.context.set_offline(False)
    widget.button("Réessayer").click()
    widget.sees("Vous avez écrit : Bonjour")
    expect(widget.button("Réessayer")).to_have_count(0)
    assert widget.fake.processed == ["Bonjour"]
    assert widget.items.count() == 3


def test_lost_answer_is_asked_again_with_the_same_identifier(widget: Widget) -> None:
    widget.open()
    widget.fake.faults.append("lost")
    widget.say("Bonjour").sees("Votre message n'est pas parti.")
    widget.button("Réessayer").click()
    widget.sees("Vous avez écrit : Bonjour")
    bodies = widget.fake.posts()
    assert len(bodies) == 2 and bodies[0] == bodies[1]
    assert widget.fake.processed == ["Bonjour"]


def test_time_out(page: Page, fake: Fake) -> None:
    page.goto(f"{fake.url}/host")
    widget = Widget(page, fake).open()
    fake.faults.append("slow")
    widget.say("Bonjour").sees("Votre message n'est pas parti.")
    widget.button("Réessayer").click()
    widget.sees("Vous avez écrit : Bonjour")
    assert fake.processed == ["Bonjour"]


def test_a_pressed_button_can_be_sent_again(widget: Widget) -> None:
    widget.open()
    widget.fake.faults.append("lost")
    widget.button("J'aide un proche").click()
    widget.sees("Votre message n'est pas parti.")
    widget.button("Réessayer").click()
    widget.sees("Quelqu'un peut prendre le relais")
    assert widget.fake.processed == ["door-carer"]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_busy_says_the_sentence_of_the_gateway_and_offers_a_retry(widget: Widget, status: int) -> None:
    widget.open()
    widget.fake.faults.append(refusal(status, "Attendez une minute, puis continuez."))
    widget.say("Bonjour").sees("Attendez une minute, puis continuez.")
    widget.button("Réessayer").click()
    widget.sees("Vous avez écrit : Bonjour")
    assert widget.fake.posts()[0]["client_message_id"] == widget.fake.posts()[1]["client_message_id"]


def test_a_page_of_a_proxy_is_a_failure_with_emergency_numbers(widget: Widget) -> None:
    widget.open()
    widget.fake.faults.append("html")
    widget.say("Bonjour").sees("Le service ne répond pas pour le moment. En danger, appelez le 15 ou le 112.")
    expect(widget.transcript).not_to_contain_text("502")


@pytest.mark.parametrize("status", [400, 413])
def test_refused_text_goes_back_to_the_box(widget: Widget, status: int) -> None:
    widget.open()
    widget.fake.faults.append(refusal(status, "Votre message est trop long. Écrivez-le en plusieurs fois."))
    widget.say("un texte long").sees("Écrivez-le en plusieurs fois.")
    expect(widget.box).to_have_value("un texte long")
    expect(widget.button("Réessayer")).to_have_count(0)


def test_expired_begins_again_and_keeps_the_draft(widget: Widget) -> None:
    widget.open()
    widget.fake.valid = False
    widget.say("Bonjour").sees("Votre texte est gardé")
    expect(widget.items.last).to_contain_text("Par où commençons-nous")
    expect(widget.box).to_have_value("Bonjour")
    assert widget.fake.sessions == 2
    widget.box.press("Enter")
    widget.sees("Vous avez écrit : Bonjour")


def test_expired_at_reload(widget: Widget) -> None:
    widget.open()
    widget.fake.valid = False
    widget.page.reload()
    widget.sees("La conversation précédente est terminée. Une nouvelle commence.")


def test_offline_at_the_opening(widget: Widget) -> None:
    widget.page.context.set_offline(True)
    widget.launcher.click()
    widget.sees("Pas de connexion. La conversation n'a pas pu commencer.")
    widget.page.context.set_offline(False)
    widget.button("Réessayer").click()
    widget.sees("Par où commençons-nous")
    expect(widget.transcript).not_to_contain_text("Pas de connexion")
    assert widget.fake.sessions == 1


def test_a_message_written_offline_at_the_opening_is_not_lost(widget: Widget) -> None:
    widget.page.context.set_offline(True)
    widget.launcher.click()
    widget.sees("La conversation n'a pas pu commencer.")
    widget.say("Bonjour").sees("Votre message n'est pas parti.")
    expect(widget.button("Réessayer")).to_have_count(1)
    widget.page.context.set_offline(False)
    widget.button("Réessayer").click()
    widget.sees("Vous avez écrit : Bonjour")
    assert widget.fake.processed == ["Bonjour"]


def test_odd_answers_do_not_break_the_conversation(widget: Widget) -> None:
    widget.open()
    widget.fake.next_messages = samples.ODD
    widget.say("Bonjour").sees("Toujours là.")
    widget.say("encore").sees("Vous avez écrit : encore")


def test_an_empty_answer_is_a_failure_not_a_silence(widget: Widget) -> None:
    widget.open()
    widget.fake.next_messages = []
    widget.say("Bonjour").sees("Le service ne répond pas pour le moment.")
