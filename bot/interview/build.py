"""From the checked data of a file to the frozen objects of model.py."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.interview.conditions import parse
from bot.interview.model import Band, Bounds, Group, Option, Question, Questionnaire, Rule, Scoring, Subscale
from bot.interview.yaml_lines import Lines, read

SHARED_WORDS = Path(__file__).resolve().parent / "shared_words.yml"
YES_NO: tuple[dict[str, Any], ...] = ({"id": "yes", "label": "Oui"}, {"id": "no", "label": "Non"})


@lru_cache(maxsize=1)
def shared_words() -> Mapping[str, list[str]]:
    """Ways of saying that many questions share (« jamais », « plutôt »…), by name."""
    data: Mapping[str, list[str]] = read(SHARED_WORDS.read_text("utf-8"))[0]
    return data


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _option(data: Mapping[str, Any]) -> Option:
    words = list(data.get("words", []))
    for name in data.get("words_of", []):
        words += shared_words().get(name, [])
    span = data.get("range")
    return Option(
        id=data["id"],
        label=data["label"],
        value=_decimal(data.get("value")),
        label_third_person=data.get("label_third_person"),
        words=tuple(words),
        facts=tuple(data.get("facts", [])),
        needs=tuple(data.get("needs", [])),
        range=(Decimal(str(span[0])), Decimal(str(span[1])) if len(span) > 1 else None) if span else None,
        exclusive=data.get("exclusive", False),
    )


def _scale_options(bounds: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"id": str(n), "label": str(n), "value": n} for n in range(int(bounds["min"]), int(bounds["max"]) + 1)]


def _question(data: Mapping[str, Any], questionnaire: str) -> Question:
    options: Any = data.get("options") or (YES_NO if data["type"] == "yes_no" else [])
    bounds = data.get("bounds", {})
    if data["type"] == "scale" and not options:
        options = _scale_options(bounds)
    built = tuple(_option(option) for option in options)
    low, high = _decimal(bounds.get("min")), _decimal(bounds.get("max"))
    if data["type"] == "scale":
        values = [option.value for option in built if option.value is not None]
        low, high = min(values), max(values)
    plain = ("text_third_person", "easy", "short", "help", "unit", "mean_of", "feedback")
    return Question(
        ref=f"{questionnaire}.{data['id']}",
        id=data["id"],
        type=data["type"],
        text=data["text"],
        why=data["why"],
        options=built,
        bounds=Bounds(low, high, bounds.get("decimals", False)),
        condition=parse(data["condition"]) if "condition" in data else None,
        prefill=tuple(data.get("prefill", [])),
        prefill_confirm=data.get("prefill_confirm", False),
        skip=data.get("skip", True),
        sensitive=data.get("sensitive", False),
        verbatim=data.get("verbatim", False),
        keep_words=data.get("keep_words", False),
        **{name: data.get(name) for name in plain},
    )


def _group(data: Mapping[str, Any]) -> Group:
    return Group(
        name=data["name"],
        points={letter: tuple(Decimal(str(p)) for p in row) for letter, row in data["points"].items()},
        thresholds=tuple((Decimal(str(step["from"])), step["rank"]) for step in data["thresholds"]),
    )


def _scoring(data: Mapping[str, Any]) -> Scoring:
    return Scoring(
        method=data["method"],
        items=tuple(data["items"]),
        start=Decimal(str(data.get("start", 0))),
        weights={name: Decimal(str(weight)) for name, weight in data.get("weights", {}).items()},
        bands=tuple(Band(b["name"], _decimal(b.get("min")), _decimal(b.get("max"))) for b in data.get("bands", [])),
        rules=tuple(Rule(r["name"], parse(r["when"]) if "when" in r else None) for r in data.get("rules", [])),
        subscales=tuple(
            Subscale(name, tuple(s["items"]), _decimal(s.get("positive_from")))
            for name, s in data.get("subscales", {}).items()
        ),
        groups=tuple(_group(group) for group in data.get("groups", [])),
        otherwise=data.get("otherwise"),
        refusal_counts=data.get("refusal_counts", False),
    )


def build(data: Mapping[str, Any], lines: Lines) -> Questionnaire:
    """The questionnaire of data that passed the schema and the checks."""
    plain = ("id", "version", "title", "subject", "kind", "wording", "licence", "source", "length")
    return Questionnaire(
        **{name: data[name] for name in plain},
        audience=tuple(data["audience"]),
        questions=tuple(_question(question, data["id"]) for question in data["questions"]),
        enabled=data.get("enabled", True),
        notice=data.get("notice"),
        intro=data.get("intro"),
        uses=tuple(data.get("uses", [])),
        scoring=_scoring(data["scoring"]) if "scoring" in data else None,
        lines={q["id"]: lines.get(("questions", i), 1) for i, q in enumerate(data["questions"])},
    )
