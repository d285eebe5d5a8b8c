"""What the conditions of a pack may ask: facts, who one is, the country, what taking stock found. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.interview.conditions import MISSING, Node, Slot, evaluate
from bot.interview.flow import slot_of

NAMES = frozenset(
    {"role", "relation", "illness", "age", "carer_age", "country", "audience", "ease", "level", "departement", "tired"}
)
KINDS = frozenset({"said", "answer"})


@dataclass(frozen=True)
class Situation:
    """``facts`` as the dialogue holds them; ``answers`` of the run that just ended, by full question name."""

    facts: Mapping[str, Any]
    country: str = "FR"
    role: str = "carer"
    audience: str = ""
    level: int | None = None
    answers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def holds(self, condition: Node | None) -> bool:
        """True when the condition holds; none always does."""
        return condition is None or evaluate(condition, self._look)

    def _look(self, name: str) -> Slot:
        kind, dot, key = name.partition(".")
        if dot:
            if kind == "said":
                return Slot(key in (self.facts.get("needs") or ()), "answered")
            return slot_of(self.answers.get(name))
        value = _READERS.get(name, lambda s: s.facts.get(name))(self)
        value = value.get("code") if isinstance(value, Mapping) else value
        return Slot(value, "answered") if value not in (None, "") else Slot(MISSING, "missing")


_READERS: dict[str, Callable[[Situation], Any]] = {
    "country": lambda s: s.country,
    "role": lambda s: s.role,
    "audience": lambda s: s.audience,
    "level": lambda s: s.level,
    "departement": lambda s: (s.facts.get("place") or {}).get("departement"),
}
