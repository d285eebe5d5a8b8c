"""Small tidy-ups of what registers write: names in capitals, telephones, codes, sizes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import phonenumbers

from ..record import Record
from ..tabular import Rejection, names_a_person

# Columns of the tables: longer texts are cut (PostgreSQL refuses them), longer codes are refused.
SIZES = {
    "name": 200, "organization": 200, "type": 60, "fees": 300, "hours": 400, "website": 300, "territory": 400,
    "address": 400, "city": 120, "coordinates_source": 40, "licence": 80, "source_url": 300, "verified_by": 120,
}  # fmt: skip
CODES = {"source": 200, "source_id": 200, "email": 200, "postcode": 10, "insee": 12, "departement": 3, "country": 2}
MAX_TEXT = 10_000  # characters of a description
UPPER = frozenset({
    "EHPAD", "EHPA", "SSIAD", "SAAD", "SAVS", "SAMSAH", "HAD", "CMP", "CLIC", "MDPH", "GEM", "CCAS", "CIAS",
    "CPTS", "DAC", "MSP", "ADMR", "UDAF", "AFM", "APF", "APEI", "ADAPEI", "UGECAM", "MGEN", "CH", "CHU",
    "CHS", "CHRU", "ESAT", "FAM", "MAS", "EAM", "EANM", "USLD", "PFR", "SPASAD", "SAAF", "SAADF", "TISF",
    "ADPEP", "PEP", "APAJH", "ARS", "SARL", "SAS", "SCIC", "UNA", "AMAD", "ASAD", "ADPA", "AAPA", "MAIA",
    "PA", "PH", "ZA", "ZI", "ZAC", "BP", "CS", "II", "III", "IV",
})  # fmt: skip
SMALL = frozenset(["de", "du", "des", "la", "le", "les", "et", "en", "à", "au", "aux", "sur", "sous", "par", "l", "d"])
WORD = re.compile(r"[^\W\d_]+(?:\.(?:[^\W\d_]\.?)+)?", re.UNICODE)


def tidy_name(text: str) -> str:
    """« EHPAD LES TILLEULS » → « EHPAD Les Tilleuls ». What is not all in capitals is left as it is."""
    text = " ".join(text.split())
    if text.upper() != text:
        return text

    def word(match: re.Match[str]) -> str:
        found = match[0]
        bare = found.replace(".", "")
        if bare in UPPER or "." in found:
            return bare
        low, before = bare.lower(), text[: match.start()].split()
        if before and low in {"la", "le", "les"}:  # « EHPAD Les Tilleuls », but « Hôpital de la Croix »
            return low if before[-1].lower() in SMALL else bare.capitalize()
        if match.start() > 0 and (low in SMALL or text[match.start() - 1].isdigit()):
            return low
        return bare.capitalize()

    return WORD.sub(word, text)


def phone(text: str) -> str:
    """A French number as it is read aloud, « 03 84 00 00 00 »; empty when it is not a number."""
    digits = re.sub(r"[\s.\-/()]", "", text or "")
    if re.fullmatch(r"0[1-79]\d{8}", digits):  # most of them: the library is slow
        return " ".join(digits[i : i + 2] for i in range(0, 10, 2))
    if re.fullmatch(r"3\d{3}", digits):  # short numbers of public services
        return f"{digits[:2]} {digits[2:]}"
    try:
        number = phonenumbers.parse(digits, "FR")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, form.NATIONAL if number.country_code == 33 else form.INTERNATIONAL)


def departement_of(insee: str) -> str:
    """« 21 » of « 21054 », « 2A » of « 2A004 », « 974 » of « 97411 », empty of nothing."""
    return insee[:3] if insee[:2] in {"97", "98"} else insee[:2]


def day(text: str | None) -> date | None:
    """The day of « 2026-05-12 » or « 2026-05-12T10:00:00+00:00 »; None when there is none."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def public_email(text: str | None) -> str:
    """An address that may be shown: empty for one that names a person, or that is not an address."""
    email = (text or "").strip()
    sound = re.fullmatch(r"[^@\s,;|]+@[^@\s,;|]+\.[^@\s,;|.]{2,}", email)
    return email if sound and not names_a_person(email) else ""


def web(text: str | None) -> str:
    """A web address that may be a link: http or https only."""
    address = (text or "").strip()
    if re.match(r"www\.\S+\.", address):
        address = f"https://{address}"
    return address if re.match(r"https?://[^\s/]+\.[^\s/]+\S*$", address) and len(address) <= 300 else ""


def fitted(record: Record, line: int) -> Record | Rejection:
    """The record within the sizes of the tables, or the refusal of a code that is too long or has no name."""
    if not record.name or not record.source_id:
        return Rejection(line, "nom" if record.source_id else "identifiant", "", "Cette donnée est obligatoire.")
    for name, size in CODES.items():
        if len(getattr(record, name)) > size:
            return Rejection(line, name, getattr(record, name)[:40], "Cette valeur est trop longue.")
    changes: dict[str, str] = {}
    for name, size in {**SIZES, "description": MAX_TEXT, "access_conditions": MAX_TEXT}.items():
        value = getattr(record, name)
        if len(value) > size or "\0" in value:
            value = value.replace("\0", "")
            changes[name] = value if len(value) <= size else value[: size - 1].rstrip() + "…"
    return replace(record, **changes) if changes else record  # type: ignore[arg-type]
