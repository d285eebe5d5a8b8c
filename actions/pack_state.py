"""What the conversation knows of packs: which is open, for whom, what is done. Kept among the facts, gone with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions.turn import Turn
from bot.packs import Item, Pack
from bot.packs.counts import count_action
from bot.packs.report import BELGIUM
from bot.packs.situation import Situation


def opened(turn: Turn) -> str:
    """The pack opened last, or an empty text."""
    return str(turn.facts.get("pack") or "")


def progress(turn: Turn, pack: Pack) -> dict[str, Any]:
    """What was done in a pack: ``audience``, ``done`` {item: [steps]}, ``log`` {item: [entries]}, ``answers``."""
    return dict((turn.facts.get("packs") or {}).get(pack.id) or {})


def keep(turn: Turn, pack: Pack, **changes: Any) -> None:
    """Change what was done; the pack is then the one opened last."""
    packs = dict(turn.facts.get("packs") or {})
    packs[pack.id] = {**packs.get(pack.id, {}), **changes}
    turn.set("facts", {**turn.facts, "packs": packs, "pack": pack.id})


def situation(turn: Turn, pack: Pack | None = None, answers: Mapping[str, Any] | None = None) -> Situation:
    """What the conditions of packs may ask, at this moment."""
    known = Situation(
        facts=turn.facts,
        country=turn.country,
        role=turn.role,
        level=(turn.get("attention") or {}).get("level"),
        answers=answers or {},
    )
    if pack is None:
        return known
    return Situation(**{**known.__dict__, "audience": audience(turn, pack, known)})


def audience(turn: Turn, pack: Pack, known: Situation | None = None) -> str:
    """Who is spoken to: what was answered, else what the facts already say, else nothing."""
    said = progress(turn, pack).get("audience")
    if said or pack.audience is None:
        return str(said or "")
    known = known or situation(turn)
    if "role" not in turn.facts:
        return ""
    return next((name for name, when in pack.audience.guesses if known.holds(when)), "")


def done_steps(turn: Turn, pack: Pack, item: Item) -> list[str]:
    """The steps of a procedure that the person has done."""
    return list(progress(turn, pack).get("done", {}).get(item.id, ()))


def count(turn: Turn, pack: Pack, action: str) -> None:
    """Count an action, at the end of the turn."""
    place = turn.facts.get("place") or {}
    departement = str(place.get("departement") or (BELGIUM if str(place.get("code", "")).startswith("BE-") else ""))
    whom = audience(turn, pack) or turn.facts.get("role", "")
    turn.later(lambda session: count_action(session, pack.id, action, departement, whom))
