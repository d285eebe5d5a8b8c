"""One service as every source gives it, before it is written to the tables."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property


@dataclass(frozen=True)
class Record:
    """A service and where it comes from. Empty strings and None mean « not known ».

    `areas`: pairs (kind, code): commune, epci, departement, region, province, country.
    `needs`: need codes, the main one first. `latitude`, `longitude`: degrees WGS 84.
    """

    source: str
    source_id: str
    name: str
    needs: tuple[str, ...]
    reach: str  # "territory" | "distance" | "national"
    organization: str = ""
    type: str = ""
    description: str = ""
    areas: tuple[tuple[str, str], ...] = ()
    territory: str = ""
    phones: tuple[str, ...] = ()
    email: str = ""
    website: str = ""
    address: str = ""
    postcode: str = ""
    city: str = ""
    insee: str = ""
    departement: str = ""
    latitude: float | None = None
    longitude: float | None = None
    coordinates_source: str = ""
    hours: str = ""
    fees: str = ""
    access_conditions: str = ""
    audience: tuple[str, ...] = ()
    illnesses: tuple[str, ...] = ()
    age_min: int | None = None
    age_max: int | None = None
    modes: tuple[str, ...] = ()
    country: str = "FR"
    entry_point: bool = False
    to_verify: bool = False
    licence: str = ""
    source_url: str = ""
    source_date: date | None = None
    verified_at: date | None = None
    verified_by: str = ""
    status: str = "active"
    identifiers: dict[str, str] = field(default_factory=dict, hash=False)

    @cached_property
    def id(self) -> str:
        """The same for the same (source, source_id), for ever: links and referrals may keep it."""
        return hashlib.sha256(f"{self.source}\x1f{self.source_id}".encode()).hexdigest()[:16]

    @cached_property
    def content_hash(self) -> str:
        """Changes when anything that is said of the service changes."""
        values = {name: getattr(self, name) for name in _NAMES}  # not `asdict`: its copies cost half an import
        return hashlib.sha256(json.dumps(values, default=str, sort_keys=True).encode()).hexdigest()


_NAMES = tuple(f.name for f in fields(Record))
