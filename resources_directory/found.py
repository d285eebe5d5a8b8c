"""What a search gives back: a service, ready to be shown, with the reasons for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

STALE_AFTER = timedelta(days=365)


@dataclass(frozen=True)
class Found:
    """A service for a person. Texts are French; absent facts are None. `distance_km`: as the crow flies.

    `informs`: it does not meet the need itself, but says who does.
    """

    id: str
    name: str
    organization: str
    need: str
    why: str
    phone: str | None
    email: str | None
    website: str | None
    address: str | None
    distance_km: float | None
    territory: str
    hours: str | None
    fees: str | None
    verified_on: date | None
    source: str
    stale: bool
    national: bool
    to_verify: bool
    informs: bool = False


def is_stale(last: date | None, today: date) -> bool:
    """True when nobody has verified the contact for 12 months."""
    return last is None or today - last > STALE_AFTER
