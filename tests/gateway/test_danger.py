"""Danger first: before Rasa, before limits, without a database; and the caring question."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import text as sql

from bot.messages import button as make_button
from bot.messages import effect, text
from tests.gateway.conftest import Door

Open = Callable[..., Awaitable[Door]]
DANGERS = {
    "je veux mourir": "3114",
    "mon mari ne respire plus": "15",
    "mon fils me frappe": "17",
    "j'ai failli l'étouffer cette nuit": "15",
}
GREY = "je sers à rien"


@pytest.mark.parametrize(("typed", "number"), DANGERS.items())
async def test_a_danger_is_answered_with_lines_and_rasa_is_not_asked(door: Door, typed: str, number: str) -> None:
    (answer,) = await door.say(typed)
    assert answer["kind"] == "crisis" and door.rasa.turns == []
    assert f"tel:{number}" in [link["href"] for link in answer["links"]] and f"• {number} — " in answer["text"]
    assert "Personne ne lit ce message en direct" in answer["text"]
    assert [b["label"] for b in answer["buttons"]] == ["Continuer la conversation"]


@pytest.mark.parametrize(
    "typed",
    [
        "/je veux mourir",
        "JE VEUX MOURIR",
        "\u200bje veux mourir",
        "／ je veux mourir",
        "bonjour, ma mère va bien mais moi je veux mourir, que faire",
    ],
)
async def test_a_danger_is_heard_however_it_is_typed(door: Door, typed: str) -> None:
    assert (await door.say(typed))[0]["kind"] == "crisis"


async def test_a_figure_of_speech_goes_to_the_dialogue(door: Door) -> None:
    assert (await door.say("je suis morte de fatigue"))[0]["kind"] == "text" and len(door.rasa.turns) == 1


async def test_the_words_of_danger_are_kept_nowhere(open_door: Open) -> None:
    door = await open_door()
    await door.open()
    door.rasa.answer = [effect("kept", durable=True), text("Noté.")]
    await door.say("oui")
    await door.say("je veux mourir")
    await door.say(GREY)
    assert [m["text"] for m in await door.history() if m["author"] == "person"] == [
        "oui",
        "(message non conservé)",
        "(message non conservé)",
    ]


async def test_about_somebody_else_the_words_are_others(door: Door) -> None:
    (own,) = await door.say("je veux mourir")
    (other,) = await door.say("ma mère dit qu'elle veut mourir")
    assert own["text"] != other["text"] and "un proche" in other["text"]


async def test_an_act_that_has_begun_puts_the_emergency_services_first(open_door: Open) -> None:
    door = await open_door()
    await door.open()
    (answer,) = await door.say("j'ai avalé tous ses cachets")
    assert [link["href"] for link in answer["links"]][:3] == ["tel:15", "tel:112", "tel:3114"]
    assert "Appelez maintenant les urgences" in answer["text"]
    (stay,) = await door.say("non")
    assert stay["links"][0]["href"] == "tel:15" and "Appelez maintenant" in stay["text"]


async def test_somebody_missing_is_met_with_where_to_look_and_whom_to_call(open_door: Open) -> None:
    door = await open_door()
    await door.open()
    (answer,) = await door.say("mon mari Alzheimer est sorti depuis 2 heures, il ne répond pas")
    assert [link["href"] for link in answer["links"]][:3] == ["tel:17", "tel:112", "tel:15"]
    assert "Cherchez tout près" in answer["text"] and "photo récente" in answer["text"]
    (stay,) = await door.say("j'appelle")
    assert stay["links"][0]["href"] == "tel:17" and "retrouvée" in stay["text"]


@pytest.mark.parametrize(("typed", "child"), [("mon mari me frappe", False), ("mon mari frappe notre bébé", True)])
async def test_the_line_for_children_is_shown_for_a_child(open_door: Open, typed: str, child: bool) -> None:
    door = await open_door()
    await door.open()
    (answer,) = await door.say(typed)
    assert ("tel:119" in [link["href"] for link in answer["links"]]) is child


async def test_after_a_danger_the_conversation_goes_on_where_it_was(door: Door) -> None:
    door.rasa.answer = lambda turn: [effect("replay")] if turn["payload"] == "/repeat" else [text("Votre commune ?")]
    await door.say("j'ai besoin de souffler")
    (crisis,) = await door.say("je veux mourir")
    (again,) = await door.press(crisis, "Continuer la conversation")
    assert again["text"] == "Votre commune ?"


async def test_belgium_shows_its_own_lines(open_door: Open) -> None:
    door = await open_door(RELAIS_COUNTRY="BE")
    await door.open()
    links = [link["href"] for link in (await door.say("je veux mourir"))[0]["links"]]
    assert links[0] == "tel:+3280032123" and "tel:3114" not in links and "tel:112" in links


async def test_in_easy_mode_the_reply_is_in_easy_words(door: Door) -> None:
    (plain,) = await door.say("je veux mourir")
    (easy,) = await door.post({"text": "je veux mourir"}, **{"X-Relais-Mode": "easy"})
    assert len(easy["text"]) < len(plain["text"]) and easy["links"] == plain["links"]


@pytest.mark.parametrize(("danger", "then", "said"), [
    ("je veux mourir", "non", "Restez avec quelqu'un"),
    ("je veux mourir", "non je veux pas appeler", "pas obligé d'appeler"),
    ("il respire plus", "ok j'appelle", "Appelez maintenant"),
])  # fmt: skip
async def test_a_few_words_after_a_danger_are_met_by_staying_there(
    door: Door, danger: str, then: str, said: str
) -> None:
    await door.say(danger)
    (answer,) = await door.say(then)
    assert answer["kind"] == "crisis" and said in answer["text"] and answer["links"] and door.rasa.turns == []
    await door.say("non")
    assert door.rasa.said == ["non"], "once"


# -- the caring question


async def test_a_grey_sign_is_met_by_one_question_with_a_line_in_sight(door: Door) -> None:
    (asked,) = await door.say(GREY)
    assert asked["kind"] == "crisis" and "pensées de mort" in asked["text"] and door.rasa.turns == []
    assert [b["label"] for b in asked["buttons"]] == ["Oui", "Non"]
    assert asked["links"][0]["href"] == "tel:3114"


@pytest.mark.parametrize("yes", ["oui", "Oui.", "parfois", "c'est vrai"])
async def test_yes_is_met_by_the_danger_reply(door: Door, yes: str) -> None:
    await door.say(GREY)
    (answer,) = await door.say(yes)
    assert answer["kind"] == "crisis" and "Continuer la conversation" in str(answer["buttons"])
    assert door.rasa.turns == []


async def test_yes_by_its_button_too(door: Door) -> None:
    (asked,) = await door.say(GREY)
    (answer,) = await door.press(asked, "Oui")
    assert "Je vous prends au sérieux" in answer["text"] and door.rasa.turns == []


@pytest.mark.parametrize("pressed", [True, False])
async def test_no_takes_up_what_had_been_said(door: Door, pressed: bool) -> None:
    said = "je sers à rien et il me faut de l'aide à la maison"
    (asked,) = await door.say(said)
    (answer,) = await door.press(asked, "Non") if pressed else await door.say("non")
    assert door.rasa.said == [said] and answer["text"] == "réponse 1"


async def test_no_during_a_question_brings_the_question_back(door: Door) -> None:
    door.rasa.answer = lambda turn: (
        [effect("replay")]
        if turn["payload"] == "/repeat"
        else [
            {
                **text("Dormez-vous ?", kind="question"),
                "question": {"id": "q", "questionnaire": "e", "index": 1, "total": 5, "why": "", "type": "single"},
            }
        ]
    )
    await door.say("faire le point")
    await door.say(GREY)
    (again,) = await door.say("non")
    assert door.rasa.said == ["faire le point", "/repeat"] and again["text"] == "Dormez-vous ?", (
        "the words of danger are not an answer to the question"
    )


async def test_the_words_of_an_offered_answer_are_that_answer_and_no_cry(door: Door) -> None:
    door.rasa.answer = [
        {
            **text("Comment dormez-vous ?", kind="question"),
            "question": {
                "id": "q", "questionnaire": "e", "index": 1, "total": 5, "why": "", "type": "single",
                "options": [make_button("Je suis à bout de forces", "answer", options=["end"])],
            },
        }
    ]  # fmt: skip
    await door.say("faire le point")
    await door.say("je suis a bout de forces")
    assert '"end' in door.rasa.said[-1].replace("\\", "") and door.rasa.turns[-1]["text"] is None


async def test_something_else_goes_on_with_something_else(door: Door) -> None:
    await door.say(GREY)
    (answer,) = await door.say("ma mère habite à Beaune et elle tombe souvent")
    assert answer["text"] == "réponse 1" and door.rasa.said == ["ma mère habite à Beaune et elle tombe souvent"]
    assert door.rasa.turns[0]["metadata"]["aside"] == GREY, "what she told before is known, not asked again"
    await door.say("non")
    assert door.rasa.said[-1] == "non", "the question is not waiting any more"


async def test_a_plain_danger_as_an_answer_to_the_question(door: Door) -> None:
    await door.say(GREY)
    (answer,) = await door.say("oui je veux mourir")
    assert answer["kind"] == "crisis" and "Je vous prends au sérieux" in answer["text"]


# -- when something is down, or refuses


async def test_danger_is_answered_while_rasa_is_down(door: Door) -> None:
    await door.stop_rasa()
    assert (await door.say("je veux mourir"))[0]["kind"] == "crisis"
    assert (await door.say(GREY))[0]["kind"] == "crisis"
    assert (await door.say("oui"))[0]["kind"] == "crisis"


async def test_danger_is_answered_while_the_database_is_down(open_door: Open) -> None:
    first = await open_door()
    await first.open()
    door = await open_door()  # another process: it must read the store
    door.token = first.token
    with door.database.engine.begin() as connection:
        connection.execute(sql("DROP TABLE conversation"))
    for typed, kind in (("je veux mourir", "crisis"), (GREY, "crisis")):
        assert (await door.say(typed))[0]["kind"] == kind
    status, body = await door.call("POST", "/api/chat/messages", {"text": "bonjour"})
    assert status == 503 and "112" in body["error"]["message"]


async def test_danger_is_answered_when_what_was_agreed_to_cannot_be_written(open_door: Open) -> None:
    door = await open_door()
    await door.open()
    door.rasa.answer = [effect("kept", durable=True), text("Noté.")]
    await door.say("oui")
    with door.database.engine.begin() as connection:
        connection.execute(sql("DROP TABLE conversation"))
    assert (await door.say("je veux mourir"))[0]["kind"] == "crisis"


async def test_danger_passes_a_limit_that_refuses_the_rest(open_door: Open) -> None:
    door = await open_door(RELAIS_MESSAGES_PER_MINUTE="2")
    await door.open()
    for typed in ("bonjour", "merci"):
        await door.say(typed)
    status, refused = await door.call("POST", "/api/chat/messages", {"text": "trois"})
    assert status == 429 and refused["messages"][0]["kind"] == "notice"
    assert (await door.say("je veux mourir"))[0]["kind"] == "crisis"
    assert (await door.say("Il pleut. " * 120 + "Je veux mourir."))[0]["kind"] == "crisis", "however long"
    (asked,) = await door.say(GREY)
    assert "pensées de mort" in asked["text"]
    (answer,) = await door.say("oui")
    assert "Je vous prends au sérieux" in answer["text"], "who was asked is heard"
    (asked,) = await door.say(GREY)
    (answer,) = await door.press(asked, "Oui")
    assert "Je vous prends au sérieux" in answer["text"]
    assert (await door.call("POST", "/api/chat/messages", {"text": "quatre"}))[0] == 429
    assert door.rasa.said == ["bonjour", "merci"]


SUICIDE_LINE = {"FR": "tel:3114", "BE": "tel:080032123"}


def _calls(message: dict[str, object]) -> list[str]:
    return [link["href"].replace("+32", "0") for link in message["links"]]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "typed", ["je sers à rien, j'habite à Seraing", "je veux mourir, je suis à Huy", "en belgique, je sers à rien"]
)
async def test_who_writes_from_belgium_is_shown_belgian_lines_from_the_first_message(door: Door, typed: str) -> None:
    (answer,) = await door.say(typed)
    assert answer["kind"] == "crisis"
    assert SUICIDE_LINE["BE"] in _calls(answer) and SUICIDE_LINE["FR"] not in _calls(answer)
    (again,) = await door.say("je veux mourir")
    assert SUICIDE_LINE["BE"] in _calls(again) and SUICIDE_LINE["FR"] not in _calls(again)


async def test_the_place_said_to_the_dialogue_chooses_the_lines_of_the_caring_question(door: Door) -> None:
    door.rasa.answer = [effect("country", code="BE"), text("Voici des services près de Seraing.")]
    await door.say("j'aide ma mère à Seraing")
    (asked,) = await door.say(GREY)
    assert SUICIDE_LINE["BE"] in _calls(asked) and SUICIDE_LINE["FR"] not in _calls(asked)
    (said_yes,) = await door.press(asked, "Oui")
    assert SUICIDE_LINE["BE"] in _calls(said_yes)


async def test_a_commune_of_france_keeps_the_lines_of_france(door: Door) -> None:
    for typed in ("je veux mourir, j'habite à Dijon", "je veux mourir"):
        (answer,) = await door.say(typed)
        assert SUICIDE_LINE["FR"] in _calls(answer) and SUICIDE_LINE["BE"] not in _calls(answer)


@pytest.mark.parametrize(
    "typed", ["j'ai donné le chien à la SPA, je veux mourir", "je veux mourir, elle est partie a huy ma soeur"]
)
async def test_one_word_against_what_is_known_takes_no_line_away(door: Door, typed: str) -> None:
    (first,) = await door.say("je veux mourir, j'habite à Dijon")
    assert SUICIDE_LINE["FR"] in _calls(first) and SUICIDE_LINE["BE"] not in _calls(first)
    (answer,) = await door.say(typed)
    assert SUICIDE_LINE["FR"] in _calls(answer)
    (again,) = await door.say("je veux mourir")
    assert SUICIDE_LINE["FR"] in _calls(again) and SUICIDE_LINE["BE"] not in _calls(again), "nothing was changed"
