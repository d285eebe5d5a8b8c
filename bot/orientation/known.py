"""What the conditions of the rules may ask: answers, bands, facts, and what earlier rules have established."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.interview.conditions import MISSING, Slot, evaluate
from bot.interview.flow import slot_of
from bot.interview.scoring import Score
from bot.orientation.rulebook import Rule
from bot.orientation.voice import Voice

Answers = Mapping[str, Mapping[str, Any]]
# Who helps whom and where say nothing of how things are.
_NEUTRAL = frozenset({"essential.helps", "essential.place"})


class Known:
    """A name → what is known of it. Grows while the rules are read; unknown names are missing, never an error."""

    def __init__(self, answers: Answers, scores: Mapping[str, Score], facts: Mapping[str, Any], voice: Voice) -> None:
        self.answers, self.scores, self.facts = answers, scores, facts
        self.who = {voice.subject} | ({"prescriber"} if voice.speaks == "they" else set())
        self.signals: list[Rule] = []
        self.flags: set[str] = set()

    def holds(self, rule: Rule) -> bool:
        """True when the rule's condition holds; a rule without one always does."""
        return rule.when is None or evaluate(rule.when, self.look)

    @property
    def domains(self) -> dict[str, int]:
        """The domains touched, with the strongest signal of each (1 light, 2 severe)."""
        touched: dict[str, int] = {}
        for rule in self.signals:
            domain, strength = rule.more.get("domain"), int(rule.more.get("strength", 0))
            if domain and strength:
                touched[domain] = max(touched.get(domain, 0), strength)
        return touched

    def look(self, name: str) -> Slot:
        """What a condition reads under a name."""
        kind, _, key = name.partition(".")
        reader = getattr(self, f"_{kind}", None) if kind in _KINDS else None
        if reader is None:
            return slot_of(self.answers.get(name))
        value = reader(key)
        return Slot(value, "answered") if value is not None else Slot(MISSING, "missing")

    def _band(self, key: str) -> Any:
        score = self.scores.get(key)
        return score.band if score else None

    def _fact(self, key: str) -> Any:
        value = self.facts.get(key)
        return value.get("code") if isinstance(value, Mapping) else value

    def _said(self, key: str) -> bool:
        return key in (self.facts.get("needs") or ())

    def _who(self, key: str) -> bool:
        return key in self.who

    def _signal(self, key: str) -> bool:
        return any(rule.code == key for rule in self.signals)

    def _flag(self, key: str) -> bool:
        return key in self.flags

    def _count(self, key: str) -> int:
        if key == "answered":
            return sum("value" in record for ref, record in self.answers.items() if ref not in _NEUTRAL)
        return len(self.domains) if key == "domains" else sum(s == 2 for s in self.domains.values())


_KINDS = frozenset({"band", "fact", "said", "who", "signal", "flag", "count"})
