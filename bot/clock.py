"""The time, in one place: naive UTC in stores, so that SQLite and PostgreSQL agree, and tests can freeze it."""

from __future__ import annotations

from datetime import datetime, timezone


def now() -> datetime:
    """Return the present time as a naive UTC datetime, to the second."""
    return datetime.now(timezone.utc).replace(tzinfo=None, microsecond=0)
