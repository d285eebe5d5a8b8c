"""« modifier », « je me suis trompée » outside a questionnaire: what is known, each with a button to change it."""

from __future__ import annotations

from typing import Any

from actions.offers import TOLD, doors
from actions.registry import INTENTS, command, on
from actions.turn import Turn
from bot import messages as m
from bot.orientation.facts_told import in_words

_AGAIN = ("relation", "illness", "age")  # what can be corrected by saying it again
_ASK = {"relation": "change_relation", "illness": "change_illness", "age": "change_age"}


@on("change_answer")
def change(turn: Turn) -> None:
    """What can be changed: the place, who is helped, the need; the number and the answers when there are some."""
    known = turn.known_before
    corrected = any(turn.new_facts[name] != known.get(name) for name in TOLD & turn.new_facts.keys())
    if turn.typed and (corrected or turn.changed):
        INTENTS["inform"](turn)  # « je me suis trompée, c'est à Cluny »: corrected by what is said
        return
    facts, buttons = turn.facts, []
    place = facts.get("place")
    needs = facts.get("needs") or []
    if place:
        buttons.append(m.button(f"Le lieu : {place['label']}", "elsewhere", needs=needs[:1] or ["listening"]))
    buttons += [m.button(line, "say_again", fact=name) for name, line in in_words(facts).items() if name in _AGAIN]
    if needs:
        buttons.append(m.button("Ce que je cherche", "other_need"))
    if turn.get("reference"):
        buttons += [
            m.button("Le numéro à rappeler", "new_contact", code=turn.get("reference")),
            m.button("Annuler ma demande", "cancelling", code=turn.get("reference")),
        ]
    if (turn.get("stock") or {}).get("state"):
        buttons.append(m.button("Mes réponses du point", "recap"))
    if not buttons:
        turn.say("change_nothing", doors())
        return
    turn.say("change_answer", buttons)


@command("change")
def pressed(turn: Turn, _do: dict[str, Any]) -> None:
    """« Changer ce que j'ai dit »."""
    change(turn)


@command("say_again")
def say_again(turn: Turn, do: dict[str, Any]) -> None:
    """Forget this fact, and ask it in words."""
    name = str(do.get("fact", ""))
    if name not in _ASK:
        turn.effect("replay")
        return
    turn.set("facts", {key: value for key, value in turn.facts.items() if key != name})
    turn.say(_ASK[name])


@command("other_need")
def other_need(turn: Turn, _do: dict[str, Any]) -> None:
    """Another need: the old ones do not lead any more."""
    turn.set("facts", {key: value for key, value in turn.facts.items() if key not in ("needs", "waiting")})
    turn.set("shown", None)
    turn.say("change_need", doors())
