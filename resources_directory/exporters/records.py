"""The services of the directory as records, by batches: memory stays constant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..models import Identifier, Service, ServiceArea
from ..record import Record

BATCH = 500
SAME = (
    "source", "source_id", "name", "type", "description", "fees", "access_conditions", "hours", "email", "website",
    "territory", "age_min", "age_max", "reach", "country", "entry_point", "to_verify", "licence", "source_url",
    "source_date", "verified_at", "status",
)  # fmt: skip
SPLIT = ("needs", "audience", "illnesses", "modes")
WHERE = ("address", "postcode", "city", "insee", "departement", "latitude", "longitude", "coordinates_source")


def records(session: Session) -> Iterator[tuple[Record, date]]:
    """All active services, by identifier, each with the day of its import."""
    last = ""
    while True:
        page = select(Service).where(Service.status == "active", Service.id > last).order_by(Service.id).limit(BATCH)
        services = session.scalars(page).unique().all()
        if not services:
            return
        ids = [s.id for s in services]
        areas: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in session.execute(
            select(ServiceArea.service_id, ServiceArea.kind, ServiceArea.code)
            .where(ServiceArea.service_id.in_(ids))
            .order_by(ServiceArea.id)
        ):
            areas[row.service_id].append((row.kind, row.code))
        identifiers: dict[str, dict[str, str]] = defaultdict(dict)
        for row in session.execute(
            select(Identifier.service_id, Identifier.scheme, Identifier.value)
            .where(Identifier.service_id.in_(ids))
            .order_by(Identifier.id)
        ):
            identifiers[row.service_id][row.scheme] = row.value
        for service in services:
            yield _record(service, areas[service.id], identifiers[service.id]), service.imported_at.date()
        last = ids[-1]
        session.expunge_all()


def _record(s: Any, areas: list[tuple[str, str]], identifiers: dict[str, str]) -> Record:
    place = s.location
    own = s.organization.name
    split: dict[str, Any] = {n: tuple(filter(None, getattr(s, n).split(","))) for n in SPLIT}
    return Record(
        **{n: getattr(s, n) for n in SAME},
        **split,
        **({n: getattr(place, n) for n in WHERE} if place else {}),
        verified_by=s.verified_by or "",
        organization="" if own == s.name else own,
        areas=tuple(areas),
        phones=tuple(p.number for p in s.phones),
        identifiers=identifiers,
    )
