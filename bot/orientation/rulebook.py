"""The rules of orientation, read once from ``rules/*.yml`` and checked: conditions are parsed, names must exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.interview.conditions import ConditionError, Node, parse, references
from bot.interview.loader import Library
from bot.yaml_files import read_mapping

HERE = Path(__file__).resolve().parent / "rules"
# Names that are computed, before the dot; any other name is an answer, « questionnaire.question ».
COMPUTED = frozenset({"band", "fact", "said", "who", "signal", "flag", "count"})
COUNTS = frozenset({"domains", "severe", "answered"})
WHO = frozenset({"carer", "patient", "prescriber"})


class RulesError(ValueError):
    """A rules file cannot be used; the message is a French sentence that names the file and the rule."""


@dataclass(frozen=True)
class Rule:
    """One rule: ``when`` None always holds. ``text``: wordings by voice. ``more``: what its list adds."""

    code: str
    when: Node | None
    text: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Rulebook:
    """All the rules, in the order of the files. ``data`` keeps what is no rule, by file name."""

    version: str
    signals: tuple[Rule, ...]
    flags: tuple[Rule, ...]
    levels: tuple[Rule, ...]
    urgent: tuple[Rule, ...]
    offers: tuple[Rule, ...]
    dimensions: Mapping[str, tuple[str, tuple[Rule, ...]]]
    strengths: tuple[Rule, ...]
    tensions: tuple[Rule, ...]
    comforts: tuple[Rule, ...]
    branches: tuple[Rule, ...]
    data: Mapping[str, Mapping[str, Any]]

    @classmethod
    def load(cls, folder: Path = HERE, also: Iterable[Path] = ()) -> "Rulebook":
        """Read the folder. `also`: files that add to ``signals``, ``levels`` and ``branches`` (packs).

        :raises RulesError: a file is missing, is not YAML, or a rule is wrong.
        """
        data = {
            name: _read(folder / f"{name}.yml")
            for name in ("signals", "level", "dimensions", "pair", "branches", "plan", "changes")
        }

        def rules(name: str, key: str) -> tuple[Rule, ...]:
            try:
                return tuple(_rule(name, raw) for raw in data[name][key])
            except (KeyError, TypeError, AttributeError) as error:
                raise RulesError(f"{name}.yml : la liste « {key} » manque ou n'a pas la bonne forme.") from error

        added = [_read(path) for path in also]
        for name, key in (("signals", "signals"), ("level", "levels"), ("branches", "branches")):
            if extra := [rule for each in added for rule in each.get(key, ())]:
                data[name] = {**data[name], key: [*data[name].get(key, ()), *extra]}
        flags = [{"code": code, "when": when} for code, when in data["level"].get("flags", {}).items()]
        book = cls(
            version=str(data["level"].get("version", "")),
            signals=rules("signals", "signals"),
            flags=tuple(_rule("level", raw) for raw in flags),
            levels=rules("level", "levels"),
            urgent=rules("level", "urgent"),
            offers=rules("level", "offers"),
            dimensions={
                name: (str(raw["title"]), tuple(_rule("dimensions", line) for line in raw["lines"]))
                for name, raw in data["dimensions"].items()
            },
            strengths=rules("pair", "strengths"),
            tensions=rules("pair", "tensions"),
            comforts=rules("pair", "comforts"),
            branches=rules("branches", "branches"),
            data=data,
        )
        for problem in problems(book):
            raise RulesError(problem)
        return book

    def rules(self) -> Iterator[tuple[str, Rule]]:
        """Every rule with the name of its file, in the order in which they are evaluated."""
        yield from (("signals", rule) for rule in self.signals)
        yield from (("level", rule) for rule in (*self.flags, *self.levels, *self.urgent, *self.offers))
        for _, lines in self.dimensions.values():
            yield from (("dimensions", rule) for rule in lines)
        yield from (("pair", rule) for rule in (*self.strengths, *self.tensions, *self.comforts))
        yield from (("branches", rule) for rule in self.branches)

    def signal(self, code: str) -> Rule | None:
        """The signal of that code; None when a newer file no longer has it."""
        return next((rule for rule in self.signals if rule.code == code), None)


def problems(book: Rulebook, library: Library | None = None) -> Iterator[str]:
    """What is wrong: unknown signals and flags, a signal used before its line; with a library, unknown questions."""
    signals: set[str] = set()
    flags: set[str] = set()
    for name, rule in book.rules():
        for reference in sorted(references(rule.when)) if rule.when else ():
            kind, _, key = reference.partition(".")
            known = {"signal": key in signals, "flag": key in flags, "count": key in COUNTS, "who": key in WHO}
            if not key or not known.get(kind, True):
                yield f"{name}.yml : la règle « {rule.code} » parle de « {reference} », inconnu à cet endroit."
            if library is not None and kind == "band" and key not in library:
                yield f"{name}.yml : la règle « {rule.code} » parle du questionnaire « {key} », qui n'existe pas."
            if library is not None and kind not in COMPUTED and library.question(reference) is None:
                yield f"{name}.yml : la règle « {rule.code} » parle de « {reference} », qui n'existe pas."
        if rule in book.signals:
            signals.add(rule.code)
        if rule in book.flags:
            flags.add(rule.code)


@lru_cache(maxsize=1)
def default_rulebook() -> Rulebook:
    """The shipped rules, read once."""
    return Rulebook.load()


def _read(path: Path) -> dict[str, Any]:
    return read_mapping(path, RulesError)


def _rule(name: str, raw: Mapping[str, Any]) -> Rule:
    code = str(raw.get("code") or raw.get("questionnaire") or "")
    try:
        when = parse(str(raw["when"])) if "when" in raw else None
    except ConditionError as error:
        raise RulesError(f"{name}.yml : la règle « {code} » ne peut pas être lue : {error}.") from error
    text = {
        suffix: raw[key]
        for suffix, key in (("self", "text_self"), ("self", "label_self"), ("they_self", "label_they_self"))
        if key in raw
    }
    plain = raw.get("text", raw.get("label", ""))
    text.update(plain if isinstance(plain, Mapping) else {"you": str(plain)})
    more = {key: value for key, value in raw.items() if key not in ("code", "when", "text", "label")}
    return Rule(code, when, text, more)
