"""The time, in one place: naive UTC in stores, so that SQLite and PostgreSQL agree, and tests can freeze it.

What a person reads is at the hour of Paris, which is that of Brussels too.
"""

from __future__ import annotations

from datetime import date, datetime, time, timezone
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
MORNING = 10  # the hour, there, of what Relais writes first


def now() -> datetime:
    """Return the present time as a naive UTC datetime, to the second."""
    return datetime.now(timezone.utc).replace(tzinfo=None, microsecond=0)


def local(at: datetime) -> datetime:
    """Naive UTC → aware, at the hour of Paris."""
    return at.replace(tzinfo=timezone.utc).astimezone(PARIS)


def today() -> date:
    """The day that it is for the people here: after midnight in Paris, UTC is still at the day before."""
    return local(now()).date()


def at_hour(day: date, hour: int) -> datetime:
    """That hour of that day for the people here, as naive UTC."""
    return datetime.combine(day, time(hour), PARIS).astimezone(timezone.utc).replace(tzinfo=None)
