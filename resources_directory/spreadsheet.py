"""What a spreadsheet and its user do to the values of the CSV, undone: lost zeros, capitals, titles in words."""

from __future__ import annotations

import re

from .gazetteer.normalise import plain

_CODED = ("besoins", "portee", "publics", "modes", "point_entree", "a_verifier")  # words of our lists
_FORMULA = re.compile(r"'(?=[=+\-@\t])")  # what the export writes before such a sign
_NO_ZERO = re.compile(r"[1-9](?:[ .-]?\d{2}){4}")  # « 384000000 »: ten figures, the first lost


def column(title: str) -> str:
    """« Code postal », « Téléphone » → « code_postal », « telephone »."""
    return plain(title).replace(" ", "_")


def mended(row: dict[str, str]) -> dict[str, str]:
    """A row as it was meant."""
    row = {name: _FORMULA.sub("", value, count=1) if value[:1] == "'" else value for name, value in row.items()}
    row |= {name: row[name].lower() for name in _CODED if row.get(name)}
    if (row.get("pays") or "FR").upper() != "FR":
        return row
    for name in ("code_postal", "code_insee"):
        if re.fullmatch(r"\d{4}", row.get(name, "")):
            row[name] = f"0{row[name]}"
    if row.get("telephone"):
        numbers = (number.strip() for number in row["telephone"].split(" / "))
        row["telephone"] = " / ".join(map(_spaced, numbers))
    return row


def _spaced(number: str) -> str:
    """« 384000000 », « 0384000000 » → « 03 84 00 00 00 »; any other number as it was typed."""
    digits = "0" + re.sub(r"[ .-]", "", number) if _NO_ZERO.fullmatch(number) else number
    return " ".join(re.findall("..", digits)) if re.fullmatch(r"0[1-79]\d{8}", digits) else number
