"""The ideas heard in a sentence, and which come together, from the lexicon of ``rules/concepts.yml``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

_DATA = Path(__file__).with_name("rules") / "concepts.yml"
_REACH = 8  # words between two ideas that count as together
_SHORTEST_STEM = 3


@lru_cache(maxsize=1)
def _lexicon() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    whole: dict[str, list[str]] = {}
    stems: dict[str, list[str]] = {}
    for idea, words in yaml.safe_load(_DATA.read_text(encoding="utf-8")).items():
        for word in str(words).split():
            if word.endswith("*"):
                stems.setdefault(word[:-1], []).append(idea)
            else:
                whole.setdefault(word, []).append(idea)
    return {w: tuple(i) for w, i in whole.items()}, {s: tuple(i) for s, i in stems.items()}


@lru_cache(maxsize=16384)
def ideas_of(word: str) -> tuple[str, ...]:
    """The ideas that one normalised word carries; often none."""
    whole, stems = _lexicon()
    found = list(whole.get(word, ()))
    for end in range(_SHORTEST_STEM, len(word) + 1):
        found += stems.get(word[:end], ())
    return tuple(dict.fromkeys(found))


def ideas(sentence: str) -> list[str]:
    """Ideas of a normalised sentence, then the ordered pairs of ideas at most eight words apart."""
    placed = [(i, idea) for i, word in enumerate(sentence.split()) for idea in ideas_of(word)]
    found = [idea for _, idea in placed]
    for a, (i, first) in enumerate(placed):
        for j, second in placed[a + 1:]:
            if j - i > _REACH:
                break
            if j > i:
                found.append(f"{first}>{second}")
    return found
