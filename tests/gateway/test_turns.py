"""One turn: what is typed is text, what is pressed was issued, the same message is answered once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.gateway.conversation import LONGEST
from bot.messages import button as make_button
from bot.messages import effect, intent_button, services, text
from tests.gateway.conftest import Door, button

Open = Callable[..., Awaitable[Door]]


async def test_what_is_typed_reaches_rasa_as_text_with_its_context(open_door: Open) -> None:
    door = await open_door()
    await door.open()
    (message,) = await door.post({"text": "  ma mère a 86 ans  "}, **{"X-Relais-Mode": "easy"})
    assert message["text"] == "réponse 1" and message["kind"] == "text" and "buttons" not in message
    (turn,) = door.rasa.turns
    assert (turn["text"], turn["payload"]) == ("ma mère a 86 ans", None)
    assert turn["metadata"] == {"easy": True, "channel": "web"} and len(turn["sender"]) == 32


@pytest.mark.parametrize(
    "typed",
    [
        "/restart",
        "／restart",
        " \t/restart",
        "\u200b/restart",
        "\ufeff\u2060 /restart",
        "//restart",
        "@restart",
        "⁄restart",
        "\\restart",
        "/\u200d/ @restart",
        "\u202e/restart",
        "\x00/restart",
        "/ restart",
    ],
)
async def test_a_typed_command_is_plain_text(door: Door, typed: str) -> None:
    await door.say(typed)
    # Either the gateway answers by itself that it reads sentences, or Rasa gets plain words; never a command.
    assert all(turn["payload"] is None and turn["text"] == "restart" for turn in door.rasa.turns)


async def test_a_typed_payload_is_plain_text(door: Door) -> None:
    await door.say('/inform{"do": "{\\"do\\": \\"export\\"}"}')
    assert door.rasa.turns == []


async def test_several_messages_and_services_come_in_order(door: Door) -> None:
    found = {
        "id": "s1",
        "name": "Répit 21",
        "why": "près de Beaune",
        "phone": "03 80 00 00 00",
        "email": None,
        "hours": "",
    }
    door.rasa.answer = [
        text("La fiche.", links=[{"label": "Portail", "href": "https://exemple.fr"}]),
        services("Voici :", [found], [make_button("Être rappelé", "call_back")]),
    ]
    card, listed = await door.say("j'ai besoin de souffler")
    assert card["links"] == [{"label": "Portail", "href": "https://exemple.fr"}]
    assert listed["kind"] == "services" and listed["services"] == [
        {"id": "s1", "name": "Répit 21", "why": "près de Beaune", "phone": "03 80 00 00 00"}
    ]
    assert card["id"] != listed["id"]


# -- buttons


async def test_a_button_means_what_the_dialogue_put_behind_it(door: Door) -> None:
    door.rasa.answer = [
        text(
            "Que souhaitez-vous ?",
            [
                make_button("Voir d'autres services", "more", page=2),
                intent_button("Parler à une personne", "ask_human"),
            ],
        )
    ]
    (message,) = await door.say("bonjour")
    await door.press(message, "Voir d'autres services")
    await door.press(message, "Parler à une personne")
    assert json.loads(json.loads(door.rasa.said[1].removeprefix("/inform"))["do"]) == {"do": "more", "page": 2}
    assert door.rasa.said[2] == "/ask_human"
    assert [m["text"] for m in await door.history() if m["author"] == "person"] == [
        "bonjour",
        "Voir d'autres services",
        "Parler à une personne",
    ]


async def test_an_unknown_button_says_again_what_stands(door: Door) -> None:
    door.rasa.answer = lambda turn: [effect("replay")] if turn["payload"] == "/repeat" else [text("Une question ?")]
    await door.say("bonjour")
    (again,) = await door.post({"button": "unknown"})
    assert door.rasa.said[-1] == "/repeat" and again["text"] == "Une question ?"


async def test_the_button_of_another_conversation_does_nothing_here(open_door: Open) -> None:
    door = await open_door()
    theirs = await door.open()
    await door.open()
    await door.post({"button": button(theirs["messages"][0], "J'aide un proche")})
    assert door.rasa.said == ["/repeat"]


async def test_a_body_that_names_another_session_changes_nothing(door: Door) -> None:
    await door.say("bonjour", sender="autre", session_id="autre", token="autre")
    await door.say("encore")
    assert len({turn["sender"] for turn in door.rasa.turns}) == 1 and door.rasa.turns[0]["sender"] != "autre"


async def test_several_options_make_one_answer(door: Door) -> None:
    options = [
        make_button(label, "answer", options=[name])
        for label, name in (("Le sommeil", "sleep"), ("Le dos", "back"), ("Rien", "none"))
    ]
    door.rasa.answer = [
        {
            **text("Qu'est-ce qui pèse ?", kind="question"),
            "question": {
                "id": "e.w",
                "questionnaire": "e",
                "index": 1,
                "total": 5,
                "why": "pour trouver",
                "type": "multiple",
                "options": options,
            },
        }
    ]
    (asked,) = await door.say("faire le point")
    ids = [option["id"] for option in asked["question"]["options"]]
    assert all(set(option) == {"id", "label"} for option in asked["question"]["options"])
    await door.post({"buttons": ids[:2]})
    assert json.loads(json.loads(door.rasa.said[-1].removeprefix("/inform"))["do"]) == {
        "do": "answer",
        "options": ["sleep", "back"],
    }
    await door.post({"buttons": [ids[0], "unknown"]})
    assert door.rasa.said[-1] == "/repeat"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2", "/ask_human"),
        ("le deuxième", "/ask_human"),
        ("Continuer", "/resume"),
        ("continuer svp merci beaucoup vraiment", None),
    ],
)
async def test_a_choice_can_be_typed(door: Door, typed: str, meant: str | None) -> None:
    door.rasa.answer = [text("?", [intent_button("Continuer", "resume"), intent_button("Une personne", "ask_human")])]
    await door.say("bonjour")
    await door.say(typed)
    assert door.rasa.turns[-1]["payload"] == meant


async def test_a_number_typed_to_a_question_is_an_answer_not_a_choice(door: Door) -> None:
    asked = {
        **text("Quel âge a-t-elle ?", [intent_button("Passer", "prefer_not_to_say")], kind="question"),
        "question": {"id": "e.age", "questionnaire": "e", "index": 1, "total": 5, "why": "", "type": "number"},
    }
    door.rasa.answer = [asked]
    await door.say("faire le point")
    await door.say("1")
    assert (door.rasa.turns[-1]["text"], door.rasa.turns[-1]["payload"]) == ("1", None)


# -- once, and one at a time


async def test_the_same_message_again_is_answered_the_same_once(door: Door) -> None:
    first = await door.say("bonjour", client_message_id="m-1")
    assert await door.say("bonjour", client_message_id="m-1") == first
    assert await door.say("bonjour", client_message_id="m-2") != first
    assert len(door.rasa.turns) == 2
    assert [m["text"] for m in await door.history()].count("bonjour") == 2


async def test_the_same_message_sent_twice_at_once_is_processed_once(door: Door) -> None:
    door.rasa.seconds = 0.05
    one, two = await asyncio.gather(*(door.say("bonjour", client_message_id="m-1") for _ in range(2)))
    assert one == two and len(door.rasa.turns) == 1


async def test_the_same_identifier_in_two_conversations_is_two_messages(door: Door) -> None:
    await door.say("bonjour", client_message_id="m-1")
    await door.open()
    await door.say("bonjour", client_message_id="m-1")
    assert len(door.rasa.turns) == 2


async def test_messages_of_one_conversation_wait_for_each_other(door: Door) -> None:
    at_once, most = 0, 0

    async def busy(request: Any, handler: Any) -> Any:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        try:
            return await handler(request)
        finally:
            at_once -= 1

    original = door.rasa._refused

    async def slow(request: Any) -> Any:
        async def handler(inner: Any) -> Any:
            await asyncio.sleep(0.02)
            return await original(inner)

        return await busy(request, handler)

    door.rasa._refused = slow  # type: ignore[method-assign]
    await asyncio.gather(*(door.say(f"message {n}") for n in range(5)))
    assert most == 1 and len(door.rasa.turns) == 5


async def test_a_danger_sent_again_with_its_identifier_is_answered_the_same(door: Door) -> None:
    first = await door.say("je veux mourir", client_message_id="m-1")
    assert await door.say("je veux mourir", client_message_id="m-1") == first


# -- too long


async def test_a_message_too_long_has_a_kind_answer_and_rasa_rests(door: Door) -> None:
    (answer,) = await door.say("a" * (LONGEST + 1))
    assert answer["kind"] == "notice" and "essentiel" in answer["text"] and door.rasa.turns == []
    (answer,) = await door.say("b" * LONGEST)
    assert answer["text"] == "réponse 1"


async def test_danger_is_heard_at_the_end_of_a_message_too_long(door: Door) -> None:
    (answer,) = await door.say("Il pleut encore. " * 90 + "Je veux mourir.")
    assert answer["kind"] == "crisis" and door.rasa.turns == []


# -- what the dialogue asks of the door


async def test_repeating_gives_new_buttons_that_work(door: Door) -> None:
    door.rasa.answer = lambda turn: (
        [effect("replay")] if turn["text"] == "répète" else [text("?", [intent_button("Continuer", "resume")])]
    )
    await door.say("bonjour")
    (again,) = await door.say("répète")
    assert again["text"] == "?" and "payload" not in again["buttons"][0]
    await door.press(again, "Continuer")
    assert door.rasa.said[-1] == "/resume"


async def test_repeating_before_anything_was_said_is_the_opening(open_door: Open) -> None:
    door = await open_door()
    await door.open()
    door.rasa.answer = [effect("replay")]
    (again,) = await door.say("répète")
    assert "assistant automatique" in again["text"] and len(again["buttons"]) == 4


async def test_an_effect_is_never_shown(door: Door) -> None:
    door.rasa.answer = [effect("kept", durable=False), text("Bien.")]
    assert [m["text"] for m in await door.say("non")] == ["Bien."]
    assert "effect" not in str(await door.history())
