"""Services asked for by their name, « le CCAS », « une HAD », « l'Unafam »: which are meant, and those of that name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from actions.turn import Turn
from bot.orientation.called import asked_by_name
from resources_directory import Found
from resources_directory.gazetteer import Place
from resources_directory.gazetteer.normalise import plain
from resources_directory.named import Named, by_code, find_named


def heard(turn: Turn) -> Named | None:
    """The kind of service that this message asks for by its name, in the country of the person."""
    kind = asked_by_name(turn.text, place_words(turn)) if turn.typed else None
    if kind is None:
        return None
    known = turn.facts.get("place") is not None
    return by_code(kind.code, turn.country) if known else kind


def place_words(turn: Turn) -> list[str]:
    """The folded words of the place that this message names: « dole », « 39 »."""
    return plain((turn.new_facts.get("place") or {}).get("label", "")).split()


def again(turn: Turn, needs: Sequence[str]) -> Named | None:
    """The kind shown last, while the same needs are searched elsewhere or further."""
    shown = turn.get("shown") or {}
    return by_code(shown.get("named") or "", turn.country) if shown.get("needs") == list(needs) else None


def find(
    turn: Turn, kind: Named, needs: Sequence[str], where: Place | None, page: int, offset: int, **narrower: Any
) -> tuple[list[Found], bool]:
    """One page, the services of that name first, then who answers the needs; and whether one of that name serves here.

    A national association is its own answer; a national portal is no « HAD près de Sens ».
    """
    directory, wanted = turn.world.directory, offset + page
    ours = find_named(directory, kind, where, limit=wanted)  # whoever it is for: it was asked by its name
    known = any(kind.words or where is None or not service.national for service in ours)
    if not known and kind.code:
        ours = []
    left = wanted - len(ours) if kind.code else 0
    others = directory.search(needs, where, limit=left, exclude={s.id for s in ours}, **narrower) if left else []
    return [*ours, *others][offset:wanted], known


def title(kind: Named, near: str) -> str:
    """What is said above services of that name."""
    return f"Pour joindre {kind.what}{near} :" if kind.code else f"Voici ce que je connais à ce nom{near} :"


def none_here(turn: Turn, kind: Named, near: str) -> str:
    """The directory has none here: how to reach one all the same."""
    return turn.words("no_service_named", what=kind.what, near=near, reach=kind.reach)
