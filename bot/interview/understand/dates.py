"""A date in words. ISO 8601, as precise as what was said: « 2024-03-12 », « 2024-03 » or « 2024 »."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from bot import french_dates
from bot.french_dates import DAYS
from bot.interview.understand.numbers import numbers
from bot.interview.understand.result import Interpretation, answer, unclear
from bot.interview.understand.words import bare

MONTHS = tuple(bare(month) for month in french_dates.MONTHS)
RELATIVE = {
    "avant hier": -2,
    "hier": -1,
    "aujourd hui": 0,
    "ce matin": 0,
    "ce soir": 0,
    "apres demain": 2,
    "demain": 1,
}
NUMERIC = re.compile(r"\b(\d{1,2})[ /.-](\d{1,2})(?:[ /.-](\d{4}|\d{2}))?\b")
IN_WORDS = re.compile(rf"(?:\b(\d{{1,2}}|1er|premier) )?\b({'|'.join(MONTHS)})\b(?: (\d{{4}}))?")
AGO = re.compile(r"\b(il y a|dans|depuis) (.{1,40})")


def _full_year(text: str | None, today: date) -> int:
    if not text:
        return today.year
    year = int(text)
    return year if year > 99 else (2000 + year if 2000 + year <= today.year + 10 else 1900 + year)


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _months_away(today: date, months: int) -> date:
    index = today.year * 12 + today.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


def _distance(text: str, today: date) -> str | None:
    """« il y a trois semaines », « dans deux jours »."""
    match = AGO.search(text)
    if not match:
        return None
    words = match.group(2).split()
    found = numbers(words)
    if not found or found[0].end >= len(words) or not 0 < found[0].value < 1000:
        return None
    sign, size, unit = ((1 if match.group(1) == "dans" else -1), int(found[0].value), words[found[0].end])
    try:
        if unit.startswith("jour"):
            return (today + timedelta(days=sign * size)).isoformat()
        if unit.startswith("semaine"):
            return (today + timedelta(weeks=sign * size)).isoformat()
        if unit == "mois":
            return _months_away(today, sign * size).isoformat()[:7]
        if unit in ("an", "ans", "annee", "annees"):
            return f"{today.year + sign * size:04d}"
    except (ValueError, OverflowError):
        return None
    return None


def _weekday(text: str, today: date) -> str | None:
    for index, name in enumerate(DAYS):
        if re.search(rf"\b{name}\b", text):
            past = re.search(r"\b(?:dernier|passe)\b", text)
            gap = (index - today.weekday()) % 7
            gap = gap - 7 if past else gap or 7
            return (today + timedelta(days=gap)).isoformat()
    return None


def read_date(text: str, today: date) -> str | None:
    """The date of a text, or None. A day and month without year are of this year."""
    raw = re.sub(r"\s+", " ", text.strip())
    iso = re.search(r"\b(\d{4})-(\d{2})-(\d{2})\b", raw)
    if iso:
        return _day(int(iso.group(1)), int(iso.group(2)), int(iso.group(3)))
    words = bare(text)
    named = IN_WORDS.search(words)
    if named:
        month = MONTHS.index(named.group(2)) + 1
        if named.group(1):
            day = 1 if named.group(1) in ("1er", "premier") else int(named.group(1))
            return _day(_full_year(named.group(3), today), month, day)
        return f"{_full_year(named.group(3), today):04d}-{month:02d}"
    match = NUMERIC.search(raw)
    if match:
        return _day(_full_year(match.group(3), today), int(match.group(2)), int(match.group(1)))
    for name, gap in RELATIVE.items():
        if re.search(rf"\b{name}\b", words):
            return (today + timedelta(days=gap)).isoformat()
    year = re.search(r"\b(19\d\d|20\d\d)\b", words)
    return _distance(words, today) or _weekday(words, today) or (year.group(1) if year else None)


def interpret(text: str, today: date) -> Interpretation | None:
    """A date; unclear for an impossible one; None when the text holds none."""
    value = read_date(text, today)
    if value:
        return answer(value, 0.95 if len(bare(text).split()) <= 8 else 0.75)
    return unclear("clarify_date") if re.search(r"\d", text) and len(text.split()) <= 6 else None
