"""data·inclusion v1: structures and services that its JSON schemas accept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, TextIO

import phonenumbers

from ..extension import EXTENSION, extension
from ..importers.texts import public_email, web
from ..mapping import mapping
from ..record import Record
from ..wording import NEEDS
from ..writer import organization_id

SOURCE = "relais"
PLACE = ("adresse", "code_postal", "commune", "code_insee", "latitude", "longitude")


def export(records: Iterable[tuple[Record, date]], folder: Path, with_extension: bool = True) -> tuple[int, int]:
    """Writes `structures.json` and `services.json` in a folder; gives how many of each."""
    folder.mkdir(parents=True, exist_ok=True)
    seen: set[str] = set()
    services = 0
    new = folder / ".services.json", folder / ".structures.json"
    with new[0].open("w", encoding="utf-8") as of_services, new[1].open("w", encoding="utf-8") as of_structures:
        of_services.write("[")
        of_structures.write("[")
        for record, imported in records:
            runner = structure(record, imported)
            if runner["id"] not in seen:
                _append(of_structures, runner, first=not seen)
                seen.add(runner["id"])
            _append(of_services, service(record, imported, with_extension), first=not services)
            services += 1
        of_services.write("\n]\n")
        of_structures.write("\n]\n")
    new[0].replace(folder / "services.json")
    new[1].replace(folder / "structures.json")
    return len(seen), services


def _append(stream: TextIO, value: dict[str, Any], first: bool) -> None:
    stream.write(("" if first else ",") + "\n" + json.dumps(value, ensure_ascii=False))


def structure(record: Record, imported: date | None) -> dict[str, Any]:
    """The structure that runs a service, by the schema « Structure »."""
    siret = record.identifiers.get("siret", "")
    return {
        "source": SOURCE,
        "id": f"{SOURCE}--{organization_id(record)}",
        "nom": _name(record.organization or record.name),
        "date_maj": _day(record, imported),
        "siret": siret if re.fullmatch(r"\d{14}", siret) else None,
        "site_web": web(record.website) or None,
        "telephone": _phone(record),
        "courriel": public_email(record.email) or None,
        **_place(record),
    }


def service(record: Record, imported: date | None, with_extension: bool = False) -> dict[str, Any]:
    """A service, by the schema « Service ». `imported`: the date given when its source has none."""
    email, link, number = public_email(record.email), web(record.website), _phone(record)
    ways = (("telephoner", number), ("envoyer-un-courriel", email), ("utiliser-lien-mobilisation", link),
            ("se-presenter", record.reach == "distance" and record.address))  # fmt: skip
    modes = [m for m in mapping().modes if m in record.modes]
    if not modes:
        modes = ["in_person"] if record.reach == "distance" else ["remote"] if record.reach == "national" else []
    result = {
        "source": SOURCE,
        "id": f"{SOURCE}--{record.id}",
        "structure_id": f"{SOURCE}--{organization_id(record)}",
        "nom": _name(record.name),
        "description": _description(record),
        "type": mapping().type_of(record.needs),
        "thematiques": mapping().themes_of(record.needs),
        "date_maj": _day(record, imported),
        "frais": _fee_kind(record.fees),
        "frais_precisions": record.fees or None,
        "publics": mapping().publics_of(record.audience),
        "publics_precisions": _precisions(record),
        "conditions_acces": record.access_conditions or None,
        "telephone": number,
        "courriel": email or None,
        "lien_mobilisation": link or None,
        "lien_source": web(record.source_url) or None,
        "modes_accueil": [mapping().modes[m] for m in modes] or None,
        "modes_mobilisation": [way for way, there in ways if there] or None,
        "mobilisation_precisions": f"Horaires : {record.hours}" if record.hours else None,
        "mobilisable_par": ["usagers"],
        "zone_eligibilite": _zones(record) or None,
        **_place(record),
    }
    return result | {EXTENSION: extension(record)} if with_extension else result


def _place(record: Record) -> dict[str, Any]:
    french = record.country == "FR"
    return {
        "adresse": record.address or None,
        "code_postal": record.postcode if french and re.fullmatch(r"\d{5}", record.postcode) else None,
        "commune": record.city or None,
        "code_insee": record.insee if french and re.fullmatch(r"\w{5}", record.insee) else None,
        "latitude": record.latitude,
        "longitude": record.longitude,
    }


def _name(text: str) -> str:
    text = text if len(text) <= 150 else text[:149].rstrip() + "…"
    text = text if text.endswith("etc.") else text.rstrip(". ")
    return text if len(text) >= 3 else f"Service {text}".strip()


def _description(record: Record) -> str:
    if len(record.description) >= 5:
        return record.description[:10_000]
    needs = ", ".join(NEEDS[n] for n in record.needs[:3] if n in NEEDS)
    return f"{(record.type or 'service').capitalize()} : {needs}."


def _day(record: Record, imported: date | None) -> str:
    chosen = record.verified_at or record.source_date or imported
    return chosen.isoformat() if chosen else ""


@lru_cache(4096)
def _e164(number: str, country: str) -> str:
    try:
        return phonenumbers.format_number(phonenumbers.parse(number, country), phonenumbers.PhoneNumberFormat.E164)
    except phonenumbers.NumberParseException:
        return number


def _phone(record: Record) -> str | None:
    """One number, E.164; short numbers stay as they are dialled."""
    if not record.phones:
        return None
    digits = re.sub(r"\D", "", record.phones[0])
    return digits if len(digits) <= 6 else _e164(record.phones[0], record.country)


def _fee_kind(fees: str) -> str | None:
    return next((kind for kind in ("gratuit", "payant") if fees.lower().startswith(kind)), None)


def _precisions(record: Record) -> str | None:
    ages = (f"À partir de {record.age_min} ans." if record.age_min is not None else "",
            f"Jusqu'à {record.age_max} ans." if record.age_max is not None else "")  # fmt: skip
    carers = "Pour les proches aidants." if "carer" in record.audience else ""
    return " ".join(filter(None, [carers, *ages])) or None


def _zones(record: Record) -> list[str]:
    """INSEE codes of the areas; « france ». Regions and Belgian areas have no code there."""
    forms = {"commune": r"(?!99)\w{5}", "departement": r"\w{2,3}", "epci": r"\d{9}"}
    codes = [c for k, c in record.areas if k in forms and re.fullmatch(forms[k], c) and record.reach == "territory"]
    if record.reach == "national":
        return ["france"] if record.country == "FR" else ["99131"] if record.country == "BE" else []
    return list(dict.fromkeys(codes))


def core_matches(record: Record, item: dict[str, Any]) -> bool:
    """True when nobody has changed the standard's own fields since the record was exported."""
    skipped = {"date_maj", EXTENSION}
    return all(item.get(name) == value for name, value in service(record, None).items() if name not in skipped)
