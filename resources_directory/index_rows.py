"""The rows that the search reads, computed from a service."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from .models import NeedArea, NeedPoint, Service, ServiceArea

Rows = list[dict[str, Any]]


def index_rows(
    service: Mapping[str, Any],
    areas: Iterable[tuple[str, str]],
    latitude: float | None,
    longitude: float | None,
    departement: str,
) -> tuple[Rows, Rows]:
    """Rows of `search_need_area` and of `search_need_point`; none when the service is closed."""
    if service["status"] != "active":
        return [], []
    last = service["verified_at"] or service["source_date"]
    by_area: Rows = []
    by_point: Rows = []
    for position, need in enumerate(filter(None, service["needs"].split(","))):
        common = {
            "service_id": service["id"],
            "need": need,
            "position": position,
            "latitude": latitude,
            "longitude": longitude,
            "checked": last.toordinal() if last else 0,
        }
        by_area += [{"area": f"{kind}:{code}", **common} for kind, code in dict.fromkeys(areas)]
        if service["reach"] == "distance" and latitude is not None and longitude is not None:
            by_point.append({"departement": departement, **common})
    return by_area, by_point


def reindex(session: Session, service: Service) -> None:
    """Rewrites the search rows of one service, after a coordinator has changed it."""
    session.flush()
    for table in (NeedArea, NeedPoint):
        session.execute(delete(table).where(table.service_id == service.id))
    areas = [(a.kind, a.code) for a in session.scalars(select(ServiceArea).where(ServiceArea.service_id == service.id))]
    place = service.location
    values = {name: getattr(service, name) for name in ("id", "status", "needs", "reach", "verified_at", "source_date")}
    rows = index_rows(
        values,
        areas,
        place.latitude if place else None,
        place.longitude if place else None,
        place.departement if place else "",
    )
    for model, new in ((NeedArea, rows[0]), (NeedPoint, rows[1])):
        if new:
            session.execute(insert(model.__table__), new)
