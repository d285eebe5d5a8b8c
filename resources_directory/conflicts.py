"""When an import wanted to change what a coordinator verified: the list, and the choice of one or the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from .index_rows import reindex
from .models import Conflict, Service, now
from .review import correct

KEPT, TAKEN = "kept", "taken"


@dataclass(frozen=True)
class OpenConflict:
    """``current`` is what is shown today, ``proposed`` what the source says; both as text."""

    id: int
    service_id: str
    name: str
    field: str
    current: str
    proposed: str
    source: str
    raised_at: datetime


def open_conflicts(session: Session, service_id: str | None = None, limit: int = 50) -> list[OpenConflict]:
    """Those that nobody settled, the oldest first; of one service or of all."""
    query = (
        select(
            Conflict.id,
            Conflict.service_id,
            Service.name,
            Conflict.field,
            Conflict.current,
            Conflict.proposed,
            Conflict.source,
            Conflict.raised_at,
        )
        .join(Service, Service.id == Conflict.service_id)
        .where(Conflict.resolved_at.is_(None))
        .order_by(Conflict.id)
        .limit(limit)
    )
    if service_id is not None:
        query = query.where(Conflict.service_id == service_id)
    return [OpenConflict(*row) for row in session.execute(query)]


def count_open(session: Session) -> int:
    """How many are open."""
    return int(session.scalar(select(func.count()).where(Conflict.resolved_at.is_(None))) or 0)


def settle(session: Session, conflict_id: int, resolution: str, by: str, on: date | None = None) -> bool:
    """Keep what is shown, or take what the source says, which is then verified; False when it is already settled."""
    if resolution not in (KEPT, TAKEN):
        raise ValueError(resolution)
    conflict = session.get(Conflict, conflict_id, with_for_update=True)
    if conflict is None or conflict.resolved_at is not None:
        return False
    if resolution == TAKEN:
        service = session.get(Service, conflict.service_id)
        correct(session, service, str(conflict.field), str(conflict.proposed), by, on or date.today())
        reindex(session, service)
    conflict.resolved_at, conflict.resolution = now(), resolution
    return True
