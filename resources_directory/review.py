"""What a coordinator does: verify, correct, list what is to be checked, merge duplicates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from .duplicates import propose
from .index_rows import reindex
from .merging import Proposal, accept, proposals, refuse
from .models import Conflict, Location, Phone, Report, Service, VerifiedField, now
from .tabular import names_a_person
from .writer import FIELDS, LISTS

__all__ = ["Proposal", "ToCheck", "accept", "correct", "proposals", "propose", "refuse", "to_check", "verify"]

PLACE = ("address", "postcode", "city")


@dataclass(frozen=True)
class ToCheck:
    """A service to verify, the most urgent first: reports, then marks « à vérifier », then age."""

    service_id: str
    name: str
    reports: int
    to_verify: bool
    last: date | None
    conflicts: int
    personal_email: bool


def verify(
    session: Session,
    service_id: str,
    by: str,
    fields: Mapping[str, str] | None = None,
    on: date | None = None,
) -> bool:
    """Marks a service as verified, with corrected fields (« phone » too); False when it is unknown.

    The fields given are protected from imports. Raises ValueError for a field that does not exist.
    """
    service = session.get(Service, service_id)
    if service is None:
        return False
    day = on or date.today()
    for name, value in (fields or {}).items():
        correct(session, service, name, value, by, day)
    service.verified_at, service.verified_by, service.to_verify = day, by, False
    session.execute(
        update(Report).where(Report.service_id == service_id, Report.handled_at.is_(None)).values(handled_at=now())
    )
    reindex(session, service)
    return True


def correct(session: Session, service: Service, name: str, value: str, by: str, day: date) -> None:
    """Write one field and protect it from imports; the caller indexes the service again.

    Raises ValueError for a field that does not exist.
    """
    provenance = {n: getattr(service, n) for n in ("source", "source_id", "licence", "source_url", "source_date")}
    if name == "phone":
        service.phones = [Phone(number=number, **provenance) for number in filter(None, value.split(", "))]
    elif name in PLACE:
        if service.location is None:
            service.location = Location(id=service.id, **provenance)
        setattr(service.location, name, value)
    elif name in FIELDS + LISTS:
        setattr(service, name, value)
    else:
        raise ValueError(f"Ce champ n'existe pas : {name}.")
    mark = session.scalar(
        select(VerifiedField).where(VerifiedField.service_id == service.id, VerifiedField.field == name)
    )
    mark = mark or VerifiedField(service_id=service.id, field=name)
    mark.verified_at, mark.verified_by = day, by
    session.add(mark)


def to_check(session: Session, limit: int = 50) -> list[ToCheck]:
    """The verification list."""

    def count(table: type[Report] | type[Conflict], open_column: object) -> dict[str, int]:
        rows = session.execute(
            select(table.service_id, func.count())
            .where(open_column.is_(None))  # type: ignore[attr-defined]
            .group_by(table.service_id)
        ).all()
        return {service_id: number for service_id, number in rows}

    reports, conflicts = count(Report, Report.handled_at), count(Conflict, Conflict.resolved_at)
    services = session.execute(
        select(
            Service.id,
            Service.name,
            Service.to_verify,
            Service.verified_at,
            Service.source_date,
            Service.email,
        ).where(Service.status == "active")
    ).all()
    items = [
        ToCheck(
            s.id,
            s.name,
            reports.get(s.id, 0),
            s.to_verify,
            s.verified_at or s.source_date,
            conflicts.get(s.id, 0),
            names_a_person(s.email or ""),
        )
        for s in services
    ]
    items.sort(
        key=lambda i: (
            -i.reports,
            -i.conflicts,
            not i.personal_email,
            not i.to_verify,
            i.last or date.min,
            i.name,
        )
    )
    return items[:limit]
