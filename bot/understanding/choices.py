"""Words for a choice among what was offered: « 1 », « le premier », « oui », or the label itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from bot.understanding.text import normalise

_ORDINALS = {
    "premier": 0,
    "premiere": 0,
    "1er": 0,
    "1ere": 0,
    "un": 0,
    "une": 0,
    "deuxieme": 1,
    "second": 1,
    "seconde": 1,
    "2eme": 1,
    "2e": 1,
    "deux": 1,
    "troisieme": 2,
    "3eme": 2,
    "3e": 2,
    "trois": 2,
    "quatrieme": 3,
    "4eme": 3,
    "quatre": 3,
    "cinquieme": 4,
    "cinq": 4,
}
_LEAD = re.compile(
    r"^(?:(?:le|la|les|l'|numero|n°|choix|option|reponse|je (?:choisis|prends|veux)|plutot|euh|"
    r"alors|bah|ben) ?)+"
)
_YES = re.compile(
    r"^(?:oui|ouais|ui|si|ok|d'accord|d accord|volontiers|bien sur|absolument|exactement|"
    r"tout a fait|je veux bien|"
    r"avec plaisir|carrement|evidemment|c'est ca|yes|ouep|parfois|un peu|des fois|ca m'arrive|"
    r"c'est vrai)\b"
)
_NO = re.compile(
    r"^(?:non|pas du tout|jamais|surtout pas|pas vraiment|no|nop|nope|non merci|ca va|"
    r"rien de tout ca|quand meme pas|"
    r"mais non|je ne (?:veux|souhaite) pas|pas maintenant)\b"
)


def copied(text: str, labels: Sequence[str]) -> int | None:
    """The index of the label that ``text`` repeats word for word, case and accents apart; None otherwise."""
    words = normalise(text).strip(" .!")
    return next((i for i, label in enumerate(labels) if words and normalise(label).strip(" .!") == words), None)


def pick(text: str, labels: Sequence[str]) -> int | None:
    """The index of the label that ``text`` chooses; None when it chooses none, or is more than a choice."""
    words = _LEAD.sub("", normalise(text)).strip(" .!")
    if not words or not labels or words == "0":
        return None
    index = int(words) - 1 if words.isdecimal() else -1 if words in ("dernier", "derniere") else _ORDINALS.get(words)
    if index is not None:
        return index % len(labels) if -1 <= index < len(labels) else None
    folded = [_LEAD.sub("", normalise(label)).strip(" .!") for label in labels]
    for position, label in enumerate(folded):
        if words == label:
            return position
    scores = [fuzz.ratio(words, label) for label in folded]
    best = max(range(len(scores)), key=scores.__getitem__)
    return best if scores[best] >= 88 else None


def yes_or_no(text: str) -> bool | None:
    """True for a yes, False for a no, None for anything else. « oui mais non » and long sentences are neither."""
    words = normalise(text).strip(" .!,")
    if len(words.split()) > 8:
        return None
    yes, no = bool(_YES.match(words)), bool(_NO.match(words))
    return yes if yes != no else None
