"""A place heard in passing does not take the place of the one that is known, unless it was really said.

« Sandrine Petit » is no Sandrans, « le garder l'après-midi » no La Garde: a name corrected by the gazetteer is a guess.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rapidfuzz import fuzz

from bot.understanding.text import normalise

_ARTICLES = frozenset({"le", "la", "les", "l", "saint", "sainte", "st", "ste", "bourg"})
_BEFORE = re.compile(
    r"(?:^|\b(?:a|vers|pres de|pres d'|sur|de|chez|est|habite|vit|plutot|non|c'est|en fait|cote de)) ?$"
)
_SAINT_LAST = re.compile(r"\b(?:sainte?|ste?)[\s-]+$")
ALIKE = 85
LOOKS_LIKE = 70
SHORT = 2  # letters
ALONE = 2  # words of a message that is the name itself


def really_said(place: Mapping[str, Any], text: str) -> bool:
    """Whether the text names this place, word for word, by its postcode, or with a typing error where a place is said.

    :param place: ``code`` and ``label`` (« Beaune (21) »), as facts hold it.
    """
    normal = normalise(text)
    words = re.findall(r"[a-z0-9]+", normal)
    if any(word.isdigit() and len(word) in (2, 4, 5) for word in words):
        return True
    name = re.findall(r"[a-z]+", normalise(str(place.get("label", "")).partition(" (")[0]))
    names = [part for part in name if part not in _ARTICLES and len(part) > SHORT]
    if not names:
        return True
    if names[0] in words and (len(words) <= ALONE or re.search(rf"\b{names[0].capitalize()}", text)):
        return True
    # « qui va lire » is no Liré: in small letters, a name needs a word that leads to a place.
    return any(fuzz.ratio(word, names[0]) >= ALIKE and _leads(normal[: normal.find(word)]) for word in words)


def resembles(place: Mapping[str, Any], text: str) -> bool:
    """Whether some word of the text looks like a part of the name: « ché pas » is no Chénas.

    Numbers (a postcode, « le 71 ») are believed, and so is a name that several places have.
    """
    normal = normalise(text)
    if place.get("ambiguous") or re.search(r"\d\d", normal):
        return True
    words = re.findall(r"[a-z]+", normal)
    parts = re.findall(r"[a-z]+", normalise(str(place.get("label", "")).partition(" (")[0]))
    return any(fuzz.ratio(word, part) >= LOOKS_LIKE for word in words if len(word) > SHORT for part in parts)


def _leads(before: str) -> bool:
    return bool(_BEFORE.search(_SAINT_LAST.sub("", before).rstrip() + " "))
