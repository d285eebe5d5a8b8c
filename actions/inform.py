"""Facts without a request, and every button: the pressed one says what to do."""

from __future__ import annotations

from typing import Any

from actions import packs, search
from actions.base import RelaisAction
from actions.heard import said_back
from actions.offers import doors
from actions.registry import COMMANDS, command, on
from actions.topics import recognition, serve, worn_out
from actions.turn import Turn
from bot import messages as m
from bot.orientation.topics import wants_place


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
    needs = turn.facts.get("needs") or []
    place = turn.new_facts.get("place")
    if needs and place and (wants_place(needs[0]) or turn.get("shown") is not None):
        search.look(turn, needs[:1])
        return
    heard = said_back(turn) + recognition(turn)
    turn.set("offer", {"do": "stock"})
    turn.show(m.text(heard + "Qu'est-ce qui vous aiderait le plus ?", _choices(turn)))


@command("door")
def door(turn: Turn, do: dict[str, Any]) -> None:
    """One of the doors of the opening."""
    turn.set("facts", {**turn.facts, "role": do["door"]})
    keys = {"carer": "door_carer", "patient": "door_patient", "prescriber": "door_prescriber"}
    turn.say(keys.get(do["door"], "ask_help"), _choices(turn))


def _unknown(turn: Turn, _do: dict[str, Any]) -> None:
    turn.effect("replay")


def _choices(turn: Turn) -> list[m.Button]:
    topics = {
        "patient": ("chronic_illness_life", "home_help", "find_professional", "digital_help"),
        "prescriber": ("respite", "home_help", "nursing_home", "digital_help"),
    }.get(turn.role, ("respite", "home_help", "listening", "nursing_home"))
    content = turn.world.content
    cards = [m.intent_button(content.card(topic, turn.country).title, topic) for topic in topics]
    return packs.at_door(turn) + cards + doors()[1:]
