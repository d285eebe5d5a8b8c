"""The one form: it gives the engine what was said, asks its next question, and serves digressions in between."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import EventType, SlotSet

from actions import codes, counting
from actions.base import RelaisAction
from actions.heard import said_back
from actions.registry import ANSWERED, COMMANDS, FINISHES, INTENTS, LEAVES
from actions.turn import Turn
from bot import messages as m
from bot.interview.messages import message_text
from bot.interview.understand.common import asks_how_long, depends, is_question
from bot.interview.views import Outcome, QuestionView

# Obeyed at once, whatever is being asked.
RIGHTS = frozenset({"erase_data", "export_data", "withdraw_consent", "ask_privacy", "ask_human"})
# What moves the questionnaire itself.
MOVES = frozenset(
    {"go_back", "why_ask", "prefer_not_to_say", "dont_know", "repeat", "resume", "change_answer", "pause", "goodbye"}
)
# Said of a question, these are answers, or nothing; never another subject.
NO_DIGRESSION = frozenset({"inform", "affirm", "deny", "nlu_fallback"})
VAGUE, FEW = frozenset({"out_of_scope", "chitchat", "complain"}), 4
SURE, RATHER = 0.6, 0.45
SURE_ANSWER = 0.9


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


def ask(turn: Turn, before: str = "") -> None:
    """Put the pending question; ``before`` is said in the same message."""
    run = turn.interview
    view = turn.world.engine.current(run["state"]) if run else None
    if view is None or run is None:
        return
    # A long text of consent is read once; after a « pourquoi ? » its question is enough.
    long = "" if before else run["context"].get("text", "")
    words = long or view.text + (f" {view.help}" if view.help and not turn.easy else "")
    message = m.text(f"{before}\n\n{words}" if before else words, kind="question")
    question: dict[str, Any] = {
        "id": view.ref,
        "questionnaire": view.questionnaire,
        "index": view.index,
        "total": view.total,
        "why": view.why,
        "type": _type(view),
    }
    options = [m.button(option.label, "answer", options=[option.id]) for option in view.options]
    if options:
        question["options"] = options
    message["question"] = question
    message["buttons"] = _controls(run, view)
    turn.show(message)
    counting.put(turn, view.ref)


def hear(turn: Turn) -> None:
    """One message while a question is open."""
    run = turn.interview
    if run is None or turn.world.engine.current(run["state"]) is None:
        turn.set("interview", None)
        return
    if turn.do:
        _pressed(turn, run)
    elif turn.typed and asks_how_long(turn.text):
        _how_long(turn, run)
    elif (turn.intent in RIGHTS and turn.confidence >= SURE) or not turn.typed:
        _by_intent(turn, run)
    else:
        _typed(turn, run)


def settle(turn: Turn, outcome: Outcome) -> None:
    """Go on after an answer: say what must be said, ask the next question, or finish."""
    run = {**(turn.interview or {}), "state": outcome.state}
    if outcome.status in ("accepted", "finished") and outcome.message not in ("back", "modify"):
        run = counting.answered(run, turn, outcome.question)
    turn.set("interview", run)
    said: str | None = ""
    if outcome.message == "accepted" and outcome.question and run["purpose"] in ANSWERED:
        said = ANSWERED[run["purpose"]](turn, outcome.question)
        if said is None:
            return
    if outcome.status == "finished":
        counting.finished(turn, run)
        FINISHES[run["purpose"]](turn)
        return
    silent = outcome.status == "accepted" and outcome.message == "accepted"
    ask(turn, (said or "") if silent else message_text(outcome.message, easy=turn.easy, values=outcome.values))


def _pressed(turn: Turn, run: dict[str, Any]) -> None:
    name = turn.do.get("do", "")
    if name == "answer":
        settle(turn, turn.world.engine.answer(run["state"], option_ids=[str(o) for o in turn.do["options"]]))
    elif name in _CONTROLS:
        _CONTROLS[name](turn, run)
    else:
        _aside(turn, lambda: COMMANDS[name](turn, turn.do))


def _typed(turn: Turn, run: dict[str, Any]) -> None:
    engine = turn.world.engine
    view = engine.current(run["state"])
    assert view is not None
    if run["purpose"] == "stock" and _put_right(turn, run):
        return
    free = view.type in ("text", "first_name", "phone_or_email")
    moving = turn.intent in MOVES and turn.confidence >= (SURE if not free else 0.75) and len(turn.text) < 80
    if moving and not _is_answer(turn, run, view):
        _by_intent(turn, run)
        return
    outcome = engine.answer(run["state"], text=turn.text)
    digression = turn.intent in INTENTS and turn.intent not in NO_DIGRESSION | MOVES and not free and not _vague(turn)
    if outcome.status in ("not_an_answer", "clarify") and digression and turn.confidence >= RATHER:
        _by_intent(turn, run)
        return
    if (
        outcome.status == "not_an_answer"
        and free
        and turn.intent in INTENTS
        and turn.intent not in NO_DIGRESSION
        and turn.confidence >= SURE
    ):
        _by_intent(turn, run)
        return
    if outcome.status == "not_an_answer":
        # Nothing that we know of: the question is put again, and once more, then left.
        outcome = engine.answer(run["state"], text="")
    if run["purpose"] == "stock" and view.ref != "essential.helps":
        turn.unlearn(*(("age", "living", "illness", "refuses") if view.ref == "essential.place" else ()))
    settle(turn, outcome)


def _vague(turn: Turn) -> bool:
    """« la mairie »: a few words that are no subject of ours answer badly, they do not change the subject."""
    return turn.intent in VAGUE and len(turn.text.split()) <= FEW and not is_question(turn.text)


def _put_right(turn: Turn, run: dict[str, Any]) -> bool:
    """« en fait c'est ma femme » while something else is asked: the answer given before is replaced, not this one."""
    if not (turn.new_facts.get("corrects") and "relation" in turn.changed):
        return False
    known = {name: fact for name, fact in turn.prefill().items() if name in ("role", "relation")}
    turn.set("interview", {**run, "state": turn.world.engine.correct(run["state"], known)})
    ask(turn, said_back(turn).strip())
    return True


def _is_answer(turn: Turn, run: dict[str, Any], view: QuestionView) -> bool:
    """Whatever the classifier thinks: a sure answer, or « ça dépend », which is asked again once."""
    question = turn.world.engine.library.question(view.ref)
    if question is None or question.type == "text":
        return False
    said = turn.world.engine.understand(run["state"], question, turn.text)
    sure = said.kind == "answer" and said.confidence >= SURE_ANSWER
    return sure or (said.kind == "unclear" and depends(turn.text))


def _by_intent(turn: Turn, run: dict[str, Any]) -> None:
    move = _INTENT_MOVES.get(turn.intent)
    if move is not None:
        move(turn, run)
        return
    handler = INTENTS.get(turn.intent)
    if handler is None:
        ask(turn)
        return
    _aside(turn, lambda: handler(turn))


def _aside(turn: Turn, serve: Any) -> None:
    """Serve something else; unless it began or ended a run, the pending question comes back, once."""
    before = turn.interview
    serve()
    after = turn.interview
    if after is not None and before is not None and after["run"] == before["run"]:
        ask(turn)


def _why(turn: Turn, run: dict[str, Any]) -> None:
    view = turn.world.engine.current(run["state"])
    ask(turn, view.why if view else turn.words("why_generic"))


def _how_long(turn: Turn, run: dict[str, Any]) -> None:
    view = turn.world.engine.current(run["state"])
    assert view is not None
    left = view.total - view.index
    after = "C'est la dernière." if left <= 0 else f"Après elle, il en reste {left} au plus."
    ask(turn, f"C'est la question {view.index} sur {view.total}. {after}")


def _again(turn: Turn, _run: dict[str, Any]) -> None:
    turn.easy = turn.easy or "simpl" in turn.text
    ask(turn)


def _leave(turn: Turn, run: dict[str, Any]) -> None:
    """« plus tard », « au revoir »: stop here; what was agreed to be kept can be taken up again, also elsewhere."""
    if run["purpose"] in LEAVES:
        LEAVES[run["purpose"]](turn)
        turn.set("interview", None)
        return
    turn.set("interview", None)
    if "screening" in (turn.get("consents") or []) and run["purpose"] == "stock":
        turn.set("paused", {**run})
        code = codes.keep_pause(turn, run)
        turn.say("stock_paused", [m.button("Reprendre", "resume")], reference=code)
        return
    turn.show(
        m.text(
            "D'accord, on s'arrête là. Je n'ai rien enregistré. Vous pouvez me poser une autre question.",
            [m.button("Reprendre la question", "reopen", run=run)] if len(str(run)) < 1500 else [],
        )
    )


def _change(turn: Turn, run: dict[str, Any]) -> None:
    lines = turn.world.engine.recap(run["state"])
    if not lines:
        ask(turn, message_text("nothing_before", easy=turn.easy))
        return
    buttons = [m.button(f"{line.question} : {line.answer}"[:80], "modify", ref=line.ref) for line in lines[-8:]]
    turn.show(m.text("Quelle réponse voulez-vous changer ?", buttons))


_INTENT_MOVES: dict[str, Any] = {
    "go_back": lambda turn, run: settle(turn, turn.world.engine.back(run["state"])),
    "prefer_not_to_say": lambda turn, run: settle(turn, turn.world.engine.skip(run["state"])),
    "dont_know": lambda turn, run: settle(turn, turn.world.engine.unknown(run["state"])),
    "why_ask": _why,
    "repeat": _again,
    "resume": _again,
    "change_answer": _change,
    "pause": _leave,
    "goodbye": _leave,
}
_CONTROLS: dict[str, Any] = {
    "why": _why,
    "back": _INTENT_MOVES["go_back"],
    "skip": _INTENT_MOVES["prefer_not_to_say"],
    "stop": _leave,
    "modify": lambda turn, run: settle(turn, turn.world.engine.modify(run["state"], turn.do["ref"])),
}


def _controls(run: dict[str, Any], view: QuestionView) -> list[m.Button]:
    buttons = []
    if view.skippable:
        buttons.append(m.button("Passer", "skip"))
    if view.index > 1:
        buttons.append(m.button("Revenir", "back"))
    if run["purpose"] in ("stock", "callback"):
        buttons.append(m.button("Arrêter", "stop"))
    return buttons


def _type(view: QuestionView) -> str:
    return "multiple" if view.several else view.type


__all__ = ["ValidateInterviewForm", "ask", "hear", "settle"]
