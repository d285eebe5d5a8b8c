"""« oui », « non » and other short answers when no questionnaire is open: they answer the last offer."""

from __future__ import annotations

import re
from typing import Any

from actions.base import RelaisAction
from actions.registry import COMMANDS, INTENTS, command, on
from actions.search import moved
from actions.turn import Turn
from bot import messages as m
from bot.interview.understand.common import special
from bot.understanding.choices import yes_or_no

LOST, TWICE = "what_next", 2
PLAIN = 3  # words: a longer sentence that is not plainly a no may be taken for one
_AFTER_ALL = re.compile(r"\b(?:finalement|enfin|en fait|quand meme|tout compte fait|si)\b")
TOLD = frozenset({"place", "relation", "illness", "age"})  # said with a « non », these are the answer


class ActionOffer(RelaisAction):
    """Yes or no to what was offered."""

    action_name = "action_offer"

    def act(self, turn: Turn) -> None:
        """By intent."""
        (_yes if turn.intent == "affirm" else _no)(turn)


@on("affirm")
def _yes(turn: Turn) -> None:
    if moved(turn):
        return
    offer = turn.get("offer")
    turn.set("offer", None)
    if offer and offer.get("declined") and not _AFTER_ALL.search(turn.normal):
        offer = None
    told = (TOLD | {"role"}) & turn.new_facts.keys()
    if told and (not offer or yes_or_no(turn.text) is not True):
        INTENTS["inform"](turn)  # « pour moi » accepts nothing
        return
    if offer and turn.needs and len(turn.text.split()) > PLAIN and yes_or_no(turn.text) is not True:
        COMMANDS["topic"](turn, {"topic": turn.needs[0]})  # « ah si, les papiers justement »
        return
    if offer:
        COMMANDS[offer["do"]](turn, offer)
        return
    what_next(turn)


@on("deny", "dont_know", "prefer_not_to_say")
def _no(turn: Turn) -> None:
    if moved(turn):
        return
    if TOLD & turn.new_facts.keys():
        INTENTS["inform"](turn)  # « non, à Cluny », « non, c'est ma mère »
        return
    if turn.typed and len(turn.text.split()) > PLAIN and yes_or_no(turn.text) is None and not special(turn.text):
        INTENTS["nlu_fallback"](turn)  # « je ne suis pas de la famille » refuses nothing
        return
    offer = turn.get("offer")
    if offer and offer.get("unsure") and turn.intent == "dont_know":
        COMMANDS[offer["do"]](turn, offer)
        return
    if offer and offer.get("else"):
        COMMANDS[offer["else"]](turn, offer)
        return
    # « finalement oui » takes up what was just refused.
    turn.set("offer", {**offer, "declined": True} if offer else None)
    if turn.intent == "dont_know":
        if (offer or {}).get("after") == LOST:
            lost(turn, dict(offer or {}))
        else:
            what_next(turn, first="ask_help_again")
        return
    turn.show(m.text("D'accord. Dites-moi ce qui vous aiderait, ou choisissez.", doors()))


def what_next(turn: Turn, first: str = "ask_help") -> None:
    """Nothing was offered and nothing asked: what can be done here; said otherwise the second time; then a person."""
    lost(turn, {"first": first})


@command("next")
def lost(turn: Turn, do: dict[str, Any]) -> None:
    """:func:`what_next`, after an answer that offered nothing more precise."""
    times, first = int(do.get("times", 0)) + 1, do.get("first", "ask_help")
    if times > TWICE:
        INTENTS["ask_human"](turn)
        return
    second = "ask_help_again" if first == "ask_help" else "ask_help"
    turn.offer("next", LOST, times=times, first=first)
    turn.say(first if times == 1 else second, doors())


def doors() -> list[m.Button]:
    """What can be done from anywhere, a human among them."""
    return [
        m.button("Trouver un service", "near"),
        m.button("Faire le point sur ma situation", "stock"),
        m.intent_button("Parler à une personne", "ask_human"),
    ]
