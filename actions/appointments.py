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
    run, stock = turn.interview or {}, dict(turn.get("stock") or {})
    answers = {ref: record.get("value") for ref, record in turn.world.engine.answers(run["state"]).items()}
    turn.set("interview", None)
    start, title = answers.get("appointment.day"), answers.get("appointment.who")
    memo = m.button("Mon mémo à imprimer", "memo")
    if not start:
        turn.show(m.text("D'accord, je ne note pas de rendez-vous.", [memo]))
        return
    held = [*stock.get("appointments", ()), {"title": title or "Rendez-vous", "start": start, "place": ""}]
    most = int(settings()["most"]["appointments"])
    turn.set("stock", {**stock, "appointments": held[-most:]})
    turn.show(
        m.text(
            f"C'est noté : {when(str(start))}{f', {title}' if title else ''}. Ce sera dans le mémo et dans l'agenda.",
            [memo, m.button("Noter un autre rendez-vous", "appointment")],
        )
    )
