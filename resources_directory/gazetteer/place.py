"""What the gazetteer speaks of: a place, and the answer to « where is it? »."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True)
class Place:
    """A commune, arrondissement, département, region of France, or a Belgian postcode.

    `code`: INSEE code (« 21054 »), département (« 39 »), region (« R27 ») or Belgian postcode (« BE-4000 »).
    `lat`, `lon`: degrees WGS 84, or None; `coordinates` says where they come from:
    "own" (the place itself), "postcode", "epci", "departement" (the centre of those), "" (none).
    """

    code: str
    kind: str  # "commune" | "departement" | "postcode_be" | "region"
    name: str
    label: str
    departement: str = ""
    lat: float | None = None
    lon: float | None = None
    population: int = 0
    epci: str = ""
    region: str = ""
    postcodes: tuple[str, ...] = ()
    coordinates: str = ""
    commune: str = ""  # for an arrondissement of Paris, Lyon, Marseille: the code of its commune

    @property
    def country(self) -> str:
        """« FR » or « BE »."""
        return "BE" if self.code.startswith("BE-") else "FR"


@dataclass(frozen=True)
class Resolution:
    """The places that a text may speak of, best first; empty when it names none.

    `ambiguous`: the first is not surely the right one, ask. `corrected`: a typing error was repaired, confirm.
    """

    candidates: tuple[Place, ...] = field(default_factory=tuple)
    ambiguous: bool = False
    corrected: bool = False

    @property
    def best(self) -> Place | None:
        """The first candidate, or None."""
        return self.candidates[0] if self.candidates else None


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in kilometres (haversine), arguments in degrees."""
    a, b = radians(lat1), radians(lat2)
    h = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, h)))
