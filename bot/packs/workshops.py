"""The workshops of an association: a CSV that it fills in (place, day, ambassador, phone), checked line by line.

Kept as a file of the installation (``RELAIS_HOME/workshops/<pack>.csv``) and read again when it changes: a list of next
month needs no restart. Past days are not shown.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path

from bot.interview.understand.contact import phone
from resources_directory.gazetteer import Place
from resources_directory.gazetteer.place import distance_km

COLUMNS = ("titre", "jour", "debut", "fin", "lieu", "adresse", "commune", "ambassadeur", "telephone", "inscription")
NEEDED = ("titre", "jour", "debut", "lieu", "commune")
NEAR_KM = 40.0
EXAMPLE = (
    "Découvrir Mon espace santé", "2027-01-14", "14:30", "16:00", "Médiathèque", "1 place de la Mairie", "Ancenis (44)",
    "Prénom de l'ambassadeur", "02 40 00 00 00", "sur inscription, gratuit",
)  # fmt: skip
_PHONE = re.compile(r"[+\d][\d\s./()\-]+")  # one number and nothing else: it becomes a link
Find = Callable[[str], Place | None]


class WorkshopsError(ValueError):
    """The file cannot be used; the message is a French sentence for the association, with the line's number."""


@dataclass(frozen=True)
class Workshop:
    """One meeting. ``start`` is local time without zone; ``end`` may be empty; ``km`` is set by :func:`near`."""

    title: str
    start: datetime
    end: str
    where: str
    address: str
    place: Place
    who: str
    phone: str
    booking: str
    km: float = 0.0


def template() -> str:
    """The empty form, with one line as an example."""
    made = io.StringIO()
    csv.writer(made, delimiter=";").writerows([COLUMNS, EXAMPLE])
    return made.getvalue()


def parse(text: str, find: Find) -> list[Workshop]:
    """The workshops of a file.

    :param find: the commune of a name, of a postcode, or « Ancenis (44) »; None when unknown or not sure.
    :raises WorkshopsError: a column is missing, or one of the lines cannot be read.
    """
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text.partition("\n")[0] else ",")
    missing = [name for name in NEEDED if name not in (rows.fieldnames or ())]
    if missing:
        raise WorkshopsError(f"il manque la colonne « {missing[0]} ». Les colonnes : {', '.join(COLUMNS)}.")
    written = ((number, row) for number, row in enumerate(rows, 2) if any((v or "").strip() for v in row.values()))
    return [_one(number, row, find) for number, row in written]


def _one(number: int, row: dict[str, str], find: Find) -> Workshop:
    told = {name: (row.get(name) or "").strip() for name in COLUMNS}
    empty = next((name for name in NEEDED if not told[name]), None)
    if empty:
        raise WorkshopsError(f"ligne {number} : « {empty} » est vide.")
    try:
        start = datetime.combine(_day(told["jour"]), time.fromisoformat(_hour(told["debut"])))
        end = _hour(told["fin"]) if told["fin"] else ""
        if end:
            time.fromisoformat(end)
    except ValueError as error:
        raise WorkshopsError(
            f"ligne {number} : le jour ou l'heure ne se lit pas. Écrivez 2027-01-14 et 14:30."
        ) from error
    place = find(told["commune"])
    if place is None or place.lat is None:
        raise WorkshopsError(
            f"ligne {number} : la commune « {told['commune']} » n'est pas reconnue. "
            "Ajoutez son département : Ancenis (44)."
        )
    if told["telephone"] and not (_PHONE.fullmatch(told["telephone"]) and phone(told["telephone"], place.country)):
        raise WorkshopsError(f"ligne {number} : « {told['telephone']} » n'est pas un numéro de téléphone.")
    return Workshop(
        told["titre"], start, end, told["lieu"], told["adresse"], place, told["ambassadeur"], told["telephone"],
        told["inscription"],
    )  # fmt: skip


def near(workshops: Iterable[Workshop], place: Place, today: date, most: int = 3) -> list[Workshop]:
    """Those to come within forty kilometres, the nearest day first."""
    found = []
    for one in workshops:
        if one.start.date() < today or place.lat is None or place.lon is None:
            continue
        km = distance_km(place.lat, place.lon, one.place.lat or 0.0, one.place.lon or 0.0)
        if km <= NEAR_KM:
            found.append(Workshop(**{**one.__dict__, "km": km}))
    return sorted(found, key=lambda one: (one.start, one.km))[:most]


def file_of(home: Path, pack: str) -> Path:
    """Where the list of a pack is kept."""
    return home / "workshops" / f"{pack}.csv"


def load(path: Path, find: Find) -> tuple[Sequence[Workshop], date] | None:
    """The list of a pack and the day it was given; None when the association gave none, or it cannot be read."""
    try:
        changed = path.stat().st_mtime_ns
        return tuple(_read(path, changed, find)), date.fromtimestamp(changed / 1e9)
    except (OSError, WorkshopsError):
        return None


@lru_cache(maxsize=20)
def _read(path: Path, _changed: int, find: Find) -> tuple[Workshop, ...]:
    return tuple(parse(path.read_text(encoding="utf-8-sig"), find))


def _day(text: str) -> date:
    if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
        return date(int(found[3]), int(found[2]), int(found[1]))
    return date.fromisoformat(text)


def _hour(text: str) -> str:
    found = re.fullmatch(r"(\d{1,2})\s*[h:]\s*(\d{2})?", text.lower())
    return f"{int(found[1]):02}:{found[2] or '00'}" if found else text
