"""From answers to a result, in exact decimals. A missing answer gives no score, never zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bot.interview.conditions import MISSING, Slot, evaluate
from bot.interview.flow import asked_in
from bot.interview.model import Group, Question, Questionnaire, Scoring

Records = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class SubscaleScore:
    """The sum of some items. `positive`: at or above the published threshold (None: no threshold)."""

    total: Decimal
    positive: bool | None = None


@dataclass(frozen=True)
class Score:
    """`total` (None when the instrument has none), `band` in the English word of the file, `subscales`,
    `details`."""

    total: Decimal | None
    band: str | None
    subscales: Mapping[str, SubscaleScore] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)


def value_of(question: Question, answer: Any) -> Decimal | None:
    """The number that an answer counts for; None when it counts for none."""
    if question.type == "single_choice":
        option = question.option(answer)
        return option.value if option else None
    if isinstance(answer, bool):
        chosen = question.options[0 if answer else 1]
        return chosen.value if chosen.value is not None else Decimal(int(answer))
    return Decimal(str(answer)) if isinstance(answer, (int, float, Decimal)) else None


def _values(questionnaire: Questionnaire, scoring: Scoring, records: Records) -> dict[str, Decimal] | None:
    """The number of each item; None when one that applies has no answer. Items that do not apply count for
    zero."""
    known: dict[str, Mapping[str, Any]] = {}
    asked = {q.id for q in asked_in(questionnaire, records, known)}
    values: dict[str, Decimal] = {}
    for name in scoring.items:
        question = questionnaire.question(name)
        record = known.get(f"{questionnaire.id}.{name}")
        if name not in asked or question is None:
            values[name] = Decimal(0)
        elif record is not None and "value" in record:
            if scoring.method == "groups":
                continue
            number = value_of(question, record["value"])
            if number is None:
                return None
            values[name] = number
        elif record is not None and scoring.refusal_counts:
            values[name] = Decimal(0)
        else:
            return None
    return values


def _total(scoring: Scoring, values: Mapping[str, Decimal]) -> Decimal | None:
    if scoring.method == "none":
        return None
    weights = scoring.weights or {name: Decimal(1) for name in scoring.items}
    return scoring.start + sum((weights[name] * values[name] for name in scoring.items), Decimal(0))


def _subscales(scoring: Scoring, values: Mapping[str, Decimal]) -> dict[str, SubscaleScore]:
    result = {}
    for subscale in scoring.subscales:
        total = sum((values[name] for name in subscale.items), Decimal(0))
        floor = subscale.positive_from
        result[subscale.name] = SubscaleScore(total, None if floor is None else total >= floor)
    return result


def _band(scoring: Scoring, total: Decimal | None) -> str | None:
    if total is None:
        return None
    for band in scoring.bands:
        if (band.min is None or total >= band.min) and (band.max is None or total <= band.max):
            return band.name
    return None


def _rule(
    questionnaire: Questionnaire,
    scoring: Scoring,
    records: Records,
    total: Decimal | None,
    subscales: Mapping[str, SubscaleScore],
) -> str | None:
    known: dict[str, Mapping[str, Any]] = {}
    asked_in(questionnaire, records, known)

    def lookup(name: str) -> Slot:
        if name == "total":
            return Slot(total if total is not None else MISSING, "answered")
        if name in subscales:
            return Slot(subscales[name].total, "answered")
        record = known.get(f"{questionnaire.id}.{name}")
        if record is None:
            return Slot()
        return Slot(record["value"], "answered") if "value" in record else Slot(MISSING, record["status"])

    for rule in scoring.rules:
        if rule.when is None or evaluate(rule.when, lookup):
            return rule.name
    return None


def _classify(groups: Sequence[Group], letters: Sequence[str], otherwise: int) -> tuple[int, str, Decimal]:
    """(rank, group, its total): the first group whose total reaches one of its thresholds."""
    total, name = Decimal(0), ""
    for group in groups:
        name = group.name
        total = sum(
            (group.points[letter][place] for place, letter in enumerate(letters) if letter in group.points),
            Decimal(0),
        )
        for floor, rank in group.thresholds:
            if total >= floor:
                return rank, name, total
    return otherwise, name, total


def score_records(questionnaire: Questionnaire, records: Records) -> Score:
    """The score of records as the state keeps them, by full name. An incomplete one is Score(None, None)."""
    scoring = questionnaire.scoring
    values = _values(questionnaire, scoring, records) if scoring else None
    if scoring is None or values is None:
        return Score(None, None)
    if scoring.method == "groups":
        letters = [records[f"{questionnaire.id}.{name}"]["value"] for name in scoring.items]
        rank, group, reached = _classify(scoring.groups, letters, scoring.otherwise or 0)
        return Score(Decimal(rank), _band(scoring, Decimal(rank)), {}, {"group": group, "group_total": reached})
    total, subscales = _total(scoring, values), _subscales(scoring, values)
    band = _rule(questionnaire, scoring, records, total, subscales) if scoring.rules else _band(scoring, total)
    return Score(total, band, subscales)


def score(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> Score:
    """The score of plain answers by short id ({"q1": 2, …}); None, or an absent name, is a missing answer."""
    records = {f"{questionnaire.id}.{name}": {"value": value} for name, value in answers.items() if value is not None}
    return score_records(questionnaire, records)
