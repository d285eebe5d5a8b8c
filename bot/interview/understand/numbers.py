"""Numbers as people write them: « 72 », « soixante-douze », « septante-deux », « une dizaine », « 2 et demi
»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

UNITS: dict[str, int] = {
    "zero": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
    "huit": 8,
    "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
}  # fmt: skip
TENS: dict[str, int] = {
    "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70,
    "huitante": 80, "octante": 80, "nonante": 90,
}  # fmt: skip
ROUND: dict[str, int] = {
    "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40,
    "cinquantaine": 50, "soixantaine": 60, "centaine": 100,
}  # fmt: skip
NONE = frozenset({"aucun", "aucune", "zero", "jamais", "rien", "personne", "nul", "nulle"})
ORDINALS: dict[str, int] = {
    "premier": 1, "premiere": 1, "1er": 1, "1ere": 1, "second": 2, "seconde": 2, "deuxieme": 2, "troisieme":
    3,
    "quatrieme": 4, "cinquieme": 5, "sixieme": 6, "septieme": 7, "huitieme": 8, "neuvieme": 9, "dixieme": 10,
    "onzieme": 11, "douzieme": 12,
}  # fmt: skip
AROUND = frozenset(
    {
        *(
            "la",
            "le",
            "l",
            "numero",
            "n",
            "no",
            "choix",
            "option",
            "reponse",
            "proposition",
            "ligne",
            "phrase",
        ),
        *("c", "est", "je", "prends", "dirais", "dis", "choisis", "plutot", "celle", "mets"),
    }
)
DIGITS = re.compile(r"^(\d{1,9}(?:\.\d{1,6})?)(ans?|fois|x|h|heures?|jours?|j|kg|kilos?|eme|e|%)?$")


@dataclass(frozen=True)
class Found:
    """A number in a text: its value, the first word and the word after the last."""

    value: Decimal
    start: int
    end: int


def _below_hundred(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """(value, next position) of a number under 100 written in words at that place."""
    if at >= len(words):
        return None
    word = words[at]
    if word == "quatre" and at + 1 < len(words) and words[at + 1] in ("vingt", "vingts"):
        value, after = 80, at + 2
    elif word in TENS:
        value, after = TENS[word], at + 1
    elif word in UNITS:
        if word == "dix" and at + 1 < len(words) and words[at + 1] in ("sept", "huit", "neuf"):
            return 10 + UNITS[words[at + 1]], at + 2
        return UNITS[word], at + 1
    else:
        return None
    follow = after + 1 if after < len(words) and words[after] == "et" else after
    rest = _below_hundred(words, follow) if follow < len(words) and words[follow] in UNITS else None
    limit = 19 if value in (60, 80) else 9
    joined = follow == after or (rest is not None and rest[0] in (1, 11))
    if rest and joined and 0 < rest[0] <= limit:
        return value + rest[0], rest[1]
    return value, after


def _in_words(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """(value, next position) of a number under 10,000 written in words."""
    start, total = at, 0
    for name, size in (("mille", 1000), ("cent", 100)):
        head = _below_hundred(words, at)
        if at < len(words) and words[at] == name:
            total, at = total + size, at + 1
        elif head and head[1] < len(words) and words[head[1]] in (name, name + "s") and 1 < head[0] < 10:
            total, at = total + head[0] * size, head[1] + 1
    tail = _below_hundred(words, at)
    if tail:
        total, at = total + tail[0], tail[1]
    return (total, at) if at > start else None


def _one(words: Sequence[str], at: int) -> Found | None:
    match = DIGITS.match(words[at])
    if match and match.group(2) not in ("e", "eme"):
        return Found(Decimal(match.group(1)), at, at + 1)
    clock = re.match(r"^(\d{1,2})h(\d{2})$", words[at])
    if clock:
        return Found(Decimal(clock.group(1)) + Decimal(clock.group(2)) / 60, at, at + 1)
    if words[at] in ROUND:
        return Found(Decimal(ROUND[words[at]]), at, at + 1)
    spelled = _in_words(words, at)
    if spelled is None:
        return None
    value, end = spelled
    if end == at + 1 and words[at] in ("un", "une") and end < len(words) and words[end] in (*ROUND, "peu"):
        return None
    return Found(Decimal(value), at, end)


def numbers(words: Sequence[str]) -> list[Found]:
    """Every number of the text in order; « et demi » adds a half, « demi » alone is a half."""
    found: list[Found] = []
    at = 0
    while at < len(words):
        if words[at] in ("demi", "demie"):
            found.append(Found(Decimal("0.5"), at, at + 1))
            at += 1
            continue
        if words[at : at + 2] in (["trois", "quarts"], ["trois", "quart"]):
            found.append(Found(Decimal("0.75"), at, at + 2))
            at += 2
            continue
        one = _one(words, at)
        if one is None:
            at += 1
            continue
        at = one.end
        if words[at : at + 2] == ["et", "quart"] or words[at + 1 : at + 3] == ["et", "quart"]:
            one = Found(one.value + Decimal("0.25"), one.start, at + 2 + (words[at] != "et"))
            at = one.end
        half = next((i for i in range(at, min(at + 3, len(words))) if words[i] in ("demi", "demie")), None)
        if half is not None and words[half - 1] == "et":
            one = Found(one.value + Decimal("0.5"), one.start, half + 1)
            at = half + 1
        found.append(one)
    return found


def ordinal(words: Sequence[str], count: int) -> int | None:
    """Place from 0 for « la deuxième », « le 2 », « n°3 », « b », « la dernière »; None when none is meant.

    `count` is how many choices there are; a place beyond them is None.
    """
    if words and words[0] == "les":
        return None
    words = [w for w in words if w not in AROUND]
    if not 1 <= len(words) <= 3 or not count:
        return None
    if words[-1] in ("derniere", "dernier"):
        place = count - 1 if len(words) == 1 else count - 2 if words[0] in ("avant", "avante") else -1
        return place if 0 <= place < count else None
    if len(words) > 1:
        spelled = _in_words(words, 0)
        place = spelled[0] - 1 if spelled and spelled[1] == len(words) else -1
        return place if 0 <= place < count else None
    value = ORDINALS.get(words[0])
    short = re.match(r"^(\d{1,2})(e|eme|er|ere|nd|nde)?$", words[0])
    if short:
        value = int(short.group(1))
    if value is None and words[0] in UNITS and words[0] not in ("zero",):
        value = UNITS[words[0]]
    return value - 1 if value is not None and 1 <= value <= count else None
