"""From rows of the index to an order: near and sure first, national services last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from .found import is_stale
from .gazetteer.place import Place, distance_km

# What a territory costs in the order, in kilometres: a service of the commune is worth one next door.
AREA_COST = {"commune": 0.0, "epci": 4.0, "departement": 10.0, "province": 10.0, "region": 25.0}
POSITION_COST = 6.0  # the need is not the first of the service
STALE_COST = 15.0  # nobody verified the contact for 12 months
HOME_COST = 0.15  # a territory's service is a little better when its office is near: by kilometre
MAX_HOME_COST = 8.0


@dataclass(frozen=True)
class Candidate:
    """A service that answers, before it is loaded. The lower the cost, the better."""

    service_id: str
    need: str
    cost: float
    distance: float | None
    area: str  # kind of territory, empty for a service found by distance
    national: bool


def _away(place: Place | None, latitude: float | None, longitude: float | None) -> float | None:
    if place is None or place.lat is None or place.lon is None or latitude is None or longitude is None:
        return None
    return distance_km(place.lat, place.lon, latitude, longitude)


def from_areas(rows: Iterable[Any], place: Place | None, today: date) -> list[Candidate]:
    """Candidates that serve a territory or the whole country."""
    found = []
    for row in rows:
        kind = row.area.partition(":")[0]
        away = _away(place, row.latitude, row.longitude)
        cost = AREA_COST.get(kind, 0.0) + POSITION_COST * min(row.position, 3)
        cost += min(MAX_HOME_COST, HOME_COST * away) if away is not None else 0.0
        cost += STALE_COST if _stale(row.checked, today) else 0.0
        found.append(Candidate(row.service_id, row.need, cost, away, kind, kind == "country"))
    return found


def from_points(rows: Iterable[Any], place: Place, today: date, km: float) -> list[Candidate]:
    """Candidates within `km` kilometres."""
    found = []
    for row in rows:
        away = _away(place, row.latitude, row.longitude)
        if away is None or away > km:
            continue
        cost = away + POSITION_COST * min(row.position, 3) + (STALE_COST if _stale(row.checked, today) else 0.0)
        found.append(Candidate(row.service_id, row.need, cost, away, "", False))
    return found


def _stale(checked: int, today: date) -> bool:
    return is_stale(date.fromordinal(checked) if checked else None, today)


def best_first(candidates: Iterable[Candidate]) -> list[Candidate]:
    """One candidate for each service, national ones last, then by cost."""
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        known = best.get(candidate.service_id)
        if known is None or (candidate.national, candidate.cost) < (known.national, known.cost):
            best[candidate.service_id] = candidate
    return sorted(best.values(), key=lambda c: (c.national, c.cost, c.service_id))
