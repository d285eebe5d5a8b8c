"""A moment to come, in words: « jeudi à 14 h 30 », « le 3 janvier », « demain à dix heures et demie ».

ISO 8601 without zone: « 2026-12-03T14:30 », or « 2026-12-03 » when no hour is said.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.french_dates import DAYS
from bot.interview.understand.dates import MONTHS, read_date
from bot.interview.understand.numbers import numbers
from bot.interview.understand.result import Interpretation, answer, unclear
from bot.interview.understand.words import bare

_DIGITS = re.compile(r"\b(\d{1,2}) ?(?:h|heures?|:)(?: ?(\d{2}))?\b")
_HALF = re.compile(r"\b(?:h|heures?|midi) et (demie?|quart)\b")
_TIME = re.compile(r"(?:\bà |\ba |\bvers )?\b\d{1,2} ?(?:h|heures?|:) ?(?:\d{2})?\b", re.IGNORECASE)
_ALONE = re.compile(rf"\b(le|{'|'.join(DAYS)}) (\d{{1,2}})\b(?! ?(?:{'|'.join(MONTHS)}|\d|\.|h\b|heures?))")
_EVENING = re.compile(r"\bdu soir\b|\bde l apres midi\b|\bl apres midi\b|\bl aprem\b")
_NOON = re.compile(r"\b(?:a|vers|pour) midi\b|\bmidi et\b")


def _hour(text: str) -> str | None:
    words = bare(text.replace(":", "h"))
    found = _DIGITS.search(words)
    half = _HALF.search(words)
    if found:
        hour, minutes = int(found.group(1)), int(found.group(2) or 0)
    else:
        before, _, after = words.partition(" heure")
        said, left = numbers(before.split()), numbers(after.removeprefix("s").split()[:2])
        if after and said and said[-1].end == len(before.split()):
            hour, minutes = int(said[-1].value), int(left[0].value) if left and left[0].start == 0 else 0
        elif _NOON.search(words):
            hour, minutes = 12, 0
        else:
            return None
    if half and not minutes:
        minutes = 15 if half.group(1) == "quart" else 30
    if hour < 12 and _EVENING.search(words):
        hour += 12
    return f"{hour:02d}:{minutes:02d}" if hour < 24 and minutes < 60 else None


def _next(day: str, text: str, today: date) -> str | None:
    """A day without a year is the next one; None for a day that is over."""
    when = date.fromisoformat(day)
    said_year = re.search(r"\b(?:19|20)\d\d\b|[/.-]\d{1,2}[/.-]\d{2}\b", text)
    named = any(month in bare(text) for month in MONTHS) or re.search(r"\d[/.]\d", text)
    if when < today and named and not said_year:
        try:
            when = when.replace(year=today.year + 1)
        except ValueError:
            return None
    return when.isoformat() if when >= today else None


def _day(text: str, today: date) -> str | None:
    """« le 3 », « jeudi 3 »: the next day of that number, and of that weekday; else as any date."""
    found = _ALONE.search(bare(text))
    if not found:
        return read_date(text, today)
    for ahead in range(62):
        when = today + timedelta(days=ahead)
        if when.day == int(found.group(2)):
            named = found.group(1) in DAYS and when.weekday() != DAYS.index(found.group(1))
            if not named:
                return when.isoformat()
    return None


NONE = re.compile(
    r"^(?:non |ben |euh )*(?:pas (?:de|encore|d)|aucun|rien|j(?: n)? ?(?:en )?ai pas|je n en ai pas|non$)(?: .{1,30})?"
)


def interpret(text: str, today: date) -> Interpretation | None:
    """A day to come, with its hour when it is said; unclear for a past or a vague one; None without any."""
    if NONE.match(bare(text)) and not re.search(r"\d", text):
        return Interpretation("skip", confidence=0.95)
    left = _TIME.sub(" ", text)
    day = _day(left, today)
    if day is None:
        return unclear("clarify_date_to_come") if _hour(text) or re.search(r"\d", text) else None
    coming = _next(day, text, today) if len(day) == 10 else None
    if coming is None:
        return unclear("clarify_date_to_come")
    hour = _hour(text)
    return answer(f"{coming}T{hour}" if hour else coming, 0.95)
