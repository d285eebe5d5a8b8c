"""Dates and waiting times in French, at the hour of Paris; stores hold naive UTC."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime, timedelta

from bot.clock import local, now
from bot.french_dates import day_in_words

LATE = timedelta(days=2)


def date(at: datetime | Date) -> str:
    """« 3 mars 2026 »."""
    return day_in_words(local(at).date() if isinstance(at, datetime) else at)


def moment(at: datetime) -> str:
    """« 3 mars 2026 à 14 h 05 »."""
    here = local(at)
    return f"{date(at)} à {here.hour} h {here.minute:02}"


def late(since: datetime) -> bool:
    """True when somebody has waited two days for a first answer."""
    return now() - since > LATE


def duration(hours: float) -> str:
    """A length of time, roughly: « 40 min », « 13 h », « 4 jours »."""
    if hours < 1:
        return f"{round(hours * 60)} min"
    return f"{round(hours)} h" if hours < 48 else f"{round(hours / 24)} jours"


def waiting(since: datetime) -> str:
    """How long ago, roughly: « 5 minutes », « 3 heures », « 12 jours »."""
    minutes = max(0, int((now() - since).total_seconds() // 60))
    for size, one, many in ((24 * 60, "jour", "jours"), (60, "heure", "heures"), (1, "minute", "minutes")):
        count = minutes // size
        if count:
            return f"{count} {many if count > 1 else one}"
    return "à l'instant"
