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


# Overseas, a number of the island is written as in France but belongs to another plan.
_FRENCH_AND_BELGIAN = ("FR", "BE", "RE", "GP", "MQ", "GF", "YT", "PM", "NC", "PF")


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
    for region in (country, *_FRENCH_AND_BELGIAN):
        try:
            number = phonenumbers.parse(value, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return ""
    return "Ce numéro n'existe pas. Écrivez-en un seul, par exemple 03 80 00 00 00."


def _email(value: str, _country: str) -> str:
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+\.[A-Za-z]{2,}", value):
        return "Cette adresse n'est pas valable."
    return "Cette adresse porte le nom d'une personne. Mettez celle du service." if names_a_person(value) else ""


def _postcode(value: str, _country: str) -> str:
    return "" if re.fullmatch(r"(?:0[1-9]|[1-9]\d)\d{3}|[1-9]\d{3}", value) else _POSTCODE


def _website(value: str, _country: str) -> str:
    if not re.match(r"https?://", value):
        return "Commencez par https://, par exemple https://www.exemple.fr."
    return "" if re.fullmatch(r"https?://[^\s<>\"'/.]+(?:\.[^\s<>\"'/.]+)+(?:/[^\s<>\"']*)?", value) else _ADDRESS


_POSTCODE = "Un code postal a cinq chiffres (quatre en Belgique), par exemple 21200."
_ADDRESS = "Cette adresse n'est pas valable. Copiez celle que montre votre navigateur."
_CHECKS: dict[str, Callable[[str, str], str]] = {
    "phone": _phone,
    "email": _email,
    "website": _website,
    "postcode": _postcode,
}
