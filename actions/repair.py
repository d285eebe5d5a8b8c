"""When it is not sure: the likeliest topics as buttons, then a person. And beginning again."""

from __future__ import annotations

from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet

from actions import counting, form, packs
from actions.base import RelaisAction
from actions.inform import understood
from actions.memo import memo_wanted
from actions.offers import TOLD, doors
from actions.registry import INTENTS, command, on
from actions.search import moved
from actions.topics import TOPICS, recognition, serve, worn_out
from actions.turn import Turn
from bot import messages as m

PROPOSED = 3
FEW = 5  # words: more than the fact itself, and something may be asked
SURE = 0.75  # to begin again


class ActionFallback(RelaisAction):
    """Not understood well enough to answer."""

    action_name = "action_fallback"

    def act(self, turn: Turn) -> None:
        """Once: propose; twice: a person."""
        not_sure(turn)


@on("nlu_fallback")
def not_sure(turn: Turn) -> None:
    """The likeliest topics as buttons; a second failure offers a person and the phone."""
    if worn_out(turn):
        serve(turn, ["respite", "listening"])
        return
    told = TOLD & turn.new_facts.keys()
    if told and (len(turn.text.split()) <= FEW or turn.corrects or turn.changed or _elsewhere(turn)):
        INTENTS["inform"](turn)  # « pour mon mari », « 58 ans », « c'est pas pour mon père c'est pour ma belle-mère »
        return
    if moved(turn) or packs.asked(turn, turn.needs) or memo_wanted(turn):
        return
    misses = int(turn.get("misses", 0)) + 1
    turn.set("misses", misses)
    likely = [name for name, _ in turn.ranking if name in TOPICS][:PROPOSED]
    key = counting.guesses(likely)
    turn.count("unanswered", key)
    buttons = [
        m.button(turn.world.content.card(topic, turn.country).title, "topic", topic=topic, guesses=key)
        for topic in likely
    ]
    if misses > 1:
        turn.say(
            "fallback_2",
            [
                *packs.buttons(turn),
                *buttons[:2],
                m.button("Être rappelé", "call_back", service="", guesses=key),
            ],
            turn.call_link(),
        )
        return
    buttons += packs.buttons(turn)
    # Much may have been said that was understood: it is said back, only the need is asked.
    heard = recognition(turn) + understood(turn) if told else ""
    words = turn.words("low_confidence" if buttons else "fallback_1")
    turn.show(m.text(heard + words, [*buttons, m.button("Ce n'est pas ça", "not_that", guesses=key)]))


def _elsewhere(turn: Turn) -> bool:
    """« non c'est pas à Dijon c'est à Nevers »: another place than the one known."""
    before, place = turn.known_before.get("place"), turn.new_facts.get("place")
    return bool(before and place and before["code"] != place["code"])


@command("not_that")
def not_that(turn: Turn, do: dict[str, str]) -> None:
    """« Ce n'est pas ça »."""
    counting.settled(turn, do, "not_that")
    turn.say("fallback_1", doors())


class ActionRestart(RelaisAction):
    """« on recommence »: forget what was said here; requests already recorded stand."""

    action_name = "action_restart"

    def act(self, turn: Turn) -> None:
        """Empty what the conversation holds. Rasa calls this for its likeliest intent, however doubtful, in any state:
        « tout » is an answer, and forgets nothing."""
        if turn.typed and turn.confidence < SURE:
            (form.hear if turn.interview else not_sure)(turn)
            return
        for slot in ("facts", "interview", "shown", "offer", "paused", "stock", "attention", "recognised", "misses"):
            turn.set(slot, None)
        turn.say("restart", doors())

    def finish(self, turn: Turn) -> list[EventType]:
        """Close any open question. Consents and recorded requests stand: restarting is not erasing."""
        if turn.interview:
            return [*turn.events(), SlotSet("answer", None), FollowupAction("action_listen")]
        return [
            *turn.events(),
            ActiveLoop(None),
            SlotSet("requested_slot", None),
            SlotSet("answer", None),
            FollowupAction("action_listen"),
        ]
