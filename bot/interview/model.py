"""What a questionnaire is, once read: plain frozen data, no behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bot.interview.conditions import Node

MEDICAL_KINDS = frozenset({"medical", "screening-aid"})


@dataclass(frozen=True)
class Option:
    """One possible answer. `value` is what it scores; `range` is the quantity it stands for (low, high)."""

    id: str
    label: str
    value: Decimal | None = None
    label_third_person: str | None = None
    words: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    range: tuple[Decimal, Decimal | None] | None = None
    exclusive: bool = False


@dataclass(frozen=True)
class Bounds:
    """Numbers: smallest and largest value. Multiple choice: `max` is how many may be chosen."""

    min: Decimal | None = None
    max: Decimal | None = None
    decimals: bool = False


@dataclass(frozen=True)
class Question:
    """One question. `ref` is its full name, « questionnaire.question ».

    `verbatim`: what is asked is a question of one's own, so that a question answers it. `keep_words`: what is said
    beside the choice is kept with it.
    """

    ref: str
    id: str
    type: str
    text: str
    why: str
    text_third_person: str | None = None
    easy: str | None = None
    short: str | None = None
    help: str | None = None
    options: tuple[Option, ...] = ()
    bounds: Bounds = Bounds()
    unit: str | None = None
    mean_of: int | None = None
    condition: Node | None = None
    prefill: tuple[str, ...] = ()
    prefill_confirm: bool = False
    skip: bool = True
    sensitive: bool = False
    verbatim: bool = False
    keep_words: bool = False
    feedback: str | None = None

    def option(self, option_id: str) -> Option | None:
        """The option of that id, or None."""
        return next((o for o in self.options if o.id == option_id), None)


@dataclass(frozen=True)
class Band:
    """A name for the totals from `min` to `max`, both included (None: no limit)."""

    name: str
    min: Decimal | None = None
    max: Decimal | None = None


@dataclass(frozen=True)
class Rule:
    """A name for a result when a condition over `total`, subscales and questions holds."""

    name: str
    when: Node | None


@dataclass(frozen=True)
class Subscale:
    """Items summed apart, and the score from which they are positive."""

    name: str
    items: tuple[str, ...]
    positive_from: Decimal | None = None


@dataclass(frozen=True)
class Group:
    """One pass of a classification in order: points by letter and item, then (threshold, rank), highest
    first."""

    name: str
    points: Mapping[str, tuple[Decimal, ...]]
    thresholds: tuple[tuple[Decimal, int], ...]


@dataclass(frozen=True)
class Scoring:
    """How answers become a result: method, items, bands; see ``schema.yml``."""

    method: str
    items: tuple[str, ...]
    start: Decimal = Decimal(0)
    weights: Mapping[str, Decimal] = field(default_factory=dict)
    bands: tuple[Band, ...] = ()
    rules: tuple[Rule, ...] = ()
    subscales: tuple[Subscale, ...] = ()
    groups: tuple[Group, ...] = ()
    otherwise: int | None = None
    refusal_counts: bool = False


@dataclass(frozen=True)
class Questionnaire:
    """A questionnaire as its file says it. `lines` maps a question id to its line in the file."""

    id: str
    version: str
    title: str
    audience: tuple[str, ...]
    subject: str
    kind: str
    wording: str
    licence: str
    source: str
    length: str
    questions: tuple[Question, ...]
    enabled: bool = True
    notice: str | None = None
    intro: str | None = None
    uses: tuple[str, ...] = ()
    scoring: Scoring | None = None
    lines: Mapping[str, int] = field(default_factory=dict)

    def question(self, question_id: str) -> Question | None:
        """The question of that short id, or None."""
        return next((q for q in self.questions if q.id == question_id), None)

    @property
    def is_medical(self) -> bool:
        """True when the policy on medical results applies."""
        return self.kind in MEDICAL_KINDS


Answers = Mapping[str, Any]
