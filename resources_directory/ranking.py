"""From rows of the index to an order: near and sure first, then who only informs, national services last."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from .found import STALE_AFTER
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


class Candidate(NamedTuple):
    """A service that answers, before it is loaded. The lower the tier, then the cost, the better."""

    service_id: str
    need: str
    cost: float
    distance: float | None
    area: str  # kind of territory, empty for a service found by distance
    national: bool
    informs: bool = False
    tier: int = PROVIDER


def from_areas(rows: Iterable[Any], place: Place | None, today: date) -> list[Candidate]:
    """Candidates that serve a territory or the whole country. Rows are those of `query.BY_AREA`."""
    found = []
    stale = _first_fresh_day(today)
    here = (place.lat, place.lon) if place and place.lat is not None and place.lon is not None else None
    for service_id, need, area, position, checked, latitude, longitude in rows:
        kind = area.partition(":")[0]
        informs = position >= INFORMS
        cost = AREA_COST.get(kind, 0.0) + _own_cost(position, checked < stale)
        away = None
        if here is not None and latitude is not None and longitude is not None:
            away = distance_km(*here, latitude, longitude)
            cost += min(MAX_HOME_COST, HOME_COST * away)
        national = kind == "country"
        tier = NATION if national else INFORMER if informs else PROVIDER
        found.append(Candidate(service_id, need, cost, away, kind, national, informs, tier))
    return found


def from_points(rows: Iterable[Any], place: Place, today: date, km: float) -> list[Candidate]:
    """Candidates within `km` kilometres of a place with coordinates. Rows are those of `query.BY_DISTANCE`."""
    assert place.lat is not None and place.lon is not None
    found = []
    stale = _first_fresh_day(today)
    measured = place.kind != "departement"  # else from its centre: nobody lives there
    for service_id, need, position, checked, latitude, longitude in rows:
        away = distance_km(place.lat, place.lon, latitude, longitude)
        if away > km:
            continue
        informs = position >= INFORMS
        tier = FAR if measured and away > FAR_KM else INFORMER if informs else PROVIDER
        cost = away + _own_cost(position, checked < stale)
        found.append(Candidate(service_id, need, cost, away, "", False, informs, tier))
    return found


def _first_fresh_day(today: date) -> int:
    """The ordinal of the day before which a contact is stale; see `found.is_stale`."""
    return (today - STALE_AFTER).toordinal()


def _own_cost(position: int, stale: bool) -> float:
    """What the service costs in the order wherever one lives."""
    position %= INFORMS
    cost = POSITION_COST * min(position % ONE_ILLNESS, 3)
    return cost + (ILLNESS_COST if position >= ONE_ILLNESS else 0.0) + (STALE_COST if stale else 0.0)


def best_first(candidates: Iterable[Candidate]) -> list[Candidate]:
    """One candidate for each service, by tier, then by cost."""
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        known = best.get(candidate.service_id)
        if known is None or (candidate.tier, candidate.cost) < (known.tier, known.cost):
            best[candidate.service_id] = candidate
    return sorted(best.values(), key=lambda c: (c.tier, c.cost, c.service_id))
