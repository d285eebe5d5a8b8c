"""A quantity in a sentence: « 3 fois par semaine », « entre 2 et 3 », « à peu près 70 ans », « tous les
jours »."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.french_dates import DAYS
from bot.interview.understand.numbers import NONE, Found, numbers

COUNTED = frozenset(
    [
        "fois",
        "jour",
        "jours",
        "heure",
        "heures",
        "h",
        "an",
        "ans",
        "mois",
        "semaine",
        "semaines",
        "personne",
        "personnes",
        "kilo",
        "kilos",
        "kg",
        "minute",
        "minutes",
        "selle",
        "selles",
        "ami",
        "amis",
        "par",
        "seul",
        "seule",
        "seulement",
        "proche",
        "proches",
        "ou",
        "a",
    ]
)
PER_DAY: dict[str, Decimal] = {
    "jour": Decimal(1),
    "semaine": Decimal(7),
    "mois": Decimal(30),
    "an": Decimal(365),
}
TARGETS: dict[str, str] = {
    "per_week": "semaine",
    "per_day": "jour",
    "hours_per_week": "semaine",
    "hours_per_day": "jour",
}
PERIODS = (
    (
        "jour",
        re.compile(r"\b(?:par jour|jours?$|quotidien\w*|chaque jour|tous les jours|par jours|journee|nuit)\b"),
    ),
    ("semaine", re.compile(r"\b(?:par semaines?|semaine|hebdo\w*|sur (?:7|sept)(?: jours)?)\b")),
    ("mois", re.compile(r"\b(?:par mois|chaque mois|tous les mois|mensuel\w*|dans le mois)\b")),
    ("an", re.compile(r"\b(?:par an|chaque annee|tous les ans|dans l annee)\b")),
)
EVERY = (
    (re.compile(r"\b(?:un jour sur deux|tous les (?:deux|2) jours|1 jour sur 2)\b"), Decimal("0.5")),
    (re.compile(r"\bmatin et soir\b"), Decimal(2)),
    (re.compile(r"\b(?:tous les jours|chaque jour|quotidiennement|tous les (?:matins|soirs))\b"), Decimal(1)),
    (re.compile(r"\b(?:toutes les semaines|chaque semaine)\b"), Decimal(1) / 7),
)
_WEEK = "|".join(DAYS)
MORE = re.compile(r"\b(?:plus (?:de|que)|plus d)\b")
LESS = re.compile(r"\b(?:moins (?:de|que)|moins d|meme pas|a peine)\b")
BIRTH = re.compile(
    r"\b(?:nee?s?|naissance|annee) (?:\w+ ){0,4}?(?:en )?(19\d\d|20\d\d)\b"
    r"|^(?:en |de )?(19\d\d|20[01]\d)$"
)


@dataclass(frozen=True)
class Quantity:
    """From `low` to `high`, in the unit of the question (equal when one number was said; high None: « ou
    plus »)."""

    low: Decimal
    high: Decimal | None
    exact: bool = True


def _useful(found: list[Found], words: list[str]) -> list[Found]:
    """Without the articles: « un » counts only before a thing that is counted, or almost alone."""
    kept = []
    for item in found:
        alone = item.end - item.start == 1 and words[item.start] in ("un", "une")
        following = words[item.end] if item.end < len(words) else ""
        if not alone or len(words) <= 2 or following in COUNTED:
            kept.append(item)
    return kept


def _factor(text: str, unit: str | None) -> Decimal:
    """By how much to multiply what was said to have it in the unit of the question."""
    if unit in ("hours_per_week", "hours_per_day") and re.search(r"\bmin(?:utes?)?\b", text):
        return Decimal(1) / 60
    target = TARGETS.get(unit or "")
    if target is None:
        return Decimal(1)
    if target == "semaine" and re.search(r"\bjours? (?:par semaine|sur)", text):
        return Decimal(1)
    said = next((name for name, pattern in PERIODS if pattern.search(text)), target)
    if said == "jour" and re.search(r"\d+ jours$|\bjours$", text) and target == "semaine":
        return Decimal(1)
    return PER_DAY[target] / PER_DAY[said]


def _join(found: list[Found], words: list[str]) -> Quantity | None:
    """One number, or two that make a range; None when several numbers say different things."""
    if len(found) == 1:
        return Quantity(found[0].value, found[0].value)
    if len(found) == 2 and found[0].value < found[1].value:
        between = words[found[0].end : found[1].start]
        if len(between) <= 3 and (not between or {"a", "ou", "et", "voire"} & set(between)):
            return Quantity(found[0].value, found[1].value, exact=False)
    if len({item.value for item in found}) == 1:
        return Quantity(found[0].value, found[0].value)
    return None


def _days(text: str) -> Decimal | None:
    """« le lundi et le jeudi » → 2; « du lundi au vendredi » → 5; None when no day of the week is named."""
    span = re.search(rf"\bdu ({_WEEK}) au ({_WEEK})\b", text)
    if span:
        first, last = (DAYS.index(span.group(i)) for i in (1, 2))
        return Decimal((last - first) % 7 + 1)
    named = set(re.findall(rf"\b(?:le|les|chaque|tous les|et) ({_WEEK})s?\b", text))
    return Decimal(len(named)) if named else None


def quantity(text: str, unit: str | None, today: date) -> Quantity | None:
    """The quantity that a bare text says, in `unit`; None when it says none, or several."""
    words = text.split()
    if unit == "years_old":
        birth = BIRTH.search(text)
        if birth:
            age = today.year - int(birth.group(1) or birth.group(2))
            return Quantity(Decimal(age), Decimal(age)) if age >= 0 else None
    if unit in ("per_week", "per_day"):
        for pattern, per_day in EVERY:
            if pattern.search(text) and not re.search(r"\bpresque\b|\d fois", text):
                value = per_day * PER_DAY[TARGETS[unit]]
                return Quantity(value, value)
        text = re.sub(r"\bsur (?:7|sept)(?: jours)?\b", "par semaine", text)
        words = text.split()
    if unit == "per_week" and (days := _days(text)):
        return Quantity(days, days)
    found = _useful(numbers(words), words)
    if not found:
        return Quantity(Decimal(0), Decimal(0)) if set(words) & NONE and len(words) <= 6 else None
    said = _join(found, words)
    if said is None:
        return None
    factor = _factor(text, unit)
    low, high = said.low * factor, (said.high or said.low) * factor
    if MORE.search(text):
        return Quantity(low + 1, None, exact=False)
    if re.search(r"\bau moins\b|\bou plus\b|\bminimum\b", text):
        return Quantity(low, None, exact=False)
    if LESS.search(text):
        return Quantity(Decimal(0), high - 1, exact=False) if high >= 1 else None
    return Quantity(low, high, exact=said.exact)
