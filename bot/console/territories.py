"""The territories of an account: codes of départements separated by spaces, or « * » for all."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import false, or_, true

ALL = "*"
_BELGIAN = re.compile(r"BE(-\d{1,4})?")  # all of Belgium, or a beginning of postcode


class TerritoryError(Exception):
    """A territory does not exist; the message is a French sentence."""


@lru_cache(maxsize=1)
def departements() -> dict[str, str]:
    """Names of the French départements by code (Code officiel géographique, INSEE)."""
    lines = (Path(__file__).parent / "departements.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines)


def label(code: str) -> str:
    """« 21 Côte-d'Or »; the code alone when it has no name; « sans lieu » when empty."""
    if code in departements():
        return f"{code} {departements()[code]}"
    return "tous" if code == ALL else code or "sans lieu"


def read_territories(text: str) -> str:
    """Check and tidy a list of territories (« 21, 39 » → « 21 39 »).

    :raises TerritoryError: empty, or a code that does not exist.
    """
    codes = [code.upper() for code in re.split(r"[\s,;]+", text.strip()) if code]
    if not codes:
        raise TerritoryError("Indiquez au moins un département, ou « * » pour tous.")
    if ALL in codes:
        return ALL
    for code in codes:
        if code not in departements() and not _BELGIAN.fullmatch(code):
            raise TerritoryError(f"Le département « {code} » n'existe pas. Écrivez par exemple « 21 39 ».")
    return " ".join(dict.fromkeys(codes))


def sees(territories: str, departement: str, place_code: str = "") -> bool:
    """True when an account of these territories may see what concerns this département or place.

    Belgian places have no département: « BE » or « BE-40 » is the beginning of their code. What has no place is seen
    by those who see everything.
    """
    codes = territories.split()
    belgian = any(place_code.startswith(code) for code in codes if code.startswith("BE"))
    return ALL in codes or belgian or (departement != "" and departement in codes)


def within(territories: str, departement: Any, place_code: Any) -> Any:
    """The same rule as :func:`sees`, as a condition on two columns."""
    codes = territories.split()
    if ALL in codes:
        return true()
    return or_(
        false(),
        departement.in_([code for code in codes if not code.startswith("BE")]),
        *(place_code.startswith(code) for code in codes if code.startswith("BE")),
    )
