"""One setting, and how each kind of value is read from its text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


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
