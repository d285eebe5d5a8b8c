"""The one form puts its questions: what is asked, with which buttons, and what follows an answer."""

from __future__ import annotations

from typing import Any

from actions import counting
from actions.registry import ANSWERED, FINISHES
from actions.turn import Run, Turn
from bot import messages as m
from bot.interview.messages import message_text
from bot.interview.views import Outcome, QuestionView

# Where « Arrêter » is always at hand: the long ones, and those that ask for an agreement.
CONSENTS = frozenset({"consent_screening", "consent_referral", "consent_follow_up", "consent_reminder"})
STOPPABLE = CONSENTS | {"stock", "callback"}


def ask(turn: Turn, before: str = "") -> None:
    """Put the pending question; ``before`` is said in the same message."""
    run = turn.interview
    view = turn.world.engine.current(run["state"]) if run else None
    if view is None or run is None:
        return
    words = _consent(turn, run, bool(before)) or view.text + (f" {view.help}" if view.help and not turn.easy else "")
    message = m.text(f"{before}\n\n{words}" if before else words, kind="question")
    question: dict[str, Any] = {
        "id": view.ref,
        "questionnaire": view.questionnaire,
        "index": view.index,
        "total": view.total,
        "why": view.why,
        "type": "multiple" if view.several else view.type,
    }
    options = [m.button(option.label, "answer", options=[option.id]) for option in view.options]
    if options:
        question["options"] = options
    message["question"] = question
    message["buttons"] = _controls(run, view)
    turn.show(message)
    counting.put(turn, view.ref)


def settle(turn: Turn, outcome: Outcome) -> None:
    """Go on after an answer: say what must be said, ask the next question, or finish."""
    run: Run = {**turn.run, "state": outcome.state}
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


def _consent(turn: Turn, run: Run, after: bool) -> str:
    """The long text of a consent, said whole once: after a digression or a « pourquoi ? » its question is enough."""
    context = run["context"]
    if not context.get("text") or context.get("read") or after:
        return ""
    if run["purpose"] not in CONSENTS:
        return str(context["text"])
    turn.set("interview", {**run, "context": {**context, "read": True}})
    return str(context["text"])


def _controls(run: Run, view: QuestionView) -> list[m.Button]:
    buttons = []
    if view.skippable:
        buttons.append(m.button("Passer", "skip"))
    if view.index > 1:
        buttons.append(m.button("Revenir", "back"))
    if run["purpose"] in STOPPABLE:
        buttons.append(m.button("Arrêter", "stop"))
    return buttons


__all__ = ["ask", "settle"]
