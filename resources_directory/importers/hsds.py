"""HSDS 3.0 (Open Referral): an array of complete service objects, as `exporters.hsds` writes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..exporters import hsds as exporter
from ..extension import EXTENSION, record_of_extension
from ..mapping import mapping
from ..record import Record
from ..tabular import Refused, Rejection
from .json_stream import objects
from .texts import day, departement_of, public_email, web

WRONG = "Ce fichier n'est pas une liste de services HSDS 3.0 : il faut « id », « name » et « organization »."
AREAS = frozenset({"commune", "epci", "departement", "region", "province", "country"})


def read(paths: Sequence[Path], names: dict[str, str]) -> Iterator[Record | Rejection]:
    """Records of the services. `names`: names of départements. Raises Refused for a file of another kind."""
    number = 0
    for path in paths:
        for item in objects(path):
            number += 1
            if number == 1 and not {"id", "name", "organization"} <= item.keys():
                raise Refused(WRONG)
            yield _record(number, item, names)


def _record(number: int, item: dict[str, Any], names: dict[str, str]) -> Record | Rejection:
    for name in ("id", "name"):
        if not _text(item, name):
            return Rejection(number, name, "", "Cette donnée est obligatoire.")
    own = record_of_extension(item.get(EXTENSION))
    told = _facts(item)
    if own:
        same = _facts(exporter.service(own))
        # What still says what we published is taken from our own key, where nothing is lost.
        return own if same == told else replace(own, **{n: v for n, v in told.items() if v != same[n]})
    terms = [_dict(a, "taxonomy_term") for a in _list(item, "attributes")]
    found = [mapping().needs_of_hsds(_text(t, "taxonomy"), _text(t, "code")) for t in terms]
    needs = tuple(dict.fromkeys(need for some in found for need in some))
    if not needs:
        codes = ", ".join(_text(t, "code") for t in terms)[:80]
        return Rejection(number, "attributes", codes, "Aucun terme ne répond à un besoin de la liste.")
    kinds = [(_text(a, "extent_type"), _text(a, "extent")) for a in _list(item, "service_areas")]
    areas = tuple((kind, code) for kind, code in kinds if kind in AREAS and code)
    place = _place(item)
    national = areas == (("country", "FR"),)
    if not areas and place.get("latitude") is None:
        return Rejection(number, "service_areas", str(kinds)[:80], "Ni territoire connu, ni lieu avec ses coordonnées.")
    return Record(
        source="HSDS",
        source_id=_text(item, "id"),
        needs=needs,
        reach="national" if national else "territory" if areas else "distance",
        areas=areas,
        territory=", ".join(names.get(code, code) for _, code in areas) if areas and not national else "",
        organization=_text(_dict(item, "organization"), "name"),
        status="active" if item.get("status", "active") == "active" else "inactive",
        to_verify=not _text(item, "assured_date"),
        source_date=day(_text(item, "last_modified")),
        verified_at=day(_text(item, "assured_date")),
        **place,
        **told,
    )


def _facts(item: dict[str, Any]) -> dict[str, Any]:
    """What a partner may correct in a service that came from us, as the service object says it."""
    phones = tuple(_text(p, "number") for p in _list(item, "phones") if _text(p, "number"))
    hours = next((_text(s, "description") for s in _list(item, "schedules")), "")
    ages = {ours: item.get(theirs) for ours, theirs in (("age_min", "minimum_age"), ("age_max", "maximum_age"))}
    return {
        "name": _text(item, "name"),
        "description": _text(item, "description"),
        "website": web(_text(item, "url")),
        "email": public_email(_text(item, "email")),
        "phones": phones,
        "hours": hours,
        "fees": _text(item, "fees_description"),
        "access_conditions": _text(item, "eligibility_description"),
        **{name: int(age) if isinstance(age, int | float) else None for name, age in ages.items()},
    }


def _place(item: dict[str, Any]) -> dict[str, Any]:
    """Where it is: the first location that is told."""
    place = next((_dict(s, "location") for s in _list(item, "service_at_locations")), {})
    address = next(iter(_list(place, "addresses")), {})
    insee = _text(place, "external_identifier") if _text(place, "external_identifier_type") == "INSEE" else ""
    point = [place.get(n) for n in ("latitude", "longitude")]
    known = all(isinstance(p, int | float) for p in point)
    return {
        "address": _text(address, "address_1"),
        "city": _text(address, "city"),
        "postcode": _text(address, "postal_code"),
        "country": _text(address, "country")[:2] or "FR",
        "insee": insee,
        "departement": departement_of(insee),
        "latitude": point[0] if known else None,
        "longitude": point[1] if known else None,
        "coordinates_source": "HSDS" if known else "",
    }


def _text(item: dict[str, Any], name: str) -> str:
    value = item.get(name)
    return value.strip() if isinstance(value, str) else ""


def _dict(item: dict[str, Any], name: str) -> dict[str, Any]:
    value = item.get(name)
    return value if isinstance(value, dict) else {}


def _list(item: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = item.get(name)
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []
