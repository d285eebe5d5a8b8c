"""What the person's own region adds to an answer: a pack's ``local.yml``, where the place is known."""

from __future__ import annotations

from actions.pack_runs import source_line
from actions.pack_state import situation
from actions.turn import Turn
from bot.packs.local import Local, Locals


def words(turn: Turn, topic: str, *, short: bool = False) -> str:
    """« En Bourgogne-Franche-Comté : … », with its source unless ``short``; empty when no pack knows the place."""
    found = _found(turn, topic)
    if found is None:
        return ""
    name, told = found[0].name, found[1]
    said = " ".join(told.sentences(_departement(turn), easy=turn.easy, short=short))
    sources = told.sources_for(_departement(turn))
    return f"{name} : {said}" if short or not sources else f"{name} : {said} {source_line(sources)}"


def links(turn: Turn, topic: str) -> list[dict[str, str]]:
    """The links of the region for a topic."""
    found = _found(turn, topic)
    return found[1].links_for(_departement(turn)) if found else []


def _found(turn: Turn, topic: str) -> tuple[Locals, Local] | None:
    return turn.world.packs.local(topic, situation(turn))


def _departement(turn: Turn) -> str:
    return str((turn.facts.get("place") or {}).get("departement") or "")
