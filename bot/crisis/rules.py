"""The rules of danger, kept as data in ``rules/*.yml``: read and compiled once, then matched sentence by sentence.

A rule has a name, a class, a strength (``certain``, ``explicit``, ``strong``,
``weak``), who it is about, and patterns over the
normalised words of :mod:`bot.crisis.text`. Blockers (figures of speech, negation, law, bereavement, distant past)
silence a match or turn it into a question. A group's ``when`` lists the beginnings of words without which none of
its patterns can match: it keeps the cost of an ordinary sentence near zero.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).with_name("rules")
_GROUPS = ("suicide", "harm", "abuse", "medical", "grey")
_MACRO = re.compile(r"<(\w+)>")
_HEAD = 3  # letters of a word compared with « when »


@dataclass(frozen=True, slots=True)
class Blocker:
    """What takes the danger out of a match; ``where`` touch|sentence|message, ``effect`` drop|weaken."""

    name: str
    where: str
    effect: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One named rule, compiled."""

    name: str
    klass: str
    strength: str
    about: str | None
    pattern: re.Pattern[str]
    situation: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The rules of one class, with what they share."""

    klass: str
    heads: frozenset[str]
    blockers: tuple[Blocker, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that matched in sentence number ``sentence``; ``weakened`` by a blocker, or not."""

    rule: Rule
    sentence: int
    start: int
    end: int
    weakened: bool


def _read(name: str) -> Any:
    return yaml.safe_load((_FOLDER / f"{name}.yml").read_text(encoding="utf-8"))


def _expand(pattern: str, macros: dict[str, str]) -> str:
    while _MACRO.search(pattern):
        pattern = _MACRO.sub(lambda m: macros[m.group(1)], pattern)
    return pattern


def _compile(patterns: list[str], macros: dict[str, str]) -> re.Pattern[str]:
    joined = "|".join(f"(?:{_expand(p, macros)})" for p in patterns)
    return re.compile(rf"(?<![^ ])(?:{joined})(?![^ ])")


@lru_cache(maxsize=1)
def groups() -> tuple[Group, ...]:
    """All rules, compiled. Raises ``KeyError`` or ``re.error`` on a bad rule file (a test compiles them)."""
    macros: dict[str, str] = _read("macros")
    blockers = {
        b["name"]: Blocker(b["name"], b["where"], b["effect"], _compile(b["patterns"], macros))
        for b in _read("blockers")
    }
    found = []
    for name in _GROUPS:
        raw = _read(name)
        rules = tuple(
            Rule(
                f"{raw['class']}:{r['name']}",
                raw["class"],
                r["strength"],
                r.get("about"),
                _compile(r["patterns"], macros),
                r.get("situation"),
            )
            for r in raw["rules"]
        )
        heads = frozenset(str(w)[:_HEAD] for w in str(raw["when"]).split())
        found.append(Group(raw["class"], heads, tuple(blockers[b] for b in str(raw["blockers"]).split()), rules))
    return tuple(found)


def match(sentences: list[str]) -> list[Hit]:
    """Every rule that fires in ``sentences`` (of :func:`bot.crisis.text.sentences`), blockers applied."""
    hits: list[Hit] = []
    message = " . ".join(sentences)
    for number, sentence in enumerate(sentences):
        heads = {w[:_HEAD] for w in sentence.split()}
        for group in groups():
            if group.heads.isdisjoint(heads):
                continue
            for rule in group.rules:
                hit = _first(rule, group.blockers, sentence, number, message)
                if hit is not None:
                    hits.append(hit)
    return hits


def _first(rule: Rule, blockers: tuple[Blocker, ...], sentence: str, number: int, message: str) -> Hit | None:
    """The rule's first match that no blocker silences; a match that none weakens is preferred."""
    weak: Hit | None = None
    for found in rule.pattern.finditer(sentence):
        effect = _blocked(blockers, sentence, message, found.start(), found.end())
        if effect == "drop":
            continue
        hit = Hit(rule, number, found.start(), found.end(), effect == "weaken")
        if not hit.weakened:
            return hit
        weak = weak or hit
    return weak


def _blocked(blockers: tuple[Blocker, ...], sentence: str, message: str, start: int, end: int) -> str | None:
    effect = None
    for blocker in blockers:
        if blocker.where == "touch":
            touched = any(b.start() < end and b.end() > start for b in blocker.pattern.finditer(sentence))
        else:
            touched = blocker.pattern.search(sentence if blocker.where == "sentence" else message) is not None
        if touched and blocker.effect == "drop":
            return "drop"
        if touched:
            effect = "weaken"
    return effect
