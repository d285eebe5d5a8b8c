"""« Faire le point »: offered, never imposed; consent first; stop and take up again."""

from __future__ import annotations

from typing import Any

from actions import interviews, packs, result, result_commands, tone
from actions.base import IntentAction
from actions.offers import doors
from actions.referral import keep
from actions.registry import COMMANDS, INTENTS, command, finish, on
from actions.resuming import takes_up
from actions.turn import Turn
from bot import messages as m
from bot.privacy import consent

TEXT_VERSION = "screening-2"


class ActionStock(IntentAction):
    """Start, pause or resume taking stock."""

    action_name = "action_stock"


@on("start_screening")
def _start(turn: Turn) -> None:
    if not packs.asked(turn):  # « le point des six mois » is a pack's
        stock(turn, {})


@command("stock")
def stock(turn: Turn, _do: dict[str, Any]) -> None:
    """Ask the consent of this purpose once, then the essential questions that are not answered yet."""
    turn.set("offer", None)
    if "screening" in (turn.get("consents") or []):
        _essential(turn)
        return
    _ask_consent(turn, _for_whom(turn, "screening_consent"), {"do": "stock"})


@command("consent")
def ask_consent(turn: Turn, do: dict[str, Any]) -> None:
    """Ask the consent of what was chosen (a sheet, a page, a questionnaire), then go on with the command ``then``."""
    then = do["then"]
    if do.get("sheet"):
        words = turn.consent_words("pack_consent")
    elif do.get("page"):
        words = _for_whom(turn, "memo_consent")
    else:
        chosen = turn.world.engine.library[str(then["questionnaire"])]
        words = _for_whom(turn, "screening_consent_chosen", title=chosen.title, length=chosen.length)
    _ask_consent(turn, words, then)


def _for_whom(turn: Turn, key: str, **values: str) -> str:
    """The words that fit who writes and by which channel; they are kept with the agreement."""
    return turn.consent_words(key + ("_prescriber" if turn.role == "prescriber" else ""), **values)


def _ask_consent(turn: Turn, words: str, then: dict[str, Any]) -> None:
    context = {"text": tone.words(turn, words), "then": then}
    turn.start("consent_screening", ["consent_screening"], context)
    interviews.ask(turn)


@finish("consent_screening")
def _consented(turn: Turn) -> None:
    run = turn.run
    agreed = turn.answer("consent_screening.agreed")
    turn.set("interview", None)
    then = run["context"].get("then") or {"do": "stock"}  # asked by an older version, it says nothing
    if not agreed:
        turn.say("memo_refused" if then["do"] == "memo" else "screening_refused", doors()[::2])
        return
    with turn.world.database.session() as session:
        consent.grant(session, turn.session_id, "screening", run["context"]["text"], TEXT_VERSION)
    keep(turn, "screening")
    COMMANDS[then["do"]](turn, then)


def _essential(turn: Turn) -> None:
    kept = (turn.get("stock") or {}).get("state")
    if kept and not any(ref.startswith("essential.") for ref in turn.world.engine.answers(kept)):
        # A pack's questions came first: these are added to them.
        result_commands.branch(turn, {"questionnaire": "essential"})
        return
    if kept:
        result_commands.again(turn, {})
        return
    turn.start("stock", ["essential"])
    run = turn.run
    if turn.world.engine.current(run["state"]) is None:
        result.first(turn)
        return
    interviews.ask(turn)


@finish("stock")
def _finished(turn: Turn) -> None:
    result.first(turn)


@on("pause")
def pause(turn: Turn) -> None:
    """« je reviendrai »: something to keep, when there is something."""
    if (turn.get("stock") or {}).get("state"):
        buttons = [m.button("Mon mémo à imprimer", "memo"), m.button("Comparer dans trois mois", "remember")]
        turn.show(m.text("D'accord. Avant de partir, voulez-vous un mémo ?", buttons))
        return
    if turn.get("shown") or turn.get("reference"):
        turn.set("offer", {"do": "memo"})
        turn.say("thinking", [m.button("Mon mémo à imprimer", "memo"), *doors()[1:]])
        return
    turn.say("thinking_nothing", doors())


@on("resume")
def resume(turn: Turn) -> None:
    """Take up the run that was left, else say what can be done; « moi j'étais maçon » takes up nothing."""
    if turn.typed and not turn.get("paused") and not takes_up(turn.normal):
        INTENTS["nlu_fallback"](turn)
        return
    _resume(turn, {})


@command("resume")
def _resume(turn: Turn, _do: dict[str, Any]) -> None:
    paused = turn.get("paused")
    if not paused:
        turn.say("return_ask_code", [m.button("Faire le point sur ma situation", "stock")])
        return
    turn.set("paused", None)
    turn.start(paused["purpose"], [], paused["context"], state=turn.world.engine.resume(paused["state"]))
    interviews.ask(turn, "Nous reprenons là où vous étiez.")


@command("reopen")
def _reopen(turn: Turn, do: dict[str, Any]) -> None:
    run = do["run"]
    turn.start(run["purpose"], [], run["context"], state=turn.world.engine.resume(run["state"]))
    interviews.ask(turn)
