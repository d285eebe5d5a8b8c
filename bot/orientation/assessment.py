"""What taking stock gives: plain frozen data, in words for people and in codes for programs. No score anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Reason:
    """Why: a code for programs, a sentence for people."""

    code: str
    text: str


@dataclass(frozen=True)
class Need:
    """A need of the taxonomy. `strength` orders needs of one assessment and means nothing else. `first`: one of the
    two or three that come first."""

    code: str
    strength: int
    reasons: tuple[Reason, ...]
    first: bool = False


@dataclass(frozen=True)
class Dimension:
    """Body, morale or social life in one sentence. `tone`: 0 stands well, 1 mixed, 2 hard, None not known."""

    name: str
    title: str
    code: str
    tone: int | None
    text: str


@dataclass(frozen=True)
class Branch:
    """A questionnaire worth opening. `length`: « 10 questions, 3 minutes ». `medical`: gives no result."""

    questionnaire: str
    label: str
    length: str
    medical: bool


@dataclass(frozen=True)
class Assessment:
    """The whole picture.

    `asked`: the questionnaires answered, at least in part.
    `level`: 0 to 3, with the reasons of its rules; `signals` are the codes of what was noticed, medical ones too;
    `weighs`: what weighs, severe first, in words. `tension` is the pair's, both sides in one text, or None.
    """

    subject: str
    person: str
    level: int
    level_reasons: tuple[Reason, ...]
    offer: str
    urgent: bool
    urgent_reasons: tuple[Reason, ...]
    needs: tuple[Need, ...]
    dimensions: tuple[Dimension, ...]
    strengths: tuple[str, ...]
    weighs: tuple[Reason, ...]
    tension: Reason | None
    branches: tuple[Branch, ...]
    comfort: Reason
    domains: tuple[tuple[str, int], ...]
    signals: tuple[str, ...]
    asked: tuple[str, ...]
    rules_version: str
    medical_answered: tuple[str, ...] = ()

    @property
    def first_needs(self) -> tuple[Need, ...]:
        """The two or three needs that come first."""
        return tuple(need for need in self.needs if need.first)

    def codes(self) -> tuple[str, ...]:
        """Why this level, coded: the rules, then the signals; what a referral carries."""
        return tuple(dict.fromkeys([reason.code for reason in self.level_reasons] + list(self.signals)))

    def summary(self) -> dict[str, Any]:
        """The coded summary to compare with another time; JSON, no text of the person."""
        return {
            "rules": self.rules_version,
            "level": self.level,
            "needs": [n.code for n in self.first_needs],
            "asked": list(self.asked),
            "tension": self.tension.code if self.tension else None,
            "signals": list(self.signals),
            "tones": {d.name: d.tone for d in self.dimensions},
        }
