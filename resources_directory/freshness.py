"""How old the facts of the directory are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from .found import STALE_AFTER
from .models import Service


@dataclass(frozen=True)
class Freshness:
    """Active services: ``fresh`` dated within twelve months, ``stale`` older, ``undated`` without any date."""

    total: int
    fresh: int
    stale: int
    undated: int


def freshness(session: Session, today: date | None = None) -> Freshness:
    """Count the active services by the age of their last date, verified or given by the source."""
    last = func.coalesce(Service.verified_at, Service.source_date)
    since = (today or date.today()) - STALE_AFTER
    row = session.execute(
        select(
            func.count(),
            func.count(case((last >= since, 1))),
            func.count(case((last < since, 1))),
        ).where(Service.status == "active")
    ).one()
    total, fresh, stale = (int(number) for number in row)
    return Freshness(total, fresh, stale, total - fresh - stale)
