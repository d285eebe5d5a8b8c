"""Facts without a request, and every button: the pressed one says what to do."""

from __future__ import annotations

import re
from typing import Any

from actions import packs, search
from actions.base import RelaisAction
from actions.offers import LOST, TWICE, doors
from actions.registry import COMMANDS, INTENTS, command, on, on_words
from actions.topics import TOPICS, recognition, serve, worn_out
from actions.turn import Turn
from bot import messages as m
from bot.interview.understand.common import is_question
from bot.orientation.facts_told import alone
from bot.orientation.topics import lowered, wants_place

FEW = 3  # words: a place and no more
MENU = "menu"
_ABOVE_ALL = re.compile(r"\b(?:surtout|plutot|d'abord|avant tout|c'est pour (?:la|le|les))\b")
_IN_A_WORD = {
    r"\btoilette\b|\blaver\b|\bdouche\b|\bmenage\b|\bcourses\b|\blever\b|\bcoucher\b": "home_help",
    r"\brepas\b|\bmanger\b": "meal_delivery",
    r"\bnuits?\b": "respite",
    r"\bpapiers\b": "digital_help",
    r"\bargent\b|\bsous\b": "cost_help",
}
_FOR_WHOM = re.compile(
    r"^(?:bonjour |oui |non |c'est |ben |euh |et |d'abord |plutot |maintenant |aussi )*"
    r"pour (?:ma|mon|mes|notre|un|une) [\w'-]+$"
)


class ActionInform(RelaisAction):
    """« ma mère a 86 ans et vit à Dole », or a pressed button."""

    action_name = "action_inform"

    def act(self, turn: Turn) -> None:
        """A button first; else go on with what is now known."""
        if turn.do:
            COMMANDS.get(turn.do.get("do", ""), _late)(turn, turn.do)
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
    if (meant := _says_which(turn)) and meant not in needs[:1]:
        serve(turn, [meant])
        return
    looked = needs and (wants_place(needs[0]) or turn.get("shown") is not None)
    if looked and turn.role != "prescriber":
        _still(turn, heard or turn.words("tell_the_service") + " ", needs[0])
        return
    _ask_need(turn, heard)


def _says_which(turn: Turn) -> str:
    """« c'est pour la toilette surtout », of the need: what was offered by these very words; empty otherwise."""
    return _in_a_word(turn) if _ABOVE_ALL.search(turn.stripped) else ""


def _in_a_word(turn: Turn) -> str:
    return next((need for word, need in _IN_A_WORD.items() if re.search(word, turn.normal)), "")


def _answers_menu(turn: Turn) -> bool:
    asked = turn.has_just_said(MENU) or turn.has_just_said(LOST)
    return asked and not turn.in_form and len(turn.text.split()) <= FEW and bool(_in_a_word(turn))


@on_words("in_a_word", _answers_menu)
def in_a_word(turn: Turn) -> None:
    """« la nuit », « l'argent », as the question itself says to answer."""
    serve(turn, [_in_a_word(turn)])


def _ask_need(turn: Turn, heard: str) -> None:
    """« Qu'est-ce qui vous aiderait le plus ? »; asked otherwise the second time; then a person."""
    times = int((turn.get("offer") or {}).get("times", 0)) + 1 if turn.has_just_said(MENU) else 1
    if times > TWICE and not heard:
        INTENTS["ask_human"](turn)
        return
    turn.offer("stock", MENU, times=times)
    if times > 1:
        turn.show(m.text(heard + turn.words("menu_again"), _choices(turn)))
        return
    asked = turn.words("menu_prescriber" if turn.role == "prescriber" else "menu")
    turn.show(m.text(heard + asked, _choices(turn)))


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


def _late(turn: Turn, _do: dict[str, Any]) -> None:
    """A button of a question that waits no more: it was heard, and what was said then was lost on its way.

    What came of it is said. The question is not said again: the same button would lead back to it for ever.
    """
    if turn.get("reference"):
        INTENTS["referral_status"](turn)
        return
    memo = [m.button("Mon mémo", "memo")] if turn.get("stock") else []
    turn.say("late_answer", [*memo, *doors()])


def understood(turn: Turn) -> str:
    """« C'est noté : votre mère, 86 ans. »; empty when nothing was said of the situation."""
    # What a professional tells is somebody else's: « votre fille » would be wrong.
    new = {name: fact for name, fact in turn.new_facts.items() if name != "relation" or turn.role != "prescriber"}
    told = [_said(name, fact, turn) for name, fact in new.items()]
    named = ", ".join(words for words in told if words)
    done = "C'est corrigé" if turn.changed else "C'est noté"
    return f"{done} : {named}. " if named else f"{done}. " if turn.new_facts or turn.changed else ""


def _said(name: str, fact: Any, turn: Turn) -> str:
    """« votre mère », « Dole (39) », « 86 ans »: what was understood, so that a mistake is seen."""
    if name in ("relation", "illness") or (name == "place" and not fact.get("ambiguous")):
        return str(fact["label"])
    if name == "living" and turn.role == "carer":
        return "vous vivez ensemble" if fact == "together" else f"vit {alone(turn.facts)}"
    return f"{fact} ans" if name == "age" else ""


def _choices(turn: Turn) -> list[m.Button]:
    topics = {
        "patient": ("chronic_illness_life", "home_help", "find_professional", "digital_help"),
        "prescriber": ("respite", "home_help", "nursing_home", "digital_help"),
    }.get(turn.role, ("respite", "home_help", "listening", "nursing_home"))
    content = turn.world.content
    cards = [m.intent_button(content.card(topic, turn.country).title, topic) for topic in topics]
    return packs.at_door(turn) + cards + doors()[1:]
