"""data·inclusion v1: a file of services, and the file of structures that run them. JSON arrays, JSON lines, or gzip.

Schemas: https://data-inclusion.gitlab.io (Structure, Service). The name of a contact person is never kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from ..exporters.data_inclusion import core_matches
from ..extension import EXTENSION, record_of_extension
from ..mapping import mapping
from ..record import Record
from ..tabular import Refused, Rejection
from .hours import in_french
from .json_stream import objects
from .texts import day, departement_of, phone, public_email, web

LICENCE = "Licence Ouverte 2.0"
WRONG = "Ce fichier n'est pas un fichier de services ou de structures data·inclusion v1."
STRUCTURE_FACTS = ("nom", "siret", "telephone", "courriel", "site_web", "horaires_accueil", "adresse", "code_postal",
                   "commune", "code_insee", "latitude", "longitude")  # fmt: skip
REQUIRED = ("id", "source", "nom", "structure_id")


def read(paths: Sequence[Path], names: dict[str, str]) -> Iterator[Record | Rejection]:
    """Records of the services. `names`: names of départements. Raises Refused for a file that is of neither kind.

    Services are read twice, so that only the structures of those that are kept stay in memory.
    """
    services, structures = _sorted(paths)
    if not services:
        raise Refused("Il manque le fichier des services data·inclusion : les structures seules ne suffisent pas.")
    wanted: set[str] = set()
    if structures:
        for item in chain.from_iterable(objects(p) for p in services):
            if not isinstance(_needs(item), Rejection):
                wanted.add(_text(item, "structure_id"))
    known: dict[str, dict[str, Any]] = {}
    for item in chain.from_iterable(objects(p) for p in structures):
        if _text(item, "id") in wanted:
            known[_text(item, "id")] = {name: item[name] for name in STRUCTURE_FACTS if item.get(name)}
    number = 0
    for path in services:
        for item in objects(path):
            number += 1
            yield _record(number, item, known.get(_text(item, "structure_id"), {}), names)


def _sorted(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    services: list[Path] = []
    structures: list[Path] = []
    for path in paths:
        first = next(objects(path), None)
        if first is None:
            continue
        if not {"id", "source", "nom"} <= first.keys():
            raise Refused(WRONG)
        (services if "structure_id" in first else structures).append(path)
    return services, structures


def _text(item: dict[str, Any], name: str) -> str:
    value = item.get(name)
    return value.strip() if isinstance(value, str) else ""


def _words(item: dict[str, Any], name: str) -> list[str]:
    value = item.get(name)
    return [v for v in value if isinstance(v, str)] if isinstance(value, list) else []


def _needs(item: dict[str, Any], number: int = 0) -> tuple[tuple[str, ...], tuple[str, ...]] | Rejection:
    """Needs and audience of a service, or why it is not for our users."""
    themes = _words(item, "thematiques")
    needs = mapping().needs_of_themes(themes, _text(item, "type") or None)
    if not needs and not isinstance(item.get(EXTENSION), dict):
        reason = "Aucune thématique ne répond à un besoin de la liste."
        return Rejection(number, "thematiques", ", ".join(themes)[:80], reason)
    audience = mapping().audience_of(_words(item, "publics"), themes)
    if audience is None:
        publics = ", ".join(_words(item, "publics"))[:80]
        return Rejection(number, "publics", publics, "Ce service est pour d'autres publics.")
    return needs, audience


def _record(number: int, item: dict[str, Any], structure: dict[str, Any], names: dict[str, str]) -> Record | Rejection:
    for name in REQUIRED:
        if not _text(item, name):
            return Rejection(number, name, "", "Cette donnée est obligatoire.")
    own = record_of_extension(item.get(EXTENSION))
    if own and core_matches(own, item):
        return own
    met = _needs(item, number)
    if isinstance(met, Rejection):
        return met
    facts = structure | {k: v for k, v in item.items() if v not in (None, "", [])}
    place = facts if facts.get("code_insee") or facts.get("commune") else {}
    insee = _text(place, "code_insee") if re.fullmatch(r"\w{5}", _text(place, "code_insee")) else ""
    latitude, longitude = _point(place)
    where = _areas(item, insee, latitude is not None, names)
    if isinstance(where, str):
        return Rejection(number, "zone_eligibilite", str(item.get("zone_eligibilite"))[:80], where)
    reach, areas, territory = where
    modes = [ours for ours, theirs in mapping().modes.items() if theirs in _words(item, "modes_accueil")]
    record = Record(
        source=f"data·inclusion ({_text(item, 'source')})",
        source_id=_text(item, "id"),
        name=_text(item, "nom"),
        organization=_text(structure, "nom"),
        type=_text(item, "type").replace("-", " "),
        description=_text(item, "description"),
        needs=met[0] or (own.needs if own else ()),
        reach=reach,
        areas=areas,
        territory=territory,
        phones=tuple(filter(None, [phone(_text(facts, "telephone"))])),
        email=public_email(_text(facts, "courriel")),
        website=web(_text(item, "lien_mobilisation")) or web(_text(structure, "site_web")),
        address=_text(place, "adresse"),
        postcode=_text(place, "code_postal"),
        city=_text(place, "commune"),
        insee=insee,
        departement=departement_of(insee),
        latitude=latitude,
        longitude=longitude,
        coordinates_source="data·inclusion" if latitude is not None else "",
        hours=in_french(_text(facts, "horaires_accueil")),
        fees=", ".join(filter(None, [_text(item, "frais"), _text(item, "frais_precisions")])),
        access_conditions=_text(item, "conditions_acces"),
        audience=met[1],
        modes=tuple(modes),
        licence=LICENCE,
        source_url=web(_text(item, "lien_source")),
        source_date=day(_text(item, "date_maj")),
        identifiers=_identifiers(item, structure),
    )
    # Something of ours that a partner has corrected: the correction, under our own identifier.
    return replace(record, source=own.source, source_id=own.source_id) if own else record


def _identifiers(item: dict[str, Any], structure: dict[str, Any]) -> dict[str, str]:
    siret = _text(structure, "siret")
    return {"data-inclusion": _text(item, "id")[:100]} | ({"siret": siret} if re.fullmatch(r"\d{14}", siret) else {})


def _point(place: dict[str, Any]) -> tuple[float | None, float | None]:
    latitude, longitude = place.get("latitude"), place.get("longitude")
    if not isinstance(latitude, (int, float)) or not isinstance(longitude, (int, float)):
        return None, None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180) or (latitude == 0 and longitude == 0):
        return None, None
    return float(latitude), float(longitude)


def _areas(
    item: dict[str, Any], insee: str, placed: bool, names: dict[str, str]
) -> tuple[str, tuple[tuple[str, str], ...], str] | str:
    """How a service reaches people: reach, areas, territory in words. A sentence when nothing says where it serves."""
    areas: list[tuple[str, str]] = []
    whole = False
    for code in _words(item, "zone_eligibilite"):
        if code in {"france", "99100"}:
            whole = True
        elif re.fullmatch(r"\d{9}", code):
            areas.append(("epci", code))
        elif re.fullmatch(r"(?!99)\w{5}", code):
            areas.append(("commune", code))
        elif code in names:
            areas.append(("departement", code))
    in_person = "a-distance" not in _words(item, "modes_accueil") or "en-presentiel" in _words(item, "modes_accueil")
    if areas and not whole:
        return "territory", tuple(dict.fromkeys(areas)), _in_words(areas, names)
    if in_person and placed:
        return "distance", (("commune", insee),) if insee else (), ""
    if whole and not in_person:
        return "national", (("country", "FR"),), ""
    if insee:
        departement = departement_of(insee)
        name = f"{names.get(departement, departement)} ({departement}), secteur à confirmer"
        return "territory", (("departement", departement),), name
    return "Rien ne dit où ce service est rendu : ni zone, ni lieu."


def _in_words(areas: list[tuple[str, str]], names: dict[str, str]) -> str:
    departements = [f"{names[c]} ({c})" for k, c in areas if k == "departement"]
    others = len(areas) - len(departements)
    towns = [f"{others} commune{'s' * (others > 1)} ou intercommunalité{'s' * (others > 1)}"] if others else []
    return ", ".join(departements + towns)
