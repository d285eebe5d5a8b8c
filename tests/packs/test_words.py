"""What is said inside a pack is first the pack's; a child who is ill and names her parents does not help them."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa_sdk import Tracker

from actions import pack_words
from actions.registry import heard_words
from actions.turn import Turn
from actions.world import World
from tests.packs.chat import Chat, make_world

MENU = {"pack": "mon_espace_sante", "packs": {"mon_espace_sante": {"opened": True}}}


@pytest.fixture
def world(tmp_path: Path) -> World:
    return make_world(tmp_path)


def _turn(world: World, text: str, intent: str, **facts: object) -> Turn:
    latest = {"text": text, "intent": {"name": intent, "confidence": 0.8}, "entities": [], "metadata": {}}
    return Turn(world, Tracker("s1", {"facts": dict(facts)}, latest, [], False, None, {}, "action_listen"))


@pytest.mark.parametrize(
    ("text", "intent", "opened", "taken"),
    [
        ("y a plus de code dans la lettre", "report_wrong_info", True, True),
        ("y a plus de code dans la lettre", "report_wrong_info", False, False),
        ("je veux un rendez-vous avec un ambassadeur", "ask_human", False, True),
        ("je veux parler à quelqu'un", "ask_human", True, False),
        ("qui peut voir mes papiers", "ask_privacy", True, True),
        ("c'est confidentiel ici ?", "ask_privacy", True, False),
        ("efface mes données", "erase_data", True, False),
    ],
)
def test_who_hears_the_words(world: World, text: str, intent: str, opened: bool, taken: bool) -> None:
    turn = _turn(world, text, intent, **(MENU if opened else {}))
    assert (heard_words(turn) is pack_words.in_a_pack) is taken


def test_no_computer_comes_before_the_appointment(world: World) -> None:
    chat = Chat(world).say("je n'ai pas d'ordinateur et on me dit de prendre rendez-vous sur internet", "digital_help")
    assert "au téléphone" in chat.text and "Choisir un sujet" in chat.buttons


def test_a_place_told_while_something_else_is_asked_is_noted(world: World) -> None:
    chat = Chat(world).say("je voudrais activer mon espace santé", "mon_espace_sante")
    chat.say("j'habite à Vénissieux", "inform")
    assert chat.text.startswith("C'est noté : Vénissieux (69).") and "carte Vitale" in chat.text


def test_a_child_who_is_ill_names_her_parents(world: World) -> None:
    told = {"relation": {"code": "parents", "label": "vos parents"}, "role": "carer"}
    entities = [{"entity": name, "value": value, "extractor": "facts"} for name, value in told.items()]

    def role(text: str, age: int) -> str:
        latest = {"text": text, "intent": {"name": "family_tension", "confidence": 0.8}, "entities": entities, "metadata": {}}
        slots = {"facts": {"role": "patient", "age": age}}
        return Turn(world, Tracker("s1", slots, latest, [], False, None, {}, "action_listen")).role

    assert role("j'en parle pas à mes parents", 15) == "patient"
    assert role("c'est moi qui m'occupe de mes parents", 15) == "carer"
    assert role("mes parents ne vont pas bien", 45) == "carer"


def test_a_plain_no_is_no_place(world: World) -> None:
    nan = {"code": "21449", "label": "Nan-sous-Thil (21)", "ambiguous": False}
    latest = {
        "text": "nan",
        "intent": {"name": "deny", "confidence": 0.8},
        "entities": [{"entity": "place", "value": nan, "extractor": "facts"}],
        "metadata": {},
    }
    assert "place" not in Turn(world, Tracker("s1", {}, latest, [], False, None, {}, "action_listen")).facts
