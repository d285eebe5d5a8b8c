"""How a message of the chat API is shown without JavaScript: filters of the templates, and what is new in a page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader

from bot.memos.content import french_date
from bot.memos.page import dial, typography
from bot.messages import Message

_SCHEMES = ("https://", "http://", "tel:", "sms:", "mailto:")
_BULLET = re.compile(r"^[•\-–]\s+")
_LABEL = re.compile(r"([^.:!?«»]{2,32}\s?:)(?=\s|$)(.*)", re.DOTALL)
_ASKED = re.compile(r"(.{90,}[.!…:])\s+([^.!…:\n]+\?)", re.DOTALL)
_EXPLAINED = re.compile(r"[•\-–]\s+([\d ]+\d) ?[—:–] ?(.+)")
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


def labelled(line: str) -> tuple[str, str]:
    """« Sommeil : mal » → (« Sommeil : », « mal »): a label stands out; a line without one has none."""
    found = _LABEL.fullmatch(line)
    return (found.group(1), found.group(2)) if found else ("", line)


def step(question: Mapping[str, Any]) -> str:
    """« Question 2 sur 5 »; empty for a question that stands alone."""
    index, total = question.get("index"), question.get("total")
    return f"Question {index} sur {total}" if isinstance(index, int) and isinstance(total, int) and total > 1 else ""


def asked(text: str) -> tuple[str, str]:
    """What is long to say before a question, and the question itself."""
    found = _ASKED.fullmatch(str(text or "").strip())
    return (found.group(1), found.group(2)) if found else ("", str(text or ""))


def danger(message: Message) -> tuple[str, list[tuple[Mapping[str, str], str]], str]:
    """A danger message: its first words, each line with what the text says of its number, what else it says."""
    first, _, rest = str(message.get("text") or "").partition("\n")
    kept, explained = [], {}
    for line in rest.split("\n"):
        found = _EXPLAINED.fullmatch(line.strip())
        if found:
            explained[found.group(1)] = line.strip(), found.group(2)
        else:
            kept.append(line)
    lines = []
    for link in message.get("links") or []:
        number = next((n for n in explained if str(link.get("label", "")).endswith(f" {n}")), "")
        lines.append((link, explained.pop(number)[1] if number else ""))
    return first, lines, "\n".join([*kept, *(line for line, _ in explained.values())])


def safe(href: str) -> str:
    """The address when it is one that we open, else empty: ours (« /memo/… »), or a scheme that runs nothing."""
    address = str(href or "").strip()
    ours = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if ours or address.lower().startswith(_SCHEMES) else ""


def unbroken(number: str) -> str:
    """A number that stays on one line."""
    return number.replace(" ", "\u00a0")


def phones(value: str) -> list[tuple[str, str]]:
    """``(number, tel: link or empty)`` of each number of a field that may hold several."""
    parts = re.split(r"\s*(?:/|;|,|\sou\s)\s*", str(value or ""))
    return [(part, dial(part)) for part in parts if part]


def facts(service: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The lines of a service, in the order of the widget."""
    km, distance = service.get("distance_km"), ""
    if isinstance(km, (int, float)) and km >= 0:
        distance = "dans votre commune" if km < 1 else f"à {km:.{0 if km >= 10 else 1}f} km"
    territory = str(service.get("territory") or "")
    rows = [
        ("Adresse", service.get("address")),
        ("Distance", distance.replace(".0 ", " ").replace(".", ",")),
        ("Territoire", "" if territory in str(service.get("why") or "") else territory),  # the reason has said it
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
        return f"À vérifier{' : appelez' if service.get('phone') else ''} avant de vous déplacer."
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
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    finalize=typography,
)
TEMPLATES.filters.update(
    labelled=labelled,
    step=step,
    asked=asked,
    danger=danger,
    blocks=blocks,
    safe_href=safe,
    phones=phones,
    unbroken=unbroken,
    facts=facts,
    proof=proof,
    host=host,
    map_of=map_of,
    mail=mail,
    dial=dial,
)
