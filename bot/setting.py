"""One setting, and how each kind of value is read from its text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_SITE = re.compile(r"https?://[a-zA-Z0-9.-]+(?::[0-9]{1,5})?")
_DIALLED = re.compile(r"\+?[0-9][0-9 .()/\u00a0-]*")
_INTERNATIONAL = re.compile(r"\+[1-9][0-9]{5,14}")


def text(value: str) -> str:
    """Anything, without spaces around."""
    return value.strip()


def a_path(value: str) -> Path:
    """A folder, made absolute."""
    try:
        return Path(value).expanduser().resolve()
    except RuntimeError as error:  # « ~nobody »
        raise ValueError("un dossier est attendu") from error


def whole(low: int, high: int) -> Callable[[str], int]:
    """A whole number between ``low`` and ``high``."""

    def parse(value: str) -> int:
        number = int(value)
        if not low <= number <= high:
            raise ValueError(f"un nombre entre {low} et {high} est attendu")
        return number

    return parse


def yes_no(value: str) -> bool:
    """« oui » or « non »."""
    known = {"1": True, "oui": True, "true": True, "0": False, "non": False, "false": False, "": False}
    if value.strip().lower() not in known:
        raise ValueError("« oui » ou « non » est attendu")
    return known[value.strip().lower()]


def one_of(*allowed: str) -> Callable[[str], str]:
    """One of these words."""

    def parse(value: str) -> str:
        if value not in allowed:
            raise ValueError("une de ces valeurs est attendue : " + ", ".join(allowed))
        return value

    return parse


def url(*schemes: str) -> Callable[[str], str]:
    """An address with one of these schemes, or nothing."""

    def parse(value: str) -> str:
        if value and urlsplit(value).scheme.split("+")[0] not in schemes:
            raise ValueError(
                "une adresse qui commence par " + " ou ".join(f"{s}://" for s in schemes) + " est attendue"
            )
        return value.rstrip("/") if value.startswith("http") else value

    return parse


def a_list(value: str) -> tuple[str, ...]:
    """Words separated by commas."""
    return tuple(part.strip().rstrip("/") for part in value.split(",") if part.strip())


def origins(value: str) -> tuple[str, ...]:
    """Sites separated by commas, as a browser names them: « https://www.ville.fr », with neither path nor « * »."""
    sites = a_list(value)
    if not all(_SITE.fullmatch(site) for site in sites):
        raise ValueError("une adresse de site est attendue, comme https://www.ville.fr")
    return sites


def dialled(value: str) -> str:
    """A telephone number as people write it, or nothing."""
    number = value.strip()
    if number and not (_DIALLED.fullmatch(number) and 2 <= len(re.sub(r"\D", "", number)) <= 15):
        raise ValueError("un numéro de téléphone est attendu")
    return number


def international(value: str) -> str:
    """A telephone number written « +33… », or nothing."""
    number = value.strip()
    if number and not _INTERNATIONAL.fullmatch(number):
        raise ValueError("un numéro au format +33612345678 est attendu")
    return number


def whatsapp(value: str) -> str:
    """The same, also as Twilio's own pages write it: « whatsapp:+33… »."""
    return international(value.strip().removeprefix("whatsapp:"))


@dataclass(frozen=True)
class Setting:
    """One variable: its name in the environment, the field it fills, its default (as text) and its meaning.

    ``secret``: its value holds a password, and is never shown, not even when it is refused.
    """

    variable: str
    field: str
    default: str
    parse: Callable[[str], Any]
    meaning: str
    secret: bool = False
