"""French text brought to a bare form (no capitals, accents, punctuation), and searches inside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz import fuzz

from bot.short_forms import SHORT_FORMS

MAX_CHARS = 1000
DENIALS = frozenset({"pas", "pa", "plus", "jamais", "aucun", "aucune", "sans", "ni", "non", "nan"})
EMOJI = {"👍": " oui ", "👌": " oui ", "✅": " oui ", "👎": " non ", "❌": " non "}
# As typed on a phone. A letter alone is what an elision leaves here: « c » of « c'est » stands for nothing else.
SHORT = {
    short.replace("'", " "): re.sub("[^a-z]", " ", full) for short, full in SHORT_FORMS.items() if len(short) > 1
}
FILLERS = frozenset(
    [
        "euh",
        "heu",
        "ben",
        "bah",
        "bon",
        "alors",
        "donc",
        "enfin",
        "hein",
        "quoi",
        "eh",
        "oh",
        "ah",
        "voila",
        "moi",
        "je",
        "dirais",
        "dirai",
        "pense",
        "crois",
        "plutot",
        "c",
        "est",
        "ca",
        "sera",
        "ce",
        "serait",
        "disons",
        "mettons",
        "pour",
        "reponse",
        "choix",
        "option",
        "numero",
        "un",
        "une",
        "la",
        "le",
        "les",
        "l",
        "me",
        "moi",
    ]
)


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """« Jamais, je crois… » → « jamais je crois ». Decimal signs between digits stay, as « . »."""
    text = text[:MAX_CHARS]
    for sign, word in EMOJI.items():
        text = text.replace(sign, word)
    text = re.sub(r"\b[nN]°", " numero ", text)
    text = text.replace("’", "'").replace("œ", "oe").replace("½", " et demi")
    text = anyascii(text).lower()
    text = re.sub(r"(?<=\d)[.,](?=\d)", "\N{MIDDLE DOT}", text)
    text = re.sub(r"[^a-z0-9\N{MIDDLE DOT}]+", " ", text)
    text = re.sub(r"([a-z])\1{2,}", r"\1", text)
    return " ".join(SHORT.get(word, word) for word in text.replace("\N{MIDDLE DOT}", ".").split())


def tokens(text: str) -> list[str]:
    """The words of the bare form."""
    return bare(text).split()


def alike(one: str, other: str) -> float:
    """0 to 1; short words must be the same (a typing error in « oui » changes the meaning)."""
    if one == other:
        return 1.0
    if min(len(one), len(other)) < 5:
        return 0.0
    return float(fuzz.ratio(one, other)) / 100.0


def _denies(words: Sequence[str]) -> bool:
    return not DENIALS.isdisjoint(words)


def find_alike(phrase: Sequence[str], words: Sequence[str], floor: float = 0.85) -> tuple[int, float] | None:
    """Like `find`, with typing errors: (where, likeness 0 to 1) of the best window, or None under `floor`."""
    size, wanted = len(phrase), " ".join(phrase)
    best: tuple[int, float] | None = None
    for start in range(len(words) - size + 1):
        window = words[start : start + size]
        # « est tout à fait » is one letter away from « pas tout à fait »: a denial is never a typing error.
        if size > 1 and _denies(window) is not _denies(phrase):
            continue
        likeness = alike(wanted, " ".join(window))
        if likeness >= floor and (best is None or likeness > best[1]):
            best = (start, likeness)
    return best
