"""What the actions count of a turn: codes alone, in one transaction at its end, and never at the cost of an answer."""

from __future__ import annotations

import logging
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from actions.turn import Run, Turn
from bot.counts.tally import NO_GUESS, add

logger = logging.getLogger("relais.actions")
OPINION = "satisfaction"


def write(turn: Turn) -> None:
    """Write what the turn counted; a store that is down keeps nobody from an answer."""
    if not turn.tallies and not turn.counts:
        return
    try:
        with turn.world.database.session() as session:
            add(session, turn.tallies)
            for count in turn.counts:
                count(session)
    except SQLAlchemyError as error:
        logger.warning("counts not written: %s", type(error).__name__)


def begun(turn: Turn) -> None:
    """The first message of a conversation; those of the health probe are nobody's."""
    if turn.is_first and not turn.session_id.startswith("probe-"):
        turn.count("conversation", turn.channel)


def guesses(topics: list[str]) -> str:
    """The key of what was not understood."""
    return "+".join(topics) or NO_GUESS


def settled(turn: Turn, do: dict[str, Any], how: str) -> None:
    """A button offered when the message was not understood was pressed; ``guesses`` stands in it."""
    if do.get("guesses"):
        turn.count("settled", str(do["guesses"]), how)


def put(turn: Turn, ref: str) -> None:
    """A question is put: counted once in a run, however often it comes back."""
    run = turn.interview
    if run is None or ref in run.get("put", ()):
        return
    if not run.get("put"):
        turn.count("started", str(run["purpose"]))
    turn.count("asked", ref)
    turn.set("interview", {**run, "put": [*run.get("put", ()), ref]})


def answered(run: Run, turn: Turn, ref: str | None) -> Run:
    """A question is answered or passed; gives the run back, marked so that it counts once."""
    if ref is None or ref in run.get("heard", ()):
        return run
    turn.count("answered", ref)
    return {**run, "heard": [*run.get("heard", ()), ref]}


def finished(turn: Turn, run: Run) -> None:
    """A series of questions is gone through; opinions, which are codes, are counted with it."""
    turn.count("finished", str(run["purpose"]))
    for ref, answer in turn.world.engine.answers(run["state"]).items():
        if ref.partition(".")[0] == OPINION and isinstance(answer.get("value"), str) and not _free(turn, ref):
            turn.count("opinion", ref, answer["value"])


def _free(turn: Turn, ref: str) -> bool:
    questionnaire, _, name = ref.partition(".")
    return not next((q.options for q in turn.world.engine.library[questionnaire].questions if q.id == name), ())
