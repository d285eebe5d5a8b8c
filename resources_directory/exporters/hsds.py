"""HSDS 3.0 (Open Referral): one service object for each service, complete with organisation, place and areas."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, TextIO
from uuid import NAMESPACE_URL, uuid5

from ..extension import EXTENSION, extension
from ..importers.texts import public_email, web
from ..mapping import DATA_INCLUSION, FINESS, RELAIS, mapping
from ..record import Record
from ..wording import NEEDS
from ..writer import organization_id

ROOT = uuid5(NAMESPACE_URL, "https://openreferral.org/relais")
TAXONOMIES = {
    RELAIS: ("Needs of family carers", "The needs that the Relais assistant knows."),
    DATA_INCLUSION: ("data·inclusion themes", "Themes of the French data·inclusion standard, version 1."),
    FINESS: ("FINESS categories", "Categories of establishments of the French FINESS register."),
}


def export(records: Iterable[tuple[Record, date]], stream: TextIO, with_extension: bool = True) -> int:
    """Writes an array of service objects; gives how many. `with_extension`: with the key that keeps everything."""
    count = 0
    stream.write("[")
    for record, imported in records:
        stream.write(("," if count else "") + "\n" + _line(record, imported, with_extension))
        count += 1
    stream.write("\n]\n")
    return count


def _line(record: Record, imported: date, with_extension: bool) -> str:
    told = service(record, imported)
    return json.dumps(told | {EXTENSION: extension(record)} if with_extension else told, ensure_ascii=False)


def identifier(*parts: str) -> str:
    """The same UUID for the same parts, for ever."""
    return str(uuid5(ROOT, "\x1f".join(parts)))


def service(record: Record, imported: date | None = None) -> dict[str, Any]:
    """One service object. Facts that are not known are absent."""
    key = record.id
    place = _location(record)
    last = record.source_date or imported
    return _known(
        {
            "id": identifier("service", key),
            "name": record.name,
            "description": record.description,
            "url": web(record.website),
            "email": public_email(record.email),
            "status": "active" if record.status == "active" else "inactive",
            "fees_description": record.fees,
            "eligibility_description": record.access_conditions,
            "minimum_age": record.age_min,
            "maximum_age": record.age_max,
            "assured_date": record.verified_at.isoformat() if record.verified_at else "",
            "alert": "Coordonnées à vérifier." if record.to_verify else "",
            "last_modified": f"{last.isoformat()}T00:00:00Z" if last else "",
            "phones": [
                {"id": identifier("phone", key, number), "number": number, "type": "voice"} for number in record.phones
            ],
            "schedules": [{"id": identifier("schedule", key), "description": record.hours}] if record.hours else [],
            "service_areas": [
                {
                    "id": identifier("area", key, kind, code),
                    "name": record.territory or f"{kind}:{code}",
                    "extent": code,
                    "extent_type": kind,
                }
                for kind, code in record.areas
            ],
            "service_at_locations": (
                [{"id": identifier("service-at-location", key), "location": place}] if place else []
            ),
            "organization": _organization(record),
            "attributes": _attributes(record),
        }
    )


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def _organization(record: Record) -> dict[str, Any]:
    name = record.organization or record.name
    return _known(
        {
            "id": identifier("organization", organization_id(record)),
            "name": name,
            # Required by the standard; our registers describe services, not those who run them.
            "description": f"Source : {record.source}.",
            "website": web(record.website),
            "organization_identifiers": [
                {
                    "id": identifier("identifier", record.id, scheme),
                    "identifier_scheme": scheme.upper(),
                    "identifier_type": scheme,
                    "identifier": value,
                }
                for scheme, value in record.identifiers.items()
                if scheme != "finess-category"
            ],
        }
    )


def _location(record: Record) -> dict[str, Any] | None:
    if not (record.address or record.city or record.latitude is not None):
        return None
    key = record.id
    address = {
        "id": identifier("address", key),
        "address_1": record.address,
        "city": record.city,
        "state_province": record.departement,
        "postal_code": record.postcode,
        "country": record.country,
        "address_type": "physical",
    }
    return _known(
        {
            "id": identifier("location", key),
            "location_type": "physical",
            "latitude": record.latitude,
            "longitude": record.longitude,
            "external_identifier": record.insee,
            "external_identifier_type": "INSEE" if record.insee else "",
            "addresses": [address] if record.address or record.city else [],
        }
    )


def _attributes(record: Record) -> list[dict[str, Any]]:
    """The needs in three taxonomies: ours, data·inclusion, FINESS."""
    words = mapping()
    terms = [(RELAIS, need, words.hsds_name(need), NEEDS[need]) for need in record.needs if need in NEEDS]
    terms += [(DATA_INCLUSION, theme, theme, "") for theme in words.themes_of(record.needs)]
    category = record.identifiers.get("finess-category", "")
    if category in words.categories:
        terms.append((FINESS, category, words.categories[category].type, ""))
    return [
        {
            "id": identifier("attribute", record.id, taxonomy, code),
            "link_entity": "service",
            "link_type": "need" if taxonomy == RELAIS else "category",
            "taxonomy_term": {
                "id": identifier("term", taxonomy, code),
                "code": code,
                "name": name,
                "description": description or name,
                "taxonomy": taxonomy,
                "language": "eng" if taxonomy == RELAIS else "fra",
                "taxonomy_detail": {
                    "id": identifier("taxonomy", taxonomy),
                    "name": TAXONOMIES[taxonomy][0],
                    "description": TAXONOMIES[taxonomy][1],
                },
            },
        }
        for taxonomy, code, name, description in terms
    ]
