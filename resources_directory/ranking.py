"""From rows of the index to an order: near and sure first, then who only informs, national services last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from .found import is_stale
from .gazetteer.place import Place, distance_km
from .models import INFORMS, ONE_ILLNESS

# What a territory costs in the order, in kilometres: a service of the commune is worth one next door.
AREA_COST = {"commune": 0.0, "epci": 4.0, "departement": 10.0, "province": 10.0, "region": 25.0}
POSITION_COST = 6.0  # the need is not the first of the service
STALE_COST = 15.0  # nobody verified the contact for 12 months
HOME_COST = 0.15  # a territory's service is a little better when its office is near: by kilometre
MAX_HOME_COST = 8.0
ILLNESS_COST = 20.0  # the service is for one illness, which may not be this person's
FAR_KM = 40.0  # beyond, nobody goes every week: who informs near comes before
PROVIDER, INFORMER, FAR, NATION = range(4)  # in this order


@dataclass(frozen=True)
class Candidate:
    """A service that answers, before it is loaded. The lower the tier, then the cost, the better."""

    service_id: str
    need: str
    cost: float
    distance: float | None
    area: str  # kind of territory, empty for a service found by distance
    national: bool
    informs: bool = False
    tier: int = PROVIDER


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
        cost = AREA_COST.get(kind, 0.0) + _own_cost(row, today)
        cost += min(MAX_HOME_COST, HOME_COST * away) if away is not None else 0.0
        national, informs = kind == "country", row.position >= INFORMS
        tier = NATION if national else INFORMER if informs else PROVIDER
        found.append(Candidate(row.service_id, row.need, cost, away, kind, national, informs, tier))
    return found


def from_points(rows: Iterable[Any], place: Place, today: date, km: float) -> list[Candidate]:
    """Candidates within `km` kilometres."""
    found = []
    for row in rows:
        away = _away(place, row.latitude, row.longitude)
        if away is None or away > km:
            continue
        informs = row.position >= INFORMS
        far = away > FAR_KM and place.kind != "departement"  # measured from its centre
        tier = FAR if far else INFORMER if informs else PROVIDER
        found.append(Candidate(row.service_id, row.need, away + _own_cost(row, today), away, "", False, informs, tier))
    return found


def _own_cost(row: Any, today: date) -> float:
    """What the service costs in the order wherever one lives."""
    position = row.position % INFORMS
    cost = POSITION_COST * min(position % ONE_ILLNESS, 3) + (ILLNESS_COST if position >= ONE_ILLNESS else 0.0)
    return cost + (STALE_COST if _stale(row.checked, today) else 0.0)


def _stale(checked: int, today: date) -> bool:
    return is_stale(date.fromordinal(checked) if checked else None, today)


def best_first(candidates: Iterable[Candidate]) -> list[Candidate]:
    """One candidate for each service, by tier, then by cost."""
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        known = best.get(candidate.service_id)
        if known is None or (candidate.tier, candidate.cost) < (known.tier, known.cost):
            best[candidate.service_id] = candidate
    return sorted(best.values(), key=lambda c: (c.tier, c.cost, c.service_id))
