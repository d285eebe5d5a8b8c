"""A stretch of a text that speaks of a place, with what it may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .store import Match


@dataclass
class Mention:
    """Words `start` to `end` (excluded) of a text. `kind`: "name", "code", "departement" or "region".

    `matches`: entries of the store for names and codes; `value`: code of a département or region.
    `strength`: see `context.strength`; 4 is a bare answer.
    """

    start: int
    end: int
    kind: str
    strength: int
    matches: list[Match] = field(default_factory=list)
    value: str = ""
    corrected: bool = False
    errors: dict[int, float] = field(default_factory=dict)  # entry → weight of the typing errors
    standing: int = 3


def corrected_mention(start: int, end: int, strength: int, near: Sequence[tuple[Match, float]]) -> Mention:
    """A name read through its typing errors. `near`: what it may be, each with the weight of the errors, best first."""
    errors = {match.entry: weight for match, weight in reversed(near)}
    return Mention(start, end, "name", strength, [match for match, _ in near], corrected=True, errors=errors)
