"""The directory as the rest of the product sees it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session, sessionmaker

from .database import make_engine
from .found import Found, is_stale
from .gazetteer.place import Place, distance_km
from .mapping import mapping
from .merging import MERGED, successor
from .models import Report, Service, ServiceArea
from .query import (
    FARTHEST_KM,
    MAX_ROWS,
    NARROW,
    Statements,
    areas_of,
    box,
    narrowed,
    start_km,
)
from .ranking import Candidate, best_first, from_areas, from_points
from .suiting import ILLNESS_NEEDS, LAST, bears, suits, tier
from .wording import origin, why

SPARE = 2  # services loaded beyond those shown, for filters
CHOICE = 3  # near services to choose among, for each one shown
LOOKED_AT = 60  # services loaded at most to answer one search

Kept = tuple[float, int, Candidate, Service]  # tier, order, and what is kept

BY_IDS = select(Service).where(Service.id.in_(bindparam("ids", expanding=True)))


class Directory:
    """Searches a directory that is already created and loaded (see `loading.ensure`)."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = make_engine(url)
        self._sessions = sessionmaker(self.engine, future=True, expire_on_commit=False)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session that commits, or rolls back on any error."""
        with self._sessions() as session, session.begin():
            yield session

    def search(
        self,
        needs: Sequence[str],
        place: Place | None,
        *,
        audience: str | None = None,
        illness: str | None = None,
        age: int | None = None,
        mode: str | None = None,
        limit: int = 3,
        offset: int = 0,
        exclude: Collection[str] = (),
        types: Collection[str] = (),
        words: Collection[str] = (),
        today: date | None = None,
    ) -> list[Found]:
        """Services that meet one of the needs at a place, best first; then who only informs, national ones last.

        Without a place only national services answer. `exclude`: identifiers of services not to show again.
        `types`, `words`: when given, only services of these types, whose own name has all these folded words
        (`named.py` knows who is called how).
        """
        today = today or date.today()
        shown = limit + offset
        statements = narrowed(types, words)
        with self._sessions() as session:
            connection = session.connection()
            areas = areas_of(place)
            local = self._local(connection, statements, list(needs), place, areas, today, shown + len(exclude))
            kept: list[Kept] = []

            def look(candidates: list[Candidate]) -> None:
                """Loads candidates by small steps, keeps those who suit, stops when there are enough."""
                candidates = [c for c in candidates if c.service_id not in exclude][:LOOKED_AT]
                # An illness reorders: all are looked at. Else the order stands, and a few are enough.
                step = LOOKED_AT if illness else shown + SPARE
                for start in range(0, len(candidates), step):
                    chunk = candidates[start : start + step]
                    services = self._load(session, chunk)
                    for candidate in chunk:
                        service = services.get(candidate.service_id)
                        if service is None or not bears(service, words):
                            continue
                        if suits(service, audience, illness, age, mode):
                            rank = tier(service, candidate, audience, illness)
                            kept.append((rank, len(kept), candidate, service))
                    if sum(rank < LAST for rank, *_ in kept) >= shown:
                        break

            look(best_first(local))
            # National services are read only when the local ones do not do, or when the illness's own may come first.
            if len(kept) < shown or (illness and not ILLNESS_NEEDS.isdisjoint(needs)):
                nation = [a for a in areas if a.startswith("country:")]
                rows = connection.execute(statements.by_area, {"needs": list(needs), "areas": nation}).all()
                known = {c.service_id for c in local}
                look(best_first(c for c in from_areas(rows, place, today) if c.service_id not in known))
            kept.sort(key=lambda k: k[:2])
            return [_found(s, c, today) for _, _, c, s in kept[offset:shown]]

    def _local(
        self,
        connection: Connection,
        statements: Statements,
        needs: list[str],
        place: Place | None,
        areas: Sequence[str],
        today: date,
        wanted: int,
    ) -> list[Candidate]:
        """Candidates that serve the place or that are near it, in no order."""
        if place is None:
            return []
        found: list[Candidate] = []
        if local := [a for a in areas if not a.startswith("country:")]:
            rows = connection.execute(statements.by_area, {"needs": needs, "areas": local}).all()
            found += from_areas(rows, place, today)
        if place.lat is not None and place.lon is not None:
            found += self._around(connection, statements, needs, place, today, wanted)
        return found

    @staticmethod
    def _around(
        connection: Connection, statements: Statements, needs: list[str], place: Place, today: date, wanted: int
    ) -> list[Candidate]:
        """The nearest services: near first, then as far as people go; nearer when there are more than are read."""
        assert place.lat is not None and place.lon is not None
        inside = place.kind == "departement"
        statement = statements.by_distance_inside if inside else statements.by_distance
        km, narrowing = start_km(place), False
        while True:
            values = {"needs": needs, **box(place.lat, place.lon, km)}
            if inside:
                values["departement"] = place.departement
            rows = connection.execute(statement, values).all()
            if len(rows) >= MAX_ROWS and km > 1:
                km, narrowing = km / NARROW, True
                continue
            near = from_points(rows, place, today, km)
            # More than is shown: a fresh contact a little farther is better than a stale one next door.
            if len(near) >= CHOICE * wanted or km >= FARTHEST_KM or narrowing:
                return near
            km = FARTHEST_KM

    @staticmethod
    def _load(session: Session, candidates: Sequence[Candidate]) -> dict[str, Service]:
        ids = [c.service_id for c in candidates]
        if not ids:
            return {}
        return {s.id: s for s in session.execute(BY_IDS, {"ids": ids}).unique().scalars()}

    def entry_point(self, place: Place, today: date | None = None) -> Found | None:
        """The service of the département (or of the province) that informs about everything; None when unknown."""
        today = today or date.today()
        pairs = [tuple(a.split(":", 1)) for a in areas_of(place)]
        with self._sessions() as session:
            rows = (
                session.execute(
                    select(Service, ServiceArea.kind, ServiceArea.code)
                    .join(ServiceArea, ServiceArea.service_id == Service.id)
                    .where(
                        Service.entry_point.is_(True),
                        Service.status == "active",
                        ServiceArea.code.in_([code for _, code in pairs]),
                    )
                )
                .unique()
                .all()
            )
            fitting = [
                (pairs.index((kind, code)), s.to_verify, s.id, s) for s, kind, code in rows if (kind, code) in pairs
            ]
            if not fitting:
                return None
            order, _, _, service = min(fitting, key=lambda f: f[:3])
            need = service.needs.split(",")[0]
            return _found(
                service,
                Candidate(service.id, need, 0.0, _distance(service, place), pairs[order][0], False, informs=True),
                today,
            )

    def get(self, service_id: str, today: date | None = None) -> Found | None:
        """One service by its identifier; None when unknown."""
        with self._sessions() as session:
            service = session.get(Service, service_id)
            if service is not None and service.status == MERGED:
                service = session.get(Service, successor(session, service_id))
            if service is None:
                return None
            need, national = service.needs.split(",")[0], service.reach == "national"
            informs = mapping().informs(service.type, national, need)
            candidate = Candidate(service.id, need, 0.0, None, "", national, informs)
            return _found(service, candidate, today or date.today())

    def report(self, service_id: str, reason: str, field: str | None = None) -> bool:
        """Notes that something shown is wrong; False when the service is unknown. `reason`: 300 characters kept."""
        with self.session() as session:
            service_id = successor(session, service_id)
            if session.get(Service, service_id) is None:
                return False
            session.add(Report(service_id=service_id, reason=reason[:300], field=field))
        return True


def _distance(service: Service, place: Place) -> float | None:
    where = service.location
    if where is None or where.latitude is None or place.lat is None or place.lon is None or where.longitude is None:
        return None
    return distance_km(place.lat, place.lon, where.latitude, where.longitude)


def _found(service: Service, candidate: Candidate, today: date) -> Found:
    last = service.verified_at or service.source_date
    where = service.location
    address = ", ".join(filter(None, [where.address, f"{where.postcode} {where.city}".strip()])) if where else ""
    national = service.reach == "national"
    distance = None if national or candidate.distance is None else round(candidate.distance, 1)
    return Found(
        id=service.id,
        name=service.name,
        organization=service.organization.name,
        need=candidate.need,
        why=why(candidate.need, service.territory, service.audience, distance, national, candidate.informs),
        phone=service.phones[0].number if service.phones else None,
        email=service.email or None,
        website=service.website or None,
        address=address or None,
        distance_km=distance,
        territory=service.territory or ("tout le pays" if national else ""),
        hours=service.hours or None,
        fees=service.fees or None,
        verified_on=last,
        source=origin(service.source, service.source_date),
        stale=is_stale(last, today),
        national=national,
        to_verify=service.to_verify,
        informs=candidate.informs,
    )
