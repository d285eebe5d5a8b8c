"""How a message of the chat API is shown without JavaScript: filters of the templates, and what is new in a page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader

from bot.memos.content import french_date
from bot.memos.page import dial
from bot.messages import Message

_SCHEMES = ("https://", "http://", "tel:", "sms:", "mailto:")
_BULLET = re.compile(r"^[•\-–]\s+")
_MAIL = re.compile(r"[^\s@?&:]+@[^\s@?&:]+")


def parted(history: Sequence[Message]) -> tuple[list[Message], list[Message]]:
    """What was said before, and the latest turn: the person's last message with all that answers it."""
    last = max((at for at, message in enumerate(history) if message.get("author") == "person"), default=0)
    return list(history[:last]), list(history[last:])


def blocks(text: str) -> list[tuple[str, list[str]]]:
    """A plain text as paragraphs (``"p"``, one line each) and lists (``"ul"``, their items)."""
    found: list[tuple[str, list[str]]] = []
    for line in filter(None, (line.strip() for line in str(text or "").split("\n"))):
        item = _BULLET.sub("", line)
        if item == line:
            found.append(("p", [line]))
        elif found and found[-1][0] == "ul":
            found[-1][1].append(item)
        else:
            found.append(("ul", [item]))
    return found


def safe(href: str) -> str:
    """The address when it is one that we open, else empty: ours (« /memo/… »), or a scheme that runs nothing."""
    address = str(href or "").strip()
    ours = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if ours or address.lower().startswith(_SCHEMES) else ""


def phones(value: str) -> list[tuple[str, str]]:
    """``(number, tel: link or empty)`` of each number of a field that may hold several."""
    parts = re.split(r"\s*(?:/|;|,|\sou\s)\s*", str(value or ""))
    return [(part, dial(part)) for part in parts if part]


def facts(service: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The lines of a service, in the order of the widget."""
    km = service.get("distance_km")
    known = isinstance(km, (int, float)) and km >= 0
    distance = "" if not known else "à moins de 1 km" if km < 1 else f"à {km:.{0 if km >= 10 else 1}f} km"
    rows = [
        ("Adresse", service.get("address")),
        ("Distance", distance.replace(".0 ", " ").replace(".", ",")),
        ("Territoire", service.get("territory")),
        ("Horaires", service.get("hours")),
        ("Prix", service.get("fees")),
    ]
    return [(label, str(value)) for label, value in rows if value]


def proof(service: Mapping[str, Any]) -> str:
    """When it was verified, or that it is to verify."""
    try:
        day = french_date(str(service.get("verified_on") or ""))
    except ValueError:
        day = ""
    if not day or service.get("to_verify") or service.get("stale"):
        return "À vérifier : appelez avant de vous déplacer."
    return f"Vérifié le {day}."


def host(address: str) -> str:
    """« https://www.example.org/x » → « example.org »; what is no address stays as it is."""
    try:
        return (urlsplit(address).hostname or address).removeprefix("www.")
    except ValueError:
        return address


def map_of(address: str) -> str:
    """Where an address is shown on a map."""
    return f"https://www.openstreetmap.org/search?query={quote(address)}"


def mail(address: str) -> str:
    """A ``mailto:`` link, or empty when it is no address."""
    return f"mailto:{address}" if _MAIL.fullmatch(str(address or "")) else ""


TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)
TEMPLATES.filters.update(
    blocks=blocks, safe_href=safe, phones=phones, facts=facts, proof=proof, host=host, map_of=map_of, mail=mail, dial=dial
)
