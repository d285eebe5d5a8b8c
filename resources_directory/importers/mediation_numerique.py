"""Places of digital help: the CSV of the standard « Lieux de médiation numérique » (cartographie nationale).

Schema: https://schema.data.gouv.fr/LaMednum/standard-mediation-num. Lists are separated by « | ».
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..record import Record
from ..tabular import Refused, Rejection
from .hours import in_french
from .lines import text_lines
from .texts import day, departement_of, phone, public_email, web

SOURCE = "Cartographie nationale de la médiation numérique"
LICENCE = "Licence Ouverte 2.0"
REQUIRED = ("id", "nom", "commune", "code_postal", "adresse", "services")
WRONG = "Ce fichier n'est pas une liste de lieux de médiation numérique. Il manque les colonnes : {}."
# « France Services » helps with the administrations online, the health record among them.
FRANCE_SERVICES = re.compile(r"france.?services", re.IGNORECASE)


def read(paths: Sequence[Path]) -> Iterator[Record | Rejection]:
    """Records of these files. Raises Refused for another file."""
    for path in paths:
        lines = text_lines(path)
        first = next(lines, "")
        delimiter = ";" if first.count(";") > first.count(",") else ","
        columns = [c.strip() for c in next(csv.reader([first], delimiter=delimiter), [])]
        missing = [c for c in REQUIRED if c not in columns]
        if missing:
            raise Refused(WRONG.format(", ".join(missing)))
        rows = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter)
        try:
            for row in rows:
                if any(row):
                    yield _record(rows.line_num + 1, dict(zip(columns, (v.strip() for v in row), strict=False)))
        except csv.Error as error:
            raise Refused(f"Le tableau est illisible à la ligne {rows.line_num + 1}.") from error


def _record(number: int, row: dict[str, str]) -> Record | Rejection:
    for name in ("id", "nom"):
        if not row.get(name):
            return Rejection(number, name, "", "Cette case est obligatoire.")
    point = _point(row)
    if isinstance(point, Rejection):
        return Rejection(number, point.field, point.value, point.reason)
    insee = row.get("code_insee", "") if re.fullmatch(r"\w{5}", row.get("code_insee", "")) else ""
    if point is None and not insee:
        return Rejection(number, "latitude", "", "Ni coordonnées, ni code INSEE : ce lieu ne peut pas être placé.")
    latitude, longitude = point or (None, None)
    programmes = row.get("dispositif_programmes_nationaux", "")
    state = bool(FRANCE_SERVICES.search(programmes))
    phones = [phone(n) for n in re.split(r"[|,;]", row.get("telephone", ""))]
    emails = [public_email(e) for e in re.split(r"[|,;]", row.get("courriels", "") or row.get("courriel", ""))]
    sites = [web(w) for w in row.get("site_web", "").split("|")]
    fees = ", ".join(v.strip() for v in row.get("frais_a_charge", "").split("|") if v.strip())
    siret = row.get("pivot", "")
    return Record(
        source=SOURCE,
        source_id=row["id"],
        name=row["nom"],
        type="France services" if state else "aide numérique",
        needs=("digital_help", "mon_espace_sante") if state else ("digital_help",),
        reach="territory" if point is None else "distance",
        areas=(("commune", insee),) if insee else (),
        territory=row.get("commune", "") if point is None else "",
        phones=tuple(dict.fromkeys(filter(None, phones))),
        email=next(filter(None, emails), ""),
        website=next(filter(None, sites), ""),
        address=", ".join(filter(None, [row.get("adresse", ""), row.get("complement_adresse", "")])),
        postcode=row.get("code_postal", ""),
        city=row.get("commune", ""),
        insee=insee,
        departement=departement_of(insee),
        latitude=latitude,
        longitude=longitude,
        coordinates_source="" if point is None else "médiation numérique",
        hours=in_french(row.get("horaires", "")),
        fees=fees,
        description=row.get("presentation_resume", "") or row.get("presentation_detail", ""),
        licence=LICENCE,
        source_url="https://cartographie.societenumerique.gouv.fr",
        source_date=day(row.get("date_maj")),
        identifiers={"siret": siret} if re.fullmatch(r"(?!0{14})\d{14}", siret) else {},
    )


def _point(row: dict[str, str]) -> tuple[float, float] | Rejection | None:
    texts = [row.get(name, "").replace(",", ".") for name in ("latitude", "longitude")]
    if not any(texts):
        return None
    try:
        latitude, longitude = map(float, texts)
    except ValueError:
        return Rejection(0, "latitude", " ; ".join(texts)[:40], "Ces coordonnées sont illisibles.")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return Rejection(0, "latitude", " ; ".join(texts)[:40], "Ces coordonnées sont hors du monde.")
    return latitude, longitude
