"""The rows that the search reads, computed from a service; written anew when the way to compute them changes."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from .mapping import FILE, mapping
from .models import (
    INFORMS,
    ONE_ILLNESS,
    Load,
    Location,
    NeedArea,
    NeedPoint,
    Service,
    ServiceArea,
    now,
)

Rows = list[dict[str, Any]]
MARK = "search index"  # the row of `directory_load` that says how the rows were computed
FORM = "2"  # to be changed with `index_rows`
BATCH = 400
COLUMNS = ("id", "status", "needs", "reach", "type", "illnesses", "verified_at", "source_date")


def index_rows(
    service: Mapping[str, Any],
    areas: Iterable[tuple[str, str]],
    latitude: float | None,
    longitude: float | None,
    departement: str,
) -> tuple[Rows, Rows]:
    """Rows of `search_need_area` and of `search_need_point`; none when the service is closed.

    `service`: a row with COLUMNS.
    """
    if service["status"] != "active":
        return [], []
    last = service["verified_at"] or service["source_date"]
    national, informs = service["reach"] == "national", mapping().informs
    marks = ONE_ILLNESS if service["illnesses"] else 0
    by_area: Rows = []
    by_point: Rows = []
    for position, need in enumerate(filter(None, service["needs"].split(","))):
        common = {
            "service_id": service["id"],
            "need": need,
            "position": min(position, 9) + marks + (INFORMS if informs(service["type"], national, need) else 0),
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
    rows = index_rows(
        {name: getattr(service, name) for name in COLUMNS},
        areas,
        place.latitude if place else None,
        place.longitude if place else None,
        place.departement if place else "",
    )
    _insert(session, *rows)


def _insert(session: Session, areas: Rows, points: Rows) -> None:
    for model, new in ((NeedArea, areas), (NeedPoint, points)):
        if new:
            session.execute(insert(model.__table__), new)


def _alone(session: Session) -> None:
    """Waits for the other processes that start at the same time, until the end of the transaction."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE directory_load IN SHARE ROW EXCLUSIVE MODE"))
    else:  # any write takes SQLite's only lock
        session.execute(update(Load).where(Load.source == "").values(content_hash=""))


def refresh(session: Session) -> int:
    """Writes all search rows anew when they were computed in another way; how many services were read."""
    form = hashlib.sha256(FORM.encode() + FILE.read_bytes()).hexdigest()
    said = select(Load.content_hash).where(Load.source == MARK)
    if session.scalar(said) == form:
        return 0
    _alone(session)
    if session.scalar(said) == form:  # another process did it meanwhile
        return 0
    session.execute(delete(NeedArea))
    session.execute(delete(NeedPoint))
    last, count = "", 0
    columns = [getattr(Service, name) for name in COLUMNS]
    page = select(*columns, Location.latitude, Location.longitude, Location.departement).outerjoin(Location)
    while True:
        services = session.execute(page.where(Service.id > last).order_by(Service.id).limit(BATCH)).all()
        if not services:
            break
        last, count = services[-1].id, count + len(services)
        areas: dict[str, list[tuple[str, str]]] = defaultdict(list)
        wanted = select(ServiceArea.service_id, ServiceArea.kind, ServiceArea.code)
        for area in session.execute(wanted.where(ServiceArea.service_id.in_([s.id for s in services]))):
            areas[area.service_id].append((area.kind, area.code))
        by_area: Rows = []
        by_point: Rows = []
        for s in services:
            more = index_rows(dict(s._mapping), areas[s.id], s.latitude, s.longitude, s.departement or "")
            by_area += more[0]
            by_point += more[1]
        _insert(session, by_area, by_point)
    session.merge(Load(source=MARK, content_hash=form, loaded_at=now()))
    return count
