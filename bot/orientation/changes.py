"""What changed between two assessments, in words: no figure, and no comparison of what was not asked both times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from bot.interview.conditions import references
from bot.orientation.assessment import Assessment
from bot.orientation.rulebook import COMPUTED, Rule, Rulebook, default_rulebook


def changes(before: Mapping[str, Any], now: Assessment, rules: Rulebook | None = None) -> tuple[str, ...]:
    """Sentences on what changed since the coded summary `before` (:meth:`Assessment.summary`)."""
    book = rules or default_rulebook()
    said = book.data["changes"]
    then = set(before.get("asked") or ())
    if not then:
        return (said["same"],)
    lines: list[str] = []
    # A whole picture is compared only with one made of the same questions.
    if then == set(now.asked):
        tones, level = before.get("tones") or {}, before.get("level", now.level)
        for dimension in now.dimensions:
            old = tones.get(dimension.name)
            if old is not None and dimension.tone is not None and old != dimension.tone:
                way = "better" if dimension.tone < old else "worse"
                lines.append(said["dimension"][way].format(title=dimension.title))
        if level != now.level:
            lines.append(said["level"]["less" if now.level < level else "more"])
    both = then & set(now.asked)
    signals = before.get("signals") or ()
    gone = _names(book, (code for code in signals if code not in now.signals), both)
    came = _names(book, (code for code in now.signals if code not in signals), both)
    lines += _listed(said["eased"], [name for name in gone if name not in came])
    lines += _listed(said["new"], [name for name in came if name not in gone])
    return tuple(lines) or (said["same"],)


def since(before: date, today: date, rules: Rulebook | None = None) -> str:
    """« depuis trois mois environ »."""
    table = (rules or default_rulebook()).data["changes"]["since"]
    days = (today - before).days
    return str(next(row["words"] for row in table if days < row["days"] or row is table[-1]))


def _sources(rule: Rule) -> set[str]:
    """The questionnaires that a signal reads."""
    names = [name.partition(".") for name in (references(rule.when) if rule.when else ())]
    return {key if kind == "band" else kind for kind, _, key in names if kind == "band" or kind not in COMPUTED}


def _names(book: Rulebook, codes: Iterable[str], asked_both_times: set[str]) -> list[str]:
    found = [book.signal(code) for code in codes]
    return list(
        dict.fromkeys(
            str(rule.more["name"])
            for rule in found
            if rule and rule.more.get("name") and not rule.more.get("clinical") and _sources(rule) <= asked_both_times
        )
    )


def _listed(pattern: str, names: list[str]) -> list[str]:
    return [pattern.format(items=", ".join(names[:4]))] if names else []
