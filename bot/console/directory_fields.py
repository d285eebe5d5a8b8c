"""What may be corrected on a card of the directory, and what makes a value acceptable."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import phonenumbers

from resources_directory.tabular import names_a_person

# field: (label, hint, longest, several lines)
FIELDS: dict[str, tuple[str, str, int, bool]] = {
    "name": ("Nom du service", "", 300, False),
    "phone": ("Téléphone", "Un seul numéro, celui qui répond.", 40, False),
    "email": ("Courriel", "Une adresse du service, jamais celle d'une personne.", 200, False),
    "website": ("Site internet", "L'adresse complète, avec https://", 300, False),
    "address": ("Adresse", "Numéro et rue.", 400, False),
    "postcode": ("Code postal", "", 10, False),
    "city": ("Commune", "", 120, False),
    "territory": ("Territoire desservi, en mots", "", 400, False),
    "hours": ("Horaires", "", 400, False),
    "fees": ("Tarifs", "Laissez vide si vous n'êtes pas sûr.", 300, False),
    "access_conditions": ("Conditions", "", 2000, True),
    "description": ("Présentation", "", 2000, True),
}


def problems(values: Mapping[str, str], country: str) -> dict[str, str]:
    """Field → what is wrong with it, in a French sentence."""
    found = {
        name: said for name, check in _CHECKS.items() if values.get(name) and (said := check(values[name], country))
    }
    if "name" in values and not values["name"]:
        found["name"] = "Donnez un nom au service."
    return found


def _phone(value: str, country: str) -> str:
    if re.fullmatch(r"\d{2,4}|3\d{3}|3\d \d{2}", value):  # short numbers: 15, 119, 3114, 39 39
        return ""
    try:
        number = phonenumbers.parse(value, country)
    except phonenumbers.NumberParseException:
        return "Ce numéro n'est pas lisible. Écrivez par exemple 03 80 00 00 00."
    return "" if phonenumbers.is_possible_number(number) else "Ce numéro n'a pas le bon nombre de chiffres."


def _email(value: str, _country: str) -> str:
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+\.[A-Za-z]{2,}", value):
        return "Cette adresse n'est pas valable."
    return "Cette adresse porte le nom d'une personne. Mettez celle du service." if names_a_person(value) else ""


def _website(value: str, _country: str) -> str:
    return "" if re.fullmatch(r"https?://[^\s<>\"']+", value) else "Commencez par https://."


_CHECKS: dict[str, Callable[[str, str], str]] = {"phone": _phone, "email": _email, "website": _website}
