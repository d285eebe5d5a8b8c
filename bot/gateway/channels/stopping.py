"""The words that stop messages and the words that allow them again, as operators require them."""

from __future__ import annotations

import re
import unicodedata

STOP_WORDS = frozenset(
    ("stop", "arret", "stop sms", "stopsms", "stop tout", "stopall", "unsubscribe", "desabonnement", "desabonner")
)
START_WORDS = frozenset(("start", "unstop", "reprendre les messages"))


def bare(text: str) -> str:
    """``text`` in lower case, without accents, punctuation or double spaces: « Arrêt ! » is « arret »."""
    folded = unicodedata.normalize("NFKD", text[:60].casefold())
    return " ".join(re.sub(r"[^a-z0-9 ]+", " ", "".join(c for c in folded if not unicodedata.combining(c))).split())
