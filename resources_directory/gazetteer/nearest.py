"""From a point on the map to the communes around it."""

from __future__ import annotations

from math import cos, isfinite, radians

from .place import Place, distance_km
from .store import Store

WITHIN_KM = 25.0  # farther, the point is not in the territory that we know
# A commune without a point of its own stands at the middle of its postcode: one that has its own is surer.
_OWN, _SHARED_KM = "own", 3.0
_KM_A_DEGREE = 111.2


def nearest(store: Store, latitude: float, longitude: float, most: int) -> list[Place]:
    """Up to ``most`` communes around a point in degrees (WGS 84), the likeliest first; [] when the point is far away,
    or is none."""
    if not (isfinite(latitude) and isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        return []
    high = WITHIN_KM / _KM_A_DEGREE
    wide = high / max(0.01, cos(radians(latitude)))
    found: list[tuple[float, int, int]] = []
    for number, entry in enumerate(store.entries):
        if not entry.lat or (entry.commune and entry.country == "FR"):
            continue
        lat, lon = float(entry.lat), float(entry.lon)
        if abs(lat - latitude) > high or abs(lon - longitude) > wide:
            continue
        away = distance_km(latitude, longitude, lat, lon)
        if away <= WITHIN_KM:
            found.append((away + (0.0 if entry.origin == _OWN else _SHARED_KM), -entry.population, number))
    return [store.place(number) for _, _, number in sorted(found)[:most]]
