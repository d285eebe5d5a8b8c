"""The ways to reach a service, and whom to ask of one that the directory gives none for."""

from __future__ import annotations

from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from actions.turn import Turn
from bot.orientation.reaching import WAYS, reachable


def complete(turn: Turn, service: dict[str, Any]) -> dict[str, Any]:
    """A service that was shown, with what the directory holds to reach it; ``ask`` when that is nothing."""
    if reachable(service):
        return service
    try:
        listed = turn.world.directory.get(str(service["id"]))
    except SQLAlchemyError:
        listed = None
    found = {**service, **{kind: getattr(listed, kind) for kind in WAYS if listed and getattr(listed, kind)}}
    return found if reachable(found) else {**found, "ask": whom(turn, str(service["id"]))}


def said(turn: Turn, service: dict[str, Any]) -> dict[str, Any]:
    """A card to show: of a service without any way to reach it, it says who knows one."""
    if reachable(service):
        return service
    words = f"Nous n'avons pas ses coordonnées. À demander à : {whom(turn, str(service['id']))}."
    return {**service, "why": f"{str(service.get('why') or '').rstrip('. ')}. {words}".removeprefix(". ")}


def whom(turn: Turn, but: str = "") -> str:
    """The entry point of the département with its number, else a number where a person answers; never the service
    ``but`` itself."""
    known = turn.facts.get("place") or {}
    place = turn.world.gazetteer.get(known["code"]) if known and not known.get("ambiguous") else None
    try:
        entry = turn.world.directory.entry_point(place) if place else None
    except SQLAlchemyError:
        entry = None
    if entry is not None and entry.phone and entry.id != but:
        return f"{entry.name}, {entry.phone}"
    if turn.world.settings.phone:
        return f"{turn.world.settings.organisation}, {turn.world.phone}"
    line = turn.world.human_line_in(turn.country)
    return f"{line.name}, {line.number}"
