"""« répétez » says it again; « plus simple », « je comprends rien » says one thing to do, in few words."""

from __future__ import annotations

import re

from actions.human import offer_human
from actions.offers import doors
from actions.registry import on
from actions.turn import Turn
from bot import messages as m
from bot.orientation.topics import on_the_phone

SAID = "simpler"
_SIMPLER = re.compile(r"simpl|compren|compri|pige|capte|clair|embrouill|complique")
_SENTENCES = 2


@on("repeat", "go_back")
def again(turn: Turn) -> None:
    """The last answer, once more or plainer."""
    if turn.typed and not turn.in_form and _SIMPLER.search(turn.normal):
        simpler(turn)
        return
    turn.effect("replay")


def simpler(turn: Turn) -> None:
    """One service and its number; else the card in easy words; else an example. Asked again, a person."""
    if turn.has_just_said(SAID):
        offer_human(turn, turn.words("not_clear_twice"))
        return
    shown, needs = turn.get("shown") or {}, (turn.facts.get("needs") or [])[:1]
    service = next((each for each in shown.get("services", []) if each.get("phone")), None)
    if service and shown.get("needs", [])[:1] == needs:
        _one_call(turn, service, needs[0])
    elif needs:
        turn.offer("near", SAID, needs=needs)
        words = " ".join(turn.world.content.card(needs[0], turn.country).easy[:_SENTENCES])
        near = m.button("Trouver un service près de chez moi", "near", needs=needs)
        turn.show(m.text(turn.world.content.numbers(words), [near, *doors()[1:]]))
    else:
        turn.offer("next", SAID)
        turn.say("ask_help_again", doors())


def _one_call(turn: Turn, service: dict[str, str], need: str) -> None:
    said = on_the_phone(need, (turn.facts.get("relation") or {}).get("label"), turn.role)
    turn.offer("call_back", SAID, service=service["id"])
    words = turn.words("simpler_call", service=service["name"], contact=service["phone"])
    turn.show(
        m.text(
            words + (f" Dites : « {said} »" if said else ""),
            [m.button("Être rappelé", "call_back", service=service["id"]), *doors()[2:]],
            [m.tel(f"Appeler {service['name']}", service["phone"])],
        )
    )
