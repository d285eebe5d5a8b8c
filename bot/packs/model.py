"""What a pack is, once read: plain frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.interview.conditions import Node
from bot.interview.model import Questionnaire
from bot.packs.hears import Heard
from bot.packs.local import Locals

KINDS = ("card", "steps", "questionnaire", "quiz", "sheet", "search", "menu", "do", "appointment", "level", "agree",
         "workshops")  # fmt: skip

AGREEMENTS = ("research",)


class PackError(ValueError):
    """A pack cannot be used; the message is a French sentence that names the file and what is wrong."""


@dataclass(frozen=True)
class Step:
    """One step of a procedure: what to do, why, the help when it does not work, and its words in the memo.
    ``done_words``: what also says that it is done."""

    id: str
    do: str
    why: str
    help: str
    memo: str
    easy: str | None = None
    do_third_person: str | None = None
    done_words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Alert:
    """Words said when an answer asks for care now."""

    when: Node
    text: str


@dataclass(frozen=True)
class Attention:
    """An answer that puts a request first among those of the coordinators: its level (0 to 3) and reason's code."""

    when: Node
    level: int
    reason: str


@dataclass(frozen=True)
class Item:
    """One thing that a pack offers. ``words``: what people write when they want it. ``counts``: the report's name for
    its end. ``consent``: its answers are about health, so the person is asked first. ``agreement``: its
    yes or no is an agreement of its own, to this purpose. ``first``: its words win over longer ones."""

    id: str
    kind: str
    label: str
    words: tuple[str, ...] = ()
    when: Node | None = None
    steps: tuple[Step, ...] = ()
    questionnaires: tuple[str, ...] = ()
    card: str = ""
    needs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    do: Mapping[str, Any] = field(default_factory=dict)
    says: str = ""
    intro: str = ""
    then: tuple[str, ...] = ()
    counts: str = ""
    consent: bool = False
    agreement: str = ""
    hidden: bool = False
    first: bool = False
    alerts: tuple[Alert, ...] = ()
    attention: tuple[Attention, ...] = ()
    levels: Mapping[int, str] = field(default_factory=dict)
    sources: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Audience:
    """Who a pack speaks to: the questionnaire that asks it (its only question; empty: it is never asked), and what
    facts already say.
    ``familiar``: those who are said « tu »."""

    questionnaire: str
    guesses: tuple[tuple[str, Node], ...] = ()
    familiar: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pack:
    """A pack as its folder says it; ``topics``, ``anywhere``, ``when``, ``after_stock`` say where its button stands."""

    id: str
    title: str
    button: str
    intro: str
    folder: Path
    topics: tuple[str, ...]
    items: Mapping[str, Item]
    cards: Mapping[str, Mapping[str, Any]]
    questionnaires: tuple[Questionnaire, ...]
    when: Node | None = None
    after_stock: Node | None = None
    anywhere: Node | None = None
    doors: tuple[str, ...] = ()
    audience: Audience | None = None
    intros: Mapping[str, str] = field(default_factory=dict)
    author: str = ""
    reviewed_on: Any = None
    local: Locals = field(default_factory=Locals)
    hears: tuple[Heard, ...] = ()
    familiar: Mapping[str, str] = field(default_factory=dict)

    def questionnaire_of(self, item: Item) -> tuple[str, ...]:
        """The questionnaires that an item runs; a procedure is one made of its steps."""
        return (f"{self.id}_{item.id}",) if item.kind == "steps" else item.questionnaires
