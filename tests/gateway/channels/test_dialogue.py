"""The same conversation by every channel: opening, choices, a question, services, a danger, a goodbye."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.messages import button, intent_button, services, text
from tests.gateway.channels import providers
from tests.gateway.channels.conftest import CHANNELS, Phone

Make = Callable[..., Awaitable[Phone]]
SEEN_BY = {"telegram": "Telegram", "sms": "opérateur", "whatsapp": "WhatsApp", "messenger": "Facebook"}
SERVICE = {
    "id": "1",
    "name": "Plateforme de répit (exemple)",
    "why": "Votre besoin : souffler et être relayé.",
    "phone": "03 80 00 00 00",
    "verified_on": "2026-11-01",
    "source": "Annuaire (exemple)",
}


def _question(kind: str = "single_choice", options: tuple[str, ...] = ("Jamais", "Parfois", "Souvent")) -> Any:
    asked = {
        "id": "e.sleep", "questionnaire": "e", "index": 2, "total": 5, "why": "", "type": kind,
        "options": [button(label, "answer", options=[label.lower()]) for label in options],
    }  # fmt: skip
    if not options:
        del asked["options"]
    controls = [button("Passer", "skip"), button("Revenir", "back")]
    return {**text("Dormez-vous bien ?", controls, kind="question"), "question": asked}


@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_whole_dialogue(phone_of: Make, channel: str) -> None:
    phone = await phone_of(channel)
    rasa = phone.door.rasa

    await phone.say("Bonjour")
    assert rasa.turns == [], "the opening needs no dialogue"
    assert "pas une personne" in phone.words and "accord" in phone.words
    assert SEEN_BY[channel] in phone.words, "who else sees is said at the opening"

    rasa.answer = [text("Qui aidez-vous ?", [intent_button("Ma mère", "carer"), intent_button("Mon mari", "listening")])]
    await phone.press("J'aide un proche")
    assert '"door": "carer"' in rasa.said[-1].replace('\\"', '"')
    told = dict(rasa.turns[-1]["metadata"])
    told.pop("address", None)  # sealed, and where news can be asked later only: test_writing_first.py
    assert told == {"easy": channel == "sms", "channel": channel}

    rasa.answer = [_question()]
    await phone.press("Mon mari")
    assert rasa.said[-1] == "/listening"
    assert "Dormez-vous bien ?" in phone.words

    await phone.press("Souvent")
    assert '\\"options\\": [\\"souvent\\"]' in rasa.said[-1]

    rasa.answer = [services("Souffler près de Beaune :", [SERVICE], [button("Être rappelé", "call_back")])]
    await phone.say("je voudrais souffler à Beaune")
    assert rasa.turns[-1]["text"] == "je voudrais souffler à Beaune"
    assert "Plateforme de répit (exemple)" in phone.words
    assert "Tél. 03 80 00 00 00" in phone.words
    assert ("01/11/2026" in phone.words) and ("souffler et" in phone.words) == (channel != "sms")

    before = len(rasa.turns)
    await phone.say("je veux mourir")
    assert len(rasa.turns) == before and "3114" in phone.got[0].text

    rasa.answer = [text("Au revoir, et prenez soin de vous.")]
    await phone.say("merci, au revoir")
    assert phone.words == "Au revoir, et prenez soin de vous."
    assert len({turn["sender"] for turn in rasa.turns}) == 1
    assert phone.address not in rasa.turns[0]["sender"]


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(("typed", "meant"), [("2", "/b"), ("le premier", "/a"), ("Deuxième choix", "/b")])
async def test_choices_can_be_typed_everywhere(phone_of: Make, channel: str, typed: str, meant: str) -> None:
    phone = await phone_of(channel)
    await phone.say("bonjour")
    phone.door.rasa.answer = [text("?", [intent_button("Premier choix", "a"), intent_button("Deuxième choix", "b")])]
    await phone.say("une question")
    await phone.say(typed)
    assert phone.door.rasa.said[-1] == meant


async def test_yes_and_a_number_answer_the_caring_question(phone_of: Make) -> None:
    phone = await phone_of("sms")
    for said in ("oui", "1"):
        phone.address = f"+3361234000{len(said)}"
        await phone.say("je n'en peux plus, je sers à rien")
        assert "Oui" in phone.words
        await phone.say(said)
        assert "3114" in phone.words and phone.door.rasa.turns == []


async def test_a_number_answers_a_number_question(phone_of: Make) -> None:
    phone = await phone_of("whatsapp")
    phone.door.rasa.answer = [_question("number", ())]
    await phone.say("faire le point")
    assert "passer, revenir" in phone.words and "1." not in phone.words
    await phone.say("2")
    assert (phone.door.rasa.turns[-1]["text"], phone.door.rasa.turns[-1]["payload"]) == ("2", None)
    await phone.say("passer")
    assert "skip" in phone.door.rasa.turns[-1]["payload"]


async def test_figures_as_answers_are_not_renumbered(phone_of: Make) -> None:
    phone = await phone_of("sms")
    phone.door.rasa.answer = [_question("scale", ("0 (pas du tout)", "1", "2"))]
    await phone.say("faire le point")
    assert "1. 0" not in phone.words
    await phone.say("2")
    assert '\\"options\\": [\\"2\\"]' in phone.door.rasa.said[-1], "the answer that reads « 2 », not the second"


@pytest.mark.parametrize("channel", CHANNELS)
async def test_several_answers_at_once(phone_of: Make, channel: str) -> None:
    phone = await phone_of(channel)
    phone.door.rasa.answer = [_question("multiple", ("Dormir", "Manger", "Sortir"))]
    await phone.say("faire le point")
    assert "3. Sortir" in phone.words
    await phone.say("1 et 3")
    assert '\\"options\\": [\\"dormir\\", \\"sortir\\"]' in phone.door.rasa.said[-1]


@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_question_at_once_is_answered_at_once_after_who_speaks(phone_of: Make, channel: str) -> None:
    phone = await phone_of(channel)
    await phone.say("comment avoir un répit ?")
    assert phone.door.rasa.said == ["comment avoir un répit ?"]
    assert phone.words.index("pas une personne") < phone.words.index("réponse 1")
    await phone.say("et ensuite ?")
    assert "pas une personne" not in phone.words


async def test_a_danger_first_is_answered_alone_and_the_opening_comes_next(phone_of: Make) -> None:
    phone = await phone_of("messenger")
    await phone.say("je veux mourir")
    assert "3114" in phone.words and "pas une personne" not in phone.words
    await phone.say("merci")
    assert "pas une personne" in phone.words


async def test_telegram_commands(phone_of: Make) -> None:
    phone = await phone_of("telegram")
    await phone.say("/start")
    assert "pas une personne" in phone.words and len(phone.got[-1].buttons) == 4
    await phone.say("une question")
    first = phone.door.rasa.turns[-1]["sender"]
    await phone.say("/restart")
    assert len(phone.door.rasa.turns) == 1, "a command is plain text, and obeyed by nobody"
    await phone.say("/stop")
    assert "Au revoir" in phone.words
    await phone.say("une autre question")
    assert phone.door.rasa.turns[-1]["sender"] != first and "pas une personne" in phone.words
    assert phone.providers.acknowledged == []


async def test_telegram_shows_that_a_button_was_heard(phone_of: Make) -> None:
    phone = await phone_of("telegram")
    await phone.say("/start")
    await phone.press("Une question")
    assert phone.door.rasa.said == ["/ask_help"] and len(phone.providers.acknowledged) == 1


async def test_a_button_of_before_repeats_what_stands(phone_of: Make) -> None:
    phone = await phone_of("telegram")
    await phone.say("/start")
    await phone.hear(providers.telegram(phone.address, pressed="unknown"))
    assert phone.door.rasa.said == ["/repeat"]


async def test_two_people_and_two_channels_are_four_conversations(phone_of: Make) -> None:
    sms = await phone_of("sms")
    people = [sms] + [Phone(c, sms.door, sms.providers, a) for c, a in
                      (("sms", "+33611111111"), ("whatsapp", "whatsapp:+33612345678"), ("telegram", "42"))]  # fmt: skip
    for someone in people:
        await someone.say("une question")
    assert len({turn["sender"] for turn in sms.door.rasa.turns}) == 4
    assert all(someone.got for someone in people)


async def test_a_conversation_ends_like_those_of_the_web(phone_of: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = await phone_of("sms", RELAIS_SESSION_HOURS="1")
    await phone.say("une question")
    from bot.gateway.channels import people

    now = people.clock_ms()
    monkeypatch.setattr(people, "clock_ms", lambda: now + 3_700_000)
    await phone.say("une autre")
    first, second = (turn["sender"] for turn in phone.door.rasa.turns)
    assert first != second and "pas une personne" in phone.words


async def test_links_to_our_pages_are_whole(phone_of: Make) -> None:
    phone = await phone_of("whatsapp")
    phone.door.rasa.answer = [text("Votre mémo est prêt.", links=[{"label": "Ouvrir le mémo", "href": "/memo/abc"}])]
    await phone.say("mon mémo")
    assert f"Ouvrir le mémo : {providers.PUBLIC}/memo/abc" in phone.words


@pytest.mark.parametrize("channel", CHANNELS)
async def test_control_characters_neither_come_nor_go(phone_of: Make, channel: str) -> None:
    phone = await phone_of(channel)
    phone.door.rasa.answer = [text("Bien\x00 reçu\u202e.\x1b[31m")]
    await phone.say("bon\x00jour\u202e tout le monde\x07")
    heard = phone.door.rasa.turns[-1]["text"]
    assert not any(c in heard + phone.words for c in "\x00\u202e\x07\x1b")
