"""Long texts cut where a reader would: after a line or a sentence, else between words."""

from __future__ import annotations

import re
from collections.abc import Callable

Measure = Callable[[str], int]
_SENTENCE = re.compile(r"(?<=[.!?…»])[ \u00a0]+(?=[A-ZÀ-ÝŒ«\"\d])(?<!Tél. )(?<!Tel. )")
_NUMBER = re.compile(r"\d{1,2}\. ")  # « 1. » opens a line, it ends no sentence


def split(text: str, most: int, measure: Measure = len) -> list[str]:
    """Pieces of at most ``most`` as ``measure`` counts, none empty, in order, with all the words of ``text``."""
    text = text.strip()
    if not text:
        return []
    if measure(text) <= most:
        return [text]
    pieces: list[str] = []
    held = ""
    for unit, glue in _units(text):
        joined = f"{held}{glue}{unit}" if held else unit
        if measure(joined) <= most:
            held = joined
            continue
        if held:
            pieces.append(held)
        *whole, held = _words(unit, most, measure)
        pieces += whole
    return [piece for piece in [*pieces, held] if piece]


def _units(text: str) -> list[tuple[str, str]]:
    """Sentences, each with what joins it to the one before: a line or a space."""
    units: list[tuple[str, str]] = []
    gap = "\n"
    for line in text.split("\n"):
        line = line.strip()
        if not line:
            gap = "\n\n"
            continue
        number = _NUMBER.match(line)
        head = number.group() if number else ""
        first, *others = _SENTENCE.split(line[len(head) :])
        sentences = [head + first, *others]
        units += [(sentence, gap if number == 0 else " ") for number, sentence in enumerate(sentences)]
        gap = "\n"
    return units


def _words(sentence: str, most: int, measure: Measure) -> list[str]:
    """A sentence longer than a piece, cut between words; a word longer than a piece, cut in it."""
    pieces: list[str] = []
    held = ""
    for word in sentence.split(" "):
        joined = f"{held} {word}" if held else word
        if measure(joined) <= most:
            held = joined
            continue
        if held:
            pieces.append(held)
        held = word
        while measure(held) > most:
            cut = _longest(held, most, measure)
            pieces.append(held[:cut])
            held = held[cut:]
    return [*pieces, held]


def _longest(word: str, most: int, measure: Measure) -> int:
    """How many characters of ``word`` fit, at least one."""
    low, high = 1, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(word[:middle]) <= most:
            low = middle
        else:
            high = middle - 1
    return low
