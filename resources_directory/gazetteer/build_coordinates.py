"""Coordinates of communes from GeoNames: joined by name and region, with population and département as tie-breaks."""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import Any

from .normalise import key, without_article
from .place import distance_km

# GeoNames numbers overseas départements and territories as countries.
OVERSEAS = {
    "GP": "01",
    "MQ": "02",
    "GF": "03",
    "RE": "04",
    "YT": "06",
    "PM": "975",
    "BL": "977",
    "MF": "978",
    "WF": "986",
    "PF": "987",
    "NC": "988",
}
MAX_KM_FROM_DEPARTEMENT = 110.0  # half the diagonal of the largest département of mainland France, and a margin
SPREAD = frozenset({"973", "987", "988", "975"})  # territories wider than that

Point = tuple[float, float]


def _index(cities: dict[str, Any]) -> dict[tuple[str, str], list[Any]]:
    index: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for city in cities.values():
        region = city["admin1code"] if city["countrycode"] == "FR" else OVERSEAS.get(city["countrycode"])
        if region:
            name = key(city["name"])
            for form in {name, without_article(name)}:
                index[region, form].append(city)
    return index


def _centre(points: list[Point]) -> Point:
    return median(p[0] for p in points), median(p[1] for p in points)


def own_coordinates(communes: list[dict[str, Any]], cities: dict[str, Any]) -> dict[str, Point]:
    """INSEE code → (latitude, longitude) in degrees for the communes that GeoNames knows."""
    index = _index(cities)
    proposals: list[tuple[float, str, Any]] = []
    groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for commune in communes:
        name = key(commune["nom"])
        groups[commune["region"], name if (commune["region"], name) in index else without_article(name)].append(commune)
    sure: dict[str, list[Point]] = defaultdict(list)
    for group, members in groups.items():
        found = index.get(group, [])
        if len(members) == len(found) == 1:
            sure[members[0]["departement"]].append((found[0]["latitude"], found[0]["longitude"]))
    centres = {code: _centre(points) for code, points in sure.items()}
    for group, members in groups.items():
        for commune in members:
            for city in index.get(group, []):
                centre = centres.get(commune["departement"])
                km = distance_km(city["latitude"], city["longitude"], *centre) if centre else 0.0
                if km > MAX_KM_FROM_DEPARTEMENT and commune["departement"] not in SPREAD:
                    continue
                gap = abs((commune.get("population") or 1) - city["population"]) / (city["population"] + 100)
                proposals.append((gap + km / 100, commune["code"], city))
    points: dict[str, Point] = {}
    taken: set[int] = set()
    for _, code, city in sorted(proposals, key=lambda p: (p[0], p[1])):
        if code not in points and city["geonameid"] not in taken:
            points[code] = (city["latitude"], city["longitude"])
            taken.add(city["geonameid"])
    return points


def complete(
    communes: list[dict[str, Any]], points: dict[str, Point], epci_of: dict[str, str]
) -> dict[str, tuple[float, float, str]]:
    """Coordinates for all: own, else centre of the postcode, of the EPCI, of the département; and which it is."""
    groups: dict[tuple[str, str], list[Point]] = defaultdict(list)
    keys: dict[str, list[tuple[str, str]]] = {}
    for commune in communes:
        code = commune["code"]
        keys[code] = [("postcode", commune["departement"] + p) for p in commune.get("codesPostaux", [])]
        keys[code] += [("epci", epci_of.get(code, "")), ("departement", commune["departement"])]
        for group in keys[code]:
            if code in points and group[1]:
                groups[group].append(points[code])
    result: dict[str, tuple[float, float, str]] = {}
    for code, own_groups in keys.items():
        if code in points:
            result[code] = (*points[code], "own")
            continue
        for kind, value in own_groups:
            if groups.get((kind, value)):
                result[code] = (*_centre(groups[kind, value]), kind)
                break
    return result
