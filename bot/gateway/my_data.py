"""« Mes données » as a page: what is held, in French words, with nothing of how it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.console import labels, times
from bot.content import Content
from bot.gateway.loop_parts import page

_NAMES = {
    "first_name": "prénom", "contact": "téléphone ou courriel", "when_to_call": "quand appeler",
    "message": "ce qu'il faut savoir", "channel_address": "adresse sur la messagerie", "summary": "situation transmise",
}  # fmt: skip
_PURPOSES = {
    "screening": "faire le point", "referral": "transmettre votre demande", "statistics": "les statistiques",
    "research": "la recherche", "follow_up": "prendre de vos nouvelles", "reminder": "un rappel",
}  # fmt: skip
_KINDS = {
    "state": "changement d'état", "note": "note", "call": "appel", "assign": "attribution",
    "proposal": "autre service proposé", "news": "nouvelles", "opinion": "avis",
}  # fmt: skip
_BY = {"person": "vous", "service": "le service", "system": "Relais"}
_NO_CODES = frozenset({"texte", "contenu"})  # the version of a text; what is already words
Lines = list[tuple[str, Any]]


def show(request: web.Request, content: Content, held: Mapping[str, Any]) -> web.Response:
    """The page of ``held``, as :func:`bot.privacy.rights.export` gives it."""
    kept = {name: value for name, value in held.items() if value and name != "conversation"}
    parts = [(labels.upfirst(name), [lines(one, content) for one in value]) for name, value in kept.items()]
    return page(request, "my_data.html", conversation=held.get("conversation") or {}, parts=parts)


def lines(value: Mapping[str, Any], content: Content) -> Lines:
    """Name and value of each thing held, a value being words or more lines; what is empty is left out."""
    told = ((_name(key), _value(key, one, content)) for key, one in value.items() if key not in _NO_CODES)
    said = [(name, one) for name, one in told if one not in (None, "", [])]
    inside = value.get("contenu")
    return said + (lines(inside, content) if isinstance(inside, Mapping) else [])


def _name(key: str) -> str:
    return labels.upfirst(_NAMES.get(key) or (labels.answer(key) if key.isascii() and " " not in key else key))


def _value(key: str, value: Any, content: Content) -> Any:
    if isinstance(value, Mapping):
        return lines(value, content)
    if isinstance(value, list):
        return [_value(key, one, content) for one in value]
    if isinstance(value, bool):
        return "oui" if value else "non"
    words = "" if value is None else str(value)
    if key == "besoin" and words in content.topics:
        return content.card(words).title
    if key in ("pour", "quoi"):
        return {**_PURPOSES, **_KINDS}.get(words) or labels.plain(words)
    return _BY.get(words) or _moment(words) or words


def _moment(words: str) -> str:
    try:
        return times.moment(datetime.fromisoformat(words)) if "T" in words else ""
    except ValueError:
        return ""
