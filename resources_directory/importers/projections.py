"""From projected coordinates (Lambert 93, UTM) to degrees WGS 84, without any library.

Sources: IGN, « Projection cartographique conique conforme de Lambert », NTG 71 (ALG0002, ALG0004); EPSG guidance
note 7-2, « Transverse Mercator » (Krüger series). Ellipsoid GRS 80; RGF93, RGAF09, RGFG95, RGR92, RGM04 and RGSPM06
are within one metre of WGS 84, far below what a directory needs.
"""

from __future__ import annotations

import re
from math import asin, atan, atan2, atanh, cos, cosh, degrees, exp, log, pi, radians, sin, sinh, sqrt

SEMI_MAJOR = 6378137.0  # metres
FLATTENING = 1 / 298.257222101
E2 = FLATTENING * (2 - FLATTENING)
E = sqrt(E2)

# EPSG codes seen in FINESS → UTM zone, positive north, negative south. 2154 is Lambert 93.
LAMBERT_93 = 2154
ZONES = {5490: 20, 4559: 20, 32620: 20, 2972: 22, 2975: -40, 4471: -38, 4467: 21}
# For a file that says nothing, the projection that is legal where the place is.
LEGAL = {"971": 20, "972": 20, "977": 20, "978": 20, "973": 22, "974": -40, "976": -38, "975": 21, "986": -1}


def _tau_of_psi(psi: float) -> float:
    """Latitude (radians) of an isometric latitude (IGN ALG0002)."""
    latitude = 2 * atan(exp(psi)) - pi / 2
    while True:
        better = 2 * atan(exp(psi + E * atanh(E * sin(latitude)))) - pi / 2
        if abs(better - latitude) < 1e-12:
            return better
        latitude = better


def _isometric(latitude: float) -> float:
    return atanh(sin(latitude)) - E * atanh(E * sin(latitude))


def _lambert_constants() -> tuple[float, float, float]:
    """Exponent n, constant C and ordinate of the pole: parallels 44° and 49°, origin 46.5° N, 3° E."""
    first, second, origin = radians(44), radians(49), radians(46.5)
    grand = [SEMI_MAJOR / sqrt(1 - E2 * sin(p) ** 2) * cos(p) for p in (first, second)]
    n = (log(grand[1]) - log(grand[0])) / (_isometric(first) - _isometric(second))
    c = grand[0] / n * exp(n * _isometric(first))
    return n, c, 6_600_000 + c * exp(-n * _isometric(origin))


N, C, POLE_Y = _lambert_constants()


def lambert93(x: float, y: float) -> tuple[float, float]:
    """Latitude and longitude in degrees of Lambert 93 metres (IGN ALG0004)."""
    dx, dy = x - 700_000, POLE_Y - y
    radius = sqrt(dx * dx + dy * dy)
    psi = -log(radius / C) / N
    return degrees(_tau_of_psi(psi)), 3 + degrees(atan2(dx, dy)) / N


def utm(x: float, y: float, zone: int) -> tuple[float, float]:
    """Latitude and longitude in degrees of UTM metres; `zone` is negative in the southern hemisphere."""
    n = FLATTENING / (2 - FLATTENING)
    mean = SEMI_MAJOR / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    beta = (n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96, n**2 / 48 + n**3 / 15, 17 * n**3 / 480)
    xi = (y - (10_000_000 if zone < 0 else 0)) / (0.9996 * mean)
    eta = (x - 500_000) / (0.9996 * mean)
    up, across = xi, eta
    for order, b in enumerate(beta, 1):
        up -= b * sin(2 * order * xi) * cosh(2 * order * eta)
        across -= b * cos(2 * order * xi) * sinh(2 * order * eta)
    conformal = asin(sin(up) / cosh(across))
    latitude = _tau_of_psi(atanh(sin(conformal)))
    return degrees(latitude), abs(zone) * 6 - 183 + degrees(atan2(sinh(across), cos(up)))


def projection_of(text: str) -> int | None:
    """What FINESS says of its coordinates: 2154, or a UTM zone (negative in the south); None when it says nothing.

    « 1,ATLASANTE,96,BAN,EPSG:2154 RGF93 / Lambert-93 », « …,EPSG:5490 RGAF09/UTM Zone 20N », « …,LAMBERT_93 »,
    « …,UTM_S40 », or a bare EPSG code.
    """
    if re.search(r"lambert.?93|\bL93", text, re.IGNORECASE):
        return LAMBERT_93
    for code in map(int, re.findall(r"(?<!\d)(\d{4,5})(?!\d)", text)):
        if code == LAMBERT_93:
            return code
        if code in ZONES:
            return ZONES[code]
        if 32601 <= code <= 32660 or 32701 <= code <= 32760:
            return code - 32600 if code < 32700 else 32700 - code
    if named := re.search(r"UTM[ _]?(?:zone)?[ _]?(?:([NS])(\d{1,2})|(\d{1,2})\s?([NS]))", text, re.IGNORECASE):
        zone = int(named[2] or named[3])
        return -zone if (named[1] or named[4]).upper() == "S" else zone
    return None


def to_degrees(x: float, y: float, projection: int | None, departement: str = "") -> tuple[float, float] | None:
    """Latitude and longitude WGS 84. Without `projection`, that of the département. None when it makes no sense."""
    if not (-1e8 < x < 1e8 and -1e8 < y < 1e8):  # not a number, either
        return None
    chosen = projection or LEGAL.get(departement, LAMBERT_93)
    if chosen == LAMBERT_93:
        if not (0 < x < 1_400_000 and 6_000_000 < y < 7_200_000):
            return None
        found = lambert93(x, y)
    else:
        if not (100_000 <= x <= 900_000 and 0 <= y <= 10_000_000):
            return None
        found = utm(x, y, chosen)
    return round(found[0], 6), round(found[1], 6)
