"""What imports wanted to change in verified fields: a person takes the new value or keeps hers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from .index_rows import reindex
from .models import Conflict, Phone, Service, now


@dataclass(frozen=True)
class OpenConflict:
    """A verified value, and what a register says instead."""

    id: int
    service_id: str
    name: str
    field: str
    current: str
    proposed: str
    source: str
    raised_at: datetime


def conflicts(session: Session, limit: int = 50) -> list[OpenConflict]:
    """Conflicts that await a decision, the oldest first."""
    rows = session.execute(
        select(Conflict, Service.name)
        .join(Service, Service.id == Conflict.service_id)
        .where(Conflict.resolved_at.is_(None))
        .order_by(Conflict.id)
        .limit(limit)
    ).all()
    return [
        OpenConflict(c.id, c.service_id, name, c.field, c.current, c.proposed, c.source, c.raised_at)
        for c, name in rows
    ]


def settle(session: Session, conflict_id: int, take: bool) -> bool:
    """Takes the proposed value, which stays protected, or keeps the verified one. False for no open conflict."""
    conflict = session.get(Conflict, conflict_id)
    if conflict is None or conflict.resolved_at is not None:
        return False
    if take:
        service = session.get(Service, conflict.service_id)
        assert service is not None  # a foreign key holds it
        if conflict.field == "phone":
            origin = {n: getattr(service, n) for n in ("source", "source_id", "licence", "source_url", "source_date")}
            numbers = [n.strip() for n in conflict.proposed.split(",") if n.strip()]
            service.phones = [Phone(number=number, label="", **origin) for number in numbers]
        else:
            setattr(service, conflict.field, conflict.proposed)
        reindex(session, service)
    conflict.resolved_at, conflict.resolution = now(), "taken" if take else "kept"
    return True
