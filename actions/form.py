"""The one form hears: free words are first tried as an answer to the question, then as a move, then as a digression."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import EventType, SlotSet

from actions import moves, request_answers, thread
from actions.base import RelaisAction
from actions.human import wants_call
from actions.inform import understood
from actions.interviews import ask, settle
from actions.offers import TOLD
from actions.registry import COMMANDS, INTENTS, heard_words
from actions.topics import TOPICS
from actions.turn import Run, Turn
from bot.interview.model import Question
from bot.interview.understand.common import asks_how_long, depends, is_question, special
from bot.interview.understand.moves import plain_move
from bot.interview.understand.options import denied

# Obeyed at once, whatever is being asked.
RIGHTS = frozenset({"erase_data", "export_data", "withdraw_consent", "ask_privacy", "ask_human"})
# Said of a question, these are answers, or nothing; never another subject.
NO_DIGRESSION = frozenset({"inform", "affirm", "deny", "nlu_fallback"})
FREE = frozenset({"text", "first_name", "phone_or_email"})
IN_PASSING = frozenset({"call_back", "report", "new_contact", "cancelling"})  # buttons; others leave the question
NAMES = frozenset({"first_name", "place"})  # whatever is typed may look like one: « c'est pas ça » is no Le Pas
REQUEST = thread.ASKING | {"amend"}
VAGUE, FEW = frozenset({"out_of_scope", "chitchat", "complain"}), 4
SURE, RATHER = 0.6, 0.45
SURE_OF_WORDS = 0.75  # a name or a number is asked: what looks like a move must look so plainly
SURE_OF_ALL = 0.9  # « personne », asked who helps, is no request for one
SURE_ANSWER = 0.65  # the engine recognised an answer, whatever the classifier thinks
SHORT = 7  # words: « arrêter de travailler » names what weighs, a whole sentence may ask something


class ValidateInterviewForm(RelaisAction):
    """Called by Rasa's form for every message while a question is open."""

    action_name = "validate_interview_form"

    def act(self, turn: Turn) -> None:
        """Answer, move, or digress; the pending question then comes back exactly once."""
        hear(turn)

    def finish(self, turn: Turn) -> list[EventType]:
        """``answer`` stays empty while there is a question; filled, it closes the form."""
        return [*turn.events(), SlotSet("answer", None if turn.interview else "done")]

    def give_up(self) -> list[EventType]:
        """The question stays open."""
        return [SlotSet("answer", None)]


def hear(turn: Turn) -> None:
    """One message while a question is open."""
    run = turn.interview
    if run is None or turn.world.engine.current(run["state"]) is None:
        turn.set("interview", None)
        return
    _obey(turn, run)
    thread.go_on(turn, run)


def _obey(turn: Turn, run: Run) -> None:
    if turn.do:
        _pressed(turn, run)
    elif turn.typed and asks_how_long(turn.text):
        moves.how_long(turn, run)
    elif not turn.typed:
        _by_intent(turn, run)
    else:
        _typed(turn, run)


def _pressed(turn: Turn, run: Run) -> None:
    name = turn.do.get("do", "")
    if name == "answer":
        settle(turn, turn.world.engine.answer(run["state"], option_ids=[str(o) for o in turn.do["options"]]))
    elif name in moves.BY_BUTTON:
        moves.BY_BUTTON[name](turn, run)
    else:
        _aside(turn, lambda: COMMANDS[name](turn, turn.do), in_passing=name in IN_PASSING)


def _typed(turn: Turn, run: Run) -> None:
    engine = turn.world.engine
    view = engine.current(run["state"])
    assert view is not None
    question = engine.library.question(view.ref)
    assert question is not None
    if request_answers.heard(turn, run, question):
        return
    run = turn.interview or run
    said = engine.understand(run["state"], question, turn.text)
    sure = question.type != "text" and said.kind == "answer" and said.confidence >= SURE_ANSWER
    if run["purpose"] == "stock" and turn.corrects and "relation" in turn.changed:
        # « en fait c'est ma femme » while something else is asked: the answer given before is replaced, not this one.
        known = {name: fact for name, fact in turn.prefill().items() if name in ("role", "relation")}
        turn.set("interview", {**run, "state": engine.correct(run["state"], known)})
        ask(turn, understood(turn).strip())
        return
    plain = plain_move(turn.text)
    words = heard_words(turn, own_words=question.type == "text")
    if plain and said.kind != "answer":
        moves.BY_INTENT[plain](turn, run)
    elif words and _calls(turn, run):
        turn.set("interview", None)
        words(turn)
    elif words and said.kind not in ("skip", "unknown") and (not sure or question.type in NAMES):
        _aside(turn, lambda: words(turn))
    elif _is_right(turn, question) and not (sure and said.confidence >= SURE_OF_ALL):
        _by_intent(turn, run)
    elif sure and not _moves_a_name(turn, question):
        _answered(turn, run, question, engine.answer(run["state"], text=turn.text))
    elif (named := _topic_as_answer(turn, question)) is not None:
        _answered(turn, run, question, engine.answer(run["state"], option_ids=named))
    elif _moves(turn, question):
        _by_intent(turn, run)
    elif _tells_a_place(turn, question, said.kind):
        ask(turn, understood(turn).strip())  # « j'habite à Vénissieux », asked something else
    elif question.type == "place" and TOLD & turn.new_facts.keys() - {"place"} and len(_words(turn)) <= SHORT:
        ask(turn, understood(turn).strip())  # « elle a 79 ans »: noted, and the place is still to be said
    else:
        _tried(turn, run, question, said.kind)


def _calls(turn: Turn, run: Run) -> bool:
    """« oui, je veux bien qu'on me téléphone », asked another agreement: a call is wanted, and nothing else agreed."""
    return run["purpose"] == "consent_screening" and wants_call(turn)


def _tried(turn: Turn, run: Run, question: Question, kind: str) -> None:
    """Neither a sure answer nor a move: another subject, else what the engine makes of it, else asked again."""
    engine, free = turn.world.engine, question.type in FREE
    unheard = ("other",) if question.type in ("text", "first_name") else ("other", "unclear")
    another = turn.intent in INTENTS and turn.intent not in NO_DIGRESSION
    another = another and (free or turn.intent not in moves.BY_INTENT)
    if kind in unheard and another and not _vague(turn) and turn.confidence >= (SURE if free else RATHER):
        _by_intent(turn, run)
        return
    outcome = engine.answer(run["state"], text=turn.text)
    if outcome.status == "not_an_answer":
        # Nothing that we know of: the question is put again, and once more, then left.
        outcome = engine.answer(run["state"], text="")
    if question.type == "place" and outcome.status == "clarify" and _no_place(turn):
        turn.set("interview", {**run, "state": outcome.state})
        ask(turn, turn.words("place_only"))
        return
    _answered(turn, run, question, outcome)


def _answered(turn: Turn, run: Run, question: Question, outcome: Any) -> None:
    if run["purpose"] in REQUEST:
        turn.unlearn()  # « demandez ma fille »: she is to be called, not helped
    elif run["purpose"] == "stock" and question.ref != "essential.helps":
        turn.unlearn(*(("age", "living", "illness", "refuses") if question.ref == "essential.place" else ()))
    settle(turn, outcome)


def _is_right(turn: Turn, question: Question) -> bool:
    """« parler à une femme » among the words asked for is one of them; « effacez tout » is always obeyed."""
    if turn.intent not in RIGHTS or turn.confidence < SURE:
        return False
    return turn.intent != "ask_human" or question.type != "text" or (turn.confidence >= 0.9 and len(_words(turn)) <= 6)


def _moves(turn: Turn, question: Question) -> bool:
    """The classifier takes it for a move: believed in few words, and never where one's own words are asked for."""
    if turn.intent not in moves.BY_INTENT or question.type == "text" or len(turn.text) >= 80:
        return False
    # Those that are plain are heard by their words; a doubtful one must not end the questionnaire.
    refusing = turn.intent in ("dont_know", "prefer_not_to_say", "pause", "goodbye")
    if turn.confidence < (SURE_OF_ALL if refusing else SURE_OF_WORDS if question.type in FREE else SURE):
        return False
    if question.type == "place" and refusing and turn.new_facts.get("place"):
        return False  # « je sais pas exactement, entre Mâcon et Cluny »
    # « ça dépend » is asked again once; « pas le matin » names a choice, though to refuse it.
    return not (depends(turn.text) or (refusing and denied(question.options, turn.text)))


def _tells_a_place(turn: Turn, question: Question, kind: str) -> bool:
    """A place, and no answer, to a question that asks for neither a place nor words of one's own."""
    place = turn.new_facts.get("place")
    wanted = question.type not in FREE | {"place", "text"} and kind != "answer" and turn.intent == "inform"
    return wanted and place is not None and not place.get("ambiguous") and len(_words(turn)) <= SHORT


def _moves_a_name(turn: Turn, question: Question) -> bool:
    """« laissons tomber » could be a name, and is none."""
    more = len(_words(turn)) > 1  # « Claire » looks like a wish for clearer words
    moved = turn.intent in moves.BY_INTENT and turn.confidence >= SURE_OF_WORDS
    return more and moved and question.type == "first_name"


def _topic_as_answer(turn: Turn, question: Question) -> list[str] | None:
    """« arrêter de travailler », asked what weighs: the one choice that holds this need; None otherwise."""
    if turn.intent not in TOPICS or turn.confidence < SURE or len(_words(turn)) > SHORT or is_question(turn.text):
        return None
    holding = [option.id for option in question.options if turn.intent in option.needs]
    return holding if len(holding) == 1 and special(turn.text) is None else None


def _vague(turn: Turn) -> bool:
    """« la mairie »: a few words that are no subject of ours answer badly, they do not change the subject."""
    return turn.intent in VAGUE and len(_words(turn)) <= FEW and not is_question(turn.text)


def _no_place(turn: Turn) -> bool:
    """A whole sentence that names no place: it is no misspelt commune."""
    named = any(character.isdigit() for character in turn.text) or turn.new_facts.get("place")
    return len(_words(turn)) > FEW and not named


def _words(turn: Turn) -> list[str]:
    return turn.text.split()


def _by_intent(turn: Turn, run: Run) -> None:
    move = moves.BY_INTENT.get(turn.intent)
    if move is not None:
        move(turn, run)
        return
    handler = INTENTS.get(turn.intent)
    if handler is None:
        ask(turn)
        return
    if run["purpose"] == "place" and turn.intent in TOPICS and not run["context"].get("then"):
        # The place will serve what was asked last; what was asked before waits.
        turn.set("interview", {**run, "context": {**run["context"], "needs": [turn.intent]}})
    _aside(turn, lambda: handler(turn))


def _aside(turn: Turn, serve: Any, *, in_passing: bool = True) -> None:
    """Serve something else; the pending question comes back, once: at once, or when what was begun is done."""
    before = turn.interview
    serve()
    after = turn.interview
    asked = bool(turn.messages) and turn.messages[-1].get("kind") == "question"
    if after is not None and before is not None and after["run"] == before["run"] and not asked:
        ask(turn)
    elif before is not None and in_passing:
        thread.interrupted(turn, before)


__all__ = ["ValidateInterviewForm", "hear"]
