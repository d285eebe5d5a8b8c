"""Hello, thank you, who are you, what can you do: short honest answers, each with a way on."""

from __future__ import annotations

import re

from actions import counting, packs
from actions.base import RelaisAction
from actions.heard import corrected
from actions.inform import informed
from actions.memo import memo_wanted
from actions.offers import doors
from actions.registry import INTENTS, on
from actions.search import moved
from actions.topics import TOPICS
from actions.turn import Turn
from bot.understanding.text import normalise

_MEDICAL = re.compile(
    r"\b(?:dose|doses|posologie|mg|comprimes?|cachets?|medicaments?|traitement|ordonnance|doliprane|paracetamol|"
    r"ibuprofene|antibiotiques?|symptomes?|diagnostic|grave|malade de quoi|c'est quoi comme maladie|fievre|"
    r"bouton|douleur|prise de sang|resultats?|irm|scanner|effets? secondaires?|vaccin|pilule|insuline|"
    r"morphine|somnifere|anxiolytique)\b"
)


class ActionCourtesy(RelaisAction):
    """Answers the acts that need only a sentence."""

    action_name = "action_courtesy"

    def act(self, turn: Turn) -> None:
        """By intent."""
        INTENTS[turn.intent](turn)


@on("greet", "thank", "chitchat", "bot_challenge", "ask_help", "complain")
def _sentence(turn: Turn) -> None:
    if turn.intent == "greet" and not turn.in_form and {"relation", "illness", "tired"} & turn.new_facts.keys():
        informed(turn)  # « bonjour » was the least of what was said
        return
    turn.say(turn.intent, [] if turn.in_form else doors())


@on("goodbye")
def _goodbye(turn: Turn) -> None:
    turn.say("goodbye")


@on("out_of_scope")
def _outside(turn: Turn) -> None:
    if moved(turn) or corrected(turn, doors()) or packs.asked(turn) or memo_wanted(turn):
        return
    medical = _MEDICAL.search(normalise(turn.text)) is not None
    near = [name for name, _ in turn.ranking if name in TOPICS][:1]
    turn.count("unanswered", counting.guesses(["medical"] if medical else ["out_of_scope", *near]))
    turn.say("out_of_scope_medical" if medical else "out_of_scope", [] if turn.in_form else doors())


@on("why_ask")
def _why(turn: Turn) -> None:
    turn.say("why_generic")


@on("repeat", "go_back")
def _again(turn: Turn) -> None:
    turn.effect("replay")


@on("change_answer")
def _change(turn: Turn) -> None:
    if corrected(turn, doors()):
        return
    turn.say("change_answer", doors())
