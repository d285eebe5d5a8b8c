"""Writes records as the directory's own CSV (see `tabular.py`)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import TextIO

from .record import Record
from .tabular import COLUMNS, REACHES


def lines(records: Iterable[Record]) -> Iterator[dict[str, str]]:
    """Records as rows of this CSV; formulas of spreadsheets are neutralised."""
    back = {v: k for k, v in REACHES.items()}
    for r in records:
        row = {
            "id": r.source_id,
            "nom": r.name,
            "structure": r.organization,
            "type": r.type,
            "besoins": ",".join(r.needs),
            "portee": back[r.reach],
            "zones": ",".join(f"{k}:{c}" for k, c in r.areas if r.reach != "national"),
            "territoire": r.territory,
            "telephone": " / ".join(r.phones),
            "courriel": r.email,
            "site_web": r.website,
            "adresse": r.address,
            "code_postal": r.postcode,
            "commune": r.city,
            "code_insee": r.insee,
            "latitude": "" if r.latitude is None else str(r.latitude),
            "longitude": "" if r.longitude is None else str(r.longitude),
            "horaires": r.hours,
            "frais": r.fees,
            "conditions": r.access_conditions,
            "publics": ",".join(r.audience),
            "maladies": ",".join(r.illnesses),
            "age_min": "" if r.age_min is None else str(r.age_min),
            "age_max": "" if r.age_max is None else str(r.age_max),
            "modes": ",".join(r.modes),
            "presentation": r.description,
            "pays": r.country,
            "point_entree": "oui" if r.entry_point else "",
            "source": r.source,
            "date_source": r.source_date.isoformat() if r.source_date else "",
            "verifie_le": r.verified_at.isoformat() if r.verified_at else "",
            "a_verifier": "oui" if r.to_verify else "",
            "licence": r.licence,
            "source_adresse": r.source_url,
            "identifiants": ",".join(f"{k}:{v}" for k, v in r.identifiers.items()),
        }
        yield {k: _safe(k, v) for k, v in row.items()}


def _safe(column: str, value: str) -> str:
    if column in {"latitude", "longitude", "telephone"}:
        return value
    return f"'{value}" if value[:1] in {"=", "+", "-", "@", "\t"} else value


def dump(records: Iterable[Record], stream: TextIO) -> None:
    """Writes records as CSV with `;`."""
    writer = csv.DictWriter(stream, COLUMNS, delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines(records))
