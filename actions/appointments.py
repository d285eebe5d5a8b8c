"""A meeting already set: its day in words, for the memo and the calendar. Optional, and nothing else."""

from __future__ import annotations

from typing import Any

from actions import interviews
from actions.registry import command, finish
from actions.turn import Turn
from bot import messages as m
from bot.memos.content import settings, when


@command("appointment")
def appointment(turn: Turn, _do: dict[str, Any]) -> None:
    """« Noter un rendez-vous »."""
    turn.set("offer", None)
    turn.start("appointment", ["appointment"])
    interviews.ask(turn)


@finish("appointment")
def _noted(turn: Turn) -> None:
    run = turn.run
    answers = turn.world.engine.values(run["state"])
    turn.set("interview", None)
    memo = m.button("Mon mémo à imprimer", "memo")
    said = note(turn, answers)
    if said is None:
        turn.show(m.text("D'accord, je ne note pas de rendez-vous.", [memo]))
        return
    turn.show(m.text(said, [memo, m.button("Noter un autre rendez-vous", "appointment")]))


def note(turn: Turn, answers: dict[str, Any]) -> str | None:
    """Keep the appointment of ``appointment.yml`` for the memo and the calendar; the words that say so, None without a
    day."""
    start, title = answers.get("appointment.day"), answers.get("appointment.who")
    if not start:
        return None
    hold(turn, str(title or "Rendez-vous"), str(start))
    return f"C'est noté : {when(str(start))}{f', {title}' if title else ''}. Ce sera dans le mémo et dans l'agenda."


def hold(turn: Turn, title: str, start: str) -> None:
    """Keep one more day for the memo and the calendar; of too many, the last ones."""
    held = [*(turn.facts.get("appointments") or ()), {"title": title, "start": start, "place": ""}]
    turn.set("facts", {**turn.facts, "appointments": held[-int(settings()["most"]["appointments"]) :]})
