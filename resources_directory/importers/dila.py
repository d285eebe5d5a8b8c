"""The local directory of the DILA (annuaire de l'administration), files by département and kind, JSON or GeoJSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import phonenumbers

from ..record import Record
from ..tabular import Rejection, names_a_person
from .json_stream import objects

SOURCE = "Annuaire local de l'administration (DILA)"
LICENCE = "Licence Ouverte"
# Kind of file → type, needs, how it reaches people, audience.
KINDS: dict[str, tuple[str, tuple[str, ...], str, tuple[str, ...]]] = {
    "accompagnement_personnes_agees": (
        "plateforme de répit",
        (
            "respite",
            "listening",
            "support_group",
            "caregiver_training",
            "backup_plan",
            "care_refusal",
            "family_tension",
            "memory_behaviour",
        ),
        "territory",
        ("carer",),
    ),
    "clic": (
        "point d'information seniors",
        (
            "apa",
            "nursing_home",
            "home_help",
            "cost_help",
            "caregiver_status",
            "day_care",
            "meal_delivery",
            "remote_alarm",
        ),
        "territory",
        ("carer", "elderly"),
    ),
    "maison_handicapees": (
        "MDPH",
        ("disability_rights", "cost_help", "home_adaptation", "caregiver_status"),
        "territory",
        ("carer", "disabled"),
    ),
    "msap": ("France services", ("digital_help", "mon_espace_sante", "cost_help"), "distance", ()),
}
# Addresses that name an agent without the usual dot.
NAMED = frozenset({"codevillard@ch-montceau71.fr"})


def read(path: Path, names: dict[str, str]) -> Iterator[Record | Rejection]:
    """Records of one file. `names`: names of départements by code, for territories. Raises Refused on a wrong file."""
    for number, feature in enumerate(objects(path, "features"), 1):
        try:
            yield _record(number, feature, names)
        except (AttributeError, LookupError, TypeError, ValueError):
            name = str(feature.get("id") or (feature.get("properties") or {}).get("id", ""))[:40]
            yield Rejection(number, "fiche", name, "Cette fiche n'a pas la forme attendue.")


def _record(number: int, feature: dict[str, Any], names: dict[str, str]) -> Record | Rejection:
    facts = feature.get("properties", feature)
    kind = str(facts.get("pivotLocal", ""))
    if kind not in KINDS:
        return Rejection(number, "pivotLocal", kind, "Ce type de service n'est pas repris.")
    if not facts.get("Nom"):
        return Rejection(number, "Nom", "", "Le nom manque.")
    type_, needs, reach, audience = KINDS[kind]
    insee = str(facts.get("codeInsee", ""))
    departement = insee[:3] if insee.startswith("97") else insee[:2]
    address = _first(facts.get("Adresse"))
    contact = facts.get("CoordonnéesNum") or {}
    place = address.get("Localisation") or {}
    latitude, longitude = place.get("Latitude"), place.get("Longitude")
    email = str(_text(contact.get("Email")))
    street = address.get("Ligne", "")
    day = facts.get("dateMiseAJour")
    return Record(
        source=SOURCE,
        source_id=str(facts["id"]),
        name=str(facts["Nom"]),
        type=type_,
        needs=needs,
        reach=reach if latitude or reach == "territory" else "territory",
        areas=(("departement", departement),) if reach == "territory" else (("commune", insee),),
        territory=_territory(kind, departement, names) if reach == "territory" else "",
        phones=tuple(_phones(contact.get("Téléphone"))),
        email="" if "@" not in email or email.endswith("@") or names_a_person(email) or email in NAMED else email,
        website=_text(contact.get("Url")),
        address=", ".join(street) if isinstance(street, list) else str(street),
        postcode=str(address.get("CodePostal", "")),
        city=str(address.get("NomCommune", "")),
        insee=insee,
        departement=departement,
        latitude=float(latitude) if latitude else None,
        longitude=float(longitude) if longitude else None,
        coordinates_source="DILA" if latitude else "",
        hours=_hours(facts.get("Ouverture")),
        audience=audience,
        to_verify=True,
        licence=LICENCE,
        source_date=date.fromisoformat(day) if day else None,
    )


def _territory(kind: str, departement: str, names: dict[str, str]) -> str:
    """The files name no territory: an MDPH serves its département by law, the others serve a part that is not said."""
    name = f"{names.get(departement, departement)} ({departement})"
    return name if kind == "maison_handicapees" else f"{name}, secteur à confirmer"


def _first(value: Any) -> dict[str, Any]:
    if isinstance(value, list):
        value = value[0] if value else {}
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return str(value.get("$t", "") if isinstance(value, dict) else value or "").strip()


def _phones(value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        text = _text(one)
        try:
            number = phonenumbers.parse(text, "FR")
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(number):
            yield phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def _hours(value: Any) -> str:
    """« lundi au vendredi 08:30-12:30 ; … »."""
    days = (value or {}).get("PlageJ") if isinstance(value, dict) else None
    parts = []
    for day in days if isinstance(days, list) else [days] if days else []:
        spans = day.get("PlageH")
        times = [
            f"{h.get('début', '')[:5]}-{h.get('fin', '')[:5]}"
            for h in (spans if isinstance(spans, list) else [spans])
            if h
        ]
        first, last = day.get("début", ""), day.get("fin", "")
        parts.append(f"{first if first == last else f'du {first} au {last}'} {' et '.join(times)}".strip())
    return " ; ".join(parts)[:400]
