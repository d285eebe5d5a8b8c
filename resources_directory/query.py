"""The two queries of the search: they only build a Select, whoever calls runs it."""

from __future__ import annotations

from collections.abc import Collection
from math import cos, radians
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from .gazetteer.place import Place
from .models import NeedArea, NeedPoint, Service

KM_PER_DEGREE = 111.2
START_KM = 15.0  # the first box
TOWN_KM = ((200_000, 4.0), (50_000, 8.0))  # and in towns of so many people, where everything is near
NARROW = 3.0  # the box is made so much smaller where it holds too many
FARTHEST_KM = 80.0  # beyond, nobody goes
MAX_ROWS = 400  # read from the index for one box or territory
LIEGE = "province:BE-LIEGE"


def areas_of(place: Place | None) -> tuple[str, ...]:
    """The territories that a place belongs to, the narrowest first."""
    if place is None:
        return ("country:FR",)
    if place.country == "BE":
        province = (LIEGE,) if place.code.startswith("BE-4") else ()
        return (f"commune:{place.code}", *province, "country:BE")
    areas = [f"commune:{place.code}"] if place.kind == "commune" else []
    if place.commune:
        areas.append(f"commune:{place.commune}")
    if place.epci:
        areas.append(f"epci:{place.epci}")
    if place.departement:
        areas.append(f"departement:{place.departement}")
    if place.region:
        areas.append(f"region:{place.region}")
    return (*areas, "country:FR")


_needs = bindparam("needs", expanding=True)
_area, _point = NeedArea, NeedPoint

# Built once: making a statement costs more than running it. Parameters: needs, areas.
BY_AREA = (
    select(_area.service_id, _area.need, _area.area, _area.position, _area.checked, _area.latitude, _area.longitude)
    .where(_area.need.in_(_needs), _area.area.in_(bindparam("areas", expanding=True)))
    .order_by(_area.checked.desc(), _area.service_id)  # the latest verified, when there are too many
    .limit(MAX_ROWS)
)
# Parameters: needs, south, north, west, east (degrees).
BY_DISTANCE = (
    select(_point.service_id, _point.need, _point.position, _point.checked, _point.latitude, _point.longitude)
    .where(
        _point.need.in_(_needs),
        _point.latitude.between(bindparam("south"), bindparam("north")),
        _point.longitude.between(bindparam("west"), bindparam("east")),
    )
    .limit(MAX_ROWS)
)
# The same inside one département.
BY_DISTANCE_INSIDE = BY_DISTANCE.where(_point.departement == bindparam("departement"))


class Statements(NamedTuple):
    """The three queries of a search."""

    by_area: Any
    by_distance: Any
    by_distance_inside: Any


ANY = Statements(BY_AREA, BY_DISTANCE, BY_DISTANCE_INSIDE)
_ACCENTED = str.maketrans("aceinouy", "________")  # « é » is no « e » for a database: the reader compares folded words


def narrowed(types: Collection[str], words: Collection[str]) -> Statements:
    """The queries for services of these types, or whose own name has these folded words; empty: no condition.

    A rare kind is then found among thousands that meet the need. Without any condition, the queries as they are.
    """
    if not types and not words:
        return ANY
    wanted = [Service.type.in_(sorted(types))] if types else []
    wanted += [Service.name.ilike(f"%{word.translate(_ACCENTED)}%") for word in words]
    area, *points = (BY_AREA, BY_DISTANCE, BY_DISTANCE_INSIDE)
    return Statements(
        area.join(Service, Service.id == _area.service_id).where(*wanted),
        *(point.join(Service, Service.id == _point.service_id).where(*wanted) for point in points),
    )


def start_km(place: Place) -> float:
    """Half the side of the first box: what is read should be a little more than what is shown."""
    if place.kind == "departement":
        return START_KM
    return next((km for people, km in TOWN_KM if place.population >= people), START_KM)


def box(latitude: float, longitude: float, km: float) -> dict[str, float]:
    """The parameters of a box of `km` on each side of a point (degrees)."""
    tall = km / KM_PER_DEGREE
    wide = tall / max(0.1, cos(radians(latitude)))
    return {
        "south": latitude - tall,
        "north": latitude + tall,
        "west": longitude - wide,
        "east": longitude + wide,
    }
