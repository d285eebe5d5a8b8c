"""FINESS+ (JSON, gzip): the structures, and the activities that say which of them are respite platforms (963).

Published schemas: « structures » and « activites » v1. The real files differ from them: case of keys, `AMSR` or
`ASMR`, codes as words or as `{"code": …}`, `nature` around the characteristics. Both forms are read.
Territories are in the authorisations of the legal body (`activitesAutorisees`), tied to a site by `egeId`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..mapping import Kind, mapping
from ..record import Record
from ..tabular import Refused, Rejection
from .finess_row import LICENCE, SOURCE, PlaceOf, located, refusal, street, territory_of
from .json_stream import objects
from .projections import to_degrees
from .texts import day, departement_of, phone, public_email, tidy_name

URL = "https://www.data.gouv.fr/fr/datasets/finess/"
WRONG = "Ce fichier n'est ni « structures » ni « activités » de FINESS+."
PLATFORM = "963"
Json = dict[str, Any]


@dataclass
class Activity:
    """A respite platform: the communes that it serves (INSEE codes) and the words for them."""

    communes: dict[str, None] = field(default_factory=dict)  # in order, once each
    label: str = ""


def get(item: Any, *names: str) -> Any:
    """The value of the first of these keys, whatever their case; None when there is none."""
    if not isinstance(item, dict):
        return None
    folded = {k.casefold(): v for k, v in item.items()}
    return next((folded[n.casefold()] for n in names if folded.get(n.casefold()) is not None), None)


def text(item: Any, *names: str) -> str:
    """The word under one of these keys, a `{"code": …}` or a list of one opened."""
    value = get(item, *names)
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = get(value, "code", "dateEvenement")
    return str(value).strip() if isinstance(value, (str, int)) else ""


def items(item: Any, *names: str) -> list[Json]:
    """The objects of a list, or the single object, under one of these keys."""
    value = get(item, *names)
    return [v for v in (value if isinstance(value, list) else [value]) if isinstance(v, dict)]


def read(paths: Sequence[Path], place_of: PlaceOf, names: dict[str, str]) -> Iterator[Record | Rejection]:
    """Records of the structures; with the file of activities too, the respite platforms and their territories."""
    structures: list[Path] = []
    platforms: dict[str, Activity] = {}
    for path in paths:
        first = next(objects(path, "pmej"), None)
        if first is None:
            continue
        if get(first, "informationsGeneralesPmej") is not None:
            structures.append(path)
        elif get(first, "activitesAutorisees") is not None or get(first, "numFiness", "numeroFiness") is not None:
            for body in objects(path, "pmej"):
                _platforms(body, platforms)
        else:
            raise Refused(WRONG)
    if not structures:
        raise Refused("Il manque le fichier « structures » de FINESS+ : il porte les noms et les adresses.")
    number = 0
    for path in structures:
        for body in objects(path, "pmej"):
            for site in items(body, "ege"):
                number += 1
                yield from _records(number, body, site, platforms, place_of, names)


def _platforms(body: Json, found: dict[str, Activity]) -> None:
    """Notes the active platforms of a legal body, by `egeId` and by FINESS number."""
    for activity in items(body, "activitesAutorisees"):
        _note(activity, [], found)
    for site in items(body, "ege"):
        for activity in items(site, "activitesExercees"):
            _note(activity, [text(site, "egeId"), text(site, "numFinessEge")], found)


def _note(activity: Json, keys: list[str], found: dict[str, Activity]) -> None:
    # The schema files each nature under its own key; the real files have one `nature`, beside the zone.
    parts = [activity, *(v for k, v in activity.items() if k.casefold().startswith("nature") and isinstance(v, dict))]
    if PLATFORM not in {code for part in parts for code in _codes(part)}:
        return
    common = next((g for part in parts for g in items(part, "caracteristiquesGeneriques")), {})
    if text(common, "etatObjet") != "A":
        return
    keys = list(filter(None, [*keys, text(common, "egeId")]))
    known = next((found[k] for k in keys if k in found), Activity())
    for part in parts:
        for zone in items(part, "zoneIntervention"):
            known.label = known.label or text(zone, "libelleZI")
            for commune in get(zone, "communeZI") or []:
                code = text(commune, "commune", "cogCommune", "code") if isinstance(commune, dict) else str(commune)
                if re.fullmatch(r"(\d\d|2[AB])\d{3}", code):
                    known.communes[code] = None
    for key in keys:
        found[key] = known


def _codes(part: Json) -> Iterator[str]:
    """Codes of the regulated social activities of a nature: `typeActiviteAMSR` or `typeActiviteASMR`."""
    inner = [v for k, v in part.items() if "caracteristiquesspecifiques" in k.casefold() and isinstance(v, dict)]
    holders = [part, *inner]
    for holder in holders:
        for name in ("typeActiviteAMSR", "typeActiviteASMR"):
            yield text(get(holder, name), "activiteSocialeRegulee")


def _records(
    number: int, body: Json, site: Json, platforms: dict[str, Activity], place_of: PlaceOf, names: dict[str, str]
) -> Iterator[Record | Rejection]:
    about = get(site, "informationsGeneralesEGE") or {}
    finess = text(about, "numFinessEge")
    if not re.fullmatch(r"[A-Za-z0-9]{9}", finess):
        yield Rejection(number, "numFinessEge", finess[:20], "Le numéro FINESS a 9 caractères.")
        return
    if text(site, "etatObjet") != "A":
        yield Rejection(number, "etatObjet", text(site, "etatObjet"), "Cet établissement n'est plus ouvert.")
        return
    category = text(site, "categorieEntiteGeographiqueExercice")
    refused = refusal(number, category, "")
    activity = platforms.get(text(about, "egeId")) or platforms.get(finess)
    if activity and category not in mapping().refused:
        yield _record(number, body, site, mapping().activities[PLATFORM], activity, place_of, names)
    if refused is None:
        yield _record(number, body, site, mapping().categories[category], None, place_of, names)
    elif not activity or category in mapping().refused:
        yield refused


def _record(
    number: int, body: Json, site: Json, kind: Kind, activity: Activity | None, place_of: PlaceOf, names: dict[str, str]
) -> Record | Rejection:
    about = get(site, "informationsGeneralesEGE") or {}
    finess, name = text(about, "numFinessEge"), text(about, "nomEgeLong", "nomEgeCourt")
    addresses = items(site, "adresse")
    address = next((a for a in addresses if text(a, "usageAdresse") == "03"), addresses[0] if addresses else {})
    insee = text(address, "cogCommune")
    if not name:
        return Rejection(number, "nomEgeLong", "", "Le nom manque.")
    if not re.fullmatch(r"(\d\d|2[AB])\d{3}", insee):
        return Rejection(number, "cogCommune", insee[:20], "Ce code de commune est inconnu.")
    departement = departement_of(insee)
    latitude, longitude, origin = located(insee, _point(address, departement), place_of)
    reach = kind.reach if kind.reach == "territory" or latitude is not None else "territory"
    if activity and activity.communes:
        areas = tuple(("commune", code) for code in activity.communes)
        territory = tidy_name(activity.label) or _communes(activity, names)
    elif kind.reach == "territory":
        areas, territory = (("departement", departement),), territory_of(kind, departement, names)
    else:
        areas, territory = (("commune", insee),), ""
    contacts = [get(c, "telecom") or {} for c in items(site, "contact")]
    owner = get(body, "informationsGeneralesPmej") or {}
    siret = text(site, "siret") or text(about, "siret")
    return Record(
        source=SOURCE,
        source_id=f"{finess}-{PLATFORM}" if activity else finess,
        name=tidy_name(name) if not activity else f"Plateforme de répit : {tidy_name(name)}",
        organization=tidy_name(text(owner, "denominationLonguePmSmsse", "denominationPm")),
        type=kind.type,
        needs=kind.needs,
        reach=reach,
        areas=areas,
        territory=territory,
        phones=tuple(dict.fromkeys(filter(None, (phone(text(c, "telephone")) for c in contacts)))),
        email=next(filter(None, (public_email(text(c, "courriel")) for c in contacts)), ""),
        address=street(text(address, "numeroVoie"), text(address, "typeVoie"), text(address, "libelleVoie"),
                       text(address, "lieuDit")),
        postcode=text(address, "codePostal"),
        city=tidy_name(re.sub(r"^\d{5}\s+", "", text(address, "ligneAcheminement"))),
        insee=insee,
        departement=departement,
        latitude=latitude,
        longitude=longitude,
        coordinates_source=origin,
        access_conditions=kind.conditions,
        audience=kind.audience,
        licence=LICENCE,
        source_url=URL,
        source_date=day(text(site, "dateDerniereMaj")),
        identifiers={k: v for k, v in (("finess", finess), ("finess-ej", text(owner, "numFinessPm")), ("siret", siret),
                                       ("finess-category", text(site, "categorieEntiteGeographiqueExercice"))) if v},
    )  # fmt: skip


def _communes(activity: Activity, names: dict[str, str]) -> str:
    departements = list(dict.fromkeys(departement_of(c) for c in activity.communes))
    where = ", ".join(f"{names.get(d, d)} ({d})" for d in departements[:4])
    count = len(activity.communes)
    return f"{count} commune{'s' * (count > 1)} : {where}"


def _point(address: Json, departement: str) -> tuple[float, float] | None:
    """Degrees when the numbers are degrees, else metres of the legal projection of the département."""
    where = get(address, "coordonneesGeographique")
    try:
        x, y = (float(text(where, name).replace(",", ".")) for name in ("coordonneeX", "coordonneeY"))
    except ValueError:
        return None
    if abs(x) <= 180 and abs(y) <= 90:
        return (y, x) if x or y else None
    return to_degrees(x, y, None, departement)
