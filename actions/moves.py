"""What moves a questionnaire: why, back, pass, change, again, stop."""

from __future__ import annotations

from collections.abc import Callable

from actions import codes, result
from actions.interviews import ask, settle
from actions.registry import LEAVES
from actions.turn import Run, Turn
from bot import messages as m
from bot.interview.messages import message_text

Move = Callable[[Turn, Run], None]


def why(turn: Turn, run: Run) -> None:
    """Why this is asked, then the question again."""
    view = turn.world.engine.current(run["state"])
    ask(turn, view.why if view else turn.words("why_generic"))


def how_long(turn: Turn, run: Run) -> None:
    """« combien de questions encore ? »"""
    view = turn.world.engine.current(run["state"])
    assert view is not None
    left = view.total - view.index
    after = "C'est la dernière." if left <= 0 else f"Après elle, il en reste {left} au plus."
    ask(turn, f"C'est la question {view.index} sur {view.total}. {after}")


def leave(turn: Turn, run: Run) -> None:
    """« plus tard », « au revoir »: stop here; what was agreed to be kept can be taken up again, also elsewhere."""
    under = run.get("under")
    turn.left = True
    if under is not None:
        run = under  # with what was done in passing, the question underneath is left
    if run["purpose"] in LEAVES:
        LEAVES[run["purpose"]](turn)
        turn.set("interview", None)
        return
    turn.set("interview", None)
    if "screening" in (turn.get("consents") or []) and run["purpose"] == "stock":
        turn.set("paused", {**run})
        result.learn(turn, run["state"])  # the place answered here is not asked again elsewhere
        code = codes.keep_pause(turn, run)
        turn.say("stock_paused", [m.button("Reprendre", "resume")], reference=code)
        return
    turn.set("offer", {"do": "reopen", "run": run})
    turn.show(
        m.text(
            "D'accord, on s'arrête là. Je n'ai rien enregistré. Vous pouvez me poser une autre question.",
            [
                *([m.button("Reprendre la question", "reopen", run=run)] if len(str(run)) < 1500 else []),
                m.intent_button("Parler à une personne", "ask_human"),
            ],
        )
    )


def _again(turn: Turn, run: Run) -> None:
    turn.easy = turn.easy or "simpl" in turn.text
    # Asked for again, a text of consent is said whole again.
    turn.set("interview", {**run, "context": {**run["context"], "read": False}})
    ask(turn)


def _change(turn: Turn, run: Run) -> None:
    lines = turn.world.engine.recap(run["state"])
    if not lines:
        ask(turn, message_text("nothing_before", easy=turn.easy))
        return
    buttons = [m.button(f"{line.question} : {line.answer}"[:80], "modify", ref=line.ref) for line in lines[-8:]]
    buttons.append(m.button("Aucune, revenir à la question", "ask_again"))
    turn.show(m.text("Quelle réponse voulez-vous changer ?", buttons))


BY_INTENT: dict[str, Move] = {
    "go_back": lambda turn, run: settle(turn, turn.world.engine.back(run["state"])),
    "prefer_not_to_say": lambda turn, run: settle(turn, turn.world.engine.skip(run["state"])),
    "dont_know": lambda turn, run: settle(turn, turn.world.engine.unknown(run["state"])),
    "why_ask": why,
    "repeat": _again,
    "resume": _again,
    "change_answer": _change,
    "pause": leave,
    "goodbye": leave,
}
BY_BUTTON: dict[str, Move] = {
    "why": why,
    "back": BY_INTENT["go_back"],
    "skip": BY_INTENT["prefer_not_to_say"],
    "stop": leave,
    "ask_again": lambda turn, run: ask(turn),
    "modify": lambda turn, run: settle(turn, turn.world.engine.modify(run["state"], turn.do["ref"])),
}
