"""One row « structureet » of the FINESS stock file, as a record of the directory."""

from __future__ import annotations

import re
from collections.abc import Callable

from ..gazetteer.place import Place, distance_km
from ..mapping import Kind, mapping
from ..record import Record
from ..tabular import Rejection
from .texts import day, departement_of, phone, tidy_name

SOURCE = "FINESS"
LICENCE = "Licence Ouverte 2.0"
URL = "https://www.data.gouv.fr/fr/datasets/finess-extraction-du-fichier-des-etablissements/"
FIELDS = (
    "structureet", "nofinesset", "nofinessej", "rs", "rslongue", "complrs", "compldistrib", "numvoie",
    "typvoie", "voie", "compvoie", "lieuditbp", "commune", "departement", "libdepartement",
    "ligneacheminement", "telephone", "telecopie", "categetab", "libcategetab", "categagretab",
    "libcategagretab", "siret", "codeape", "codemft", "libmft", "codesph", "libsph", "dateouv", "dateautor",
    "datemaj", "numuai",
)  # fmt: skip
# What FINESS writes for départements overseas: 9A + 123 is 97123. Two islands have had their own codes since 2007.
OVERSEAS = {"9A": "97", "9B": "97", "9C": "97", "9D": "97", "9E": "97", "9F": "97", "9J": "98"}
OWN_CODES = {"97123": "97701", "97127": "97801"}
STREETS = {
    "ALL": "allée", "AV": "avenue", "BD": "boulevard", "CHE": "chemin", "CRS": "cours", "IMP": "impasse",
    "LD": "lieu-dit", "PAS": "passage", "PL": "place", "QU": "quai", "R": "rue", "RES": "résidence",
    "RPT": "rond-point", "RTE": "route", "SQ": "square", "VLA": "villa", "VC": "voie", "CITE": "cité", "FG": "faubourg",
    "HAM": "hameau",
    "LOT": "lotissement", "MTE": "montée", "PRO": "promenade", "QUA": "quartier", "ESP": "esplanade", "ZA": "ZA",
}  # fmt: skip
MAX_GAP_KM = 60.0  # a point farther from its commune is an error of projection: the commune is surer
PlaceOf = Callable[[str], Place | None]


def insee_of(departement: str, commune: str) -> str:
    """INSEE code of FINESS's two fields; empty when they make none."""
    code = OVERSEAS.get(departement, departement) + commune
    return OWN_CODES.get(code, code) if re.fullmatch(r"(\d\d|2[AB])\d{3}", code) else ""


def located(insee: str, point: tuple[float, float] | None, place_of: PlaceOf) -> tuple[float | None, float | None, str]:
    """Latitude, longitude and their source: FINESS's point when it is near its commune, else that of the commune."""
    place = place_of(insee)
    centre = (place.lat, place.lon) if place and place.lat is not None and place.lon is not None else None
    if point and (centre is None or distance_km(*centre, *point) <= MAX_GAP_KM):
        return *point, SOURCE
    return (*centre, "centre de la commune") if centre else (None, None, "")


def territory_of(kind: Kind, departement: str, names: dict[str, str]) -> str:
    """FINESS names no territory: the département, to be confirmed unless the law says that it is the whole."""
    name = f"{names.get(departement, departement)} ({departement})"
    return name if kind.whole else f"{name}, secteur à confirmer"


def refusal(number: int, category: str, label: str) -> Rejection | None:
    """Why a category is not taken; None when it is."""
    words = mapping()
    if category in words.categories:
        return None
    reason = words.refused.get(category, "Cette catégorie ne répond à aucun besoin de la liste.")
    return Rejection(number, "categetab", f"{category} {label}"[:60], reason)


def record_of(
    number: int,
    row: list[str],
    point: tuple[float, float] | None,
    place_of: PlaceOf,
    names: dict[str, str],
    file_date: str,
) -> Record | Rejection:
    """The record of a row (its 32 fields), or why it is refused. `point`: degrees WGS 84."""
    if len(row) != len(FIELDS):
        return Rejection(number, "ligne", str(len(row)), f"Cette ligne doit avoir {len(FIELDS)} champs.")
    f = dict(zip(FIELDS, (v.strip() for v in row), strict=True))
    if refused := refusal(number, f["categetab"], f["libcategetab"]):
        return refused
    if not re.fullmatch(r"[0-9A-Z]{9}", f["nofinesset"]):
        return Rejection(number, "nofinesset", f["nofinesset"][:20], "Le numéro FINESS a 9 caractères.")
    insee = insee_of(f["departement"], f["commune"])
    if not insee:
        return Rejection(number, "commune", f"{f['departement']} {f['commune']}", "Ce code de commune est inconnu.")
    if not (f["rslongue"] or f["rs"]):
        return Rejection(number, "rs", "", "Le nom manque.")
    kind = mapping().categories[f["categetab"]]
    latitude, longitude, origin = located(insee, point, place_of)
    departement = departement_of(insee)
    # Without any point, a place is still found by those who live in its commune.
    reach = kind.reach if kind.reach == "territory" or latitude is not None else "territory"
    postcode, _, city = f["ligneacheminement"].partition(" ")
    return Record(
        source=SOURCE,
        source_id=f["nofinesset"],
        name=tidy_name(f["rslongue"] or f["rs"]),
        type=kind.type,
        needs=kind.needs,
        reach=reach,
        areas=(("departement", departement),) if kind.reach == "territory" else (("commune", insee),),
        territory=territory_of(kind, departement, names) if kind.reach == "territory" else "",
        phones=tuple(filter(None, [phone(f["telephone"])])),
        address=street(f["numvoie"] + f["compvoie"].lower(), f["typvoie"], f["voie"], f["lieuditbp"]),
        postcode=postcode if re.fullmatch(r"\d{5}", postcode) else "",
        city=tidy_name(city),
        insee=insee,
        departement=departement,
        latitude=latitude,
        longitude=longitude,
        coordinates_source=origin,
        access_conditions=kind.conditions,
        audience=kind.audience,
        licence=LICENCE,
        source_url=URL,
        source_date=day(f["datemaj"]) or day(file_date),
        identifiers={k: v for k, v in (("finess", f["nofinesset"]), ("finess-ej", f["nofinessej"]),
                                       ("finess-category", f["categetab"]), ("siret", f["siret"])) if v},
    )  # fmt: skip


def street(number: str, kind: str, name: str, place: str) -> str:
    """« 12 rue de la Gare, BP 381 » of FINESS's capitals."""
    way = STREETS.get(kind.upper(), kind.lower())
    line = " ".join(filter(None, [number.strip(), way, _after(tidy_name(name)) if way else tidy_name(name)]))
    return ", ".join(filter(None, [line, tidy_name(place)]))


def _after(name: str) -> str:
    """« De Paris » → « de Paris », after « route »."""
    first, space, rest = name.partition(" ")
    small = first.lower() in {"de", "du", "des", "la", "le", "les", "d", "l", "aux", "au"}
    return f"{first.lower()}{space}{rest}" if small else name
