"""The directory's own CSV: what an association fills in a spreadsheet, and the form of the embedded data."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from itertools import chain
from pathlib import Path

from .gazetteer.place import Place
from .record import Record
from .spreadsheet import column, mended
from .wording import AUDIENCES, NEEDS

COLUMNS = (
    "id",
    "nom",
    "structure",
    "type",
    "besoins",
    "portee",
    "zones",
    "territoire",
    "telephone",
    "courriel",
    "site_web",
    "adresse",
    "code_postal",
    "commune",
    "code_insee",
    "latitude",
    "longitude",
    "horaires",
    "frais",
    "conditions",
    "publics",
    "maladies",
    "age_min",
    "age_max",
    "modes",
    "presentation",
    "pays",
    "point_entree",
    "source",
    "source_adresse",
    "date_source",
    "verifie_le",
    "a_verifier",
    "licence",
    "identifiants",
)
REQUIRED = ("id", "nom", "besoins", "portee")
REACHES = {"territoire": "territory", "distance": "distance", "national": "national"}
AREAS = {  # kind of territory → form of its code
    "commune": re.compile(r"\d{5}|2[AB]\d{3}|BE-\d{4}"), "epci": re.compile(r"\d{9}"),
    "departement": re.compile(r"\d{2}|2[AB]|9[78]\d"), "region": re.compile(r"\d{2}"),
    "province": re.compile(r"BE-[A-Z]+"), "country": re.compile(r"[A-Z]{2}"),
}  # fmt: skip
PlaceOf = Callable[[str], "Place | None"]
# An address such as « prenom.nom@ » names a person: it is not published.
PERSONAL = re.compile(r"^([a-z]|[a-z]{3,})\.[a-z]{3,}@", re.IGNORECASE)
PUBLIC_WORDS = frozenset((Path(__file__).parent / "data" / "public_mailboxes.txt").read_text(encoding="utf-8").split())
GIVEN_NAMES = frozenset((Path(__file__).parent / "data" / "given_names.txt").read_text(encoding="utf-8").split())
MAX_LINE = 200_000  # characters: beyond, the file is not a spreadsheet


class Refused(ValueError):
    """A file that cannot be read at all; the message is French, for the operator."""


@dataclass(frozen=True)
class Rejection:
    """A line that was not kept, and why."""

    line: int
    field: str
    value: str
    reason: str


def names_a_person(email: str) -> bool:
    """True for « prenom.nom@… », false for « contact.aidants@… »."""
    words = set(re.split(r"[._-]", email.partition("@")[0].lower()))
    return bool(words & GIVEN_NAMES) or (bool(PERSONAL.match(email)) and not words & PUBLIC_WORDS)


def parse(text: str | Iterable[str], place_of: PlaceOf = lambda _code: None) -> Iterator[Record | Rejection]:
    """The records of a text in CSV, `;` or `,`, whole or line by line. Raises Refused when columns are missing.

    `place_of`: the place of an INSEE code, whose centre serves where no coordinates are given.
    """
    lines = iter(StringIO(text) if isinstance(text, str) else text)
    first = next(lines, "")
    if not first.strip():
        raise Refused("La première ligne est vide : elle doit porter le nom des colonnes.")
    delimiter = ";" if first.count(";") >= first.count(",") else ","
    rows = csv.DictReader(chain([first], lines), delimiter=delimiter)
    rows.fieldnames = [column(title) for title in rows.fieldnames or []]
    missing = [c for c in REQUIRED if c not in rows.fieldnames]
    if missing:
        raise Refused(f"Il manque les colonnes : {', '.join(missing)}. Partez du modèle fourni.")
    seen: dict[tuple[str, str], int] = {}
    for raw in rows:
        row = mended({k: (v or "").strip() for k, v in raw.items() if k and not isinstance(v, list)})
        if not any(row.values()):
            continue  # the empty lines at the end of a spreadsheet
        key = (row.get("source", ""), row["id"])
        before = seen.setdefault(key, rows.line_num) if row["id"] else rows.line_num
        if before != rows.line_num:
            yield Rejection(rows.line_num, "id", row["id"], f"Cet identifiant est déjà celui de la ligne {before}.")
            continue
        yield _row(rows.line_num, row, place_of)


def _row(number: int, row: dict[str, str], place_of: PlaceOf) -> Record | Rejection:
    for name in REQUIRED:
        if not row.get(name):
            return Rejection(number, name, "", "Cette case est obligatoire.")
    needs = _split(row["besoins"])
    for need in needs:
        if need not in NEEDS:
            return Rejection(number, "besoins", need, "Ce besoin n'existe pas dans la liste des besoins.")
    if row["portee"] not in REACHES:
        return Rejection(number, "portee", row["portee"], "Écrivez « territoire », « distance » ou « national ».")
    for audience in _split(row.get("publics", "")):
        if audience not in AUDIENCES:
            return Rejection(number, "publics", audience, f"Les publics possibles sont : {', '.join(AUDIENCES)}.")
    areas: list[tuple[str, str]] = []
    for area in _split(row.get("zones", "")):
        kind, _, code = area.partition(":")
        if kind not in AREAS or not AREAS[kind].fullmatch(code):
            return Rejection(number, "zones", area, "Écrivez une zone ainsi : « departement:21 » ou « commune:21054 ».")
        areas.append((kind, code))
    country = row.get("pays") or "FR"
    reach = REACHES[row["portee"]]
    if reach == "national":
        areas = [("country", country)]
    if reach == "territory" and not areas:
        return Rejection(number, "zones", "", "Indiquez au moins une zone desservie.")
    email = row.get("courriel", "")
    if email and (names_a_person(email) or "@" not in email):
        return Rejection(number, "courriel", email, "Cette adresse désigne une personne ou n'est pas valable.")
    if re.match(r"(?!https?:)[a-z][a-z\d+.-]*:", row.get("site_web", ""), re.IGNORECASE):
        return Rejection(number, "site_web", row["site_web"][:60], "Une adresse de site commence par https://.")
    origin = "fichier" if row.get("latitude") else ""
    if reach == "distance" and not (row.get("latitude") and row.get("longitude")):
        place = place_of(row.get("code_insee", ""))
        if place is None or place.lat is None:
            what = "Donnez le code_insee de la commune, ou la latitude et la longitude."
            return Rejection(number, "latitude", row.get("code_insee", ""), what)
        row |= {"latitude": str(place.lat), "longitude": str(place.lon)}
        origin = "centre de la commune"
    try:
        return _record(row, needs, areas, reach, country, origin)
    except ValueError as error:
        column, _, value = str(error).partition("=")
        return Rejection(
            number,
            column,
            value,
            "Valeur illisible. Exemples : 47.05 pour un nombre, 2026-03-31 pour une date.",
        )


def _record(
    row: dict[str, str], needs: tuple[str, ...], areas: list[tuple[str, str]], reach: str, country: str, origin: str
) -> Record:
    latitude, longitude = _number(row, "latitude", 90), _number(row, "longitude", 180)
    insee = row.get("code_insee", "")
    return Record(
        source=row.get("source") or "Fichier de l'association",
        source_id=row["id"],
        name=row["nom"],
        organization=row.get("structure", ""),
        type=row.get("type", ""),
        needs=needs,
        reach=reach,
        areas=tuple(areas),
        territory=row.get("territoire", ""),
        phones=tuple(p.strip() for p in row.get("telephone", "").split(" / ") if p.strip()),
        email=row.get("courriel", ""),
        website=row.get("site_web", ""),
        address=row.get("adresse", ""),
        postcode=row.get("code_postal", ""),
        city=row.get("commune", ""),
        insee=insee,
        departement=insee[:3] if insee.startswith(("97", "98")) else insee[:2] if country == "FR" else "",
        latitude=latitude,
        longitude=longitude,
        coordinates_source=origin,
        hours=row.get("horaires", ""),
        fees=row.get("frais", ""),
        access_conditions=row.get("conditions", ""),
        audience=_split(row.get("publics", "")),
        illnesses=_split(row.get("maladies", "")),
        age_min=_age(row, "age_min"),
        age_max=_age(row, "age_max"),
        modes=_split(row.get("modes", "")),
        description=row.get("presentation", ""),
        country=country,
        entry_point=row.get("point_entree", "") == "oui",
        source_date=_day(row, "date_source"),
        verified_at=_day(row, "verifie_le"),
        to_verify=row.get("a_verifier", "") == "oui",
        licence=row.get("licence", ""),
        source_url=row.get("source_adresse", ""),
        identifiers=dict(_pair(part) for part in _split(row.get("identifiants", ""))),
    )


def _pair(text: str) -> tuple[str, str]:
    """« finess:390000123 »: the register and the number."""
    scheme, _, value = text.partition(":")
    if not scheme or not value:
        raise ValueError(f"identifiants={text}")
    return scheme, value


def _split(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _number(row: dict[str, str], column: str, limit: float) -> float | None:
    text = row.get(column, "").replace(",", ".")
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{column}={text}") from None
    if not -limit <= value <= limit:
        raise ValueError(f"{column}={text}")
    return value


def _age(row: dict[str, str], column: str) -> int | None:
    value = _number(row, column, 120)
    return None if value is None else int(value)


def _day(row: dict[str, str], column: str) -> date | None:
    text = row.get(column, "")
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date() if text else None
        except ValueError:
            continue
    raise ValueError(f"{column}={text}")
