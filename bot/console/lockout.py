"""Lockout with back-off: after five failures an account waits, twice as long each time."""

from __future__ import annotations

from datetime import datetime, timedelta

FREE_ATTEMPTS = 5
_FIRST, _LONGEST = timedelta(minutes=1), timedelta(minutes=30)


def waiting_time(failures: int) -> timedelta:
    """How long an account is closed after this many failures in a row; capped, so that nobody can shut it for good."""
    if failures < FREE_ATTEMPTS:
        return timedelta(0)
    return min(_FIRST * 2 ** min(failures - FREE_ATTEMPTS, 10), _LONGEST)


def is_locked(locked_until: datetime | None, at: datetime) -> bool:
    """True while the account is closed."""
    return locked_until is not None and locked_until > at
