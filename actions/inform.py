"""Facts without a request, and every button: the pressed one says what to do."""

from __future__ import annotations

import re
from typing import Any

from actions import packs, search
from actions.base import RelaisAction
from actions.offers import doors
from actions.registry import COMMANDS, command, on, on_words
from actions.topics import TOPICS, recognition, serve, worn_out
from actions.turn import Turn
from bot import messages as m
from bot.interview.understand.common import is_question
from bot.orientation.topics import lowered, wants_place

FEW = 3  # words: a place and no more
_FOR_WHOM = re.compile(r"^(?:bonjour |oui |non |c'est |ben |euh )*pour (?:ma|mon|mes|notre|un|une) [\w'-]+$")


class ActionInform(RelaisAction):
    """« ma mère a 86 ans et vit à Dole », or a pressed button."""

    action_name = "action_inform"

    def act(self, turn: Turn) -> None:
        """A button first; else go on with what is now known."""
        if turn.do:
            COMMANDS.get(turn.do.get("do", ""), _unknown)(turn, turn.do)
            return
        informed(turn)


@on("inform")
def informed(turn: Turn) -> None:
    """A need said before and a place said now make an orientation; else say what was understood, and offer."""
    if worn_out(turn):
        serve(turn, ["respite", "listening"])
        return
    if packs.asked(turn, turn.needs):
        return
    turn.set("misses", 0)
    needs = turn.facts.get("needs") or []
    place = turn.new_facts.get("place")
    if needs and place:
        search.look(turn, needs[:1])
        return
    heard = recognition(turn) + understood(turn)
    looked = needs and (wants_place(needs[0]) or turn.get("shown") is not None)
    if looked and turn.role != "prescriber":
        _still(turn, heard or turn.words("tell_the_service") + " ", needs[0])
        return
    turn.set("offer", {"do": "stock"})
    turn.show(m.text(heard + "Qu'est-ce qui vous aiderait le plus ?", _choices(turn)))


def _still(turn: Turn, heard: str, need: str) -> None:
    """A fact more, while something is looked for: it is noted, and the search goes on."""
    title = turn.world.content.card(need, turn.country).title
    turn.set("offer", {"do": "near", "needs": [need]})
    turn.show(
        m.text(
            heard + f"Je cherche toujours : {lowered(title)}. Voulez-vous voir les services ?",
            [
                m.button("Voir les services", "near", needs=[need]),
                m.button("Ce que je cherche a changé", "other_need"),
                *doors()[1:],
            ],
        )
    )


@on_words("place_alone", lambda turn: _is_place(turn))
def place_alone(turn: Turn) -> None:
    """« Dole », « à Vesoul », « pour ma mère », where no intent can know a name."""
    informed(turn)


def _is_place(turn: Turn) -> bool:
    if turn.in_form:
        return False
    if turn.new_facts.get("relation") and _FOR_WHOM.match(turn.stripped):
        return True
    few = len(turn.text.split()) <= FEW and not is_question(turn.text) and turn.intent not in TOPICS
    return few and bool(turn.new_facts.get("place"))


@command("door")
def door(turn: Turn, do: dict[str, Any]) -> None:
    """One of the doors of the opening."""
    turn.set("facts", {**turn.facts, "role": do["door"]})
    keys = {"carer": "door_carer", "patient": "door_patient", "prescriber": "door_prescriber"}
    turn.say(keys.get(do["door"], "ask_help"), _choices(turn))


def _unknown(turn: Turn, _do: dict[str, Any]) -> None:
    turn.effect("replay")


def understood(turn: Turn) -> str:
    """« C'est noté : votre mère, 86 ans. »; empty when nothing was said of the situation."""
    # What a professional tells is somebody else's: « votre fille » would be wrong.
    new = {name: fact for name, fact in turn.new_facts.items() if name != "relation" or turn.role != "prescriber"}
    told = [_said(name, fact, turn.role) for name, fact in new.items()]
    named = ", ".join(words for words in told if words)
    done = "C'est corrigé" if turn.changed else "C'est noté"
    return f"{done} : {named}. " if named else f"{done}. " if turn.new_facts or turn.changed else ""


_LIVING = {"alone": "vit seul ou seule", "together": "vous vivez ensemble"}


def _said(name: str, fact: Any, role: str) -> str:
    """« votre mère », « Dole (39) », « 86 ans »: what was understood, so that a mistake is seen."""
    if name in ("relation", "illness") or (name == "place" and not fact.get("ambiguous")):
        return str(fact["label"])
    if name == "living" and role == "carer":
        return _LIVING[fact]
    return f"{fact} ans" if name == "age" else ""


def _choices(turn: Turn) -> list[m.Button]:
    topics = {
        "patient": ("chronic_illness_life", "home_help", "find_professional", "digital_help"),
        "prescriber": ("respite", "home_help", "nursing_home", "digital_help"),
    }.get(turn.role, ("respite", "home_help", "listening", "nursing_home"))
    content = turn.world.content
    cards = [m.intent_button(content.card(topic, turn.country).title, topic) for topic in topics]
    return packs.at_door(turn) + cards + doors()[1:]
