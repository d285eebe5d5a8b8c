"""What a code will open: written in full before the code is said."""

from __future__ import annotations

from actions.turn import Run, Turn
from bot import returns


def keep_pause(turn: Turn, run: Run) -> str:
    """Keep a run left in the middle, with what it rests on; the code that takes it up again."""
    body = {"run": run, "facts": turn.facts, "stock": turn.get("stock"), "attention": turn.get("attention")}
    return returns.keep(turn.world.database, turn.world.vault, turn.session_id, returns.PAUSE, body)


def keep_summary(turn: Turn) -> str:
    """Keep the coded summary of this time alone: no sentence, no name, no place; the code that compares with it."""
    stock = turn.get("stock")
    body = {"at": stock["at"], "summary": stock["summary"], "role": turn.role}
    return returns.keep(turn.world.database, turn.world.vault, turn.session_id, returns.SUMMARY, body)
