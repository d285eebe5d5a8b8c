"""Services and links as short lines of plain text."""

from __future__ import annotations

import re
from typing import Any

_OURS = ("mailto:", "https://", "http://")


def service_lines(service: dict[str, Any], *, short: bool = False) -> list[str]:
    """A service of the directory, one fact a line; ``short``: its name, its phone, and how sure it is."""
    lines = [f"• {service['name']}"]
    if not short:
        lines.append(service.get("why", ""))
    if service.get("phone"):
        lines.append(f"Tél. {service['phone']}")
    if not short:
        lines += [service.get(field, "") for field in ("address", "hours", "email", "website")]
    elif not service.get("phone"):
        lines.append(service.get("website") or service.get("email") or service.get("address") or "")
    lines.append(_sure(service, short))
    return [line.strip() for line in lines if line.strip()]


def link_line(link: dict[str, str], public_url: str, said: str) -> str:
    """A link as a line; empty when ``said`` gives its number already, or when it cannot be followed from here."""
    label, href = link["label"], link["href"]
    scheme, _, rest = href.partition(":")
    if scheme in ("tel", "sms"):
        short = _short(rest)
        if short in _digits(said):
            return ""
        return label if short in _digits(label) else f"{label} : {rest}"
    if href.startswith("/"):
        return f"{label} : {public_url}{href}" if public_url else ""
    return f"{label} : {href.removeprefix('mailto:')}" if href.startswith(_OURS) else ""


def _sure(service: dict[str, Any], short: bool) -> str:
    year, _, rest = str(service.get("verified_on", "")).partition("-")
    month, _, day = rest.partition("-")
    if service.get("to_verify") or not day:
        call = " : appelez" if service.get("phone") else ""
        return f"À vérifier{call} avant de vous déplacer." if not short else "À vérifier."
    source = f" ({service['source']})" if service.get("source") and not short else ""
    return f"Vérifié le {day}/{month}/{year}{source}."


def _digits(text: str) -> set[str]:
    """The telephone numbers of a text, as they are dialled inside the country."""
    return {_short(found) for found in re.findall(r"\+?\d[\d .\u00a0\u202f]*", text)}


def _short(number: str) -> str:
    digits = re.sub(r"\D", "", number)
    return re.sub(r"^(?:33|32)(?=\d{8,9}$)", "0", digits)
