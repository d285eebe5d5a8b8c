"""The word lists of ``data/``: relations and illnesses by the names people use, found in folded text in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz, process

from bot.understanding.text import normalise
from bot.yaml_files import read_yaml

HERE = Path(__file__).parent / "data"
_NEAR = 84  # least likeness (0-100) of a misspelt name
_LONG = 7  # shorter names have too many neighbours among ordinary words
_LETTERS = re.compile(r"[a-z]{7,}")


@dataclass(frozen=True)
class Named:
    """A code of our lists and the French words that stand for it."""

    code: str
    label: str
    words: tuple[str, ...] = ()
    subject: str = ""


@dataclass(frozen=True)
class Mention:
    """A name found in a folded text, from ``start`` to ``end`` (characters)."""

    start: int
    end: int
    word: str
    named: Named


class Lexicon:
    """Names of one list, and the pattern that finds them all, the longest first (« belle mère » before « mère »)."""

    def __init__(self, entries: tuple[Named, ...]) -> None:
        self.entries = entries
        self._by_word = {normalise(word): named for named in entries for word in named.words}
        longest = sorted(self._by_word, key=len, reverse=True)
        self.pattern = re.compile(r"\b(" + "|".join(map(re.escape, longest)) + r")s?(?![\w-])")
        self._misspelt = [word for word in longest if len(word) >= _LONG and word.isalpha()]

    def find(self, normal: str) -> Iterator[Mention]:
        """All names of a normalised text, in order."""
        for match in self.pattern.finditer(normal):
            yield Mention(match.start(), match.end(), match.group(1), self._by_word[match.group(1)])

    def find_misspelt(self, normal: str) -> Iterator[Mention]:
        """Single words close to a long name, with its first letter: « parkinsonn », « schyzophrene »."""
        for match in _LETTERS.finditer(normal):
            found = process.extractOne(match.group(), self._misspelt, scorer=fuzz.ratio, score_cutoff=_NEAR)
            if found and found[0][0] == match.group()[0]:
                yield Mention(match.start(), match.end(), found[0], self._by_word[found[0]])


@cache
def lexicon(name: str) -> Lexicon:
    """The list ``data/<name>.yml``. Raises OSError when it is missing."""
    raw = read_yaml(HERE / f"{name}.yml")[name]
    return Lexicon(tuple(Named(e["code"], e["label"], tuple(e["words"]), e.get("subject", "")) for e in raw))
