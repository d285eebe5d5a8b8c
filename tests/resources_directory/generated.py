"""FINESS files of any size, as like the real one as can be: people, categories, addresses and coordinates of France."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import accumulate
from math import cos, radians, sin, tan
from pathlib import Path

from resources_directory.gazetteer import Gazetteer
from resources_directory.gazetteer.store import Entry

# Category → establishments in France, in thousands: orders of magnitude of the register, which give its proportions.
CATEGORIES = {
    "460": 9.0, "500": 7.5, "202": 2.3, "354": 2.1, "446": 1.1, "156": 1.6, "705": 0.6, "604": 0.8, "449": 1.5, "448": 1.0,
    "445": 0.5, "207": 0.4, "127": 0.3, "606": 0.2, "395": 0.1, "463": 0.5, "609": 0.1, "700": 0.5, "502": 0.4,
}  # fmt: skip
OTHERS = ("620", "355", "189", "124", "611")  # pharmacies, hospitals…: read, and refused
NAMES = ("LES TILLEULS", "SAINT JOSEPH", "LA ROSERAIE", "DU PARC", "JEAN MOULIN", "LES GLYCINES", "BELLEVUE", "LE CLOS")
FINESS_OVERSEAS = {"971": "9A", "972": "9B", "973": "9C", "974": "9D", "975": "9E", "976": "9F"}


def communes() -> list[Entry]:
    """The communes of France that have coordinates."""
    entries = Gazetteer.load().store.entries
    return [e for e in entries if e.country == "FR" and not e.commune and e.lat and e.departement[:2] != "98"]


def write_finess(path: Path, rows: int, refused: float = 0.0, seed: int = 1) -> None:
    """A file with geolocation of `rows` establishments, of which a share `refused` is of categories that are not ours.

    Communes are drawn by their people, to the power 0.8: services are denser in the country.
    """
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write("finess;etalab;111;2026-05-12\n")
        stream.writelines(lines(rows, refused, seed))


def lines(rows: int, refused: float, seed: int) -> Iterator[str]:
    """The lines of such a file after the first: an establishment, then its point."""
    draw = random.Random(seed)
    places = communes()
    weights = list(accumulate((p.population + 50) ** 0.8 for p in places))
    kinds, shares = list(CATEGORIES), list(accumulate(CATEGORIES.values()))
    for number in range(rows):
        place = draw.choices(places, cum_weights=weights)[0]
        kind = draw.choice(OTHERS) if draw.random() < refused else draw.choices(kinds, cum_weights=shares)[0]
        departement = FINESS_OVERSEAS.get(place.departement, place.departement)
        commune = place.code[len(place.departement) :] if place.departement in FINESS_OVERSEAS else place.code[2:]
        code = f"{number + seed * 10_000_000:09d}"
        name = f"{draw.choice(NAMES)} {number}"
        phone = f"0{draw.randint(1, 5)}{draw.randint(10_000_000, 99_999_999)}"
        yield (
            f'structureet;{code};{code};{name};"ETABLISSEMENT ""{name}""";;;{draw.randint(1, 99)};R;DE LA GARE;;;'
            f"{commune.zfill(3)};{departement};{place.departement};{place.postcodes[:5]} {place.name.upper()};{phone};;"
            f"{kind};Categorie {kind};4401;Groupe;{draw.randint(10**13, 10**14 - 1)};;40;;;;1990-01-01;1990-01-01;"
            f"2024-04-22;\n"
        )
        if point := _point(place, draw):
            x, y, zone = point
            yield f"geolocalisation;{code};{x:.1f};{y:.1f};1,ATLASANTE,96,BAN,EPSG:{zone};2026-05-04\n"


def _point(place: Entry, draw: random.Random) -> tuple[float, float, int] | None:
    """A point about a kilometre around the commune, in metres of UTM 30, 31 or 32 (EPSG 326xx); none overseas."""
    if not place.lat or place.departement in FINESS_OVERSEAS:
        return None
    lat, lon = float(place.lat) + draw.gauss(0, 0.01), float(place.lon) + draw.gauss(0, 0.014)
    zone = int((lon + 180) // 6) + 1
    return (*_utm(lat, lon, zone), 32600 + zone)


def _utm(lat: float, lon: float, zone: int) -> tuple[float, float]:
    """Transverse Mercator to the first terms: some tens of metres, enough for a draw."""
    a, e2, k = 6378137.0, 0.00669438, 0.9996
    phi, d = radians(lat), radians(lon - (zone * 6 - 183))
    n = a / (1 - e2 * sin(phi) ** 2) ** 0.5
    t, c, x = tan(phi) ** 2, e2 / (1 - e2) * cos(phi) ** 2, d * cos(phi)
    m = a * (
        (1 - e2 / 4 - 3 * e2**2 / 64) * phi
        - (3 * e2 / 8 + 3 * e2**2 / 32) * sin(2 * phi)
        + 15 * e2**2 / 256 * sin(4 * phi)
    )
    east = 500_000 + k * n * (x + (1 - t + c) * x**3 / 6)
    return east, k * (m + n * tan(phi) * (x**2 / 2 + (5 - t + 9 * c + 4 * c**2) * x**4 / 24))
