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

from bot.yaml_files import read_yaml

_FOLDER = Path(__file__).with_name("rules")
_GROUPS = ("suicide", "harm", "abuse", "medical", "grey", "calm")
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
    """A rule that matched in sentence number ``sentence``, and what its ``blocker`` (or "") did to it."""

    rule: Rule
    sentence: int
    start: int
    end: int
    weakened: bool
    dropped: bool = False
    blocker: str = ""


def _read(name: str) -> Any:
    return read_yaml(_FOLDER / f"{name}.yml")


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
    """Every rule that matches in ``sentences`` (of :func:`bot.crisis.text.sentences`), blockers applied.

    A dropped match says nothing by itself, but the classifier learns from it: « veux pas mourir » is a denial.
    """
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
    """The rule's best match: one that no blocker touches, else one that is weakened, else one that is dropped."""
    best: Hit | None = None
    for found in rule.pattern.finditer(sentence):
        by = _blocked(blockers, sentence, message, found.start(), found.end())
        if by is None:
            return Hit(rule, number, found.start(), found.end(), weakened=False)
        dropped = by.effect == "drop"
        if best is None or (best.dropped and not dropped):
            best = Hit(rule, number, found.start(), found.end(), not dropped, dropped, by.name)
    return best


def _blocked(blockers: tuple[Blocker, ...], sentence: str, message: str, start: int, end: int) -> Blocker | None:
    weakens = None
    for blocker in blockers:
        if blocker.where == "touch":
            touched = any(b.start() < end and b.end() > start for b in blocker.pattern.finditer(sentence))
        else:
            touched = blocker.pattern.search(sentence if blocker.where == "sentence" else message) is not None
        if touched and blocker.effect == "drop":
            return blocker
        if touched:
            weakens = weakens or blocker
    return weakens
