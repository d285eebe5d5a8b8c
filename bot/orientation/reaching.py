"""What can be done to reach a service: what the directory holds decides the verb."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

WAYS = ("phone", "email", "website", "address")
_VERBS = {
    "phone": "Appeler",
    "email": "Écrire",
    "website": "Voir le site",
    "address": "Se rendre sur place, ou écrire",
    "ask": "Demander comment joindre ce service",
}


@dataclass(frozen=True)
class Way:
    """``kind``: one of :data:`WAYS`, « ask », or "" when nothing is known; ``do``: an infinitive; ``how``: the way."""

    kind: str
    do: str
    how: str


def way(service: Mapping[str, Any]) -> Way:
    """The first way that is known: number, e-mail, site, address, else whom to ask (``ask``, in words)."""
    kind = next((kind for kind in (*WAYS, "ask") if service.get(kind)), "")
    how = str(service.get(kind) or "")
    if kind == "website":
        how = how.removeprefix("https://").removeprefix("http://").split("/")[0]
    return Way(kind, _VERBS[kind or "ask"], f"à demander à : {how}" if kind == "ask" else how)


def reachable(service: Mapping[str, Any]) -> bool:
    """True when the directory holds a way to reach the service itself."""
    return any(service.get(kind) for kind in WAYS)
