"""French numbers written in words, from 1 to 115, in France and in Belgium."""

from __future__ import annotations

import re

_UNITS = {
    "un": 1,
    "une": 1,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "six": 6,
    "sept": 7,
    "huit": 8,
    "neuf": 9,
    "dix": 10,
    "onze": 11,
    "douze": 12,
    "treize": 13,
    "quatorze": 14,
    "quinze": 15,
    "seize": 16,
}
_TENS = {
    "vingt": 20,
    "vingts": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "septante": 70,
    "huitante": 80,
    "octante": 80,
    "nonante": 90,
    "cent": 100,
}
_WORD = "|".join(sorted([*_UNITS, *_TENS], key=len, reverse=True))
_NUMBER = re.compile(rf"\b(?:{_WORD})(?:(?:[ -]et[ -]|[ -]+)(?:{_WORD}))*\b")


def value(words: str) -> int | None:
    """The number that the words say, or None: « quatre-vingt-deux » is 82, « soixante et onze » 71."""
    total, last = 0, 0
    for word in re.findall(r"[a-z]+", words):
        if word == "et":
            continue
        if word in ("vingt", "vingts") and last == 4:
            total, last = total - 4 + 80, 80
            continue
        number = _TENS.get(word) or _UNITS.get(word)
        # Numbers go down: a ten, then a unit; « dix » then « sept » is the one exception.
        if number is None or (last and not (number < last and (last >= 20 or (last == 10 and 7 <= number <= 9)))):
            return None
        total, last = total + number, number
    return total or None


def in_digits(normal: str) -> str:
    """The text with its numbers above ten in digits; smaller ones, often articles or counts, only before « ans »."""

    def write(match: re.Match[str]) -> str:
        number = value(match.group())
        years = normal[match.end() : match.end() + 4].strip().startswith("an")
        return str(number) if number is not None and (number > 10 or years) else match.group()

    return _NUMBER.sub(write, normal)
