"""« oui », « non » and other short answers when no questionnaire is open: they answer the last offer."""

from __future__ import annotations

from actions.base import RelaisAction
from actions.heard import corrected
from actions.registry import COMMANDS, on
from actions.search import moved
from actions.turn import Turn
from bot import messages as m


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
    if offer:
        COMMANDS[offer["do"]](turn, offer)
        return
    turn.say("ask_help", doors())


@on("deny", "dont_know", "prefer_not_to_say")
def _no(turn: Turn) -> None:
    if moved(turn) or corrected(turn, doors()):
        return
    turn.set("offer", None)
    turn.show(m.text("D'accord. Dites-moi ce qui vous aiderait, ou choisissez.", doors()))


def doors() -> list[m.Button]:
    """What can be done from anywhere, a human among them."""
    return [
        m.button("Trouver un service", "near"),
        m.button("Faire le point sur ma situation", "stock"),
        m.intent_button("Parler à une personne", "ask_human"),
    ]
